using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Tasks;

/// <summary>A state that takes more than one question, and tasks that are asked to end and go on.</summary>
public sealed class PollStepTests
{
    [Fact]
    public async Task A_task_that_has_ended_is_asked_for_its_result_in_the_same_poll()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal);

        PollResult result = await stage.PollAsync();

        Assert.Null(result.Error);
        Assert.Equal((VeoTaskStatus.Succeeded, 1, 2), (result.Task.Status, result.Task.Videos.Count, stage.Polls.Count));
        Assert.Equal(VeoTaskStatus.Succeeded, stage.Kept.Task.Status);
    }

    [Theory]
    [InlineData(Outcome.Failed, VeoErrorKind.ContentRejected, "0.40 USD")]
    [InlineData(Outcome.FailedUpstream, VeoErrorKind.UpstreamFailed, "0.00 USD")]
    public async Task A_failure_of_the_servers_is_not_charged_and_a_refused_prompt_may_be(Outcome outcome, string kind, string cost)
    {
        await using PollerStage stage = await PollerStage.StartAsync(
            Protocol.Fal,
            new GatewayOptions { PollsUntilDone = 1, Outcome = outcome });

        PollResult result = await stage.PollAsync();

        Assert.Equal((VeoTaskStatus.Failed, kind, cost), (result.Task.Status, result.Task.Error!.Kind, result.Task.Cost!.ToString()));
    }

    [Fact]
    public async Task A_result_that_cannot_be_had_ends_nothing_and_is_asked_for_again()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal);
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(503, "<html/>", "text/html"), Strike.Nth(2));

        PollResult first = await stage.PollAsync();
        PollResult second = await stage.PollAsync();

        Assert.Equal((VeoErrorId.Protocol, VeoTaskStatus.Queued), (first.Error!.ErrorId, first.Task.Status));
        Assert.Equal(VeoTaskStatus.Succeeded, second.Task.Status);
    }

    [Fact]
    public async Task A_gateway_that_leads_on_and_on_tells_nothing_and_is_left_after_three_questions()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal);
        TaskHandle handle = new(
            stage.Handle.Task,
            new GatewayProfile(stage.Profile.Profile, new EndlessGateway(stage.Profile.Gateway), PollerStage.Key));

        PollResult result = await stage.Poller.PollAsync(handle, again: false, PollerStage.Token);

        Assert.Equal((VeoErrorId.Protocol, VeoTaskStatus.Queued, 3), (result.Error!.ErrorId, result.Task.Status, stage.Polls.Count));
    }

    [Fact]
    public async Task A_task_that_waits_is_asked_to_end_and_has_ended_once_the_gateway_knows_it_no_more()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal, new GatewayOptions { PollsUntilDone = 9 });

        PollResult asked = await stage.Poller.CancelAsync(stage.Handle, PollerStage.Token);
        stage.InAnotherProcess();
        PollResult ended = await stage.PollAsync();

        Assert.Null(asked.Error);
        Assert.Equal((VeoTaskStatus.Running, "CANCELLATION_REQUESTED"), (asked.Task.Status, asked.Task.RawStatus));
        Assert.Contains("may still finish and be charged", Assert.Single(stage.Warnings), StringComparison.Ordinal);
        Assert.Equal((null, VeoTaskStatus.Canceled), (ended.Error, ended.Task.Status));
    }

    [Fact]
    public async Task A_task_that_runs_need_not_obey_and_its_video_is_taken()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal, new GatewayOptions { PollsUntilDone = 3 });
        await stage.PollAsync();
        await stage.PollAsync();

        PollResult asked = await stage.Poller.CancelAsync(stage.Handle, PollerStage.Token);
        PollResult ended = await stage.PollAsync();

        Assert.Equal("CANCELLATION_REQUESTED", asked.Task.RawStatus);
        Assert.Equal((VeoTaskStatus.Succeeded, 1), (ended.Task.Status, ended.Task.Videos.Count));
    }

    [Fact]
    public async Task A_task_that_goes_on_keeps_that_its_end_was_asked_for()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal, new GatewayOptions { PollsUntilDone = 9 });
        await stage.PollAsync();
        await stage.PollAsync();
        await stage.Poller.CancelAsync(stage.Handle, PollerStage.Token);

        PollResult running = await stage.PollAsync();
        PollResult gone = await stage.PollAsync("""{"status":"NOT_FOUND"}""", 404);

        Assert.Equal((VeoTaskStatus.Running, "CANCELLATION_REQUESTED"), (running.Task.Status, running.Task.RawStatus));
        Assert.Equal(VeoTaskStatus.Canceled, gone.Task.Status);
    }

    [Fact]
    public async Task A_task_that_nobody_asked_to_end_stays_where_the_gateway_does_not_know_it()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal, new GatewayOptions { PollsUntilDone = 9 });

        PollResult result = await stage.PollAsync("""{"status":"NOT_FOUND"}""", 404);

        Assert.Equal(VeoTaskStatus.Queued, result.Task.Status);
    }

    [Fact]
    public async Task A_task_that_ended_before_it_was_asked_to_is_taken_as_it_ended()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Fal);
        await stage.PollAsync("""{"status":"IN_PROGRESS"}""", 202);
        stage.Gateway.Faults.Clear();
        using HttpClient client = new();
        using HttpRequestMessage status = new(
            HttpMethod.Get,
            new Uri(stage.Gateway.BaseUri, $"/fal-ai/veo3.1/requests/{stage.Handle.Task.Id}/status"));
        status.Headers.TryAddWithoutValidation("Authorization", "Key " + PollerStage.Key);
        (await client.SendAsync(status, PollerStage.Token)).Dispose();

        PollResult result = await stage.Poller.CancelAsync(stage.Handle, PollerStage.Token);

        Assert.Equal((null, VeoTaskStatus.Succeeded), (result.Error, result.Task.Status));
    }

    [Fact]
    public async Task A_prediction_is_canceled_at_once()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Replicate, new GatewayOptions { PollsUntilDone = 9 });

        PollResult result = await stage.Poller.CancelAsync(stage.Handle, PollerStage.Token);

        Assert.Equal((null, VeoTaskStatus.Canceled, "0.40 USD"), (result.Error, result.Task.Status, result.Task.Cost!.ToString()));
        Assert.Empty(stage.Warnings);
    }

    private sealed class EndlessGateway(IGateway gateway) : IGateway
    {
        private GatewayProfile? _profile;

        public GatewayTable Table => gateway.Table;

        public WireRequest Submit(VeoRequest request, GatewayProfile profile) => gateway.Submit(request, profile);

        public SubmitAnswer ReadSubmit(WireResponse response) => gateway.ReadSubmit(response);

        public WireRequest Poll(string taskId, GatewayProfile profile)
        {
            _profile = profile;
            return gateway.Poll(taskId, profile);
        }

        public PollAnswer ReadPoll(WireResponse response) => PollAnswer.Ask(new PollStep(id => gateway.Poll(id, _profile!), ReadPoll));
    }
}
