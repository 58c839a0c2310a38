using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Tasks;

/// <summary>What stands between us and a gateway, or a gateway that has not yet heard of what it sold, ends no wait for what
/// was paid for.</summary>
public sealed class TaskPollerTroubleTests
{
    private const string NoSuchTask = """{"error":{"code":"task_not_exist","message":"task_not_exist"}}""";
    private const string Challenge = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>";

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_question_that_is_redirected_within_its_origin_is_asked_there_with_the_key(int status)
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.RedirectLoop(status), Strike.Once);

        PollResult result = await stage.PollAsync();

        Assert.Null(result.Error);
        Assert.Equal(VeoTaskStatus.Succeeded, result.Task.Status);
        Assert.Equal(2, stage.Polls.Count);
        Assert.All(stage.Polls, poll => Assert.Equal("Bearer " + PollerStage.Key, poll.Header("Authorization")));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_question_that_is_redirected_elsewhere_is_final_and_says_where_to(int status)
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.RedirectToOtherHost(status));

        PollResult result = await stage.PollAsync();

        Assert.Equal((VeoErrorId.Protocol, false), (result.Error!.ErrorId, result.Passing));
        Assert.Contains(stage.Gateway.OtherOrigin.GetLeftPart(UriPartial.Authority), result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("BaseUri", result.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Gateway.Requests, request => request.Origin == stage.Gateway.OtherOrigin);
    }

    [Fact]
    public async Task A_question_that_is_redirected_in_a_circle_cannot_be_read()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.RedirectLoop());

        PollResult result = await stage.PollAsync();

        Assert.True(result is { Passing: true, Unreadable: true });
        Assert.Equal(6, stage.Polls.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_page_from_something_between_is_passed_over_and_said_once(int status)
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(status, Challenge, "text/html"), Strike.Once);

        PollResult result = await stage.PollAsync();

        Assert.True(result is { Passing: true, Unreadable: true });
        Assert.Contains($"(HTTP {status}, an HTML page: Just a moment...)", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.PollAsync()).Task.Status);
    }

    [Fact]
    public async Task A_refusal_in_the_gateways_own_words_ends_the_wait_and_says_its_code_once()
    {
        await using PollerStage stage = await PollerStage.StartAsync();

        PollResult result = await stage.PollAsync("""{"error":{"code":"403","message":"bad key"}}""", 403);

        Assert.False(result.Passing);
        Assert.Contains("(HTTP 403, bad key)", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.TokenBay, 404, NoSuchTask)]
    [InlineData(Protocol.TokenBay, 200, NoSuchTask)]
    [InlineData(Protocol.Apikley, 200, """{"code":422,"msg":"recordInfo is null","data":null}""")]
    [InlineData(Protocol.Apikley, 404, """{"code":404,"msg":"no such task","data":null}""")]
    public async Task Right_after_a_purchase_not_found_is_asked_again_and_after_that_it_is_an_error(
        Protocol protocol,
        int status,
        string body)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol);

        PollResult result = await stage.PollAsync(body, status);
        Assert.Equal((null, VeoTaskStatus.Queued), (result.Error, result.Task.Status));

        stage.Clock.Advance(TaskPoller.NotFoundGrace);
        Assert.Equal(VeoErrorId.TaskNotFound, (await stage.PollAsync(body, status)).Error!.ErrorId);
    }

    [Fact]
    public async Task For_an_id_that_a_person_typed_not_found_is_the_answer()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(404, NoSuchTask, "application/json"));
        TaskHandle typed = new(new VeoTask {
            Id = "x",
            Profile = "prod",
            Provider = "TokenBay",
            Status = VeoTaskStatus.Running,
            Created = stage.Clock.GetUtcNow().UtcDateTime }, stage.Profile);

        Assert.Equal(VeoErrorId.TaskNotFound, (await stage.Poller.PollAsync(typed, again: false, PollerStage.Token)).Error!.ErrorId);
    }

    [Fact]
    public async Task Characters_of_the_gateway_that_drive_a_terminal_are_shown_escaped()
    {
        await using PollerStage stage = await PollerStage.StartAsync();

        PollResult result = await stage.PollAsync("{\"status\":\"x\\u001b]0;PWNED\\u0007\\u202ey\"}");

        Assert.Equal("x\\u001b]0;PWNED\\u0007\\u202ey", result.Task.RawStatus);
        Assert.Contains("'x\\u001b]0;PWNED", Assert.Single(stage.Warnings), StringComparison.Ordinal);
    }
}
