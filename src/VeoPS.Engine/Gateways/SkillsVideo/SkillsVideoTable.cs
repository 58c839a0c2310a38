using VeoPS.Engine.Gateways.Dialects.Google;


namespace VeoPS.Engine.Gateways.SkillsVideo;

/// <summary>The features of skills.video, from <see href="https://docs.skills.video/api-reference/veo-31"/>.</summary>
internal static class SkillsVideoTable
{
    /// <summary>The setting that names a workspace:
    /// <see href="https://docs.skills.video/api-reference/list-running-generations"/>.</summary>
    public const string Workspace = "Workspace";

    /// <summary>
    /// The meaning of each <c>status</c>: the words of the page; those of its older version and of webhooks
    /// (<see href="https://docs.skills.video/webhook"/>); and one more spelling that the gateway's own script knows.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["IN_QUEUE"] = VeoTaskStatus.Queued,
        ["IN_PROGRESS"] = VeoTaskStatus.Running,
        ["COMPLETED"] = VeoTaskStatus.Succeeded,
        ["FAILED"] = VeoTaskStatus.Failed,
        ["CANCELED"] = VeoTaskStatus.Canceled,
        ["starting"] = VeoTaskStatus.Queued,
        ["queued"] = VeoTaskStatus.Queued,
        ["processing"] = VeoTaskStatus.Running,
        ["running"] = VeoTaskStatus.Running,
        ["succeeded"] = VeoTaskStatus.Succeeded,
        ["CANCELLED"] = VeoTaskStatus.Canceled,
    };

    /// <summary>
    /// The meaning of codes, without the <c>VIDEO_GENERATION_</c> before them, and the HTTP status that they come with:
    /// <see href="https://docs.skills.video/http-status"/>.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, (int Status, string Kind)> Codes = new Dictionary<string, (int, string)>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["INVALID_INPUT"] = (400, VeoErrorKind.InvalidRequest),
        ["UNSUPPORTED_MODEL"] = (400, VeoErrorKind.InvalidRequest),
        ["INSUFFICIENT_CREDITS"] = (402, VeoErrorKind.InsufficientCredits),
        ["CONTENT_REJECTED"] = (422, VeoErrorKind.ContentRejected),
        ["RATE_LIMITED"] = (429, VeoErrorKind.RateLimited),
        ["FAILED"] = (502, VeoErrorKind.UpstreamFailed),
        ["PROVIDER_UNAVAILABLE"] = (503, VeoErrorKind.ProviderUnavailable),
        ["TIMEOUT"] = (504, VeoErrorKind.UpstreamFailed),
    };

    // The page's default is 1080p.
    private static readonly ModelRule HighResolutionIsLong =
        GoogleRules.NeedsEightSecondsUpstream("1080p, which is the default here,", request => request.Resolution is null or "1080p");

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference,
        ImageForms = MediaForms.Url | MediaForms.Data,
        MaxReferenceImages = 3,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "1080p",
        DefaultDuration = 8,
        AudioDefault = true,
        NegativePrompt = true,
        Seed = new SeedRange(-9007199254740991, 9007199254740991),
        MaxCount = 4,
        LimitsByGoogle = ["Duration", "ReferenceImage"], // The page's own example has a duration of 5.
        Rules = [HighResolutionIsLong, GoogleRules.ImagesNeedEightSecondsUpstream],
        Remedies = new Dictionary<string, string>
        {
            ["CallbackUri"] = "Leave it out: webhooks are set in the gateway's dashboard, for the entire workspace",
        },
    };

    private static readonly ModelTable Fast = Standard with { Name = "veo-3.1-fast" };

    /// <summary>Its fields are others: one image or two of them, and neither length nor sound.</summary>
    public static readonly ModelTable Lite = Standard with
    {
        Name = "veo-3.1-lite",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame,
        MaxReferenceImages = 0,
        DefaultResolution = "720p",
        Durations = [],
        DefaultDuration = null,
        AudioDefault = null,
        LimitsByGoogle = [],
        Rules = [],
        Remedies = new Dictionary<string, string>
        {
            ["CallbackUri"] = Standard.Remedies["CallbackUri"],
            ["Duration"] = "Leave it out, or use the model veo-3.1-fast",
            ["Audio"] = "Leave it out, or use the model veo-3.1-fast",
            ["ReferenceImage"] = "Use the model veo-3.1-fast",
            ["EnhancePrompt"] = "Leave it out; the field auto_fix turns off the model's own enhancement",
        },
        RemedyActions = new Dictionary<string, VeoRemedy> { ["EnhancePrompt"] = VeoRemedy.Give("ProviderOption.auto_fix", "false") },
    };

    /// <summary>The table. It has no codes of its own for a submission, because the statuses decide its verdict.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "SkillsVideo",
        DefaultBaseUri = new Uri("https://open.skills.video"),
        Documentation = new Uri("https://docs.skills.video/api-reference/veo-31"),
        Settings = [new SettingRule(Workspace, "the workspace whose running tasks are listed, if the key has access to several")],
        DefaultModel = Standard.Name,
        Models = [Standard, Fast, Lite],
        PricedFields = new PricedFields
        {
            Resolution = ["resolution"],
            Duration = ["duration"],
            Audio = ["generate_audio"],
            Count = ["n"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(3), Step: TimeSpan.FromSeconds(3), Cap: TimeSpan.FromSeconds(10), Floor: TimeSpan.FromSeconds(2)),
        TellsCost = true,
        PriceUnit = "credits",
        Notes = ["It charges credits. The answer to a submission says how many"],
    };
}
