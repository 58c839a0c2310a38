using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>The protocol of buying where several rows, several addresses or a person's hand meet.</summary>
public sealed class PurchaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // ---- sending again

    [Fact]
    public async Task An_address_that_nothing_reaches_has_one_time_limit_for_the_call_and_then_holds_its_other_rows()
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        PurchaseRun run = shop.NewRun();
        GatewayProfile deaf = shop.Profile(baseUri: shop.ClosedPort);

        SubmissionOutcome[] ended = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Shop.BuyAsync(run, Shop.Order(deaf))))];
        TimeSpan after = clock.Elapsed;
        SubmissionOutcome held = await Shop.BuyAsync(run, Shop.Order(deaf));

        Assert.All(
            ended.Append(held),
            outcome => Assert.Equal((VeoErrorId.NotSent, true), (outcome.Error!.ErrorId, outcome.NothingBought)));
        Assert.Contains("could not be reached for 300 s", held.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(after, clock.Elapsed);
        Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Task);
    }

    [Fact]
    public async Task An_answer_starts_the_time_limit_of_its_address_anew()
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.First(3));
        PurchaseRun run = shop.NewRun(retryTimeout: TimeSpan.FromSeconds(40));

        for (int row = 0; row < 30; row++) Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Task);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_time_limit_nothing_is_sent_again(bool isDeaf)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited());

        SubmissionOutcome outcome = await Shop.BuyAsync(
            shop.NewRun(retryTimeout: TimeSpan.Zero),
            Shop.Order(isDeaf ? shop.Profile(baseUri: shop.ClosedPort) : shop.Profile()));

        Assert.Equal(isDeaf ? VeoErrorId.NotSent : VeoErrorId.RateLimited, outcome.Error!.ErrorId);
        Assert.Equal(isDeaf ? 0 : 1, shop.Submits.Count);
        Assert.Equal(TimeSpan.Zero, clock.Elapsed);
    }

    // ---- waiting for another process

    [Fact]
    public async Task A_row_that_waits_for_another_process_gives_up_its_place_and_takes_one_again_before_it_buys()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        CountedPlace place = new();

        Task<SubmissionOutcome> first = shop.BuyAsync(order);
        await hold.Reached;
        Task<SubmissionOutcome> second = shop.NewRun().SubmitAsync(order, Token, place);
        await clock.WaitForTimersAsync(3);
        Assert.Equal((1, 0), (place.Left, place.Returned));

        // What another has bought needs no place.
        hold.Release();
        await first;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await second).Task);
        Assert.Equal((1, 0), (place.Left, place.Returned));
    }

    [Theory]
    [InlineData(true, "is used twice in this command and is being submitted as")]
    [InlineData(false, "is being submitted by another process as")]
    public async Task A_row_that_waits_says_whether_it_waits_for_a_row_of_the_same_line_or_for_another_process(bool isSame, string words)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        PurchaseRun run = shop.NewRun();

        Task<SubmissionOutcome> first = run.SubmitAsync(order, Token);
        await hold.Reached;
        Task<SubmissionOutcome> second = (isSame ? run : shop.NewRun()).SubmitAsync(order, Token);
        await clock.WaitForTimersAsync(3);

        Assert.Contains($"The job key 'shot 1' {words} veo-", Assert.Single(shop.Warnings), StringComparison.Ordinal);
        hold.Release();
        await first;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await second).Task);
    }

    [Fact]
    public async Task A_row_that_buys_in_place_of_another_process_takes_a_place_first()
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        ILedger dying = HookedLedger.Over(shop.OpenLedger(), after: step =>
        {
            if (step == "Begin") throw new InsufficientExecutionStackException();
        });
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(shop.NewRun(ledger: dying), order));
        CountedPlace place = new();

        Assert.NotNull((await shop.NewRun().SubmitAsync(order, Token, place)).Task);

        Assert.Equal((1, 1), (place.Left, place.Returned));
    }

    // ---- settling

    [Fact]
    public async Task An_id_overwrites_what_was_settled_by_hand_meanwhile_and_its_money_is_counted_again()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        GatewayProfile profile = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 1 });

        Task<SubmissionOutcome> buying = shop.BuyAsync(Shop.Order(profile, jobKey: "shot 1"));
        await hold.Reached;
        string submissionId = Assert.Single(shop.Recorded).Task.SubmissionId;
        shop.OpenLedger().Update(submissionId, entry => entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Canceled } });
        Assert.Equal(0, shop.OpenLedger().Spent("prod", "USD").Day);
        hold.Release();
        VeoTask task = (await buying).Task!;

        Assert.Equal(
            (task.Id, VeoTaskStatus.Queued),
            (shop.OpenLedger().Find(submissionId)!.Task.Id, shop.OpenLedger().Find(submissionId)!.Task.Status));
        Assert.Equal(0.40m, shop.OpenLedger().Spent("prod", "USD").Day);
        Assert.Contains(
            shop.Warnings,
            text => text.Contains(VeoTaskStatus.Canceled, StringComparison.Ordinal) && text.Contains(task.Id!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_request_lies_beside_its_record()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile());

        VeoTask task = (await shop.BuyAsync(order)).Task!;

        string stored = (await shop.OpenLedger().RequestAsync(task.SubmissionId, Token))!;
        Assert.Equal(RequestFingerprint.Of(order.Request), RequestFingerprint.Of(StoredRequest.FromJson(stored)!));
    }

    // ---- the preview

    [Fact]
    public async Task A_preview_adds_up_against_every_limit_and_writes_nothing()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile budgeted = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.80m });
        GatewayProfile priced = shop.Profile(Protocol.Apikley, each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD" });
        PurchaseRun total = shop.NewRun(maxTotalCost: 0.50m);
        PurchaseRun budget = shop.NewRun();

        Assert.Null(await WhyAsync(total, Shop.Order(priced)));
        Assert.Contains("MaxTotalCost", await WhyAsync(total, Shop.Order(priced)), StringComparison.Ordinal);
        Assert.Contains("MaxCost 0.39", await WhyAsync(budget, Shop.Order(priced) with { MaxCost = 0.39m }), StringComparison.Ordinal);
        Assert.Null(await WhyAsync(budget, Shop.Order(budgeted)));
        Assert.Null(await WhyAsync(budget, Shop.Order(budgeted)));
        Assert.Contains("DailyBudget", await WhyAsync(budget, Shop.Order(budgeted)), StringComparison.Ordinal);
        Assert.Empty(shop.Gateway.Requests);
        Assert.Empty(shop.Recorded);

        static async Task<string?> WhyAsync(PurchaseRun run, SubmissionOrder order) => (await run.PreviewAsync(order, Token)).WhyNot;
    }

    [Fact]
    public async Task A_preview_names_the_profile_that_would_take_it()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile spent = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 0.10m });

        PurchasePreview preview = await shop.NewRun()
            .PreviewAsync(Shop.Order(spent) with { Profiles = [spent, shop.Profile(name: "other")] }, Token);

        Assert.Equal(("other", null), (preview.Profile.Name, preview.WhyNot));
    }

    private sealed class CountedPlace : ISubmissionSlot
    {
        public int Left { get; private set; }

        public int Returned { get; private set; }

        public void Leave() => Left++;

        public Task ReturnAsync(CancellationToken cancellationToken)
        {
            Returned++;
            return Task.CompletedTask;
        }
    }
}
