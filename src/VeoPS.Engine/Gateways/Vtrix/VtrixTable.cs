using VeoPS.Engine.Gateways.Dialects.Google;


namespace VeoPS.Engine.Gateways.Vtrix;

/// <summary>The features of Vtrix, from <see href="https://doc.vtrix.ai/docs/api/google/veo-31-fast"/>.</summary>
internal static class VtrixTable
{
    /// <summary>The setting that says whether parameters go out inside <c>input[0].params</c> or beside <c>model</c>.</summary>
    public const string Envelope = nameof(Envelope);

    /// <summary>The value of <see cref="Envelope"/> for parameters beside <c>model</c>.</summary>
    public const string Flat = "flat";

    /// <summary>
    /// The meaning of each <c>status</c>: the words of <see href="https://doc.vtrix.ai/docs/api/google/vtrix-veo-3-1-generate-preview"/>,
    /// and words of sister hosts for a task that goes on. No page names a canceled task, so the word "canceled" ends none.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["in_progress"] = VeoTaskStatus.Running,
        ["completed"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
        ["queued"] = VeoTaskStatus.Queued,
        ["in_queue"] = VeoTaskStatus.Queued,
        ["pending"] = VeoTaskStatus.Queued,
        ["submitted"] = VeoTaskStatus.Queued,
        ["processing"] = VeoTaskStatus.Running,
        ["running"] = VeoTaskStatus.Running,
    };

    /// <summary>Words of sister hosts for a success. No page names them: they end a task only with a video in hand.</summary>
    public static readonly IReadOnlyList<string> UnnamedSuccesses = ["done", "success"];

    /// <summary>
    /// The meaning of an error's <c>code</c>: <see href="https://doc.vtrix.ai/docs/api/google/vtrix-veo-3-1-generate-preview"/>, and the
    /// tests of the vendor's SDK (SeaArt-Infra/sea_sdk_js).
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> ErrorKinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["002014001"] = VeoErrorKind.UpstreamFailed,
        ["110001"] = VeoErrorKind.InvalidRequest, // The vendor behind refused; where the message says why, that counts.
        ["1002"] = VeoErrorKind.RateLimited,
        ["40201"] = VeoErrorKind.InsufficientCredits,
        ["40202"] = VeoErrorKind.InsufficientCredits,
        ["40203"] = VeoErrorKind.InsufficientCredits,
        ["40204"] = VeoErrorKind.InsufficientCredits,
        ["40205"] = VeoErrorKind.InsufficientCredits,
        ["40206"] = VeoErrorKind.InsufficientCredits,
        ["40207"] = VeoErrorKind.InsufficientCredits,
        ["40208"] = VeoErrorKind.InsufficientCredits,
        ["SYNC_TIMEOUT"] = VeoErrorKind.UpstreamFailed,
    };

    private static readonly ModelRule SomeAreLong = new(
        "Duration",
        "an extension, reference images, 1080p and 4k require 8 seconds",
        "8",
        request => request.Duration is not null and not 8 && MustBeLong(request));

    private static readonly ModelRule TextShowsAll = new(
        "PersonGeneration",
        "a video from text alone and an extension require AllowAll",
        "AllowAll",
        request => request.PersonGeneration is not null and not "AllowAll" && request.Mode is VideoModes.Text or VideoModes.Extension);

    private static readonly ModelRule ImagesShowAdults = new(
        "PersonGeneration",
        "a video from images requires AllowAdult",
        "AllowAdult",
        request => request.PersonGeneration is not null and not "AllowAdult"
            && request.Mode is not VideoModes.Text and not VideoModes.Extension);

    // The page's "720p only applies to extension" is Google's rule the wrong way round.
    private static readonly ModelRule ExtensionIs720p = GoogleRules.ExtensionIs720pUpstream(
        request => request.Resolution is "1080p" or "4k");

    private static readonly ModelRule FramesAreLong =
        GoogleRules.NeedsEightSecondsUpstream("videos with a last frame", request => request.Mode == VideoModes.FirstAndLastFrame);

    private static readonly ModelTable Fast = new()
    {
        Name = "veo_31_fast",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference | VideoModes.Extension,
        ImageForms = MediaForms.Url | MediaForms.Data,
        VideoForms = MediaForms.Url,
        MaxReferenceImages = 3,
        AspectRatios = ["16:9", "9:16"],
        DefaultAspectRatio = "16:9",
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        NegativePrompt = true,
        PersonGenerations = ["AllowAll", "AllowAdult"],
        Rules = [SomeAreLong, TextShowsAll, ImagesShowAdults, ExtensionIs720p, FramesAreLong],
        Remedies = new Dictionary<string, string>
        {
            ["Audio"] = "Leave it out: every video has sound",
            ["Count"] = "Submit a request for each video",
        },
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Vtrix",
        DefaultBaseUri = new Uri("https://cloud.vtrix.ai/model"),
        Documentation = new Uri("https://doc.vtrix.ai/docs/api/google/veo-31-fast"),
        Settings = [new SettingRule(
            Envelope,
            "how the gateway expects parameters: wrapped, as its own tools send them, or flat, as its page lists them",
            Values: ["wrapped", Flat])],
        DefaultModel = Fast.Name,
        Models = [Fast],
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["input.0.params.resolution", "resolution"],
            Duration = ["input.0.params.durationSeconds", "durationSeconds"],
            Audio = ["input.0.params.generateAudio", "generateAudio"],
            Count = ["input.0.params.numberOfVideos", "numberOfVideos", "input.0.params.sampleCount", "sampleCount"],
            OneItem = ["input"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(3), Step: TimeSpan.FromSeconds(3), Cap: TimeSpan.FromSeconds(10), Floor: TimeSpan.FromSeconds(3)),
        TellsCost = true,
        Notes = ["It charges USD. It reports the price of a request before it is sent, and the cost of a finished task"],
    };

    /// <summary>"When using extension, reference images, 1080p, or 4k, this must be 8."</summary>
    public static bool MustBeLong(VeoRequest request) =>
        request.Mode is VideoModes.Extension or VideoModes.Reference || request.Resolution is "1080p" or "4k";
}
