using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>What the submissions of one call share: a fuse, the profiles that are tried in order, and limits of cost.</summary>
public sealed class SubmissionRunTests
{
    public static TheoryData<string, string, string, bool> Failovers => new()
    {
        { "refused", "gatewayCode 422", VeoErrorId.SubmitRejected, true },
        { "the key is not accepted", "gatewayCode 401", VeoErrorId.Unauthorized, true },
        { "no credits", "gatewayCode 402", VeoErrorId.InsufficientCredits, true },
        { "rate limited for five minutes", "rateLimited", VeoErrorId.RateLimited, true },
        { "no connection for five minutes", "closed", VeoErrorId.NotSent, true },
        { "a redirect", "redirect", VeoErrorId.SubmitRejected, true },
        { "reset", "reset", VeoErrorId.SubmitUnknown, false },
        { "a server error", "gatewayCode 500", VeoErrorId.SubmitUnknown, false },
        { "neither id nor error", "noId", VeoErrorId.SubmitUnknown, false },
    };

    // ---- the fuse

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Three_unknown_outcomes_in_a_row_stop_the_call_at_that_profile(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.First(3));
        PurchaseRun run = shop.NewRun();

        for (int i = 0; i < 3; i++) Assert.Equal(VeoErrorId.SubmitUnknown, (await Buy(run, "prod")).Error!.ErrorId);
        SubmissionOutcome fourth = await Buy(run, "PROD");

        Assert.Equal(VeoErrorId.NotSent, fourth.Error!.ErrorId);
        Assert.True(fourth.NothingBought);
        Assert.Contains("unknown outcome", fourth.Error.Message, StringComparison.Ordinal);
        Assert.Equal(3, shop.Submits.Count);
        Assert.Equal(3, shop.Recorded.Count);
        Assert.NotNull((await Buy(run, "other")).Task);
        Assert.NotNull((await Buy(shop.NewRun(), "prod")).Task);

        Task<SubmissionOutcome> Buy(PurchaseRun call, string name) => Shop.BuyAsync(call, Shop.Order(shop.Profile(protocol, name)));
    }

    [Fact]
    public async Task A_success_between_them_starts_the_count_anew()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.NoIdNoError(accepted: true), Strike.First(2))
            .Add(Route.Submit, Fault.NoIdNoError(accepted: true), Strike.After(3));
        PurchaseRun run = shop.NewRun();
        List<string?> ended = [];

        for (int i = 0; i < 7; i++) ended.Add((await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Error?.ErrorId);

        const string Unknown = VeoErrorId.SubmitUnknown;
        Assert.Equal([Unknown, Unknown, null, Unknown, Unknown, Unknown, VeoErrorId.NotSent], ended);
        Assert.Equal(6, shop.Submits.Count);
    }

    [Theory]
    [InlineData(Protocol.Apikley, "401", VeoErrorId.Unauthorized)]
    [InlineData(Protocol.Apikley, "402", VeoErrorId.InsufficientCredits)]
    [InlineData(Protocol.TokenBay, "invalid_api_key", VeoErrorId.Unauthorized)]
    [InlineData(Protocol.TokenBay, "insufficient_user_quota", VeoErrorId.InsufficientCredits)]
    public async Task One_answer_that_no_request_will_pass_stops_the_call_at_that_profile(Protocol protocol, string code, string errorId)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode(code), Strike.Once);
        PurchaseRun run = shop.NewRun();

        Assert.Equal(errorId, (await Shop.BuyAsync(run, Shop.Order(shop.Profile(protocol)))).Error!.ErrorId);
        Assert.Equal(VeoErrorId.NotSent, (await Shop.BuyAsync(run, Shop.Order(shop.Profile(protocol)))).Error!.ErrorId);

        Assert.Single(shop.Submits);
    }

    [Fact]
    public async Task A_refusal_of_one_request_stops_nothing()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode("422"), Strike.First(5));
        PurchaseRun run = shop.NewRun();

        for (int i = 0; i < 5; i++)
            Assert.Equal(VeoErrorId.SubmitRejected, (await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Error!.ErrorId);

        Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Task);
    }

    // ---- several profiles

    [Theory]
    [MemberData(nameof(Failovers))]
    public async Task The_next_profile_is_tried_only_where_nothing_can_have_been_bought(
        string because,
        string fault,
        string errorId,
        bool goesOn)
    {
        await using Shop shop = await Shop.OpenAsync(new LeapingClock());
        Fault? first = fault.Split(' ') switch
        {
            ["gatewayCode", var code] => Fault.GatewayCode(code, accepted: !goesOn),
            ["rateLimited"] => Fault.RateLimited(),
            ["redirect"] => Fault.RedirectToOtherHost(),
            ["reset"] => Fault.Reset(accepted: true),
            ["noId"] => Fault.NoIdNoError(accepted: true),
            _ => null,
        };
        if (first is not null) shop.Gateway.Faults.Add(Route.Submit, first, matching: request => request.Protocol == Protocol.Apikley);
        GatewayProfile[] profiles = [shop.Profile(name: "a", baseUri: first is null
            ? shop.ClosedPort
            : null), shop.Profile(Protocol.TokenBay, name: "b")];

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(profiles[0], jobKey: "shot 1") with { Profiles = profiles });
        int sent = shop.Submits.Count;
        SubmissionOutcome again = await shop.BuyAsync(Shop.Order(profiles[0], jobKey: "shot 1") with { Profiles = profiles });

        Assert.True(goesOn == (outcome.Task?.Profile == "b"), because);
        Assert.Equal(goesOn ? null : errorId, outcome.Error?.ErrorId);
        Assert.Equal(goesOn ? 2 : 1, shop.Recorded.Count);
        Assert.Single(shop.Gateway.Accepted);
        if (goesOn)
            Assert.Contains(
                shop.Warnings,
                text => text.Contains("Nothing was bought", StringComparison.Ordinal) && text.Contains("'b'", StringComparison.Ordinal));

        // What was bought at the second profile is found there, and what may have been bought at the first stops everything.
        ValueAssert.Equal(outcome.Task, again.Task);
        Assert.Equal(outcome.Error?.ErrorId, again.Error?.ErrorId);
        Assert.Equal(sent, shop.Submits.Count);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_is_no_reason_to_try_elsewhere()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        File.WriteAllText(shop.Folder, "no folder");

        SubmissionOutcome outcome = await shop.BuyAsync(
            Shop.Order(shop.Profile(name: "a")) with { Profiles = [shop.Profile(name: "a"), shop.Profile(name: "b")] });

        Assert.Equal(VeoErrorId.LedgerUnavailable, outcome.Error!.ErrorId);
        Assert.Empty(shop.Warnings);
        Assert.Empty(shop.Gateway.Requests);
    }

    // ---- cost

    [Theory]
    [InlineData(Protocol.Apikley, "0.01", null)]
    [InlineData(Protocol.TokenBay, null, "1000000")]
    public async Task Without_a_published_price_a_limit_refuses_and_nothing_is_sent(
        Protocol protocol,
        string? maxCost,
        string? maxTotalCost)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: "shot 1") with { MaxCost = Amount(maxCost) };

        SubmissionOutcome outcome = await Shop.BuyAsync(shop.NewRun(Amount(maxTotalCost)), order);

        Assert.Equal(VeoErrorId.BudgetExceeded, outcome.Error!.ErrorId);
        Assert.True(outcome.NothingBought);
        Assert.Empty(shop.Gateway.Requests);
        Assert.Empty(shop.Recorded);
        Assert.NotNull((await shop.BuyAsync(order with { MaxCost = null })).Task);
    }

    [Fact]
    public async Task What_is_free_passes_every_limit()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        PurchaseRun run = shop.NewRun(maxTotalCost: 0);

        for (int i = 0; i < 3; i++) Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(Shop.Sandbox()) with { MaxCost = 0 })).Task);
    }

    [Fact]
    public async Task A_request_above_the_limit_counts_with_all_its_videos()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(Priced(shop, 0.40m)) with { MaxCost = 0.79m };

        Assert.Equal(
            VeoErrorId.BudgetExceeded,
            (await shop.BuyAsync(order with { Request = order.Request with { Count = 2 } })).Error!.ErrorId);
        Assert.Empty(shop.Submits);
        Assert.Equal(0.40m, (await shop.BuyAsync(order)).Task!.Cost!.Amount);
    }

    [Fact]
    public async Task The_total_is_spent_by_what_was_bought_and_by_what_may_have_been_and_not_by_what_was_refused()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode("422"), Strike.First(3))
            .Add(Route.Submit, Fault.Reset(accepted: true), Strike.Nth(4));
        PurchaseRun run = shop.NewRun(maxTotalCost: 1.00m);
        List<string?> ended = [];

        for (int i = 0; i < 6; i++) ended.Add((await Shop.BuyAsync(run, Shop.Order(Priced(shop, 0.40m)))).Error?.ErrorId);

        const string Rejected = VeoErrorId.SubmitRejected;
        Assert.Equal([Rejected, Rejected, Rejected, VeoErrorId.SubmitUnknown, null, VeoErrorId.BudgetExceeded], ended);
        Assert.Equal(5, shop.Submits.Count);
    }

    [Fact]
    public async Task What_the_ledger_stopped_or_a_job_key_had_bought_is_not_spent()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        PurchaseRun run = shop.NewRun(maxTotalCost: 0.40m);
        File.WriteAllText(shop.Folder, "no folder");
        for (int i = 0; i < 3; i++)
            Assert.Equal(VeoErrorId.LedgerUnavailable, (await Shop.BuyAsync(run, Shop.Order(Priced(shop, 0.40m)))).Error!.ErrorId);
        File.Delete(shop.Folder);

        SubmissionOrder order = Shop.Order(Priced(shop, 0.40m), jobKey: "shot 1");
        VeoTask task = (await Shop.BuyAsync(run, order)).Task!;

        ValueAssert.Equal(task, (await Shop.BuyAsync(run, order)).Task);
        Assert.Equal(VeoErrorId.BudgetExceeded, (await Shop.BuyAsync(run, order with { JobKey = "shot 2" })).Error!.ErrorId);
    }

    [Fact]
    public async Task Many_at_once_never_spend_more_than_the_total()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        PurchaseRun run = shop.NewRun(maxTotalCost: 1.00m);
        GatewayProfile profile = Priced(shop, 0.40m);

        SubmissionOutcome[] outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => Shop.BuyAsync(run, Shop.Order(profile, $"Shot {i}")))));

        Assert.Equal(2, outcomes.Count(outcome => outcome.Task is not null));
        Assert.Equal(2, shop.Gateway.Accepted.Count);
        Assert.All(
            outcomes.Where(outcome => outcome.Task is null),
            outcome => Assert.Equal(VeoErrorId.BudgetExceeded, outcome.Error!.ErrorId));
    }

    [Fact]
    public async Task A_total_counts_in_one_unit()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        PurchaseRun run = shop.NewRun(maxTotalCost: 100);

        Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(Priced(shop, 0.40m)))).Task);
        SubmissionOutcome other = await Shop.BuyAsync(run, Shop.Order(Priced(shop, 10, "credits")));

        Assert.Equal(VeoErrorId.BudgetExceeded, other.Error!.ErrorId);
        Assert.Single(shop.Submits);
    }

    private static decimal? Amount(string? text)
        => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static GatewayProfile Priced(Shop shop, decimal amount, string unit = "USD") =>
        shop.Profile(new PricedGateway(GatewayCatalog.Find("Apikley")!, new VeoCost { Amount = amount, Unit = unit, Basis = "made up" }));
}
