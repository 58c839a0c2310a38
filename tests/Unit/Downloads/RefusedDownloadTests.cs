using VeoPS.Engine.Downloads;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

/// <summary>A server that refuses a download says why, and a file that is not ready yet is asked for again.</summary>
public sealed class RefusedDownloadTests
{
    private const string NotActive =
        """
        {"error":{"code":400,"status":"FAILED_PRECONDITION",
        "message":"The File abc123 is not in an ACTIVE state and usage is not allowed."}}
        """;

    [Theory]
    [InlineData(400, NotActive, "The File abc123 is not in an ACTIVE state")]
    [InlineData(
        403,
        """{"error":{"code":403,"message":"You do not have permission to access the File abc123"}}""",
        "You do not have permission")]
    [InlineData(
        500,
        """{"error":{"message":"Failed to resolve Gemini video URL","type":"server_error"}}""",
        "Failed to resolve Gemini video URL")]
    [InlineData(403, "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code></Error>", "SignatureDoesNotMatch")]
    [InlineData(
        404,
        "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
        "The specified key does not exist.")]
    [InlineData(403, "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "Just a moment...")]
    [InlineData(410, "gone since yesterday", "gone since yesterday")]
    public async Task The_sentence_of_a_refusal_is_in_the_error(int status, string body, string says)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(status, body));

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed);

        Assert.Contains($"HTTP {status}: {says}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sentence_has_no_secret_in_it_and_an_end()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(400, $"https://cdn.example/a.mp4?sig=SECRET {new string('x', 5000)}"));

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed);

        Assert.DoesNotContain("SECRET", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 200, 700);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_link_that_is_refused_or_empty_right_after_its_task_ended_is_asked_again(int status)
    {
        const int Refusals = 9; // More than the tries that any other refusal is given.
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(status, status == 200 ? "" : NotActive), Strike.First(Refusals));

        stage.AssertSaved(await stage.DownloadAsync(Ended(stage, TimeSpan.Zero)));

        Assert.Equal(Refusals + 1, stage.Downloads.Count);
        Assert.All(stage.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(16)));
    }

    [Fact]
    public async Task Two_minutes_later_a_refusal_is_one()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(400, NotActive));

        await stage.FailAsync(VeoErrorId.DownloadFailed, Ended(stage, TimeSpan.FromMinutes(2)));

        Assert.Single(stage.Downloads);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("{\"error\":{}}", null)]
    [InlineData("<html></html>", null)]
    [InlineData("{\"error\":\"no\"}", "no")]
    [InlineData("{\"detail\":\"no\"}", "no")]
    [InlineData("[{\"error\":{\"message\":\"no\"}}]", "no")]
    [InlineData("{\"error\":{\"code\":7},\"message\":\"no\"}", "no")]
    [InlineData("  a\r\n\r\nb  ", "a b")]
    public void A_sentence_is_found_wherever_it_stands(string body, string? sentence) => Assert.Equal(sentence, RefusalText.Of(body));

    private static SaveOrder Ended(DownloadStage stage, TimeSpan ago) =>
        stage.Order with { Task = new VeoTask(stage.Order.Task) { Completed = stage.Clock.GetUtcNow().UtcDateTime - ago } };
}
