using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Vtrix;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class VtrixAnswerTests
{
    private static readonly VtrixGateway Gateway = new();

    [Fact]
    public void A_receipt_is_read() =>
        Assert.Equal(
            new SubmitAnswer("task-1", null, null, "in_progress") { Status = "Running" },
            Gateway.ReadSubmit(Answer(VtrixExamples.Receipt)));

    [Theory]
    [InlineData(200, VtrixExamples.Success)]
    [InlineData(200, VtrixExamples.Failure)]
    [InlineData(504, """{"id":"task-1","status":"in_progress","error":{"code":"SYNC_TIMEOUT","message":"m"}}""")]
    public void An_id_wins_whatever_stands_beside_it(int status, string body)
        => Assert.Equal("task-1", Gateway.ReadSubmit(Answer(body, status)).TaskId);

    [Theory]
    [InlineData("""{"error":{"code":002014001}}""", null, null)] // no JSON
    [InlineData("""{"error":{"code":"002014001","message":"m"}}""", "002014001", VeoErrorKind.UpstreamFailed)]
    [InlineData("""{"error":{"code":110001,"error_message":"m"}}""", "110001", VeoErrorKind.InvalidRequest)]
    [InlineData(
        """{"error":{"code":"110001","message":"The prompt violates the content policy"}}""",
        "110001",
        VeoErrorKind.ContentRejected)]
    [InlineData("""{"error":{"code":1002,"error_message":"m"}}""", "1002", VeoErrorKind.RateLimited)]
    [InlineData("""{"error":{"code":40201,"error_message":"m"}}""", "40201", VeoErrorKind.InsufficientCredits)]
    [InlineData("""{"error":{"code":"40208","error_message":"m"}}""", "40208", VeoErrorKind.InsufficientCredits)]
    [InlineData("""{"error":{"code":7,"error_message":"m"}}""", "7", VeoErrorKind.InvalidRequest)]
    [InlineData("""{"error":"m"}""", null, VeoErrorKind.InvalidRequest)]
    [InlineData("""{"message":"m"}""", null, VeoErrorKind.InvalidRequest)]
    public void An_error_is_read_in_each_of_its_forms(string body, string? code, string? kind)
    {
        VeoError error = Gateway.ReadSubmit(Answer(body, 400)).Error!;
        Assert.Equal((code, kind is null ? "HTTP 400" : body.Contains("policy", StringComparison.Ordinal)
            ? "The prompt violates the content policy"
            : "m", kind ?? VeoErrorKind.InvalidRequest), (error.Code, error.Message, error.Kind));
    }

    [Theory]
    [InlineData(401, "m", VeoErrorKind.Unauthorized)]
    [InlineData(403, "No permission", VeoErrorKind.Forbidden)]
    [InlineData(403, "Insufficient balance", VeoErrorKind.InsufficientCredits)]
    [InlineData(429, "m", VeoErrorKind.RateLimited)]
    [InlineData(500, "m", VeoErrorKind.UpstreamFailed)]
    [InlineData(404, "m", VeoErrorKind.NotFound)]
    public void What_no_code_tells_is_told_by_message_and_status(int status, string message, string kind)
    {
        string body = $$$"""{"error":{"error_message":"{{{message}}}"}}""";
        Assert.Equal(
            (null, kind),
            (Gateway.ReadSubmit(Answer(body, status)).BodyStatus, Gateway.ReadSubmit(Answer(body, status)).Error!.Kind));
        Assert.Equal((null, kind), (Gateway.ReadPoll(Answer(body, status)).Snapshot, Gateway.ReadPoll(Answer(body, status)).Error!.Kind));
    }

    [Theory]
    [InlineData("429", 429, VeoErrorKind.RateLimited)]
    [InlineData("\"500\"", 500, VeoErrorKind.UpstreamFailed)]
    [InlineData("1002", null, VeoErrorKind.RateLimited)]
    [InlineData("\"002014001\"", null, VeoErrorKind.UpstreamFailed)]
    public void A_status_inside_an_error_under_HTTP_200_is_told(string code, int? status, string kind)
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer($$$"""{"error":{"code":{{{code}}},"message":"m"}}"""));
        Assert.Equal((status, kind, code.Trim('"')), (answer.BodyStatus, answer.Error!.Kind, answer.Error.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"message":"Accepted"}""")]
    [InlineData("""{"error":null,"status":"in_progress"}""")]
    [InlineData("""{"error":{},"status":"in_progress"}""")]
    [InlineData("""{"error":"","status":"in_progress"}""")]
    [InlineData("""{"error":{"code":0,"error_message":""},"status":"in_progress"}""")]
    public void A_success_without_an_id_is_never_a_refusal(string body) => IsNeitherTakenNorRefused(Gateway.ReadSubmit(Answer(body)));

    [Theory]
    [InlineData("in_progress", VeoTaskStatus.Running)]
    [InlineData("IN_PROGRESS", VeoTaskStatus.Running)]
    [InlineData("completed", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("queued", VeoTaskStatus.Queued)]
    [InlineData("in_queue", VeoTaskStatus.Queued)]
    [InlineData("pending", VeoTaskStatus.Queued)]
    [InlineData("submitted", VeoTaskStatus.Queued)]
    [InlineData("processing", VeoTaskStatus.Running)]
    [InlineData("running", VeoTaskStatus.Running)]
    [InlineData("canceled", null)]
    [InlineData("cancelled", null)]
    [InlineData("done", null)]
    [InlineData("success", null)]
    [InlineData("paused", null)]
    public void A_status_means_what_the_pages_say_and_else_that_the_task_goes_on(string word, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"t","status":"{{word}}"}""")).Snapshot!;
        Assert.Equal((status, word), (snapshot.Status, snapshot.RawStatus));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("Success")]
    public void A_success_that_no_page_names_is_one_with_a_video_in_hand(string word) =>
        Assert.Equal(
            VeoTaskStatus.Succeeded,
            Gateway.ReadPoll(Answer(VtrixExamples.Success.Replace("completed", word, StringComparison.Ordinal))).Snapshot!.Status);

    [Fact]
    public void A_success_has_its_video_and_what_it_cost_to_the_cent()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(VtrixExamples.Success)).Snapshot!;
        Assert.Equal([new VideoLink("https://cdn.example.com/v.mp4")], snapshot.Videos);
        Assert.Equal(("0.80 USD", 100), (snapshot.Cost!.ToString(), snapshot.Progress));
    }

    [Theory]
    [InlineData("""
        [{"content":[{"type":"video","url":"https://a/1.mp4","duration":8},{"type":"image","url":"https://a/1.png"}]},
        {"content":[{"url":"https://a/2.mp4","duration":"8"}]}]
        """, "https://a/1.mp4 https://a/2.mp4")]
    [InlineData("""[{"content":[{"type":"video"},7,null,{"type":"video","url":""}]},7,null]""", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public void Videos_are_those_of_every_output(string output, string links)
    {
        IReadOnlyList<VideoLink> videos = Gateway.ReadPoll(Answer($$"""{"status":"completed","output":{{output}}}""")).Snapshot!.Videos;
        Assert.Equal(links, string.Join(' ', videos.Select(video => video.Link)));
        Assert.All(videos, video => Assert.Equal(8m, video.Duration));
    }

    [Theory]
    [InlineData("0.0", 0)]
    [InlineData("0.5", 50)]
    [InlineData("0.999", 99)]
    [InlineData("1.0", 100)]
    [InlineData("1", 100)]
    [InlineData("5e-1", 50)]
    [InlineData("50", 50)]
    [InlineData("250", 100)]
    [InlineData("-1", 0)]
    [InlineData("\"0.5\"", 50)]
    [InlineData("1e999", null)]
    [InlineData("null", null)]
    [InlineData("\"half\"", null)]
    public void Progress_is_a_share(string progress, int? expected) =>
        Assert.Equal(expected, Gateway.ReadPoll(Answer($$"""{"status":"in_progress","progress":{{progress}}}""")).Snapshot!.Progress);

    [Theory]
    [InlineData(VtrixExamples.Failure, "002014001", "video generation failed", VeoErrorKind.UpstreamFailed)]
    [InlineData(
        """{"status":"failed","error":{"code":110001,"error_message":"flagged by the vendor"}}""",
        "110001",
        "flagged by the vendor",
        VeoErrorKind.ContentRejected)]
    [InlineData("""{"status":"failed","error":"It broke"}""", null, "It broke", VeoErrorKind.UpstreamFailed)]
    [InlineData("""{"status":"failed"}""", null, "The gateway gave no reason.", VeoErrorKind.UpstreamFailed)]
    public void A_failed_task_says_why_and_is_no_refusal(string body, string? code, string message, string kind) =>
        IsFailure(code, message, kind, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"id":"t"}""")]
    public void An_answer_without_a_state_is_unreadable(string body) => Assert.Equal(PollAnswer.Unreadable, Gateway.ReadPoll(Answer(body)));

    [Theory]
    [InlineData(200, VtrixExamples.Price, "0.0357 USD")]
    [InlineData(200, """{"data":{"cost":0.80}}""", "0.80 USD")]
    [InlineData(200, VtrixExamples.NoPrice, null)]
    [InlineData(200, """{"status":"failed","data":{"cost":"1.00","currency":"USD"}}""", null)]
    [InlineData(200, """{"status":"success","data":{"cost":"1.00","currency":"EUR"}}""", null)]
    [InlineData(500, VtrixExamples.Price, null)]
    [InlineData(200, "", null)]
    public void A_price_is_read_or_there_is_none(int status, string body, string? price)
        => Assert.Equal(price, Gateway.ReadPrice(Answer(body, status), new VeoRequest(), ProfileOf(Gateway))?.ToString());
}
