using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>What a profile may spend in a day and in a month, over all calls and processes.</summary>
public sealed class BudgetTests
{
    [Fact]
    public async Task A_day_spends_its_budget_and_the_next_day_has_its_own()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = Budgeted(shop, daily: 1.00m);

        Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);
        Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);
        SubmissionOutcome third = await shop.BuyAsync(Shop.Order(profile));

        Assert.Equal(VeoErrorId.BudgetExceeded, third.Error!.ErrorId);
        Assert.True(third.NothingBought);
        Assert.Contains("DailyBudget of 'prod'", third.Error.Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);
        Assert.Equal(3, shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task A_month_counts_all_its_days()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = Budgeted(shop, monthly: 1.00m);
        clock.Advance(new DateTimeOffset(clock.GetUtcNow().Year, 1, 10, 12, 0, 0, TimeSpan.Zero).AddYears(1) - clock.GetUtcNow());

        for (int day = 0; day < 2; day++, clock.Advance(TimeSpan.FromDays(1)))
            Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);
        SubmissionOutcome third = await shop.BuyAsync(Shop.Order(profile));
        clock.Advance(TimeSpan.FromDays(31));

        Assert.Contains("MonthlyBudget", third.Error!.Message, StringComparison.Ordinal);
        Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);
    }

    [Fact]
    public async Task What_was_plainly_refused_is_given_back_and_what_may_have_been_bought_is_not()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode("422"), Strike.First(2))
            .Add(Route.Submit, Fault.Reset(accepted: true), Strike.Nth(3));
        GatewayProfile profile = Budgeted(shop, daily: 0.80m);
        List<string?> ended = [];

        for (int i = 0; i < 5; i++) ended.Add((await shop.BuyAsync(Shop.Order(profile))).Error?.ErrorId);

        Assert.Equal(
            [VeoErrorId.SubmitRejected, VeoErrorId.SubmitRejected, VeoErrorId.SubmitUnknown, null, VeoErrorId.BudgetExceeded],
            ended);
    }

    [Fact]
    public async Task Many_calls_at_once_never_spend_more_than_the_budget()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile profile = Budgeted(shop, daily: 2.00m);

        SubmissionOutcome[] outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => shop.BuyAsync(Shop.Order(profile)))));

        Assert.Equal(5, shop.Gateway.Accepted.Count); // Exactly: never exceeded, and never refused early.
        Assert.Equal(shop.Gateway.Accepted.Count, outcomes.Count(outcome => outcome.Task is not null));
        Assert.All(
            outcomes.Where(outcome => outcome.Task is null),
            outcome => Assert.Equal(VeoErrorId.BudgetExceeded, outcome.Error!.ErrorId));
    }

    [Fact]
    public async Task The_same_job_keys_from_many_calls_set_money_aside_once()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using CountdownEvent taken = new(5);
        shop.Verbose = text =>
        {
            if (text.Contains("was accepted as", StringComparison.Ordinal)) taken.Signal();
        };
        GatewayProfile profile = Budgeted(shop, daily: 2.00m);

        Task<SubmissionOutcome[]> all = Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => Task.Run(() => shop.BuyAsync(Shop.Order(profile, jobKey: $"shot {i % 5}")))));
        await Task.Run(() => taken.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        while (!all.IsCompleted)
        {
            // Who waits for another's outcome looks again after a second; nothing is on its way any more.
            await Task.WhenAny(all, clock.WaitForTimersAsync(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, shop.Gateway.Accepted.Count);
        Assert.All(await all, outcome => Assert.NotNull(outcome.Task));
    }

    [Fact]
    public async Task A_job_key_that_the_budget_turned_away_in_the_last_moment_can_be_bought_later()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = Budgeted(shop, daily: 0.50m);

        // Another process spends the rest after this one has looked, and before it begins.
        bool isSpent = false;
        ILedger ledger = HookedLedger.Over(shop.OpenLedger(), step =>
        {
            if (step != "Begin" || isSpent) return;
            isSpent = true;
            Assert.NotNull(shop.BuyAsync(Shop.Order(profile, "Another")).GetAwaiter().GetResult().Task);
        });
        SubmissionOrder order = Shop.Order(profile, jobKey: "shot 1");

        SubmissionOutcome refused = await Shop.BuyAsync(shop.NewRun(ledger: ledger), order);
        clock.Advance(TimeSpan.FromDays(1));
        SubmissionOutcome later = await shop.BuyAsync(order);

        Assert.Equal(VeoErrorId.BudgetExceeded, refused.Error!.ErrorId);
        Assert.NotNull(later.Task);
        Assert.Equal(2, shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task A_purchase_around_midnight_counts_on_the_day_of_the_ledgers_clock_and_exceeds_no_budget()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = Budgeted(shop, daily: 0.50m);
        Assert.NotNull((await shop.BuyAsync(Shop.Order(profile))).Task);

        // The day ends after the submission has got its name, and before it begins.
        bool isOver = false;
        ILedger ledger = HookedLedger.Over(shop.OpenLedger(), step =>
        {
            if (step != "Begin" || isOver) return;
            isOver = true;
            clock.Advance(clock.GetUtcNow().UtcDateTime.Date.AddDays(1) - clock.GetUtcNow().UtcDateTime);
        });

        Assert.NotNull((await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile))).Task);
        Assert.Equal(0.40m, shop.OpenLedger().Spent("prod", "USD").Day);
        Assert.Equal(VeoErrorId.BudgetExceeded, (await shop.BuyAsync(Shop.Order(profile))).Error!.ErrorId);
    }

    [Fact]
    public async Task A_gateway_that_charges_more_than_the_estimate_is_told_and_nothing_more_is_bought()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock, new GatewayOptions { Price = 0.90m, PollsUntilDone = 1 });
        GatewayProfile profile = shop.Profile(Protocol.Vtrix, each => new VeoProfile(each) { PricePerVideo = 0.40m, DailyBudget = 0.80m });
        VeoTask task = (await shop.BuyAsync(Shop.Order(profile))).Task!;

        await new TaskPoller(shop.Transport, shop.OpenLedger(), clock, shop.Log).AskAsync(
            new TaskHandle(task, profile),
            TestContext.Current.CancellationToken);

        Assert.Contains(shop.Warnings, text => text.Contains("DailyBudget is exceeded", StringComparison.Ordinal));
        Assert.Equal(VeoErrorId.BudgetExceeded, (await shop.BuyAsync(Shop.Order(profile))).Error!.ErrorId);
    }

    [Fact]
    public async Task Without_a_price_a_budgeted_profile_buys_nothing()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());

        SubmissionOutcome outcome = await shop.BuyAsync(
            Shop.Order(shop.Profile(Protocol.Apikley, profile => new VeoProfile(profile) { DailyBudget = 100 })));

        Assert.Equal(VeoErrorId.BudgetExceeded, outcome.Error!.ErrorId);
        Assert.Contains("a price per video", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Empty(shop.Gateway.Requests);
    }

    [Fact]
    public async Task Units_never_mix()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile inCredits = Budgeted(shop, daily: 1.00m, unit: "credits");
        GatewayProfile inDollars = Budgeted(shop, daily: 0.40m);

        Assert.NotNull((await shop.BuyAsync(Shop.Order(inCredits))).Task);
        Assert.NotNull((await shop.BuyAsync(Shop.Order(inDollars))).Task);
        Assert.Equal(VeoErrorId.BudgetExceeded, (await shop.BuyAsync(Shop.Order(inDollars))).Error!.ErrorId);
    }

    [Fact]
    public async Task Over_the_budget_of_one_profile_the_next_one_is_tried()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile spent = Budgeted(shop, daily: 0.10m);

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(spent) with { Profiles = [spent, shop.Profile(name: "other")] });

        Assert.Equal("other", outcome.Task!.Profile);
    }

    [Fact]
    public async Task Without_a_ledger_a_budget_is_refused()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());

        SubmissionOutcome outcome = await Shop.BuyAsync(shop.NewRun(ledger: new NoLedger()), Shop.Order(Budgeted(shop, daily: 100)));

        Assert.Equal(VeoErrorId.LedgerUnavailable, outcome.Error!.ErrorId);
        Assert.Empty(shop.Gateway.Requests);
    }

    [Fact]
    public async Task What_the_gateway_says_that_it_cost_counts_in_place_of_the_estimate()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock, new GatewayOptions { Price = 0.90m, PollsUntilDone = 1 });
        GatewayProfile profile = shop.Profile(Protocol.Vtrix, each => new VeoProfile(each) { PricePerVideo = 0.40m, DailyBudget = 1.20m });
        VeoTask task = (await shop.BuyAsync(Shop.Order(profile))).Task!;

        await new TaskPoller(shop.Transport, shop.OpenLedger(), clock, shop.Log).AskAsync(
            new TaskHandle(task, profile),
            TestContext.Current.CancellationToken);

        Assert.Equal(0.90m, shop.OpenLedger().Spent("PROD", "USD").Day);
        Assert.Equal(VeoErrorId.BudgetExceeded, (await shop.BuyAsync(Shop.Order(profile))).Error!.ErrorId);
    }

    private static GatewayProfile Budgeted(Shop shop, decimal? daily = null, decimal? monthly = null, string unit = "USD") =>
        shop.Profile(
            Protocol.Apikley,
            profile => new VeoProfile(profile) { PricePerVideo = 0.40m, PriceUnit = unit, DailyBudget = daily, MonthlyBudget = monthly });
}
