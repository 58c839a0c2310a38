using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>Buying once under a job key, whoever asks and however often.</summary>
public sealed class JobKeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How the first purchase ended, and whether it is bought again without and with -Force.</summary>
    public static TheoryData<string, bool, bool> Endings => new()
    {
        { VeoTaskStatus.Queued, false, false },
        { VeoTaskStatus.Running, false, false },
        { VeoTaskStatus.Succeeded, false, false },
        { VeoTaskStatus.Failed, true, true },
        { VeoTaskStatus.Canceled, true, true },
        { VeoTaskStatus.Filtered, false, true },
        { VeoTaskStatus.Expired, false, true },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task What_became_of_the_first_decides_whether_it_is_bought_again(string status, bool again, bool againWithForce)
    {
        foreach ((bool force, bool expected) in new[] { (false, again), (true, againWithForce) })
        {
            await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
            SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
            VeoTask first = (await shop.BuyAsync(order)).Task!;
            shop.OpenLedger().Update(first.SubmissionId, entry => entry with { Task = new VeoTask(entry.Task) { Status = status } });

            string? foretold = (await shop.NewRun().PreviewAsync(order with { Force = force }, Token)).WhyNot;
            VeoTask second = (await shop.BuyAsync(order with { Force = force })).Task!;

            Assert.Equal(expected, foretold is null);
            Assert.Equal(expected ? 2 : 1, shop.Gateway.Accepted.Count);
            Assert.Equal(expected, second.SubmissionId != first.SubmissionId);
            Assert.Equal(expected ? shop.Gateway.Accepted[1].TaskId : first.Id, second.Id);
            Assert.Equal("shot 1", second.JobKey);
        }
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task What_may_have_been_bought_is_not_bought_again_by_force_either_until_it_is_settled(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.CloseAfterReading(accepted: false), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: "shot 1");
        SubmissionOutcome first = await shop.BuyAsync(order);

        foreach (bool force in new[] { false, true })
        {
            SubmissionOutcome again = await shop.BuyAsync(order with { Force = force });

            Assert.Contains(
                "may have been bought",
                (await shop.NewRun().PreviewAsync(order with { Force = force }, Token)).WhyNot,
                StringComparison.Ordinal);
            Assert.Equal(VeoErrorId.SubmitUnknown, again.Error!.ErrorId);
            ValueAssert.Equal(first.Error!.Task, again.Error.Task);
            Assert.Single(shop.Submits);
        }

        shop.OpenLedger()
            .Update(first.Error!.Task!.SubmissionId, entry =>
                entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Canceled } });
        VeoTask bought = (await shop.BuyAsync(order)).Task!;
        Assert.Equal(Assert.Single(shop.Gateway.Accepted).TaskId, bought.Id);
        ValueAssert.Equal(bought, (await shop.BuyAsync(order with { Force = true })).Task);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_comes_with_another_request_is_refused(bool force)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        VeoTask first = (await shop.BuyAsync(Shop.Order(shop.Profile(), "A lighthouse", "shot 1"))).Task!;

        SubmissionOutcome other = await shop.BuyAsync(Shop.Order(shop.Profile(), "A harbour", "shot 1") with { Force = force });

        Assert.Equal(VeoErrorId.JobKeyConflict, other.Error!.ErrorId);
        ValueAssert.Equal(first, other.Error.Task);
        Assert.Single(shop.Submits);
    }

    [Fact]
    public async Task Keys_compare_ordinally_without_outer_white_space_and_in_one_unicode_form()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        string[] different = ["shot 1", "Shot 1", "shot\u00a01", "../shot 1", "sho\u0301t"];
        string[] known = ["shot 1 ", "\u00a0\u2003shot 1\t", "sh\u00f3t"];

        foreach (string key in different.Concat(known)) await shop.BuyAsync(Shop.Order(shop.Profile(), jobKey: key));

        Assert.Equal(different.Length, shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Profiles_of_one_name_at_different_origins_do_not_meet()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        await using LoopbackGateway elsewhere = await LoopbackGateway.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        VeoTask here = (await shop.BuyAsync(Shop.Order(shop.Profile(), jobKey: "shot 1"))).Task!;
        VeoTask there = (await shop.BuyAsync(Shop.Order(shop.Profile(baseUri: elsewhere.BaseUri), jobKey: "shot 1"))).Task!;
        VeoTask other = (await shop.BuyAsync(Shop.Order(shop.Profile(Protocol.TokenBay), jobKey: "shot 1"))).Task!;
        VeoTask again = (await shop.BuyAsync(Shop.Order(shop.Profile(name: "PROD"), jobKey: "shot 1"))).Task!;

        Assert.Equal(3, new[] { here.Id, there.Id, other.Id }.Distinct().Count());
        ValueAssert.Equal(here, again);
        Assert.Single(elsewhere.Accepted);
        Assert.Equal(2, shop.Gateway.Accepted.Count);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Whoever_comes_second_waits_for_the_outcome_of_the_first(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: "shot 1");

        Task<SubmissionOutcome> first = shop.BuyAsync(order);
        await hold.Reached;
        Task<SubmissionOutcome> second = shop.BuyAsync(order with { Force = true });
        await clock.WaitForTimersAsync(3); // The limit of the first, its heartbeat, and the second's next look.
        Assert.False(second.IsCompleted);
        hold.Release();
        VeoTask bought = (await first).Task!;
        clock.Advance(TimeSpan.FromSeconds(1));

        ValueAssert.Equal(bought, (await second).Task);
        Assert.Single(shop.Gateway.Accepted);
    }

    [Fact]
    public async Task Whoever_waits_may_be_stopped()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using CancellationTokenSource stop = new();
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");

        Task<SubmissionOutcome> first = shop.BuyAsync(order);
        await hold.Reached;
        Task<SubmissionOutcome> second = shop.BuyUntilAsync(order, stop.Token);
        await clock.WaitForTimersAsync(3);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        hold.Release();
        Assert.NotNull((await first).Task);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_whose_owner_died_while_it_sent_is_waited_for_until_it_lapses_and_then_is_unknown(bool force)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        ILedger ledger = HookedLedger.Over(shop.OpenLedger(), after: step =>
        {
            if (step == "MarkSending") throw new InsufficientExecutionStackException();
        });
        await Assert.ThrowsAsync<InsufficientExecutionStackException>(() => Shop.BuyAsync(shop.NewRun(ledger: ledger), order));
        TimeSpan lapses = clock.Elapsed + LedgerTimes.ClaimLifetime;

        SubmissionOutcome outcome = await shop.BuyAsync(order with { Force = force });

        Assert.Equal(VeoErrorId.SubmitUnknown, outcome.Error!.ErrorId);
        Assert.InRange(clock.Elapsed, lapses - TimeSpan.FromSeconds(1), lapses + TimeSpan.FromSeconds(2));
        Assert.Contains(shop.Warnings, text => text.Contains("waiting for its outcome, until 06:01:", StringComparison.Ordinal));
        Assert.Empty(shop.Submits);
    }

    [Fact]
    public async Task A_submission_that_is_turned_away_for_minutes_renews_its_claim_and_others_wait_for_it()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        using SemaphoreSlim renewed = new(0);
        ILedger ledger = HookedLedger.Over(shop.OpenLedger(), after: step =>
        {
            if (step == "Renew") renewed.Release();
        });
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(TimeSpan.FromSeconds(100)), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");

        Task<SubmissionOutcome> first = Shop.BuyAsync(shop.NewRun(ledger: ledger), order);
        Assert.Contains("tries again", await shop.NextWarningAsync(), StringComparison.Ordinal);
        Task<SubmissionOutcome> second = shop.BuyAsync(order);
        Assert.Contains("waiting for its outcome", await shop.NextWarningAsync(), StringComparison.Ordinal);
        for (int beat = 0; beat < 6; beat++)
        {
            await clock.WaitForTimersAsync(3); // The heartbeat, the wait of the first, and the next look of the second.
            clock.Advance(LedgerTimes.Heartbeat);
            Assert.True(await renewed.WaitAsync(TimeSpan.FromSeconds(30), Token));
        }

        Assert.Single(shop.Submits);
        while (!second.IsCompleted)
        {
            await Task.WhenAny(second, clock.WaitForTimersAsync(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        ValueAssert.Equal((await first).Task, (await second).Task);
        Assert.Single(shop.Gateway.Accepted);
    }

    [Fact]
    public async Task A_key_whose_attempts_keep_failing_is_bought_so_often_and_no_more()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1") with { MaxAttempts = 2 };
        for (int attempt = 0; attempt < 2; attempt++)
        {
            VeoTask bought = (await shop.BuyAsync(order)).Task!;
            shop.OpenLedger().Update(bought.SubmissionId, entry =>
                entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Failed } });
        }

        SubmissionOutcome third = await shop.BuyAsync(order);

        Assert.Equal(VeoErrorId.TaskFailed, third.Error!.ErrorId);
        Assert.Contains("2 times", third.Error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxAttempts", third.Error.Message, StringComparison.Ordinal);
        Assert.Equal(2, shop.Gateway.Accepted.Count);
        Assert.NotNull((await shop.BuyAsync(order with { MaxAttempts = 3 })).Task);
    }

    [Fact]
    public async Task A_request_whose_file_cannot_be_uploaded_takes_no_key()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        using TempFolder folder = new();
        SubmissionOrder order = await WithImageAsync(Shop.Order(shop.Profile(), jobKey: "shot 1"), folder);
        shop.Gateway.Faults.Add(Route.Upload, Fault.Status(400));

        Assert.Equal(VeoErrorId.NotSent, (await shop.BuyAsync(order)).Error!.ErrorId);
        Assert.Empty(shop.Submits);

        shop.Gateway.Faults.Clear();
        Assert.NotNull((await shop.BuyAsync(order)).Task);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Of_twenty_at_once_one_buys_and_all_get_the_same(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);

        for (int round = 0; round < 3; round++)
        {
            SubmissionOrder order = Shop.Order(shop.Profile(protocol), jobKey: $"shot {round}");
            SubmissionOutcome[] outcomes = await RaceAsync(shop, clock, order);

            Assert.Equal(round + 1, shop.Gateway.Accepted.Count);
            Assert.All(outcomes, outcome => Assert.Equal(shop.Gateway.Accepted[round].TaskId, outcome.Task?.Id));
            Assert.Equal(round + 1, shop.Recorded.Count);
        }
    }

    [Fact]
    public async Task Of_twenty_at_once_that_force_what_was_filtered_one_buys_it_again()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        VeoTask filtered = (await shop.BuyAsync(order)).Task!;
        shop.OpenLedger().Update(filtered.SubmissionId, entry =>
            entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Filtered } });

        SubmissionOutcome[] outcomes = await RaceAsync(shop, clock, order with { Force = true });

        string id = shop.Gateway.Accepted[1].TaskId;
        Assert.All(outcomes, outcome => Assert.Equal(id, outcome.Task?.Id));
        Assert.Equal(2, shop.Submits.Count);
    }

    private static async Task<SubmissionOrder> WithImageAsync(SubmissionOrder order, TempFolder folder)
    {
        await File.WriteAllBytesAsync(folder.PathOf("a.png"), [1, 2, 3]);
        return order with { Request = order.Request with { FirstFrame = new FileMedia(folder.PathOf("a.png"), "image/png") } };
    }

    private static async Task<SubmissionOutcome[]> RaceAsync(Shop shop, FakeTimeProvider clock, SubmissionOrder order)
    {
        SubmissionOutcome[] outcomes = new SubmissionOutcome[20];
        TaskCompletionSource bought = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task race = Task.Run(() => Race.Run(outcomes.Length, racer =>
        {
            // Each as a process of its own would: by its own view of the one folder.
            outcomes[racer] = shop.BuyAsync(order).GetAwaiter().GetResult();
            bought.TrySetResult();
        }));

        // Time stands still until one has bought. From then on it only makes the others look again.
        await Task.WhenAny(bought.Task, race);
        while (!race.IsCompleted)
        {
            await Task.WhenAny(race, clock.WaitForTimersAsync(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await race;
        return outcomes;
    }

    [Fact]
    public async Task A_key_whose_task_is_forgotten_is_known_by_its_id_and_not_bought_again()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        VeoTask first = (await shop.BuyAsync(order)).Task!;
        shop.OpenLedger().Remove(first.SubmissionId);

        VeoTask again = (await shop.BuyAsync(order)).Task!;

        Assert.Equal((first.Id, first.Profile, first.Status), (again.Id, again.Profile, again.Status));
        Assert.Single(shop.Gateway.Accepted);
    }

    [Fact]
    public async Task A_key_whose_unknown_task_is_forgotten_says_that_its_record_is_gone()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.Once);
        SubmissionOrder order = Shop.Order(shop.Profile(), jobKey: "shot 1");
        shop.OpenLedger().Remove((await shop.BuyAsync(order)).Error!.Task!.SubmissionId);

        SubmissionOutcome again = await shop.BuyAsync(order);

        Assert.Equal(VeoErrorId.SubmitUnknown, again.Error!.ErrorId);
        Assert.Contains("record was removed", again.Error.Message, StringComparison.Ordinal);
        Assert.Single(shop.Gateway.Accepted);
    }
}
