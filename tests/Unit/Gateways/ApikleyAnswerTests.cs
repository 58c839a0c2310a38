using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class ApikleyAnswerTests
{
    private static readonly ApikleyGateway Gateway = new();

    [Fact]
    public void The_receipt_of_the_generate_page_is_read() =>
        Assert.Equal(new SubmitAnswer("veo_task_abcdef123456", null), Gateway.ReadSubmit(Answer(ApikleyExamples.Receipt)));

    [Theory]
    [InlineData("""{"code":200,"data":{"task_id":"t"}}""")]
    [InlineData("""{"code":200,"taskId":"t"}""")]
    [InlineData("""{"code":200,"data":{"taskId":"t","extra":{}},"msg":null}""")]
    [InlineData("""{"data":{"taskId":"t"}}""")]
    public void An_id_is_found_where_copies_of_the_protocol_put_it(string body)
        => Assert.Equal("t", Gateway.ReadSubmit(Answer(body)).TaskId);

    [Theory]
    [InlineData(400, "The aspect ratio is not valid", VeoErrorKind.InvalidRequest)]
    [InlineData(400, "Your prompt was flagged by Website as violating content policies.", VeoErrorKind.ContentRejected)]
    [InlineData(400, "public error unsafe image upload.", VeoErrorKind.ContentRejected)]
    [InlineData(400, "public error minor upload", VeoErrorKind.ContentRejected)]
    [InlineData(400, "public error prominent people upload", VeoErrorKind.ContentRejected)]
    [InlineData(400, "Only English prompts are supported at this time.", VeoErrorKind.InvalidRequest)]
    [InlineData(
        400,
        "Failed to fetch the image. Kindly verify any access limits set by you or your service provider.",
        VeoErrorKind.InputFetchFailed)]
    [InlineData(401, "Unauthorized", VeoErrorKind.Unauthorized)]
    [InlineData(402, "Insufficient Credits", VeoErrorKind.InsufficientCredits)]
    [InlineData(404, "Not Found", VeoErrorKind.NotFound)]
    [InlineData(422, "Validation Error", VeoErrorKind.InvalidRequest)]
    [InlineData(
        422,
        "Your request was rejected by Flow(original error message). You may consider using our other fallback channels",
        VeoErrorKind.ContentRejected)]
    [InlineData(422, "The model veo3 is no longer available", VeoErrorKind.ModelRetired)]
    [InlineData(429, "Request limit has been exceeded for this resource", VeoErrorKind.RateLimited)]
    [InlineData(429, "Your credits are insufficient", VeoErrorKind.InsufficientCredits)]
    [InlineData(433, "The current number of points used by apiKey has exceeded the daily limit", VeoErrorKind.InsufficientCredits)]
    [InlineData(451, "Failed to fetch the image", VeoErrorKind.InputFetchFailed)]
    [InlineData(455, "System is currently undergoing maintenance", VeoErrorKind.Maintenance)]
    [InlineData(500, "An unexpected error occurred while processing the request", VeoErrorKind.UpstreamFailed)]
    [InlineData(500, "The credits of the account are not enough", VeoErrorKind.InsufficientCredits)]
    [InlineData(501, "Video generation task failed", VeoErrorKind.UpstreamFailed)]
    [InlineData(505, "The requested feature is currently disabled", VeoErrorKind.FeatureDisabled)]
    [InlineData(499, "Never heard of", VeoErrorKind.InvalidRequest)]
    [InlineData(599, "Never heard of", VeoErrorKind.UpstreamFailed)]
    public void A_code_in_the_body_is_a_refusal_under_any_HTTP_status(int code, string message, string kind)
    {
        foreach (int status in new[] { 200, 400, 500, code })
        {
            SubmitAnswer answer = Gateway.ReadSubmit(Answer($$"""{"code":{{code}},"msg":"{{message}}","data":null}""", status));

            Assert.Null(answer.TaskId);
            Assert.Equal(code, answer.BodyStatus);
            Assert.Equal(($"{code}", message, kind), (answer.Error!.Code, answer.Error.Message, answer.Error.Kind));
        }
    }

    [Theory]
    [InlineData(401, VeoErrorKind.Unauthorized)]
    [InlineData(403, VeoErrorKind.Forbidden)]
    [InlineData(404, VeoErrorKind.NotFound)]
    [InlineData(422, VeoErrorKind.InvalidRequest)]
    [InlineData(429, VeoErrorKind.RateLimited)]
    [InlineData(502, VeoErrorKind.UpstreamFailed)]
    [InlineData(503, VeoErrorKind.ProviderUnavailable)]
    public void An_HTTP_error_without_a_readable_body_is_judged_by_its_status(int status, string kind)
    {
        SubmitAnswer submit = Gateway.ReadSubmit(Answer("<html>nginx</html>", status));
        PollAnswer poll = Gateway.ReadPoll(Answer("<html>nginx</html>", status));

        Assert.Equal((null, null, kind), (submit.TaskId, submit.BodyStatus, submit.Error!.Kind));
        Assert.Equal((null, $"HTTP {status}, an HTML page"), (submit.Error.Code, submit.Error.Message));
        Assert.Equal((null, kind), (poll.Snapshot, poll.Error!.Kind));
    }

    [Fact]
    public void An_id_wins_over_the_failure_beside_it()
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer("""{"code":500,"msg":"Internal Error","data":{"taskId":"t"}}""", 500));
        Assert.Equal(("t", 500, VeoErrorKind.UpstreamFailed), (answer.TaskId, answer.BodyStatus, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"code":200,"msg":"success","data":null}""")]
    [InlineData("""{"code":0,"msg":"success","data":{}}""")]
    [InlineData("""{"code":"success","data":{"taskId":""}}""")]
    [InlineData("""{"code":true,"data":[]}""")]
    public void A_success_without_an_id_is_unreadable_and_never_a_refusal(string body) =>
        Assert.Equal(SubmitAnswer.Unreadable, Gateway.ReadSubmit(Answer(body)));

    [Fact]
    public void A_long_message_is_cut_and_no_character_in_two()
    {
        string message = new string('x', 499) + "😀" + new string('x', 100);
        VeoError error = Gateway.ReadSubmit(Answer($$"""{"code":422,"msg":"{{message}}"}""")).Error!;
        Assert.Equal(new string('x', 499), error.Message);
    }

    [Theory]
    [InlineData("0", VeoTaskStatus.Running)]
    [InlineData("1", VeoTaskStatus.Succeeded)]
    [InlineData("2", VeoTaskStatus.Failed)]
    [InlineData("3", VeoTaskStatus.Failed)]
    [InlineData("\"1\"", VeoTaskStatus.Succeeded)]
    [InlineData("4", null)]
    [InlineData("-1", null)]
    [InlineData("\"done\"", null)]
    public void A_flag_that_the_page_does_not_name_means_that_the_task_goes_on(string flag, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$$"""{"code":200,"data":{"successFlag":{{{flag}}}}}""")).Snapshot!;
        Assert.Equal((status, flag.Trim('"')), (snapshot.Status, snapshot.RawStatus));
    }

    [Fact]
    public void The_details_of_a_success_are_read()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(ApikleyExamples.Success)).Snapshot!;

        Assert.Equal(VeoTaskStatus.Succeeded, snapshot.Status);
        Assert.Equal([new VideoLink("http://example.com/video1.mp4", "1080p")], snapshot.Videos);
        Assert.Equal((null, null), (snapshot.Error, snapshot.Cost));
    }

    [Fact]
    public void A_task_that_runs_has_no_videos()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(ApikleyExamples.Running)).Snapshot!;
        Assert.Equal(VeoTaskStatus.Running, snapshot.Status);
        Assert.Empty(snapshot.Videos);
    }

    [Fact]
    public void A_success_without_links_is_a_success_without_videos()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer("""{"code":200,"data":{"successFlag":1,"response":null}}""")).Snapshot!;
        Assert.Equal(VeoTaskStatus.Succeeded, snapshot.Status);
        Assert.Empty(snapshot.Videos);
    }

    [Theory]
    [InlineData("""{"resultUrls":["https://a/1.mp4","https://a/2.mp4"]}""")]
    [InlineData("""{"resultUrls":"[https://a/1.mp4,https://a/2.mp4]"}""")]
    [InlineData("""{"resultUrls":"[https://a/1.mp4, https://a/2.mp4]"}""")]
    [InlineData("""{"resultUrls":"[\"https://a/1.mp4\",\"https://a/2.mp4\"]"}""")]
    [InlineData("""{"resultUrls":"['https://a/1.mp4','https://a/2.mp4']"}""")]
    [InlineData("""{"resultUrls":"https://a/1.mp4,https://a/2.mp4"}""")]
    [InlineData("""{"resultUrls":["https://a/1.mp4",null,7,"","nonsense","https://a/2.mp4"]}""")]
    [InlineData("""{"resultUrls":["https://a/part.mp4"],"fullResultUrls":["https://a/1.mp4","https://a/2.mp4"]}""")]
    [InlineData("""{"resultUrls":["https://a/1.mp4","https://a/2.mp4"],"fullResultUrls":[],"originUrls":["https://a/origin.mp4"]}""")]
    [InlineData("\"{\\\"resultUrls\\\":[\\\"https://a/1.mp4\\\",\\\"https://a/2.mp4\\\"]}\"")]
    public void Links_are_read_in_every_form_that_the_pages_show(string response)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$$"""{"code":200,"data":{"successFlag":1,"response":{{{response}}}}}"""))
            .Snapshot!;
        Assert.Equal(["https://a/1.mp4", "https://a/2.mp4"], snapshot.Videos.Select(video => video.Link));
    }

    [Fact]
    public void A_comma_inside_a_signed_link_does_not_divide_it()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(
            Answer(
                """
                {"code":200,"data":{"successFlag":1,"response":{"resultUrls":"[http://a/1.mp4?s=a,b,http://a/2.mp4?s=c,d]"}}}
                """)).Snapshot!;
        Assert.Equal(["http://a/1.mp4?s=a,b", "http://a/2.mp4?s=c,d"], snapshot.Videos.Select(video => video.Link));
    }

    [Theory]
    [InlineData("120", "120")]
    [InlineData("\"0.80\"", "0.8")]
    public void Credits_that_the_gateway_states_are_the_cost(string stated, string amount)
    {
        VeoCost cost = Gateway.ReadPoll(Answer($$$"""{"code":200,"data":{"successFlag":1,"creditsConsumed":{{{stated}}}}}""")).Snapshot!
            .Cost!;
        Assert.Equal((amount + " credits", "stated by the gateway"), (cost.ToString(), cost.Basis));
    }

    [Theory]
    [InlineData("2", "400", "Your prompt was flagged by Website as violating content policies.", VeoErrorKind.ContentRejected)]
    [InlineData("2", "422", "Your request was rejected by Flow(PUBLIC_ERROR)", VeoErrorKind.ContentRejected)]
    [InlineData("3", "500", "Internal Error - Timeout", VeoErrorKind.UpstreamFailed)]
    [InlineData("3", "501", "Failed - Video generation task failed", VeoErrorKind.UpstreamFailed)]
    [InlineData("3", "\"451\"", "Failed to fetch the image", VeoErrorKind.InputFetchFailed)]
    [InlineData("3", "null", "Something", VeoErrorKind.UpstreamFailed)]
    public void A_failed_task_says_why(string flag, string code, string message, string kind)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(
            Answer(
                $$$"""{"code":200,"data":{"successFlag":{{{flag}}},"errorCode":{{{code}}},"errorMessage":"{{{message}}}"}}""")).Snapshot!;
        Assert.Equal((VeoTaskStatus.Failed, message, kind), (snapshot.Status, snapshot.Error!.Message, snapshot.Error.Kind));
        Assert.Equal(code == "null" ? null : code.Trim('"'), snapshot.Error.Code);
    }

    [Fact]
    public void A_task_that_failed_without_a_word_has_an_error_all_the_same() =>
        Assert.NotEmpty(Gateway.ReadPoll(Answer("""{"code":200,"data":{"successFlag":2}}""")).Snapshot!.Error!.Message);

    [Fact]
    public void A_failure_that_comes_with_its_record_is_the_tasks_own()
    {
        PollAnswer answer = Gateway.ReadPoll(Answer("""{"code":501,"msg":"Failed","data":{"successFlag":3}}"""));
        Assert.Equal(
            (VeoTaskStatus.Failed, "501", "Failed"),
            (answer.Snapshot!.Status, answer.Snapshot.Error!.Code, answer.Snapshot.Error.Message));
    }

    [Theory]
    [InlineData(200, """{"code":422,"msg":"recordInfo is null","data":null}""", VeoErrorKind.NotFound)]
    [InlineData(200, """{"code":401,"msg":"Unauthorized","data":null}""", VeoErrorKind.Unauthorized)]
    [InlineData(200, """{"code":455,"msg":"Maintenance","data":null}""", VeoErrorKind.Maintenance)]
    [InlineData(
        200,
        """{"code":500,"msg":"Server Error","data":{"successFlag":1,"response":{"resultUrls":["http://a/1.mp4"]}}}""",
        VeoErrorKind.UpstreamFailed)]
    [InlineData(500, """{"data":{"successFlag":3}}""", VeoErrorKind.UpstreamFailed)]
    [InlineData(401, """{"code":401,"data":{"successFlag":2}}""", VeoErrorKind.Unauthorized)]
    public void A_poll_refused_says_nothing_about_the_task(int status, string body, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer(body, status));
        Assert.Equal((null, kind), (answer.Snapshot, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("""{"code":200,"msg":"success","data":null}""")]
    [InlineData("""{"code":200,"data":{"taskId":"t"}}""")]
    [InlineData("[]")]
    public void An_answer_without_a_state_is_unreadable(string body) => Assert.Equal(PollAnswer.Unreadable, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData("downloadUrl")]
    [InlineData("fileUrl")]
    [InlineData("url")]
    public void An_upload_says_where_the_file_lies(string field)
    {
        UploadAnswer answer = Gateway.ReadUpload(
            Answer($$$"""{"success":true,"code":200,"msg":"ok","data":{"{{{field}}}":"https://files.example.com/a.png"}}"""));
        Assert.Equal(new UploadAnswer(new Uri("https://files.example.com/a.png"), null), answer);
    }

    [Theory]
    [InlineData("""{"code":401,"msg":"no","data":null}""", 200, VeoErrorKind.Unauthorized)]
    [InlineData("""{"code":400,"msg":"no","data":{"downloadUrl":"https://files.example.com/a.png"}}""", 200, VeoErrorKind.InvalidRequest)]
    [InlineData("<html/>", 413, VeoErrorKind.InvalidRequest)]
    public void A_refused_upload_says_why(string body, int status, string kind)
    {
        UploadAnswer answer = Gateway.ReadUpload(Answer(body, status));
        Assert.Equal((null, kind), (answer.Uri, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("<html/>")]
    [InlineData("""{"code":200,"data":{"downloadUrl":"/relative/a.png"}}""")]
    [InlineData("""{"code":200,"data":{"downloadUrl":"file:///etc/passwd"}}""")]
    [InlineData("""{"code":200,"data":{"downloadUrl":7}}""")]
    public void An_upload_without_a_usable_link_is_unreadable(string body) =>
        Assert.Equal(new UploadAnswer(null, null), Gateway.ReadUpload(Answer(body)));
}
