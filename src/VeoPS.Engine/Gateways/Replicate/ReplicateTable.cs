namespace VeoPS.Engine.Gateways.Replicate;

/// <summary>The features of Replicate, from <see href="https://replicate.com/google/veo-3.1"/> and its neighbours.</summary>
internal static class ReplicateTable
{
    /// <summary>
    /// The words of <c>status</c>: <see href="https://replicate.com/docs/topics/predictions/lifecycle"/>. One that was aborted
    /// ended before it
    /// began, by its deadline.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["starting"] = VeoTaskStatus.Queued,
        ["processing"] = VeoTaskStatus.Running,
        ["succeeded"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
        ["canceled"] = VeoTaskStatus.Canceled,
        [Aborted] = VeoTaskStatus.Canceled,
    };

    /// <summary>The word for a prediction that is said not to be charged.</summary>
    public const string Aborted = "aborted";

    private static readonly ModelRule ReferencesAreWide = new(
        "AspectRatio",
        "reference images require 16:9",
        "16:9",
        request => request.Mode == VideoModes.Reference && request.AspectRatio is not null and not "16:9");

    private static readonly ModelRule ReferencesAreLong = new(
        "Duration",
        "reference images require 8 seconds",
        "8",
        request => request.Mode == VideoModes.Reference && request.Duration is not null and not 8);

    private static readonly ModelTable Standard = new()
    {
        Name = "google/veo-3.1",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference,
        ImageForms = MediaForms.Url | MediaForms.Upload,
        MaxReferenceImages = 3,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "1080p",
        DefaultDuration = 8,
        AudioDefault = true,
        NegativePrompt = true,
        Seed = new SeedRange(0, uint.MaxValue),
        Callback = true,
        LimitsByGoogle = ["Seed"],
        Prices = Price("google/veo-3.1", "1080p", 0.40m, 0.40m, 0.20m),
        Rules = [ReferencesAreWide, ReferencesAreLong],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = "Submit a request for each video",
            ["ReferenceImage"] = "Use the model google/veo-3.1",
        },
    };

    private static readonly ModelTable Fast = Standard with
    {
        Name = "google/veo-3.1-fast",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame,
        MaxReferenceImages = 0,
        DefaultResolution = "720p",
        Prices = Price("google/veo-3.1-fast", "720p", 0.15m, 0.15m, 0.10m),
        Rules = [],
    };

    // Its schema could not be read: it is taken to have the options that the price list and Google's own model have.
    private static readonly ModelTable Lite = Fast with
    {
        Name = "google/veo-3.1-lite",
        Modes = VideoModes.Text | VideoModes.FirstFrame,
        DefaultResolution = null,
        DefaultDuration = null,
        DefaultAspectRatio = null,
        AudioDefault = null,
        NegativePrompt = false,
        Seed = null,
        Prices = Price("google/veo-3.1-lite", "1080p", 0.05m, 0.08m, null),
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Replicate",
        DefaultBaseUri = new Uri("https://api.replicate.com"),
        Documentation = new Uri("https://replicate.com/google/veo-3.1"),
        DefaultModel = Fast.Name,
        Models = [Standard, Fast, Lite],
        PricedFields = new PricedFields
        {
            Resolution = ["input.resolution"],
            Duration = ["input.duration"],
            Audio = ["input.generate_audio"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(5), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(2)),
        Cancel = new CancelTerms(
            "a prediction that is already running is charged anyway (https://replicate.com/changelog/2025-10-16-prediction-deadlines)"),
        Callback = CallbackScheme.StandardWebhooks, // https://replicate.com/docs/topics/webhooks/verify-webhook
        // https://replicate.com/docs/topics/predictions/data-retention: input, output and files of a prediction by API.
        ResultLifetime = TimeSpan.FromHours(1),
        Notes = ["It deletes a video after one hour. Save it immediately (its page on data retention)"],
    };

    // As a reader of its price page wrote them down on 2026-08-24. Where the default size is not known, the dearest counts.
    private static PublishedPrices Price(string model, string size, decimal at720, decimal at1080, decimal? silent) => new()
    {
        ByResolution = new Dictionary<string, decimal> { ["720p"] = at720, ["1080p"] = at1080 },
        SilentByResolution = silent is { } without ? new Dictionary<string, decimal> { ["720p"] = without, ["1080p"] = without } : [],
        DefaultResolution = size,
        DefaultDuration = 8,
        Page = new Uri("https://replicate.com/" + model),
        AsOf = new DateTime(2026, 8, 24, 0, 0, 0, DateTimeKind.Utc),
    };
}
