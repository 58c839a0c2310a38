using VeoPS.Engine.Submissions;
using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Gateways.TokenBay;

/// <summary>
/// What TokenBay can do, from <see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>. Words that the page does not
/// have are those of QuantumNous/new-api, which it descends from.
/// </summary>
internal static class TokenBayTable
{
    /// <summary>What the words of <c>status</c> mean. <c>UNKNOWN</c> is not among them: it says nothing, and the task goes on.</summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["SUBMITTED"] = VeoTaskStatus.Queued,
        ["QUEUED"] = VeoTaskStatus.Queued,
        ["IN_PROGRESS"] = VeoTaskStatus.Running,
        ["SUCCESS"] = VeoTaskStatus.Succeeded,
        ["FAILURE"] = VeoTaskStatus.Failed,
        // new-api's own, and the form of OpenAI's that its /v1/videos answers in (dto/task.go, dto/openai_video.go). No
        // page names a canceled task, so that word ends none.
        ["NOT_START"] = VeoTaskStatus.Queued,
        ["processing"] = VeoTaskStatus.Running,
        ["completed"] = VeoTaskStatus.Succeeded,
        ["succeeded"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
    };

    /// <summary>What an error's <c>code</c>, or else its <c>type</c>, means.</summary>
    public static readonly IReadOnlyDictionary<string, string> ErrorKinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["insufficient_user_quota"] = VeoErrorKind.InsufficientCredits,
        ["pre_consume_token_quota_failed"] = VeoErrorKind.InsufficientCredits,
        ["insufficient_quota"] = VeoErrorKind.InsufficientCredits,
        ["prompt_blocked"] = VeoErrorKind.ContentRejected,
        ["sensitive_words_detected"] = VeoErrorKind.ContentRejected,
        ["access_denied"] = VeoErrorKind.Forbidden,
        ["invalid_api_key"] = VeoErrorKind.Unauthorized,
        ["rate_limit_exceeded"] = VeoErrorKind.RateLimited,
        ["task_not_exist"] = VeoErrorKind.NotFound,
        ["model_not_found"] = VeoErrorKind.InvalidRequest,
        ["missing_model"] = VeoErrorKind.InvalidRequest,
        ["invalid_request"] = VeoErrorKind.InvalidRequest,
        ["invalid_json"] = VeoErrorKind.InvalidRequest,
        ["invalid_multipart_form"] = VeoErrorKind.InvalidRequest,
        ["model_price_error"] = VeoErrorKind.InvalidRequest,
        ["model_mapping_failed"] = VeoErrorKind.InvalidRequest,
        ["build_request_failed"] = VeoErrorKind.InvalidRequest,
        ["not_implemented"] = VeoErrorKind.FeatureDisabled,
        ["get_channel_failed"] = VeoErrorKind.ProviderUnavailable,
        ["channel_no_available_key"] = VeoErrorKind.ProviderUnavailable,
        ["do_request_failed"] = VeoErrorKind.UpstreamFailed,
        ["invalid_response"] = VeoErrorKind.UpstreamFailed,
        ["read_response_body_failed"] = VeoErrorKind.UpstreamFailed,
        ["unmarshal_response_failed"] = VeoErrorKind.UpstreamFailed,
        ["fail_to_fetch_task"] = VeoErrorKind.UpstreamFailed,
    };

    private const string BoughtNothing = "No channel was free, the model was not asked (QuantumNous/new-api, types/error.go)";
    private const string MayHaveBought = "The model was asked and its answer was lost: it may have been taken (QuantumNous/new-api, types/error.go)";

    // «1080p and 4k resolutions only support 8-second duration». Without a duration the gateway's default holds, which is 8.
    private static readonly ModelRule HighResolutionIsLong = new(
        "Duration",
        "1080p and 4k are made in 8 seconds only",
        "8",
        request => request.Duration is not null and not 8 && request.Resolution is "1080p" or "4k");

    // Google's rule for its own API, which the gateway may map around: https://ai.google.dev/gemini-api/docs/video.
    private static readonly ModelRule ImagesAreLong = new(
        "Duration",
        "Google makes videos with a last frame or a reference image in 8 seconds only",
        "8",
        request => request.Duration is not null and not 8 && request.Mode is VideoModes.FirstAndLastFrame or VideoModes.Reference,
        IsWarning: true);

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1-generate-preview",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference,
        ImageForms = MediaForms.Url | MediaForms.Data,
        MaxReferenceImages = 1,
        PromptAlwaysRequired = false,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        AudioDefault = false,
        EnhancePromptDefault = false,
        NegativePrompt = true,
        Seed = new SeedRange(0, uint.MaxValue),
        PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
        Rules = [HighResolutionIsLong, ImagesAreLong],
        Remedies = new Dictionary<string, string> { ["Count"] = "Submit once for each video" },
    };

    private static readonly ModelTable Fast = Standard with { Name = "veo-3.1-fast-generate-preview" };

    private static readonly ModelTable Lite = Standard with
    {
        Name = "veo-3.1-lite-generate-preview",
        Resolutions = ["720p", "1080p"],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = Standard.Remedies["Count"],
            ["Resolution"] = "4k is made by the models that are not lite",
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
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        SubmitCodes =
        [
            new SubmitCode("get_channel_failed", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503),
            new SubmitCode("channel_no_available_key", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503),
            new SubmitCode("channel:no_available_key", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503), // as the source spells it
            new SubmitCode("do_request_failed", SubmitVerdict.Unknown, MayHaveBought),
            new SubmitCode("invalid_response", SubmitVerdict.Unknown, MayHaveBought),
            new SubmitCode("read_response_body_failed", SubmitVerdict.Unknown, MayHaveBought),
            new SubmitCode("unmarshal_response_failed", SubmitVerdict.Unknown, MayHaveBought),
        ],
        // Not stated. The gateway fetches from Google when it is asked, and Google keeps a video for 2 days:
        // https://ai.google.dev/gemini-api/docs/video.
        ResultLifetime = TimeSpan.FromHours(48),
    };
}
