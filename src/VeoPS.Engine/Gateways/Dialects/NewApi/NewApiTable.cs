
namespace VeoPS.Engine.Gateways.Dialects.NewApi;

/// <summary>
/// The meaning of the words of QuantumNous/new-api, from its source. TokenBay descends from it, and UniAll answers in its forms.
/// </summary>
internal static class NewApiTable
{
    /// <summary>The meaning of each <c>status</c>. <c>UNKNOWN</c> is left out: it says nothing, and the task goes on.</summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        // Its own (dto/task.go), which TokenBay's page has too.
        ["NOT_START"] = VeoTaskStatus.Queued,
        ["SUBMITTED"] = VeoTaskStatus.Queued,
        ["QUEUED"] = VeoTaskStatus.Queued,
        ["IN_PROGRESS"] = VeoTaskStatus.Running,
        ["SUCCESS"] = VeoTaskStatus.Succeeded,
        ["FAILURE"] = VeoTaskStatus.Failed,
        // The forms of its /v1/videos (dto/openai_video.go) and of dto/video.go. No page names a canceled task, so that word
        // ends none.
        ["processing"] = VeoTaskStatus.Running,
        ["completed"] = VeoTaskStatus.Succeeded,
        ["succeeded"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
    };

    /// <summary>The meaning of an error's <c>code</c>, or else of its <c>type</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> ErrorKinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["insufficient_user_quota"] = VeoErrorKind.InsufficientCredits,
        ["pre_consume_token_quota_failed"] = VeoErrorKind.InsufficientCredits,
        ["insufficient_quota"] = VeoErrorKind.InsufficientCredits,
        ["prompt_blocked"] = VeoErrorKind.ContentRejected,
        ["sensitive_words_detected"] = VeoErrorKind.ContentRejected,
        // The words of OpenAI's own API (openai/openai-openapi, the error codes and VideoResource.error), which relays hand on.
        ["content_policy_violation"] = VeoErrorKind.ContentRejected,
        ["content_filter"] = VeoErrorKind.ContentRejected,
        ["moderation_blocked"] = VeoErrorKind.ContentRejected,
        ["input_moderation"] = VeoErrorKind.ContentRejected,
        ["output_moderation"] = VeoErrorKind.ContentRejected,
        ["image_content_policy_violation"] = VeoErrorKind.ContentRejected,
        ["invalid_prompt"] = VeoErrorKind.ContentRejected,
        ["safety_violation"] = VeoErrorKind.ContentRejected,
        ["invalid_request_error"] = VeoErrorKind.InvalidRequest,
        ["authentication_error"] = VeoErrorKind.Unauthorized,
        ["permission_error"] = VeoErrorKind.Forbidden,
        ["not_found_error"] = VeoErrorKind.NotFound,
        ["rate_limit_error"] = VeoErrorKind.RateLimited,
        ["billing_hard_limit_reached"] = VeoErrorKind.InsufficientCredits,
        ["account_deactivated"] = VeoErrorKind.Forbidden,
        ["server_error"] = VeoErrorKind.UpstreamFailed,
        ["model_not_available"] = VeoErrorKind.ModelRetired,
        ["model_deprecated"] = VeoErrorKind.ModelRetired,
        ["invalid_image_url"] = VeoErrorKind.InputFetchFailed,
        ["failed_to_download_image"] = VeoErrorKind.InputFetchFailed,
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

    /// <summary>The verdict on a submission by its error. The first three came before any upstream was asked, the others after.</summary>
    public static readonly IReadOnlyList<SubmitCode> SubmitCodes =
    [
        new SubmitCode("get_channel_failed", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503),
        new SubmitCode("channel_no_available_key", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503),
        new SubmitCode("channel:no_available_key", SubmitVerdict.SendAgain, BoughtNothing, HttpStatus: 503), // as the source spells it
        new SubmitCode("do_request_failed", SubmitVerdict.Unknown, MayHaveBought),
        new SubmitCode("invalid_response", SubmitVerdict.Unknown, MayHaveBought),
        new SubmitCode("read_response_body_failed", SubmitVerdict.Unknown, MayHaveBought),
        new SubmitCode("unmarshal_response_failed", SubmitVerdict.Unknown, MayHaveBought),
    ];

    private const string BoughtNothing = "No channel was free, and the model was not called (QuantumNous/new-api, types/error.go)";
    private const string MayHaveBought
        = "The model was called, but its answer was lost: it may have accepted the request (QuantumNous/new-api, types/error.go)";
}
