using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Gateways.Fal;

/// <summary>
/// The features of fal.ai. Each kind of input is an endpoint of its own (<see href="https://fal.ai/models/fal-ai/veo3.1"/> and its
/// neighbours), and the name of a quality means all of its endpoints.
/// </summary>
internal static class FalTable
{
    /// <summary>The owner and the application of the whole family, which every link to a request begins with.</summary>
    public const string App = "fal-ai/veo3.1";

    /// <summary>The setting that names the address of uploads.</summary>
    public const string UploadUri = "UploadUri";

    /// <summary>The setting that names the address of prices and of the balance.</summary>
    public const string PlatformUri = "PlatformUri";

    /// <summary>The setting that says how long a request may wait for its start, in seconds.</summary>
    public const string StartTimeout = "StartTimeout";

    /// <summary>fal's word for a request that was asked to end: <see href="https://fal.ai/docs/inference-api/queue/cancel"/>.</summary>
    public const string CancelAsked = "CANCELLATION_REQUESTED";

    /// <summary>The word for a request that has ended, well or not: its result tells which.</summary>
    public const string Completed = "COMPLETED";

    /// <summary>The words of <c>status</c>: <see href="https://fal.ai/docs/documentation/model-apis/queue"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["IN_QUEUE"] = VeoTaskStatus.Queued,
        ["IN_PROGRESS"] = VeoTaskStatus.Running,
        [CancelAsked] = VeoTaskStatus.Running,
    };

    /// <summary>
    /// The reasons that end a request, by <c>error_type</c> or by the <c>type</c> of a model's error. fal does not charge for a request
    /// that its servers failed (<see href="https://fal.ai/docs/model-apis/faq"/>). The page says that other requests may be charged once
    /// a runner has begun.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, (string Kind, bool IsFree)> Ends = new Dictionary<string, (string, bool)>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["request_timeout"] = (VeoErrorKind.UpstreamFailed, true), // It never started.
        ["startup_timeout"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_scheduling_failure"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_connection_timeout"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_disconnected"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_connection_refused"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_connection_error"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_incomplete_response"] = (VeoErrorKind.UpstreamFailed, true),
        ["runner_server_error"] = (VeoErrorKind.UpstreamFailed, true),
        ["internal_error"] = (VeoErrorKind.UpstreamFailed, true),
        ["internal_server_error"] = (VeoErrorKind.UpstreamFailed, true),
        ["generation_timeout"] = (VeoErrorKind.UpstreamFailed, true),
        ["downstream_service_error"] = (VeoErrorKind.UpstreamFailed, true),
        ["downstream_service_unavailable"] = (VeoErrorKind.ProviderUnavailable, true),
        ["client_cancelled"] = (VeoErrorKind.InvalidRequest, false), // Free where it was still queued, which the answer does not say.
        ["client_disconnected"] = (VeoErrorKind.InvalidRequest, false),
        ["bad_request"] = (VeoErrorKind.InvalidRequest, false),
        ["content_policy_violation"] = (VeoErrorKind.ContentRejected, false),
    };

    /// <summary>The <c>error_type</c> of a request that was canceled.</summary>
    public const string Canceled = "client_cancelled";

    private const string Fast = App + "/fast";
    private const string Lite = App + "/lite";

    private static readonly Uri FastPage = new("https://fal.ai/models/fal-ai/veo3.1/fast/first-last-frame-to-video/llms.txt");

    private static readonly PublishedPrices StandardPrice = Price(
        new Uri("https://fal.ai/models/fal-ai/veo3.1/llms.txt"),
        0.40m,
        0.60m,
        0.20m,
        0.40m);
    private static readonly PublishedPrices FastPrice = Price(FastPage, 0.15m, 0.35m, 0.10m, 0.30m);

    private static readonly ModelTable Text = new()
    {
        Name = App,
        Family = App,
        Modes = VideoModes.Text,
        ImageForms = MediaForms.Url | MediaForms.Upload,
        VideoForms = MediaForms.Url,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "720p",
        DefaultDuration = 8,
        AudioDefault = true,
        EnhancePromptDefault = true, // auto_fix
        NegativePrompt = true,
        Seed = new SeedRange(0, uint.MaxValue),
        Callback = true,
        Prices = StandardPrice,
        LimitsByGoogle = ["Seed", "ReferenceImage"],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = "Submit a request for each video",
            ["PersonGeneration"] = "Leave it out; fal has the provider option safety_tolerance ('1' to '6') instead",
            ["ReferenceImage"] = $"Use the model {App}",
            ["SourceVideo"] = $"Use the model {Fast}",
            ["Resolution"] = "Use a model that is not lite for 4k",
            ["Duration"] = "An extension adds 7 seconds",
        },
    };

    private static readonly ModelTable Image = Text with
    {
        Name = App + "/image-to-video",
        Modes = VideoModes.FirstFrame,
        AspectRatios = ["16:9", "9:16", "Auto"],
        DefaultAspectRatio = "Auto",
        EnhancePromptDefault = false,
    };

    private static readonly ModelTable Frames = Image with { Name = App
        + "/first-last-frame-to-video", Modes = VideoModes.FirstAndLastFrame };

    private static readonly ModelTable References = Text with
    {
        Name = App + "/reference-to-video",
        Modes = VideoModes.Reference,
        MaxReferenceImages = 3,
        Durations = [8],
        EnhancePromptDefault = false,
        NegativePrompt = false,
        Seed = null,
    };

    private static readonly ModelTable Extension = Image with
    {
        Name = App + "/extend-video",
        Modes = VideoModes.Extension,
        Resolutions = ["720p"],
        Durations = [7],
        DefaultDuration = 7,
        Prices = Extended(StandardPrice),
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Fal",
        NobodysId = (_, digits) => Guid.ParseExact(digits, "N").ToString("D"),
        DefaultBaseUri = new Uri("https://queue.fal.run"),
        Documentation = new Uri("https://fal.ai/docs/documentation/model-apis/queue"),
        Credential = new CredentialScheme("Authorization", "Key "),
        Settings =
        [
            new SettingRule(UploadUri, "The address for image uploads (with the key) when the base address is not fal's") {
                Origin = new Uri("https://rest.fal.ai") },
            new SettingRule(
                PlatformUri,
                "The address for prices and the balance (with the key) when the base address is not fal's") {
                    Origin = new Uri("https://api.fal.ai") },
            new SettingRule(
                StartTimeout,
                "How long a request may wait for its start, in seconds. A request that waits longer fails and is not charged") {
                    Pattern = "[1-9][0-9]{0,5}" },
        ],
        DefaultModel = Fast,
        Models =
        [
            Text, Image, Frames, References, Extension,
            At(Text, Fast, FastPrice), At(Image, Fast, FastPrice), At(Frames, Fast, FastPrice), At(Extension, Fast, Extended(FastPrice)),
            LiteOf(Text), LiteOf(Image), LiteOf(Frames),
        ],
        PricedFields = new PricedFields
        {
            Resolution = ["resolution"],
            Duration = ["duration"],
            Audio = ["generate_audio"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(5), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(2)),
        Cancel = new CancelTerms("a request that is running may still finish and be charged (fal's page on canceling)", CancelAsked),
        Callback = CallbackScheme.PublishedKey, // https://fal.ai/docs/documentation/model-apis/inference/webhooks.md
        Notes =
        [
            "VeoPS sends X-Fal-No-Retry with every submission, so that fal.ai does not automatically run a request twice and "
                + "charge for both (its page on retries)",
            "The result of an extension is the complete longer video, not only the added part",
        ],
    };

    private static ModelTable At(ModelTable model, string family, PublishedPrices? price) => model with
    {
        Name = string.Concat(family, model.Name.Remove(0, App.Length)),
        Family = family,
        Prices = price,
    };

    // Its price stands on no page of fal's that could be read: the price API has one.
    private static ModelTable LiteOf(ModelTable model) => At(model, Lite, null) with { Resolutions = ["720p", "1080p"] };

    private static PublishedPrices Extended(PublishedPrices price) => price with
    {
        ByResolution = At720p(price.ByResolution),
        SilentByResolution = At720p(price.SilentByResolution),
        DefaultDuration = 7,
    };

    private static Dictionary<string, decimal> At720p(IReadOnlyDictionary<string, decimal> prices) => new() { ["720p"] = prices["720p"] };

    private static PublishedPrices Price(Uri page, decimal audio, decimal audio4k, decimal silent, decimal silent4k) => new()
    {
        ByResolution = new Dictionary<string, decimal> { ["720p"] = audio, ["1080p"] = audio, ["4k"] = audio4k },
        SilentByResolution = new Dictionary<string, decimal> { ["720p"] = silent, ["1080p"] = silent, ["4k"] = silent4k },
        DefaultResolution = "720p",
        DefaultDuration = 8,
        Page = page,
        AsOf = new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc),
    };
}
