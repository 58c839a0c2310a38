using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Gateways.Gemini;

/// <summary>
/// The features of the Gemini API, from <see href="https://ai.google.dev/gemini-api/docs/video"/>. Every video has sound. Google's own
/// client refuses seed and count in this mode (googleapis/python-genai, <c>google/genai/models.py</c>).
/// </summary>
internal static class GeminiTable
{
    private static readonly ModelRule ExtensionIsLong = GoogleRules.NeedsEightSeconds(
        "an extension requires 8 seconds",
        request => request.Mode == VideoModes.Extension);

    private static readonly ModelRule ExtensionIs720p = new(
        "Resolution",
        "a video can be extended only in 720p",
        "720p",
        request => request.Mode == VideoModes.Extension && request.Resolution is not null and not "720p");

    private static readonly ModelRule ImagesShowAdults = new(
        "PersonGeneration",
        "requests with images allow only AllowAdult",
        "AllowAdult",
        request => request.PersonGeneration == "AllowAll"
            && request.Mode is VideoModes.FirstFrame or VideoModes.FirstAndLastFrame or VideoModes.Reference);

    private static readonly ModelRule TextShowsAll = new(
        "PersonGeneration",
        "without images Google accepts only AllowAll, except in the EU, the United Kingdom, Switzerland, the Middle East and North Africa",
        "AllowAll",
        request => request.PersonGeneration == "AllowAdult" && request.Mode is VideoModes.Text or VideoModes.Extension,
        IsWarning: true);

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1-generate-preview",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference | VideoModes.Extension,
        ImageForms = MediaForms.Data,
        VideoForms = MediaForms.Url,
        MaxReferenceImages = 3,
        PromptAlwaysRequired = false,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "720p",
        DefaultDuration = 8,
        NegativePrompt = true,
        PersonGenerations = ["AllowAll", "AllowAdult"],
        Callback = true,
        Prices = Price(("720p", 0.40m), ("1080p", 0.40m), ("4k", 0.60m)),
        Rules =
        [
            GoogleRules.HighResolutionNeedsEightSeconds, GoogleRules.ReferencesNeedEightSeconds, GoogleRules
                .LastFrameNeedsEightSeconds, ExtensionIsLong, ExtensionIs720p,
            GoogleRules.ReferencesNeedPrompt, GoogleRules.NoNegativePromptWithReferences, GoogleRules.PromptIsShort,
            ImagesShowAdults, TextShowsAll,
        ],
        Remedies = new Dictionary<string, string>
        {
            ["Audio"] = "Leave it out: every video has sound",
            ["Count"] = "Submit a request for each video",
            ["Seed"] = "Leave it out: only Vertex accepts a seed",
        },
    };

    private static readonly ModelTable Fast = Standard with
    {
        Name = "veo-3.1-fast-generate-preview",
        Prices = Price(("720p", 0.10m), ("1080p", 0.12m), ("4k", 0.30m)),
    };

    private static readonly ModelTable Lite = Standard with
    {
        Name = "veo-3.1-lite-generate-preview",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame,
        MaxReferenceImages = 0,
        Resolutions = ["720p", "1080p"],
        Prices = Price(("720p", 0.05m), ("1080p", 0.08m)),
        Remedies = new Dictionary<string, string>
        {
            ["Audio"] = Standard.Remedies["Audio"],
            ["Count"] = Standard.Remedies["Count"],
            ["Seed"] = Standard.Remedies["Seed"],
            ["Resolution"] = "Use a model that is not lite for 4k",
            ["ReferenceImage"] = "Use a model that is not lite",
            ["SourceVideo"] = "Use a model that is not lite",
        },
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Gemini",
        DefaultBaseUri = new Uri("https://generativelanguage.googleapis.com"),
        Documentation = new Uri("https://ai.google.dev/gemini-api/docs/video"),
        Credential = new CredentialScheme("x-goog-api-key"),
        InlineMembers = GoogleOperation.InlineMembers,
        NobodysId = (_, digits) => $"models/{Fast.Name}/operations/{digits}",
        DefaultModel = Fast.Name,
        Models = [Standard, Fast, Lite],
        Retirements = GoogleRetirements.Developer,
        VendorHost = GoogleRetirements.Host,
        PricedFields = new PricedFields
        {
            Resolution = ["parameters.resolution"],
            Duration = ["parameters.durationSeconds"],
            Audio = ["parameters.generateAudio"],
            Count = ["parameters.sampleCount", "parameters.numberOfVideos"],
            OneItem = ["instances"],
        },
        Cadence = new PollCadence( // 10 seconds in every sample of the page; 11 seconds to 6 minutes until a video is there.
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        Callback = CallbackScheme.Uncheckable,
        ResultLifetime = TimeSpan.FromDays(2),
        Notes =
        [
            "Google's own address has not served Veo since 2026-10-22 (its deprecations page). Use it with the base address of a "
                + "relay that supports this API",
            "Videos that its safety filters block are not charged (its page)",
        ],
    };

    // "Paid Tier, per second in USD", with sound, on the page as it was last updated. QuantumNous/new-api still has the older
    // prices of the fast model: 0.15, and 0.35 at 4k.
    private static PublishedPrices Price(params (string Resolution, decimal Amount)[] prices) => new()
    {
        ByResolution = prices.ToDictionary(price => price.Resolution, price => price.Amount),
        DefaultResolution = "720p",
        DefaultDuration = 8,
        Page = new Uri("https://ai.google.dev/gemini-api/docs/pricing"),
        AsOf = new DateTime(2026, 9, 24, 0, 0, 0, DateTimeKind.Utc),
    };
}
