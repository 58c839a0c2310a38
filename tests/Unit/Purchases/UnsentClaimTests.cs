using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>Submissions that a process began and never sent: their claim lapses, and they are bought, and by one process alone.</summary>
public sealed class UnsentClaimTests : IAsyncLifetime
{
    private readonly LeapingClock _clock = new();
    private Shop _shop = null!;

    private GatewayProfile Budgeted
        => _shop.Profile(Protocol.Apikley, profile =>
            new VeoProfile(profile) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.40m });

    private decimal Spent => _shop.OpenLedger().Spent("prod", "USD").Day;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync(_clock);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task What_was_never_sent_is_waited_for_until_its_claim_lapses_and_then_bought_within_the_same_budget()
    {
        SubmissionOrder order = Shop.Order(Budgeted, jobKey: "shot 1");
        await DieAsync(order);
        TimeSpan lapses = _clock.Elapsed + LedgerTimes.ClaimLifetime;

        SubmissionOutcome outcome = await _shop.BuyAsync(order);

        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, outcome.Task?.Id);
        Assert.InRange(_clock.Elapsed, lapses - TimeSpan.FromSeconds(1), lapses + TimeSpan.FromSeconds(2));
        Assert.Equal(0.40m, Spent);
        Assert.Equal(VeoTaskStatus.Canceled, Assert.Single(_shop.Recorded, entry => entry.Task.Id is null).Task.Status);
    }

    [Fact]
    public async Task Who_was_held_up_until_its_claim_lapsed_sends_nothing_once_another_has_bought()
    {
        // Over the budget it would not be sent either.
        GatewayProfile profile = _shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.80m });
        SubmissionOrder order = Shop.Order(profile, jobKey: "shot 1");
        VeoTask? bought = null;

        SubmissionOutcome late = await HeldUpAsync(order, () => bought = _shop.BuyAsync(order).GetAwaiter().GetResult().Task);

        Assert.Equal((VeoErrorId.NotSent, true), (late.Error!.ErrorId, late.NothingBought));
        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, bought!.Id);
        Assert.Equal(bought.Id, (await _shop.BuyAsync(order)).Task?.Id);
        Assert.Equal(VeoTaskStatus.Canceled, _shop.OpenLedger().Find(late.Error.Task!.SubmissionId)!.Task.Status);
        Assert.Equal(0.40m, Spent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("shot 1")]
    public async Task Who_slept_through_its_own_claim_sends_nothing_where_nobody_came_either(string? jobKey)
    {
        SubmissionOrder order = Shop.Order(Budgeted, jobKey: jobKey);

        SubmissionOutcome late = await HeldUpAsync(order, () => _clock.Leap(LedgerTimes.ClaimLifetime + TimeSpan.FromSeconds(1)));

        Assert.Equal((VeoErrorId.NotSent, true), (late.Error!.ErrorId, late.NothingBought));
        Assert.Empty(_shop.Submits);
        Assert.Equal(0, Spent);
        Assert.NotNull((await _shop.BuyAsync(order)).Task);
    }

    [Fact]
    public async Task A_purchase_by_force_takes_the_key_from_one_that_was_never_sent()
    {
        SubmissionOrder order = Shop.Order(_shop.Profile(), jobKey: "shot 1");
        VeoTask? bought = null;

        SubmissionOutcome late = await HeldUpAsync(
            order,
            () => bought = _shop.BuyAsync(order with { Force = true }).GetAwaiter().GetResult().Task);

        Assert.Equal(VeoErrorId.NotSent, late.Error!.ErrorId);
        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, bought!.Id);
    }

    [Fact]
    public async Task What_was_never_sent_at_one_profile_does_not_stop_a_purchase_at_another()
    {
        GatewayProfile other = _shop.Profile(Protocol.TokenBay, name: "other");
        await DieAsync(Shop.Order(other, jobKey: "shot 1"));

        SubmissionOutcome outcome = await _shop.BuyAsync(
            Shop.Order(_shop.Profile(), jobKey: "shot 1") with { Profiles = [_shop.Profile(), other] });

        Assert.Equal("prod", outcome.Task!.Profile);
        Assert.Single(_shop.Gateway.Accepted);
    }

    [Fact]
    public async Task What_was_turned_away_and_never_sent_again_is_bought_and_not_unknown()
    {
        _shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Once);
        SubmissionOrder order = Shop.Order(Budgeted, jobKey: "shot 1");
        ILedger ledger = HookedLedger.Over(_shop.OpenLedger(), after: step =>
        {
            if (step == "UnmarkSending") throw new InsufficientExecutionStackException();
        });
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(_shop.NewRun(ledger: ledger), order));

        SubmissionOutcome outcome = await _shop.BuyAsync(order);

        Assert.Equal(Assert.Single(_shop.Gateway.Accepted).TaskId, outcome.Task?.Id);
        Assert.Equal(0.40m, Spent);
    }

    [Fact]
    public async Task Of_twenty_that_find_what_was_never_sent_one_buys_it_and_all_get_it()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Verbose = text =>
        {
            if (text.Contains("was accepted as", StringComparison.Ordinal)) taken.TrySetResult();
        };
        GatewayProfile profile = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.40m });
        SubmissionOrder order = Shop.Order(profile, jobKey: "shot 1");
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(shop.NewRun(ledger: Dying(shop)), order));
        clock.Advance(LedgerTimes.ClaimLifetime + TimeSpan.FromSeconds(1));

        Task<SubmissionOutcome[]> all = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shop.BuyAsync(order))));
        await Task.WhenAny(taken.Task, all);
        while (!all.IsCompleted)
        {
            // Who waits for another's outcome looks again after a second; nothing is on its way any more.
            await Task.WhenAny(all, clock.WaitForTimersAsync(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        string id = Assert.Single(shop.Gateway.Accepted).TaskId;
        Assert.All(await all, outcome => Assert.Equal(id, outcome.Task?.Id));
        Assert.Equal(0.40m, shop.OpenLedger().Spent("prod", "USD").Day);
    }

    // A process ends right after it has begun. Nothing of what the engine does after that happens: the exception is none that
    // it knows.
    private Task<InsufficientExecutionStackException> DieAsync(SubmissionOrder order) =>
        Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(_shop.NewRun(ledger: Dying(_shop)), order));

    private static ILedger Dying(Shop shop) => HookedLedger.Over(shop.OpenLedger(), after: step =>
    {
        if (step == "Begin") throw new InsufficientExecutionStackException();
    });

    // A process is held up right after it has begun, while something else happens.
    private Task<SubmissionOutcome> HeldUpAsync(SubmissionOrder order, Action meanwhile)
    {
        bool isOver = false;
        ILedger ledger = HookedLedger.Over(_shop.OpenLedger(), after: step =>
        {
            if (step != "Begin" || isOver) return;
            isOver = true;
            meanwhile();
        });
        return Shop.BuyAsync(_shop.NewRun(ledger: ledger), order);
    }
}
