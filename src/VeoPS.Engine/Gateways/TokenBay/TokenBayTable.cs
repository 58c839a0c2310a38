using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Gateways.Dialects.NewApi;

namespace VeoPS.Engine.Gateways.TokenBay;

/// <summary>
/// The features of TokenBay, from <see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>. <see cref="NewApiTable"/> has the
/// meaning of its words.
/// </summary>
internal static class TokenBayTable
{
    // "1080p and 4k resolutions only support 8-second duration". Without a duration the gateway's default holds, which is 8.
    private static readonly ModelRule HighResolutionIsLong = new(
        "Duration",
        "1080p and 4k require 8 seconds",
        "8",
        request => request.Duration is not null and not 8 && request.Resolution is "1080p" or "4k");

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1-generate-preview",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference,
        ImageForms = MediaForms.Url | MediaForms.Data,
        MaxReferenceImages = 1,
        // "Optional when an image input is provided via image, images, lastFrameImage, or input_reference"; no page says that one of
        // them needs or excludes another.
        PromptAlwaysRequired = false,
        LastFrameAlone = true,
        FramesWithReferences = true,
        AudioPriceFactor = 2, // "Enabling roughly doubles the cost."
        ImageFields = ["image", "images", "lastFrameImage", "input_reference"],
        AspectRatios = ["16:9", "9:16"],
        DefaultAspectRatio = "16:9",
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        AudioDefault = false,
        EnhancePromptDefault = false,
        NegativePrompt = true,
        Seed = new SeedRange(0, uint.MaxValue),
        PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
        Rules = [HighResolutionIsLong, GoogleRules.ImagesNeedEightSecondsUpstream],
        Remedies = new Dictionary<string, string> { ["Count"] = "Submit a request for each video" },
    };

    private static readonly ModelTable Fast = Standard with { Name = "veo-3.1-fast-generate-preview" };

    private static readonly ModelTable Lite = Standard with
    {
        Name = "veo-3.1-lite-generate-preview",
        Resolutions = ["720p", "1080p"],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = Standard.Remedies["Count"],
            ["Resolution"] = "Use a model that is not lite for 4k",
        },
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "TokenBay",
        DefaultBaseUri = new Uri("https://api.tokenbay.com"),
        Documentation = new Uri("https://www.tokenbay.com/docs/reference/video/veo-3-1"),
        DefaultModel = Fast.Name,
        Models = [Standard, Fast, Lite],
        NobodysId = (_, digits) => "task_" + digits, // As the page's samples have it.
        Retirements = GoogleRetirements.Developer,
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["resolution", "size"],
            Duration = ["duration", "seconds"],
            Audio = ["generate_audio"],
            Count = ["n"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        SubmitCodes = NewApiTable.SubmitCodes,
        // Not stated. The gateway fetches from Google when it is asked, and Google keeps a video for 2 days:
        // https://ai.google.dev/gemini-api/docs/video.
        ResultLifetime = TimeSpan.FromHours(48),
        Notes =
        [
            "Sound is off by default, and roughly doubles the price (its page)",
            "Its models have the ids of Google's preview models, which Google has not served since 2026-10-22. Its "
                + "pages do not say whether it maps them to other models",
        ],
    };
}
