using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.UniAll;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

/// <summary>What UniAll adds to new-api's forms, which <see cref="TokenBayAnswerTests"/> goes through.</summary>
public sealed class UniAllAnswerTests
{
    private static readonly UniAllGateway Gateway = new();

    [Fact]
    public void A_receipt_is_read() =>
        Assert.Equal(
            new SubmitAnswer("gen_abc", null, null, "queued") { Status = "Queued" },
            Gateway.ReadSubmit(Answer(UniAllExamples.Receipt)));

    [Theory]
    [InlineData("""{"task_id":"gen_abc"}""")]
    [InlineData("""{"code":"success","message":"","data":{"id":17,"task_id":"gen_abc","status":"NOT_START"}}""")]
    public void An_id_is_found_under_both_of_its_names_and_inside_data(string body)
        => Assert.Equal("gen_abc", Gateway.ReadSubmit(Answer(body)).TaskId);

    [Fact]
    public void The_documented_empty_answer_is_neither_an_id_nor_a_refusal()
        => Assert.Equal(SubmitAnswer.Unreadable, Gateway.ReadSubmit(Answer("{}")));

    [Theory]
    [InlineData("queued", VeoTaskStatus.Queued)]
    [InlineData("in_progress", VeoTaskStatus.Running)]
    [InlineData("completed", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("NOT_START", VeoTaskStatus.Queued)]
    [InlineData("SUBMITTED", VeoTaskStatus.Queued)]
    [InlineData("QUEUED", VeoTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", VeoTaskStatus.Running)]
    [InlineData("SUCCESS", VeoTaskStatus.Succeeded)]
    [InlineData("FAILURE", VeoTaskStatus.Failed)]
    [InlineData("UNKNOWN", null)]
    [InlineData("unknown", null)]
    [InlineData("canceled", null)]
    public void A_status_means_what_the_pages_say_and_else_that_the_task_goes_on(string word, string? status)
    {
        Assert.Equal(status, Gateway.ReadPoll(Answer($$"""{"id":"t","status":"{{word}}"}""")).Snapshot!.Status);
        Assert.Equal(
            status,
            Gateway.ReadPoll(Answer($$$"""{"code":"success","message":"","data":{"task_id":"t","status":"{{{word}}}"}}""")).Snapshot!
                .Status);
    }

    [Fact]
    public void A_success_has_its_video_and_its_length()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(UniAllExamples.Success)).Snapshot!;
        Assert.Equal((VeoTaskStatus.Succeeded, 100), (snapshot.Status, snapshot.Progress));
        Assert.Equal([new VideoLink("https://cdn.example.com/v.mp4", null, 8)], snapshot.Videos);
    }

    [Theory]
    [InlineData(UniAllExamples.HappyHorse, "https://cdn.example.com/v.mp4")]
    [InlineData("""
        {"status":"completed","video_url":"https://a/1.mp4","result":{"video_url":"https://a/2.mp4"},
        "metadata":{"url":"https://a/3.mp4"}}
        """, "https://a/1.mp4")]
    [InlineData("""{"status":"completed","result":{"video_url":"https://a/2.mp4","outputs":["https://a/3.mp4"]}}""", "https://a/2.mp4")]
    [InlineData("""
        {"status":"completed","result":{"outputs":["https://a/1.mp4",null,7,"https://a/2.mp4","https://a/1.mp4"]},
        "url":"https://a/3.mp4"}
        """, "https://a/1.mp4 7 https://a/2.mp4")]
    [InlineData("""{"status":"completed","metadata":{"url":"https://a/1.mp4"},"url":"https://a/2.mp4"}""", "https://a/1.mp4")]
    [InlineData("""{"code":"success","data":{"status":"SUCCESS","result_url":"/v1/videos/t/content"}}""", "/v1/videos/t/content")]
    [InlineData("""{"status":"completed","url":"https://a/1.mp4"}""", "https://a/1.mp4")]
    [InlineData("""{"code":"success","data":{"status":"SUCCESS","fail_reason":"https://a/1.mp4"}}""", "https://a/1.mp4")]
    [InlineData("""{"status":"completed","thumbnail_url":"https://a/1.jpg"}""", "")]
    [InlineData("""{"status":"in_progress","video_url":"https://a/1.mp4"}""", "")]
    public void Links_are_found_in_the_order_of_the_pages(string body, string links) =>
        Assert.Equal(links, string.Join(' ', Gateway.ReadPoll(Answer(body)).Snapshot!.Videos.Select(video => video.Link)));

    [Theory]
    [InlineData(UniAllExamples.Failure, "prompt_blocked", "The prompt is blocked", VeoErrorKind.ContentRejected)]
    [InlineData("""{"status":"failed","error":"Upstream failed"}""", null, "Upstream failed", VeoErrorKind.UpstreamFailed)]
    [InlineData("""{"status":"failed","error":null}""", null, "The gateway gave no reason.", VeoErrorKind.UpstreamFailed)]
    [InlineData(
        """{"code":"success","data":{"status":"FAILURE","fail_reason":"flagged by a policy"}}""",
        null,
        "flagged by a policy",
        VeoErrorKind.ContentRejected)]
    public void A_failed_task_says_why_and_is_no_refusal(string body, string? code, string message, string kind) =>
        IsFailure(code, message, kind, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData(200, """{"code":"task_not_exist","message":"task_not_exist","data":null}""", VeoErrorKind.NotFound)]
    [InlineData(404, """{"error":{"message":"Invalid URL (GET /v1/videos/t)"}}""", VeoErrorKind.NotFound)]
    [InlineData(401, """{"error":{"message":"Invalid token","type":"new_api_error"}}""", VeoErrorKind.Unauthorized)]
    public void A_poll_refused_says_nothing_about_the_task(int status, string body, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer(body, status));
        Assert.Equal((null, kind), (answer.Snapshot, answer.Error!.Kind));
    }

    [Fact]
    public void A_path_that_nobody_serves_names_the_setting_that_changes_it()
    {
        Assert.Contains(
            "PollPath",
            Gateway.ReadPoll(Answer("""{"error":{"message":"Invalid URL (GET /v1/videos/t)"}}""", 404)).Error!.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "PollPath",
            Gateway.ReadPoll(Answer("""{"code":"task_not_exist","message":"m","data":null}""", 400)).Error!.Message,
            StringComparison.Ordinal);
    }
}
