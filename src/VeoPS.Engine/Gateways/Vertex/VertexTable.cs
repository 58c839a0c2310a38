using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Gateways.Vertex;

/// <summary>
/// The features of Vertex AI, from
/// <see href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation"/> and
/// <see href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/veo/3-1-generate"/>. Prompts are always enhanced:
/// Veo 3 answers a request to the contrary with "Veo 3 prompt enhancement cannot be disabled".
/// </summary>
internal static class VertexTable
{
    /// <summary>The setting that names the project.</summary>
    public const string Project = "Project";

    /// <summary>The setting that names the location.</summary>
    public const string Location = "Location";

    /// <summary>The setting that names the address of Cloud Storage.</summary>
    public const string Storage = "StorageUri";

    private const string DefaultLocation = "us-central1";

    private const string StoredElsewhere
        = "a link must point to Cloud Storage (gs://BUCKET/OBJECT, or https://storage.googleapis.com/BUCKET/OBJECT)";

    // "You can extend a video … by 7 seconds" (https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/video/extend-videos).
    private static readonly ModelRule ExtensionHasItsLength = new(
        "Duration",
        "an extension always adds 7 seconds",
        null,
        request => request.Mode == VideoModes.Extension && request.Duration is not null,
        IsWarning: true);

    private static readonly ModelRule ReferencesAreWide = new(
        "AspectRatio",
        "some versions of the page allow reference images only in 16:9",
        "16:9",
        request => request.Mode == VideoModes.Reference && request.AspectRatio == "9:16",
        IsWarning: true);

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1-generate-001",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference | VideoModes.Extension,
        ImageForms = MediaForms.Url | MediaForms.Data | MediaForms.Storage,
        VideoForms = MediaForms.Url | MediaForms.Data | MediaForms.Storage,
        MaxReferenceImages = 3,
        PromptAlwaysRequired = false,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "720p",
        DefaultDuration = 8,
        AudioDefault = true,
        NegativePrompt = true,
        Seed = new SeedRange(0, uint.MaxValue),
        MaxCount = 4,
        PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
        Prices = Price(sound: (0.40m, 0.40m, 0.60m), silent: (0.20m, 0.20m, 0.40m)),
        Rules =
        [
            GoogleRules.HighResolutionNeedsEightSeconds, GoogleRules.ReferencesNeedEightSeconds, GoogleRules
                .ReferencesNeedPrompt, ExtensionHasItsLength, ReferencesAreWide,
            Stored("FirstFrame", request => [request.FirstFrame]),
            Stored("LastFrame", request => [request.LastFrame]),
            Stored("ReferenceImage", request => request.ReferenceImages),
            Stored("SourceVideo", request => [request.SourceVideo]),
        ],
        Remedies = new Dictionary<string, string> { ["EnhancePrompt"] = "Leave it out: prompts are always enhanced" },
    };

    private static readonly ModelTable Fast = Standard with
    {
        Name = "veo-3.1-fast-generate-001",
        Prices = Price(sound: (0.10m, 0.12m, 0.30m), silent: (0.08m, 0.10m, 0.25m)),
    };

    // In preview; its references are documented nowhere.
    private static readonly ModelTable Lite = Standard with
    {
        Name = "veo-3.1-lite-generate-001",
        Modes = Standard.Modes & ~VideoModes.Reference,
        MaxReferenceImages = 0,
        Resolutions = ["720p", "1080p"],
        Prices = Price(sound: (0.05m, 0.08m, null), silent: (0.03m, 0.05m, null)),
        Remedies = new Dictionary<string, string>
        {
            ["EnhancePrompt"] = Standard.Remedies["EnhancePrompt"],
            ["Resolution"] = "Use a model that is not lite for 4k",
            ["ReferenceImage"] = "Use a model that is not lite",
        },
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Vertex",
        DefaultBaseUri = BaseUriAt(DefaultLocation),
        BaseUriOf = settings => BaseUriAt(IsExpress(settings) ? "global" : LocationOf(settings)),
        Documentation = new Uri("https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation"),
        NeedsKey = false,
        Credential = CredentialScheme.GoogleToken,
        Settings =
        [
            new SettingRule(Project, "The id or the number of the Google Cloud project that is charged", Required: true)
            {
                Pattern = "[A-Za-z0-9][A-Za-z0-9:.-]*",
                IsNeedlessWith = CredentialScheme.IsGoogleApiKey,
            },
            new SettingRule(Location, $"Where the model runs, such as {DefaultLocation} (the default), europe-west4 or global") {
                Pattern = "[a-z][a-z0-9-]*" },
            new SettingRule(Storage, "The address of Cloud Storage for videos (with the profile's credential) when the base "
                + "address is not Google's") { Origin = GoogleStorage.Origin },
        ],
        InlineMembers = GoogleOperation.InlineMembers,
        NobodysId = (settings, digits) => $"{ModelName(settings, Fast.Name)}/operations/{digits}",
        DefaultModel = Fast.Name,
        Models = [Standard, Fast, Lite],
        Retirements = GoogleRetirements.Cloud,
        VendorHost = GoogleRetirements.Host,
        PricedFields = new PricedFields
        {
            Resolution = ["parameters.resolution"],
            Duration = ["parameters.durationSeconds"],
            Audio = ["parameters.generateAudio"],
            Count = ["parameters.sampleCount", "parameters.numberOfVideos"],
            OneItem = ["instances"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
    };

    /// <summary>
    /// True where the profile has an API key and no project: express mode, whose paths name neither project nor location
    /// (googleapis/python-genai, <c>google/genai/_api_client.py</c>).
    /// </summary>
    public static bool IsExpress(ProfileSettings settings) => settings[Project] is null && CredentialScheme.IsGoogleApiKey(settings.ApiKey);

    /// <summary>The name of a model, which the names of its operations begin with.</summary>
    public static string ModelName(ProfileSettings settings, string model) => IsExpress(settings)
        ? $"publishers/google/models/{Uri.EscapeDataString(model)}"
        : $"projects/{Uri.EscapeDataString(settings[Project] ?? "")}/locations/{Uri.EscapeDataString(LocationOf(settings))}"
            + $"/publishers/google/models/{Uri.EscapeDataString(model)}";

    /// <summary>The location of a profile.</summary>
    public static string LocationOf(ProfileSettings settings) => settings[Location] ?? DefaultLocation;

    // As googleapis/python-genai has it (google/genai/_api_client.py).
    private static Uri BaseUriAt(string location) => new(location switch
    {
        "global" => "https://aiplatform.googleapis.com",
        "us" or "eu" => $"https://aiplatform.{location}.rep.googleapis.com",
        _ => $"https://{location}-aiplatform.googleapis.com",
    });

    // "Video + audio" and "video only", a second, at 720p, 1080p and 4k. The same where the page was read on 2026-10-03, for videos
    // read there: the standard and the fast model up to 1080p.
    private static PublishedPrices Price((decimal, decimal, decimal?) sound, (decimal, decimal, decimal?) silent)
    {
        return new PublishedPrices
        {
            ByResolution = ByResolution(sound),
            SilentByResolution = ByResolution(silent),
            DefaultResolution = "720p",
            DefaultDuration = 8,
            Page = new Uri("https://cloud.google.com/vertex-ai/generative-ai/pricing#veo"),
            AsOf = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc),
        };

        static Dictionary<string, decimal> ByResolution((decimal Small, decimal Wide, decimal? Huge) prices)
        {
            Dictionary<string, decimal> byResolution = new() { ["720p"] = prices.Small, ["1080p"] = prices.Wide };
            if (prices.Huge is { } huge) byResolution["4k"] = huge;
            return byResolution;
        }
    }

    private static ModelRule Stored(string parameter, Func<VeoRequest, IEnumerable<MediaInput?>> media) => new(
        parameter,
        StoredElsewhere,
        parameter == "SourceVideo" ? "a task that was submitted with a storageUri" : "the path of a file, which is sent inside the request",
        request => media(request).Any(each => each switch
        {
            LinkedMedia link => !GoogleStorage.IsAt(link.Uri),
            TaskMedia task => !GoogleStorage.IsAt(task.Link),
            _ => false,
        }));
}
