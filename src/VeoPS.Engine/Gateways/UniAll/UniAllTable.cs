using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Gateways.Dialects.NewApi;

namespace VeoPS.Engine.Gateways.UniAll;

/// <summary>
/// The features of UniAll, from <see href="https://docs.uniall.ai/models/video/veo-3-1/create-task"/> and its other form
/// <see href="https://docs.uniall.ai/ai/pages/models/video/veo-3-1.md"/>. The resolution is part of a model's id. No page lists errors.
/// They are read as new-api's, because the gateway's answers have the forms of new-api.
/// </summary>
internal static class UniAllTable
{
    /// <summary>The setting that says where a task is asked for.</summary>
    public const string PollPath = nameof(PollPath);

    /// <summary>Stands at the end of <see cref="PollPath"/> for the task's id.</summary>
    public const string TaskId = "{task_id}";

    /// <summary>Where a task can be asked for: as the page says, as new-api has it, and as the gateway has it for other models.</summary>
    public static readonly IReadOnlyList<string> PollPaths =
        ["/v1/videos/" + TaskId, "/v1/video/generations/" + TaskId, "/v1/videos/generations/" + TaskId];

    private const string Standard = "veo3.1-video";
    private const string Fast = "veo3.1-fast-video";

    private static readonly ModelRule ReferencesAreSeveral = new(
        "ReferenceImage", "the model accepts 2 or 3 reference images", "2", request => request.ReferenceImages.Count == 1);

    // "Not used for video extension", and yet the page's own example of one has it.
    private static readonly ModelRule ExtensionHasNoDuration = new(
        "Duration",
        "the gateway's page says that an extension does not use it",
        null,
        request => request.Mode == VideoModes.Extension && request.Duration is not null,
        IsWarning: true);

    private static readonly ModelRule ImageHasItsOwnRatio = new(
        "AspectRatio",
        "the gateway's page says that it may be ignored with a first frame or a video to extend",
        null,
        request => request.Mode is VideoModes.FirstFrame or VideoModes.Extension && request.AspectRatio is not null,
        IsWarning: true);

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "UniAll",
        Documentation = new Uri("https://docs.uniall.ai/models/video/veo-3-1/create-task"),
        Settings = [new SettingRule(PollPath, "the path for the status of a task", Values: [.. PollPaths])],
        DefaultModel = Fast + "-720p",
        Models =
        [
            Model(Standard, "720p"), Model(Standard, "1080p"), Model(Standard, "4k"),
            Model(Fast, "720p"), Model(Fast, "1080p"), Model(Fast, "4k"),
        ],
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["size", "resolution", "extra_body.size", "extra_body.resolution"],
            Duration = ["duration", "seconds", "extra_body.duration"],
            Audio = ["extra_body.generate_audio", "generate_audio"],
            Count = ["n", "extra_body.n"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(5), Step: TimeSpan.FromSeconds(5), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        SubmitCodes = NewApiTable.SubmitCodes,
        Notes = ["Its pages give no address. Give the profile the base address that came with the key"],
    };

    private static ModelTable Model(string family, string resolution)
    {
        bool isFast = family == Fast;
        ModelRule[] rules = [ReferencesAreSeveral, ExtensionHasNoDuration, ImageHasItsOwnRatio, GoogleRules.ImagesNeedEightSecondsUpstream];
        ModelRule[] highRules =
        [
            GoogleRules.NeedsEightSecondsUpstream("1080p and 4k", request => request.Mode != VideoModes.Extension),
            GoogleRules.ExtensionIs720pUpstream(_ => true),
        ];
        return new ModelTable
        {
            Name = $"{family}-{resolution}",
            Family = family,
            Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Extension | (isFast
                ? VideoModes.None
                : VideoModes.Reference),
            VideoForms = MediaForms.Url,
            MaxReferenceImages = isFast ? 0 : 3,
            PromptAlwaysRequired = false, // "Strongly recommended".
            AspectRatios = ["16:9", "9:16"],
            Resolutions = [resolution],
            Durations = [4, 6, 8],
            AudioDefault = true,
            NegativePrompt = true,
            Seed = new SeedRange(0, uint.MaxValue),
            LimitsByGoogle = ["Seed"],
            Rules = resolution == "720p" ? rules : [.. rules, .. highRules],
            Remedies = new Dictionary<string, string>
            {
                ["ReferenceImage"] = "Use the model " + Standard,
                ["Resolution"]
                    = $"It is part of the model's id: with the model {family}, or without a model, the resolution selects the id",
                ["Count"] = "Submit a request for each video",
            },
        };
    }
}
