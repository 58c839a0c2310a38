namespace VeoPS.Engine.Gateways.Kie;

/// <summary>The features of kie.ai, from <see href="https://docs.kie.ai/veo3-api/generate-veo-3-video"/> and its neighbours.</summary>
internal static class KieTable
{
    /// <summary>The setting that names the address of uploads: <see href="https://docs.kie.ai/file-upload-api/quickstart"/>.</summary>
    public const string UploadUri = "UploadUri";

    private static readonly ModelRule AutoNeedsImage = new(
        "AspectRatio",
        "Auto uses the ratio of an uploaded image, and there is none",
        "16:9",
        request => request.Mode == VideoModes.Text && request.AspectRatio == "Auto",
        IsWarning: true);

    private static readonly ModelRule ReferencesAreLong = new(
        "Duration",
        "reference images require 8 seconds",
        "8",
        request => request.Mode == VideoModes.Reference && request.Duration is not null and not 8);

    // The English page says fast, its Chinese sister fast and lite: nothing is refused for it.
    private static readonly ModelRule ReferencesAreFast = new(
        "ReferenceImage",
        "the gateway's page lists reference images only for veo3_fast and veo3_lite",
        null,
        request => request.Mode == VideoModes.Reference,
        IsWarning: true);

    // It stands in an example of the page, and in its list of fields no more.
    private static readonly ModelRule SeedIsNotListed = new(
        "Seed",
        "the gateway's page lists a seed only for an extension, so it may be ignored",
        null,
        request => request.Mode != VideoModes.Extension && request.Seed is not null,
        IsWarning: true);

    /// <summary>The models' other names, for an extension: <see href="https://docs.kie.ai/veo3-api/extend-video"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> ExtensionModels = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["veo3"] = "quality",
        ["veo3_fast"] = "fast",
        ["veo3_lite"] = "lite",
    };

    private static readonly ModelTable Fast = new()
    {
        Name = "veo3_fast",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference | VideoModes.Extension,
        VideoForms = MediaForms.TaskId,
        ImageForms = MediaForms.Url | MediaForms.Upload,
        MaxReferenceImages = 3,
        AspectRatios = ["16:9", "9:16", "Auto"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        DefaultAspectRatio = "16:9",
        DefaultResolution = "720p",
        DefaultDuration = 8,
        Seed = new SeedRange(10000, 99999),
        TranslatePromptDefault = true,
        Watermark = true,
        Callback = true,
        Rules =
        [
            AutoNeedsImage, ReferencesAreLong, SeedIsNotListed,
            NotOfAnExtension("AspectRatio", request => request.AspectRatio is not null),
            NotOfAnExtension("Resolution", request => request.Resolution is not null),
            NotOfAnExtension("Duration", request => request.Duration is not null),
            NotOfAnExtension("TranslatePrompt", request => request.TranslatePrompt is not null),
        ],
        Remedies = new Dictionary<string, string>
        {
            ["Audio"] = "Leave it out: every video has sound",
            ["NegativePrompt"] = "Describe in the prompt what must not appear",
            ["Count"] = "Submit a request for each video",
        },
        Prices = Price(60, 65, 180),
    };

    private static readonly ModelTable Lite = Fast with { Name = "veo3_lite", Prices = Price(30, 35, 150) };

    private static readonly ModelTable Quality = Fast with
    {
        Name = "veo3",
        Rules = [ReferencesAreFast, .. Fast.Rules],
        Prices = Price(250, 255, 370),
    };

    /// <summary>
    /// The table. 500 and 501 have no row: a task may have been created before either, and that a failed one is not charged is
    /// said and not
    /// proven.
    /// </summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "Kie",
        DefaultBaseUri = new Uri("https://api.kie.ai"),
        Documentation = new Uri("https://docs.kie.ai/veo3-api/generate-veo-3-video"),
        DefaultModel = Fast.Name,
        Models = [Quality, Fast, Lite],
        Settings =
        [
            new SettingRule(UploadUri, "The address for image uploads (with the key) when the base address is not kie.ai's") {
                Origin = new Uri("https://kieai.redpandaai.co") },
        ],
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["resolution"],
            Duration = ["duration"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(30), Step: TimeSpan.FromSeconds(15), Cap: TimeSpan.FromSeconds(30), Floor: TimeSpan.FromSeconds(5)),
        SubmitCodes =
        [
            new SubmitCode(
                "455",
                SubmitVerdict.SendAgain,
                "kie.ai is under maintenance and did not accept the request (its generate page)"),
            new SubmitCode("505", SubmitVerdict.Refused, "kie.ai has disabled the feature (its generate page)"),
        ],
        TellsCost = true,
        Callback = CallbackScheme.WithoutBody, // https://docs.kie.ai/common-api/webhook-verification
        // 24 hours for result links on some of its pages, 14 days on others: the shorter one is safe.
        ResultLifetime = TimeSpan.FromHours(24),
        PriceUnit = "credits",
        Notes =
        [
            "It charges credits, and one credit is 0.005 USD. A larger resolution costs more; a longer video does not "
                + "(https://kie.ai/veo-3-1)",
        ],
    };

    // The page has USD, as a reader wrote them down in August 2026: 0.30, 0.325 and 0.90 a video of the fast model. An extension
    // costs as much as a video at 720p.
    private static PublishedPrices Price(decimal at720, decimal at1080, decimal at4k) => new()
    {
        ByResolution = new Dictionary<string, decimal> { ["720p"] = at720, ["1080p"] = at1080, ["4k"] = at4k },
        Unit = "credits",
        DefaultResolution = "720p",
        DefaultDuration = null,
        Page = new Uri("https://kie.ai/veo-3-1"),
        AsOf = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private static ModelRule NotOfAnExtension(string parameter, Func<VeoRequest, bool> has) => new(
        parameter,
        "an extension does not have this option",
        null,
        request => request.Mode == VideoModes.Extension && has(request));
}
