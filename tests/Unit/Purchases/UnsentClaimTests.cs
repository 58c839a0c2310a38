using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>Job keys that a process claimed and never sent: after their deadline they are bought, and by one process alone.</summary>
public sealed class UnsentClaimTests : IAsyncLifetime
{
    private readonly LeapingClock _clock = new();
    private Shop _shop = null!;
    private InterruptedLedger _ledger = null!;

    private GatewayProfile Budgeted => _shop.Profile(Protocol.Apikley, profile => profile with { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.40m });

    private decimal Spent => _shop.OpenLedger().Spent("prod", "USD", _clock.GetUtcNow().UtcDateTime).Day;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(_clock);
        _ledger = new InterruptedLedger(_shop.OpenLedger());
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_never_sent_is_waited_for_until_its_deadline_and_then_bought_within_the_same_budget(bool recorded)
    {
        SubmissionOrder order = Shop.Order(Budgeted, jobKey: "shot 1");
        await DieAsync(order, recorded);
        TimeSpan deadline = _clock.Elapsed + Submitter.Deadline;

        SubmissionOutcome outcome = await _shop.BuyAsync(order);

        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, outcome.Task?.Id);
        Assert.InRange(_clock.Elapsed, deadline, deadline + TimeSpan.FromSeconds(2));
        Assert.Equal(0.40m, Spent);
        VeoTask[] others = [.. _shop.Recorded.Select(entry => entry.Task).Where(task => task.Id is null)];
        Assert.Equal(recorded ? [VeoTaskStatus.Canceled] : [], others.Select(task => task.Status));
        Assert.All(others, task => Assert.Contains("Never sent", task.Error!.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_held_up_beyond_the_deadline_sends_nothing_once_another_has_bought(bool recorded)
    {
        // Over the budget it would not be sent either.
        GatewayProfile profile = _shop.Profile(Protocol.Apikley, each => each with { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.80m });
        SubmissionOrder order = Shop.Order(profile, jobKey: "shot 1");
        VeoTask? bought = null;
        Interrupt(recorded, () => bought = _shop.BuyAsync(order).GetAwaiter().GetResult().Task);

        SubmissionOutcome late = await Shop.BuyAsync(_shop.NewRun(ledger: _ledger), order);

        Assert.Equal((VeoErrorId.NotSent, true), (late.Error!.ErrorId, late.NothingBought));
        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, bought!.Id);
        Assert.Equal(bought.Id, (await _shop.BuyAsync(order)).Task?.Id);
        Assert.Equal(VeoTaskStatus.Canceled, _shop.OpenLedger().Find(late.Error.Task!.SubmissionId)!.Task.Status);
        Assert.Equal(0.40m, Spent);
    }

    [Fact]
    public async Task Who_was_held_up_beyond_the_deadline_sends_all_the_same_where_nobody_came()
    {
        SubmissionOrder order = Shop.Order(Budgeted, jobKey: "shot 1");
        Interrupt(recorded: true, () => _clock.Leap(Submitter.Deadline));

        SubmissionOutcome late = await Shop.BuyAsync(_shop.NewRun(ledger: _ledger), order);

        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, late.Task?.Id);
    }

    [Fact]
    public async Task A_purchase_by_force_takes_the_key_from_one_that_was_never_sent()
    {
        SubmissionOrder order = Shop.Order(_shop.Profile(), jobKey: "shot 1");
        VeoTask? bought = null;
        Interrupt(recorded: true, () => bought = _shop.BuyAsync(order with { Force = true }).GetAwaiter().GetResult().Task);

        SubmissionOutcome late = await Shop.BuyAsync(_shop.NewRun(ledger: _ledger), order);

        Assert.Equal(VeoErrorId.NotSent, late.Error!.ErrorId);
        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, bought!.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_never_sent_at_one_profile_does_not_stop_a_purchase_at_another(bool recorded)
    {
        GatewayProfile other = _shop.Profile(Protocol.TokenBay, name: "other");
        await DieAsync(Shop.Order(other, jobKey: "shot 1"), recorded);

        SubmissionOutcome outcome = await _shop.BuyAsync(Shop.Order(_shop.Profile(), jobKey: "shot 1") with { Profiles = [_shop.Profile(), other] });

        Assert.Equal("prod", outcome.Task!.Profile);
        Assert.Single(_shop.Gateway.Accepted);
    }

    [Fact]
    public async Task What_was_sent_and_removed_from_the_ledger_is_not_bought_again()
    {
        SubmissionOrder order = Shop.Order(_shop.Profile(), jobKey: "shot 1");
        VeoTask bought = (await _shop.BuyAsync(order)).Task!;
        Assert.True(_shop.OpenLedger().Remove(bought.SubmissionId));

        Assert.Equal(VeoErrorId.SubmitUnknown, (await _shop.BuyAsync(order)).Error!.ErrorId);
        Assert.Single(_shop.Submits);
    }

    [Fact]
    public async Task Of_twenty_that_find_what_was_never_sent_one_buys_it_and_all_get_it()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Verbose = text =>
        {
            if (text.Contains("was taken as", StringComparison.Ordinal)) taken.TrySetResult();
        };
        GatewayProfile profile = shop.Profile(Protocol.Apikley, each => each with { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.40m });
        SubmissionOrder order = Shop.Order(profile, jobKey: "shot 1");
        InterruptedLedger ledger = new(shop.OpenLedger()) { Added = () => throw new InsufficientExecutionStackException() };
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(shop.NewRun(ledger: ledger), order));
        clock.Advance(Submitter.Deadline);

        Task<SubmissionOutcome[]> all = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shop.BuyAsync(order))));
        await Task.WhenAny(taken.Task, all);
        while (!all.IsCompleted)
        {
            // Who waits for another's outcome looks again after a second; nothing is on its way any more.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        string id = Assert.Single(shop.Gateway.Accepted).TaskId;
        Assert.All(await all, outcome => Assert.Equal(id, outcome.Task?.Id));
        Assert.Equal(0.40m, shop.OpenLedger().Spent("prod", "USD", clock.GetUtcNow().UtcDateTime).Day);
    }

    private void Interrupt(bool recorded, Action action)
    {
        if (recorded) _ledger.Added = action;
        else _ledger.Claimed = action;
    }

    // A process ends right after it has claimed the key, or recorded the submission. What the engine does after that does not
    // happen: the exception is none that it knows.
    private async Task DieAsync(SubmissionOrder order, bool recorded)
    {
        Interrupt(recorded, () => throw new InsufficientExecutionStackException());
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(_shop.NewRun(ledger: _ledger), order));
    }
}
