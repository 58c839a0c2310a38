namespace VeoPS.Engine.Gateways.Apikley;

/// <summary>
/// The features of Apikley, from <see href="https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"/>. The page
/// names no length, no sound switch and no resolution. Length and sound are fixed. The resolution is asked for once the video exists.
/// </summary>
internal static class ApikleyTable
{
    private static readonly ModelRule AutoNeedsImage = new(
        "AspectRatio",
        "Auto uses the ratio of an uploaded image, and there is none",
        "16:9",
        request => request.Mode == VideoModes.Text && request.AspectRatio == "Auto",
        IsWarning: true);

    private static readonly ModelRule ReferencesAreWide = new(
        "AspectRatio",
        "reference images require 16:9",
        "16:9",
        request => request.Mode == VideoModes.Reference && request.AspectRatio is not null and not "16:9");

    // The fields of https://docs.apikley.ru/veo3-api/veo3-api_extend-video are fewer than those of a new video.
    private static readonly ModelRule ExtensionKeepsRatio = new(
        "AspectRatio",
        "an extension keeps the ratio of the video that it extends",
        null,
        request => request.Mode == VideoModes.Extension && request.AspectRatio is not null);

    private static readonly ModelRule ExtensionIsNotTranslated = new(
        "TranslatePrompt",
        "an extension does not have this option",
        null,
        request => request.Mode == VideoModes.Extension && request.TranslatePrompt is not null);

    /// <summary>The models' other names, for an extension.</summary>
    public static readonly IReadOnlyDictionary<string, string> ExtensionModels = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["veo3"] = "quality",
        ["veo3_fast"] = "fast",
    };

    private static readonly ModelTable Quality = new()
    {
        Name = "veo3",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Extension,
        VideoForms = MediaForms.TaskId,
        ImageForms = MediaForms.Url | MediaForms.Upload,
        AspectRatios = ["16:9", "9:16", "Auto"],
        DefaultAspectRatio = "16:9",
        Seed = new SeedRange(10000, 99999),
        TranslatePromptDefault = true,
        Watermark = true,
        Callback = true,
        Rules = [AutoNeedsImage, ExtensionKeepsRatio, ExtensionIsNotTranslated],
        Remedies = new Dictionary<string, string>
        {
            ["ReferenceImage"] = "Use the model veo3_fast",
            ["Resolution"] = "Leave it out",
            ["Duration"] = "Leave it out: the gateway fixes the length",
            ["Audio"] = "Leave it out: every video has sound",
            ["NegativePrompt"] = "Describe in the prompt what must not appear",
            ["Count"] = "Submit a request for each video",
        },
        RemedyActions = new Dictionary<string, VeoRemedy> { ["Resolution"] = new(VeoRemedyAction.SaveRendition) },
    };

    // "REFERENCE_2_VIDEO mode currently only supports veo3_fast model and 16:9 aspect ratio".
    private static readonly ModelTable Fast = Quality with
    {
        Name = "veo3_fast",
        Modes = Quality.Modes | VideoModes.Reference,
        MaxReferenceImages = 3,
        Rules = [ReferencesAreWide, .. Quality.Rules],
    };

    /// <summary>The table.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Apikley",
        DefaultBaseUri = new Uri("https://api.apikley.ru"),
        Documentation = new Uri("https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"),
        DefaultModel = Fast.Name,
        Models = [Quality, Fast],
        PricedFields = new PricedFields
        {
            Model = ["model"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(20), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        TellsCost = true,
        Callback = CallbackScheme.NotSigned,
        SubmitCodes =
        [
            new SubmitCode(
                "455",
                SubmitVerdict.SendAgain,
                "Apikley is under maintenance and did not accept the request (its generate page)"),
            new SubmitCode(
                "500",
                SubmitVerdict.Unknown,
                "Apikley failed while it processed the request, and may have accepted it (its generate page)"),
            new SubmitCode(
                "501",
                SubmitVerdict.Refused,
                "The generation failed, and failed generations are not charged (Apikley's generate page)"),
            new SubmitCode("505", SubmitVerdict.Refused, "Apikley has disabled the feature (its generate page)"),
        ],
        // 24 hours for result links on some pages of kie.ai, 14 days on others: the shorter one is safe.
        ResultLifetime = TimeSpan.FromHours(24),
        PriceUnit = "credits",
        Notes = ["It charges credits, at 25 % of Google's prices (its page). Only its billing page shows the amounts"],
    };
}
