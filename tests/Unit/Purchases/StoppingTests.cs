using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>Ctrl+C and Select-Object -First: nothing more is sent, and what is on its way has a moment to land.</summary>
public sealed class StoppingTests
{
    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Stopped_before_it_began_nothing_is_sent_and_no_job_key_is_taken(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: "shot 1");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.BuyUntilAsync(order, new CancellationToken(canceled: true)));
        Assert.Empty(shop.Gateway.Requests);

        Assert.NotNull((await shop.BuyAsync(order)).Task);
        Assert.Single(shop.Recorded);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Stopped_between_two_tries_it_is_recorded_as_canceled_and_may_be_bought_later(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using CancellationTokenSource stop = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: "shot 1");

        Task<SubmissionOutcome> buying = shop.BuyUntilAsync(order, stop.Token);
        await shop.NextWarningAsync();
        await clock.WaitForTimersAsync(2); // The next try, and the heartbeat.
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => buying);
        Assert.Equal(VeoTaskStatus.Canceled, Assert.Single(shop.Recorded).Task.Status);
        Assert.Single(shop.Submits);
        Assert.NotNull((await shop.BuyAsync(order)).Task);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Stopped_in_flight_and_turned_away_it_is_canceled_and_not_sent_again(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        using CancellationTokenSource stop = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), matching: _ =>
        {
            stop.Cancel();
            return true;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.BuyUntilAsync(Shop.Order(shop.Profile(protocol)), stop.Token));

        Assert.Equal(VeoTaskStatus.Canceled, Assert.Single(shop.Recorded).Task.Status);
        Assert.Single(shop.Submits);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Stopped_in_flight_an_answer_within_the_grace_lands_in_the_ledger(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using CancellationTokenSource stop = new();
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));

        Task<SubmissionOutcome> buying = shop.BuyUntilAsync(Shop.Order(shop.Profile(protocol)), stop.Token);
        await hold.Reached;
        await stop.CancelAsync();
        clock.Advance(Sending.StopGrace - TimeSpan.FromMilliseconds(1));
        hold.Release();

        VeoTask task = (await buying).Task!;
        Assert.Equal(Assert.Single(shop.Gateway.Accepted).TaskId, task.Id);
        ValueAssert.Equal(task, Assert.Single(shop.Recorded).Task);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Stopped_in_flight_without_an_answer_within_the_grace_it_is_unknown(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using CancellationTokenSource stop = new();
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));

        Task<SubmissionOutcome> buying = shop.BuyUntilAsync(Shop.Order(shop.Profile(protocol)), stop.Token);
        await hold.Reached;
        await stop.CancelAsync();
        clock.Advance(Sending.StopGrace);
        SubmissionOutcome outcome = await buying;

        Assert.Equal(VeoErrorId.SubmitUnknown, outcome.Error!.ErrorId);
        Assert.Equal(VeoTaskStatus.Unknown, Assert.Single(shop.Recorded).Task.Status);
        Assert.Single(shop.Gateway.Accepted);
    }

    [Fact]
    public async Task Stopped_while_one_profile_is_tried_the_next_one_is_not()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        using CancellationTokenSource stop = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode("402"), Strike.Once, matching: _ =>
        {
            stop.Cancel();
            return true;
        });
        SubmissionOrder order = Shop.Order(shop.Profile(name: "a")) with { Profiles = [shop.Profile(name: "a"), shop.Profile(name: "b")] };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.BuyUntilAsync(order, stop.Token));

        Assert.Single(shop.Submits);
        Assert.Empty(shop.Gateway.Accepted);
    }
}
