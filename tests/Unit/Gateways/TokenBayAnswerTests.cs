using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class TokenBayAnswerTests
{
    private static readonly TokenBayGateway Gateway = new();

    [Fact]
    public void The_receipt_of_the_page_is_read() =>
        Assert.Equal(
            new SubmitAnswer("task_abc", null, null, "QUEUED") { Status = "Queued" },
            Gateway.ReadSubmit(Answer(TokenBayExamples.Receipt)));

    [Theory]
    [InlineData("""{"id":"t"}""")]
    [InlineData("""{"task_id":"t"}""")]
    [InlineData("""{"id":"t","data":{"task_id":"other"}}""")]
    [InlineData("""{"code":"success","message":"","data":{"id":17,"task_id":"t"}}""")]
    [InlineData("""{"code":"success","message":"","data":{"id":"t","status":"QUEUED"}}""")]
    public void An_id_is_found_under_both_of_its_names_and_inside_data(string body)
        => Assert.Equal("t", Gateway.ReadSubmit(Answer(body)).TaskId);

    [Fact]
    public void An_id_wins_over_the_failure_beside_it()
    {
        SubmitAnswer answer = Gateway.ReadSubmit(
            Answer("""{"task_id":"t","status":"FAILURE","error":{"message":"m","code":"do_request_failed"}}""", 500));
        Assert.Equal(("t", "do_request_failed", "FAILURE"), (answer.TaskId, answer.Error!.Code, answer.RawStatus));
    }

    [Theory]
    [InlineData("insufficient_user_quota", VeoErrorKind.InsufficientCredits)]
    [InlineData("pre_consume_token_quota_failed", VeoErrorKind.InsufficientCredits)]
    [InlineData("prompt_blocked", VeoErrorKind.ContentRejected)]
    [InlineData("sensitive_words_detected", VeoErrorKind.ContentRejected)]
    [InlineData("access_denied", VeoErrorKind.Forbidden)]
    [InlineData("model_not_found", VeoErrorKind.InvalidRequest)]
    [InlineData("missing_model", VeoErrorKind.InvalidRequest)]
    [InlineData("invalid_request", VeoErrorKind.InvalidRequest)]
    [InlineData("invalid_json", VeoErrorKind.InvalidRequest)]
    [InlineData("invalid_multipart_form", VeoErrorKind.InvalidRequest)]
    [InlineData("model_price_error", VeoErrorKind.InvalidRequest)]
    [InlineData("model_mapping_failed", VeoErrorKind.InvalidRequest)]
    [InlineData("build_request_failed", VeoErrorKind.InvalidRequest)]
    [InlineData("task_not_exist", VeoErrorKind.NotFound)]
    [InlineData("not_implemented", VeoErrorKind.FeatureDisabled)]
    [InlineData("get_channel_failed", VeoErrorKind.ProviderUnavailable)]
    [InlineData("channel_no_available_key", VeoErrorKind.ProviderUnavailable)]
    [InlineData("channel:no_available_key", VeoErrorKind.ProviderUnavailable)]
    [InlineData("do_request_failed", VeoErrorKind.UpstreamFailed)]
    [InlineData("invalid_response", VeoErrorKind.UpstreamFailed)]
    [InlineData("read_response_body_failed", VeoErrorKind.UpstreamFailed)]
    [InlineData("unmarshal_response_failed", VeoErrorKind.UpstreamFailed)]
    [InlineData("fail_to_fetch_task", VeoErrorKind.UpstreamFailed)]
    public void A_code_is_a_refusal_in_both_shapes_and_under_any_HTTP_status(string code, string kind)
    {
        foreach (int status in new[] { 200, 400, 403, 500, 503 })
        {
            foreach (string body in new[] {
                $$$"""{"error":{"message":"m","type":"new_api_error","code":"{{{code}}}"}}""",
                $$"""{"code":"{{code}}","message":"m","data":null}""" })
            {
                SubmitAnswer answer = Gateway.ReadSubmit(Answer(body, status));
                Assert.Equal((null, null), (answer.TaskId, answer.BodyStatus));
                Assert.Equal((code, "m", kind), (answer.Error!.Code, answer.Error.Message, answer.Error.Kind));
            }
        }
    }

    [Theory]
    [InlineData(200, "something_else", "m", VeoErrorKind.UpstreamFailed)]
    [InlineData(200, "something_else", "Your request violates our content policy", VeoErrorKind.ContentRejected)]
    [InlineData(400, "something_else", "m", VeoErrorKind.InvalidRequest)]
    [InlineData(401, "", "Invalid token", VeoErrorKind.Unauthorized)]
    [InlineData(403, "", "The user is banned", VeoErrorKind.Forbidden)]
    [InlineData(403, "", "The quota of the user is not enough", VeoErrorKind.InsufficientCredits)]
    [InlineData(403, "", "Insufficient balance", VeoErrorKind.InsufficientCredits)]
    [InlineData(403, "", "用户额度不足", VeoErrorKind.InsufficientCredits)]
    [InlineData(404, "", "Invalid URL", VeoErrorKind.NotFound)]
    [InlineData(413, "", "Request body too large", VeoErrorKind.InvalidRequest)]
    [InlineData(429, "", "Too many requests", VeoErrorKind.RateLimited)]
    [InlineData(429, "", "The quota of this key is exhausted", VeoErrorKind.InsufficientCredits)]
    [InlineData(500, "", "m", VeoErrorKind.UpstreamFailed)]
    [InlineData(500, "", "Insufficient balance", VeoErrorKind.UpstreamFailed)]
    [InlineData(501, "", "m", VeoErrorKind.FeatureDisabled)]
    [InlineData(503, "", "No channel", VeoErrorKind.ProviderUnavailable)]
    [InlineData(504, "", "Timeout", VeoErrorKind.UpstreamFailed)]
    [InlineData(400, "model_not_found", "The model veo-3.1-generate-preview has been shut down", VeoErrorKind.ModelRetired)]
    [InlineData(404, "fail_to_fetch_task", "models/veo-3.1-generate-preview is no longer available", VeoErrorKind.ModelRetired)]
    public void What_no_code_tells_is_told_by_message_and_status(int status, string code, string message, string kind)
    {
        string body = $$$"""{"error":{"message":"{{{message}}}","type":"new_api_error","code":"{{{code}}}"}}""";
        Assert.Equal(kind, Gateway.ReadSubmit(Answer(body, status)).Error!.Kind);
        Assert.Equal((null, kind), (Gateway.ReadPoll(Answer(body, status)).Snapshot, Gateway.ReadPoll(Answer(body, status)).Error!.Kind));
    }

    [Theory]
    [InlineData("429", 429, VeoErrorKind.RateLimited)]
    [InlineData("\"429\"", 429, VeoErrorKind.RateLimited)]
    [InlineData("\"rate_limit_exceeded\"", 429, VeoErrorKind.RateLimited)]
    [InlineData("504", 504, VeoErrorKind.UpstreamFailed)]
    [InlineData("\"002014001\"", null, VeoErrorKind.UpstreamFailed)]
    public void A_status_inside_an_error_under_HTTP_200_is_told(string code, int? status, string kind)
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer($$$"""{"error":{"message":"m","code":{{{code}}}}}"""));
        Assert.Equal((status, kind, code.Trim('"')), (answer.BodyStatus, answer.Error!.Kind, answer.Error.Code));
    }

    [Fact]
    public void An_HTTP_error_keeps_its_own_status() =>
        Assert.Null(Gateway.ReadSubmit(Answer("""{"error":{"message":"m","code":429}}""", 500)).BodyStatus);

    [Fact]
    public void An_error_that_is_a_sentence_is_read() =>
        Assert.Equal("It broke", Gateway.ReadSubmit(Answer("""{"error":"It broke"}""")).Error!.Message);

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"object":"video","status":"QUEUED"}""")]
    [InlineData("""{"error":{},"status":"QUEUED"}""")]
    [InlineData("""{"error":{"code":0,"message":""},"status":"QUEUED"}""")]
    [InlineData("""{"error":null,"task_id":""}""")]
    [InlineData("""{"code":"success","message":"","data":null}""")]
    [InlineData("""{"code":"success","message":"ok","data":null}""")]
    [InlineData("""{"code":0,"message":"ok","data":{}}""")]
    [InlineData("""{"code":1e999,"message":"ok","data":{}}""")]
    [InlineData("""{"message":"Accepted"}""")]
    public void A_success_without_an_id_is_never_a_refusal(string body) => IsNeitherTakenNorRefused(Gateway.ReadSubmit(Answer(body)));

    [Theory]
    [InlineData(400, VeoErrorKind.InvalidRequest)]
    [InlineData(403, VeoErrorKind.Forbidden)]
    [InlineData(502, VeoErrorKind.UpstreamFailed)]
    public void An_HTTP_error_without_a_readable_body_is_judged_by_its_status(int status, string kind)
    {
        Assert.Equal(
            ($"HTTP {status}, an HTML page", kind),
            (Gateway.ReadSubmit(Answer("<html/>", status)).Error!.Message, Gateway.ReadPoll(Answer("<html/>", status)).Error!.Kind));
        Assert.Null(Gateway.ReadSubmit(Answer("<html/>", status)).BodyStatus);
    }

    [Theory]
    [InlineData("SUBMITTED", VeoTaskStatus.Queued)]
    [InlineData("QUEUED", VeoTaskStatus.Queued)]
    [InlineData("NOT_START", VeoTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", VeoTaskStatus.Running)]
    [InlineData("SUCCESS", VeoTaskStatus.Succeeded)]
    [InlineData("FAILURE", VeoTaskStatus.Failed)]
    [InlineData("queued", VeoTaskStatus.Queued)]
    [InlineData("in_progress", VeoTaskStatus.Running)]
    [InlineData("processing", VeoTaskStatus.Running)]
    [InlineData("completed", VeoTaskStatus.Succeeded)]
    [InlineData("succeeded", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("cancelled", null)]
    [InlineData("UNKNOWN", null)]
    [InlineData("unknown", null)]
    [InlineData("PAUSED", null)]
    [InlineData("7", null)]
    public void A_status_means_what_the_page_says_and_else_that_the_task_goes_on(string word, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"task_id":"t","status":"{{word}}"}""")).Snapshot!;
        Assert.Equal((status, word), (snapshot.Status, snapshot.RawStatus));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("50", 50)]
    [InlineData("\"50%\"", 50)]
    [InlineData("\" 99.9 % \"", 99)]
    [InlineData("250", 100)]
    [InlineData("-3", 0)]
    [InlineData("\"half\"", null)]
    [InlineData("1e999", null)]
    [InlineData("null", null)]
    [InlineData("[50]", null)]
    public void Progress_is_a_number_or_a_percentage(string progress, int? expected) =>
        Assert.Equal(expected, Gateway.ReadPoll(Answer($$"""{"status":"IN_PROGRESS","progress":{{progress}}}""")).Snapshot!.Progress);

    [Fact]
    public void A_success_of_the_page_has_its_relative_link() =>
        Assert.Equal([new VideoLink("/v1/videos/task_abc/content")], Gateway.ReadPoll(Answer(TokenBayExamples.Success)).Snapshot!.Videos);

    [Fact]
    public void A_wrapped_task_is_read_and_the_raw_answer_inside_it_is_not()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(TokenBayExamples.Wrapped)).Snapshot!;
        Assert.Equal((VeoTaskStatus.Succeeded, "https://cdn.example.com/v.mp4"), (snapshot.Status, Assert.Single(snapshot.Videos).Link));
    }

    [Fact]
    public void A_status_in_the_raw_answer_from_behind_is_not_the_tasks() =>
        Assert.Equal(
            VeoTaskStatus.Running,
            Gateway.ReadPoll(Answer("""{"status":"IN_PROGRESS","data":{"status":"SUCCESS"}}""")).Snapshot!.Status);

    [Fact]
    public void The_form_of_OpenAI_is_read_with_what_it_states() =>
        Assert.Equal(
            [new VideoLink("https://cdn.example.com/v.mp4", "1280x720", 8)],
            Gateway.ReadPoll(Answer(TokenBayExamples.OpenAi)).Snapshot!.Videos);

    [Theory]
    [InlineData("""{"status":"SUCCESS","url":"https://a/v.mp4"}""", "https://a/v.mp4")]
    [InlineData("""{"status":"SUCCESS","video_url":"https://a/v.mp4"}""", "https://a/v.mp4")]
    [InlineData("""{"status":"SUCCESS","fail_reason":"https://a/v.mp4"}""", "https://a/v.mp4")]
    [InlineData("""{"status":"SUCCESS","fail_reason":"none"}""", null)]
    [InlineData("""{"status":"SUCCESS"}""", null)]
    [InlineData("""{"status":"IN_PROGRESS","result_url":"https://a/v.mp4"}""", null)]
    [InlineData("""{"status":"completed","url":"https://a/v.mp4","error":{"code":0,"message":"string"}}""", "https://a/v.mp4")]
    public void Links_are_found_where_new_api_puts_them(string body, string? link) =>
        Assert.Equal(link, Gateway.ReadPoll(Answer(body)).Snapshot!.Videos.SingleOrDefault()?.Link);

    [Theory]
    [InlineData(TokenBayExamples.Failure, null, "The prompt violates the content policy", VeoErrorKind.ContentRejected)]
    [InlineData(
        """{"status":"FAILURE","error":{"code":"prompt_blocked","message":"m"}}""",
        "prompt_blocked",
        "m",
        VeoErrorKind.ContentRejected)]
    [InlineData(
        """{"status":"failed","fail_reason":"models/veo-3.1-generate-preview is no longer available","error":{"code":"x"}}""",
        "x",
        "models/veo-3.1-generate-preview is no longer available",
        VeoErrorKind.ModelRetired)]
    [InlineData("""{"status":"FAILURE","fail_reason":"Internal error"}""", null, "Internal error", VeoErrorKind.UpstreamFailed)]
    [InlineData(
        """{"code":"success","data":{"status":"FAILURE","fail_reason":"Internal error"}}""",
        null,
        "Internal error",
        VeoErrorKind.UpstreamFailed)]
    public void A_failed_task_says_why_and_is_no_refusal(string body, string? code, string message, string kind) =>
        IsFailure(code, message, kind, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData(200, """{"error":{"message":"task_not_exist","code":"task_not_exist"}}""", VeoErrorKind.NotFound)]
    [InlineData(400, """{"code":"task_not_exist","message":"task_not_exist","data":null}""", VeoErrorKind.NotFound)]
    [InlineData(404, "", VeoErrorKind.NotFound)]
    [InlineData(401, """{"status":"failed","message":"Invalid token"}""", VeoErrorKind.Unauthorized)]
    [InlineData(200, """{"status":"error","error":{"message":"m","code":"access_denied"}}""", VeoErrorKind.Forbidden)]
    [InlineData(500, TokenBayExamples.Success, VeoErrorKind.UpstreamFailed)]
    public void A_poll_refused_says_nothing_about_the_task(int status, string body, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer(body, status));
        Assert.Equal((null, kind), (answer.Snapshot, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"task_id":"t"}""")]
    [InlineData("""{"task_id":"t","status":{}}""")]
    public void An_answer_without_a_state_is_unreadable(string body) => Assert.Equal(PollAnswer.Unreadable, Gateway.ReadPoll(Answer(body)));
}
