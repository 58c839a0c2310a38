using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.SkillsVideo;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class SkillsVideoAnswerTests
{
    private static readonly SkillsVideoGateway Gateway = new();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    public void The_receipt_of_the_page_is_read(int status)
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer(SkillsVideoExamples.Receipt, status));

        Assert.Equal(new SubmitAnswer("gen_123", null, null, "IN_QUEUE"), answer with { Cost = null, Status = null });
        Assert.Equal("20 credits", answer.Cost!.ToString());
    }

    [Fact]
    public void An_id_wins_over_the_failure_beside_it()
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer(SkillsVideoExamples.Failure));
        Assert.Equal(("gen_123", "FAILED", VeoErrorKind.UpstreamFailed), (answer.TaskId, answer.RawStatus, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("INVALID_INPUT", 400, VeoErrorKind.InvalidRequest)]
    [InlineData("UNSUPPORTED_MODEL", 400, VeoErrorKind.InvalidRequest)]
    [InlineData("INSUFFICIENT_CREDITS", 402, VeoErrorKind.InsufficientCredits)]
    [InlineData("CONTENT_REJECTED", 422, VeoErrorKind.ContentRejected)]
    [InlineData("RATE_LIMITED", 429, VeoErrorKind.RateLimited)]
    [InlineData("FAILED", 502, VeoErrorKind.UpstreamFailed)]
    [InlineData("PROVIDER_UNAVAILABLE", 503, VeoErrorKind.ProviderUnavailable)]
    [InlineData("TIMEOUT", 504, VeoErrorKind.UpstreamFailed)]
    public void A_code_means_the_same_in_both_spellings_and_every_shape(string code, int status, string kind)
    {
        string full = "VIDEO_GENERATION_" + code;
        foreach ((string body, string read) in new[]
        {
            ($$"""{"error":"{{code}}","code":"{{full}}","message":"m"}""", full),
            ($$"""{"error":"{{full}}","message":"m"}""", full),
            ($$"""{"error":"{{code}}","message":"m"}""", code),
            ($$$"""{"error":{"code":"{{{code}}}","message":"m"}}""", code),
            ($$"""{"code":"{{code}}","message":"m"}""", code),
        })
        {
            VeoError error = Gateway.ReadSubmit(Answer(body, status)).Error!;
            Assert.Equal((read, "m", kind), (error.Code, error.Message, error.Kind));
            Assert.Equal(
                (null, kind),
                (Gateway.ReadPoll(Answer(body, status)).Snapshot, Gateway.ReadPoll(Answer(body, status)).Error!.Kind));

            SubmitAnswer hidden = Gateway.ReadSubmit(Answer(body));
            Assert.Equal((null, status, kind), (hidden.TaskId, hidden.BodyStatus, hidden.Error!.Kind));
        }
    }

    [Fact]
    public void The_code_counts_and_not_the_older_word_beside_it()
    {
        VeoError error = Gateway.ReadSubmit(Answer("""{"error":"FAILED","code":"VIDEO_GENERATION_RATE_LIMITED","message":"m"}""", 429))
            .Error!;
        Assert.Equal(("VIDEO_GENERATION_RATE_LIMITED", VeoErrorKind.RateLimited), (error.Code, error.Kind));
    }

    [Theory]
    [InlineData(400, """{"message":"duration is wrong"}""", "duration is wrong", VeoErrorKind.InvalidRequest)]
    [InlineData(401, """{"error":{"message":"Invalid API key"}}""", "Invalid API key", VeoErrorKind.Unauthorized)]
    [InlineData(401, """{"error":"Invalid API key"}""", "Invalid API key", VeoErrorKind.Unauthorized)]
    [InlineData(402, """{"message":"m"}""", "m", VeoErrorKind.InsufficientCredits)]
    [InlineData(403, """{"message":"Access forbidden"}""", "Access forbidden", VeoErrorKind.Forbidden)]
    [InlineData(404, """{"message":"m"}""", "m", VeoErrorKind.NotFound)]
    [InlineData(422, """{"message":"aspect_ratio is wrong"}""", "aspect_ratio is wrong", VeoErrorKind.InvalidRequest)]
    [InlineData(
        422,
        """{"message":"The prompt violates our content policy"}""",
        "The prompt violates our content policy",
        VeoErrorKind.ContentRejected)]
    [InlineData(429, "", "HTTP 429", VeoErrorKind.RateLimited)]
    [InlineData(500, "<html/>", "HTTP 500, an HTML page", VeoErrorKind.UpstreamFailed)]
    [InlineData(503, "{}", "HTTP 503", VeoErrorKind.ProviderUnavailable)]
    [InlineData(504, """{"code":"VIDEO_GENERATION_NEVER_HEARD_OF","message":"m"}""", "m", VeoErrorKind.UpstreamFailed)]
    public void What_no_code_tells_is_told_by_message_and_status(int status, string body, string message, string kind)
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer(body, status));
        Assert.Equal((null, null, message, kind), (answer.TaskId, answer.BodyStatus, answer.Error!.Message, answer.Error.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"message":"Accepted"}""")]
    [InlineData("""{"code":"OK","message":"Accepted"}""")]
    [InlineData("""{"code":200,"error":null,"message":"Accepted"}""")]
    [InlineData("""{"error":{},"status":"IN_QUEUE"}""")]
    [InlineData("""{"data":{"id":"gen_1"}}""")]
    public void A_success_without_an_id_is_never_a_refusal(string body) => IsNeitherTakenNorRefused(Gateway.ReadSubmit(Answer(body)));

    [Theory]
    [InlineData("IN_QUEUE", VeoTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", VeoTaskStatus.Running)]
    [InlineData("COMPLETED", VeoTaskStatus.Succeeded)]
    [InlineData("FAILED", VeoTaskStatus.Failed)]
    [InlineData("CANCELED", VeoTaskStatus.Canceled)]
    [InlineData("starting", VeoTaskStatus.Queued)]
    [InlineData("processing", VeoTaskStatus.Running)]
    [InlineData("succeeded", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("canceled", VeoTaskStatus.Canceled)]
    [InlineData("queued", VeoTaskStatus.Queued)]
    [InlineData("running", VeoTaskStatus.Running)]
    [InlineData("SUCCEEDED", VeoTaskStatus.Succeeded)]
    [InlineData("CANCELLED", VeoTaskStatus.Canceled)]
    [InlineData("PAUSED", null)]
    [InlineData("7", null)]
    public void A_status_means_what_the_pages_say_and_else_that_the_task_goes_on(string word, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"t","status":"{{word}}"}""")).Snapshot!;
        Assert.Equal((status, word), (snapshot.Status, snapshot.RawStatus));
        Assert.Empty(snapshot.Videos);
    }

    [Fact]
    public void A_success_has_its_video_once_and_what_it_cost()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(SkillsVideoExamples.Success)).Snapshot!;
        Assert.Equal([new VideoLink("https://cdn.example.com/output/cat.mp4", "1920x1080", null, "video/mp4")], snapshot.Videos);
        Assert.Equal((20m, "credits"), (snapshot.Cost!.Amount, snapshot.Cost.Unit));
    }

    [Theory]
    [InlineData(
        """{"videos":[{"url":"https://a/1.mp4"},{"url":"https://a/2.mp4"},{"url":"https://a/1.mp4"}],"video":{"url":"https://a/3.mp4"}}""",
        "https://a/1.mp4 https://a/2.mp4")]
    [InlineData("""{"videos":["https://a/1.mp4",7,null,{"url":""}]}""", "https://a/1.mp4")]
    [InlineData("""{"videos":[],"video":{"url":"https://a/1.mp4"},"url":"https://a/2.mp4"}""", "https://a/1.mp4")]
    [InlineData("""{"video":"https://a/1.mp4"}""", "https://a/1.mp4")]
    [InlineData("""{"video_url":"https://a/1.mp4","url":"https://a/2.mp4"}""", "https://a/1.mp4")]
    [InlineData("""{"url":"https://a/2.mp4"}""", "https://a/2.mp4")]
    [InlineData("""
        {"output":{"files":[{"url":"https://a/1.png","content_type":"image/png"},{"url":"https://a/1.mp4",
        "content_type":"video/mp4"}]}}
        """, "https://a/1.mp4")]
    [InlineData(
        """{"output":[[{"url":"https://a/1.mp4","content_type":"VIDEO/webm"}],[{"url":"https://a/2.mp4","content_type":"video/mp4"}]]}""",
        "https://a/1.mp4 https://a/2.mp4")]
    [InlineData("""{"images":[{"url":"https://a/1.png","content_type":"image/png"}]}""", "")]
    [InlineData("""{"type":"video","n":1,"videos":[]}""", "")]
    [InlineData("null", "")]
    public void Videos_are_found_in_the_first_place_that_has_any(string data, string links)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"t","status":"COMPLETED","data":{{data}}}""")).Snapshot!;
        Assert.Equal((VeoTaskStatus.Succeeded, links), (snapshot.Status, string.Join(' ', snapshot.Videos.Select(video => video.Link))));
    }

    [Fact]
    public void A_task_that_goes_on_has_no_video() =>
        Assert.Empty(Gateway.ReadPoll(Answer("""{"status":"IN_PROGRESS","data":{"video":{"url":"https://a/1.mp4"}}}""")).Snapshot!.Videos);

    [Theory]
    [InlineData("VIDEO_GENERATION_CONTENT_REJECTED", "m", VeoErrorKind.ContentRejected)]
    [InlineData("CONTENT_REJECTED", "m", VeoErrorKind.ContentRejected)]
    [InlineData("VIDEO_GENERATION_FAILED", "Generation failed.", VeoErrorKind.UpstreamFailed)]
    [InlineData("SOMETHING", "The prompt was flagged", VeoErrorKind.ContentRejected)]
    [InlineData("SOMETHING", "m", VeoErrorKind.UpstreamFailed)]
    public void A_failed_task_says_why_and_is_no_refusal(string code, string message, string kind) =>
        IsFailure(
            code,
            message,
            kind,
            Gateway.ReadPoll(Answer($$"""{"id":"t","status":"FAILED","data":null,"code":"{{code}}","message":"{{message}}"}""")));

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"id":"t"}""")]
    [InlineData("""{"id":"t","status":{}}""")]
    public void An_answer_without_a_state_is_unreadable(string body) => Assert.Equal(PollAnswer.Unreadable, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData("100", "100")]
    [InlineData("\"0.50\"", "0.50")]
    [InlineData("""{"credits":100}""", "100")]
    [InlineData("""{"balance":"12.5"}""", "12.5")]
    [InlineData("""{"total":20,"subscription":20,"permanent":0}""", "20")]
    [InlineData("""{"data":100}""", "100")]
    [InlineData("""{"data":{"credits":{"total":7,"permanent":3}}}""", "7")]
    [InlineData("""{"message":"ok"}""", null)]
    [InlineData("""{"credits":null,"data":[]}""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    public void The_balance_is_found_where_it_may_stand(string body, string? amount)
    {
        BalanceAnswer answer = Gateway.ReadBalance(Answer(body));
        Assert.Equal((amount, "credits", null), (answer.Amount?.ToString(CultureInfo.InvariantCulture), answer.Unit, answer.Error));
    }

    [Fact]
    public void A_balance_refused_says_why()
    {
        BalanceAnswer answer = Gateway.ReadBalance(Answer("""{"message":"Invalid API key","credits":7}""", 401));
        Assert.Equal((null, VeoErrorKind.Unauthorized), (answer.Amount, answer.Error!.Kind));
    }

    [Fact]
    public void What_runs_is_listed_with_what_was_asked_for()
    {
        IReadOnlyList<ListedTask> tasks = Gateway.ReadList(Answer(SkillsVideoExamples.RunningList))!;
        Assert.Equal(
            [("gen_1", "IN_QUEUE", "a cat"), ("gen_2", "IN_PROGRESS", "a dog")],
            tasks.Select(task => (task.Id, task.RawStatus, task.Input!.Value.GetProperty("prompt").GetString())));
    }

    [Theory]
    [InlineData(200, "[]", 0)]
    [InlineData(200, """[{"status":"IN_QUEUE"},7,null,{"id":"t"}]""", 1)]
    [InlineData(200, """{"data":[]}""", null)]
    [InlineData(200, "", null)]
    [InlineData(500, "[]", null)]
    public void A_list_that_cannot_be_read_is_none(int status, string body, int? count)
        => Assert.Equal(count, Gateway.ReadList(Answer(body, status))?.Count);
}
