using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>What every store promises. The classes below it say which store, and how its clock is moved.</summary>
public abstract class LedgerContract
{
    private protected const string Origin = "https://api.example.com";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Another user of the same ledger, as another process would be.</summary>
    private protected abstract ILedger Open();

    /// <summary>Lets every claim and lease lapse that is there now.</summary>
    private protected abstract Task LapseAsync();

    /// <summary>Lets so much time pass for jobs that are put off.</summary>
    private protected abstract Task BringDueAsync();

    [Fact]
    public async Task A_purchase_is_recorded_marked_and_settled()
    {
        ILedger ledger = Open();
        LedgerEntry entry = Entry();
        BeginResult begun = await ledger.BeginAsync(new BeginRequest { Entry = entry, Request = "{\"prompt\":\"a cat\"}" }, Stop);
        Assert.Equal(BeginVerdict.Ours, begun.Verdict);
        Assert.True(await ledger.MarkSendingAsync(entry.Task.SubmissionId, Stop));
        await ledger.SettleAsync(new Settlement(Taken(entry, "task-1")), Stop);

        ILedger other = Open();
        LedgerEntry found = (await other.FindAsync(entry.Task.SubmissionId, Stop))!;
        Assert.Equal("task-1", found.Task.Id);
        Assert.Equal(VeoTaskStatus.Queued, found.Task.Status);
        Assert.Equal(Origin, found.Origin);
        ValueAssert.Equal(found, await other.FindByIdAsync("PROD", "task-1", Stop));
        ValueAssert.Equal(found, await other.FindByIdAsync(null, "task-1", Stop));
        Assert.Null(await other.FindByIdAsync("other", "task-1", Stop));
        Assert.Equal("{\"prompt\":\"a cat\"}", await other.RequestAsync(entry.Task.SubmissionId, Stop));
    }

    [Fact]
    public async Task A_begin_that_is_repeated_changes_nothing_more()
    {
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 0.40m) with { DailyBudget = 1 };
        BeginResult first = await ledger.BeginAsync(request, Stop);
        BeginResult again = await ledger.BeginAsync(request, Stop);
        Assert.Equal(BeginVerdict.Ours, first.Verdict);
        Assert.Equal(BeginVerdict.Ours, again.Verdict);
        Assert.Equal(1, again.Key!.Claim.Attempt);
        Assert.Equal(0.40m, (await ledger.SpentAsync("prod", "USD", Stop)).Day);
    }

    [Fact]
    public async Task Of_many_that_want_one_key_one_has_it()
    {
        ILedger[] ledgers = [.. Enumerable.Range(0, 4).Select(_ => Open())];
        BeginResult[] begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(each =>
            Task.Run(() => ledgers[each % 4].BeginAsync(Keyed("intro"), Stop))));
        Assert.Single(begun, each => each.Verdict == BeginVerdict.Ours);
        Assert.All(begun.Where(each => each.Verdict != BeginVerdict.Ours), each => Assert.Equal(JobKeyVerdict.Wait, each.KeyVerdict));
    }

    [Fact]
    public async Task Profiles_in_opposite_order_buy_once()
    {
        ILedger one = Open();
        ILedger other = Open();
        string[] scopes = [Scope("a"), Scope("b")];
        BeginResult[] begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(each => Task.Run(() => each % 2 == 0
            ? one.BeginAsync(Keyed("intro", "a") with { Scopes = scopes }, Stop)
            : other.BeginAsync(Keyed("intro", "b") with { Scopes = [.. scopes.Reverse()] }, Stop))));
        Assert.Single(begun, each => each.Verdict == BeginVerdict.Ours);
    }

    [Fact]
    public async Task A_budget_is_spent_exactly_by_any_number_of_buyers()
    {
        ILedger[] ledgers = [.. Enumerable.Range(0, 4).Select(_ => Open())];
        BeginResult[] begun = await Task.WhenAll(Enumerable.Range(0, 40).Select(each => Task.Run(() => ledgers[each % 4].BeginAsync(
            new BeginRequest { Entry = Entry(cost: 0.10m), DailyBudget = 3, MonthlyBudget = 100 }, Stop))));
        Assert.Equal(30, begun.Count(each => each.Verdict == BeginVerdict.Ours));
        Assert.All(begun.Where(each => each.Verdict != BeginVerdict.Ours), each => Assert.Equal(3m, each.Budget!.Spent.Day));
        Assert.Equal(new SpentSums(3, 3), await ledgers[0].SpentAsync("Prod", "USD", Stop));
    }

    [Fact]
    public async Task A_month_is_a_limit_of_its_own()
    {
        ILedger ledger = Open();
        BeginResult begun = await ledger.BeginAsync(new BeginRequest { Entry = Entry(cost: 2), MonthlyBudget = 1.99m }, Stop);
        Assert.Equal(BeginVerdict.OverBudget, begun.Verdict);
        Assert.Equal(BudgetLimit.Monthly, Budgets.Exceeded(begun.Budget!, 2));
    }

    [Fact]
    public async Task A_mark_is_given_once_and_can_be_taken_back()
    {
        ILedger ledger = Open();
        string id = await BegunAsync(ledger, Keyed("intro"));
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        Assert.False(await ledger.MarkSendingAsync(id, Stop));
        Assert.True(await ledger.UnmarkSendingAsync(id, Stop));
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
    }

    [Fact]
    public async Task What_slept_through_its_claim_is_not_sent()
    {
        ILedger ledger = Open();
        string id = await BegunAsync(ledger, Keyed("intro"));
        await LapseAsync();
        Assert.False(await ledger.MarkSendingAsync(id, Stop));
        Assert.Empty(await ledger.RenewAsync([id], Stop));
        Assert.Equal(VeoTaskStatus.Canceled, (await ledger.FindAsync(id, Stop))!.Task.Status);
    }

    [Fact]
    public async Task A_renewed_claim_is_alive()
    {
        ILedger ledger = Open();
        string id = await BegunAsync(ledger, Keyed("intro"));
        Assert.Equal([id], await ledger.RenewAsync([id, "veo-20260101-000000000-000000000000"], Stop));
        BeginResult other = await Open().BeginAsync(Keyed("intro"), Stop);
        Assert.Equal(JobKeyVerdict.Wait, other.KeyVerdict);
        Assert.Equal(id, other.Entry!.Task.SubmissionId);
        Assert.NotNull(other.Until);
    }

    [Fact]
    public async Task A_claim_that_lapsed_before_it_was_sent_is_taken_over_and_its_money_is_free()
    {
        ILedger ledger = Open();
        string first = await BegunAsync(ledger, Keyed("intro", cost: 1) with { DailyBudget = 1 });
        await LapseAsync();
        BeginResult second = await Open().BeginAsync(Keyed("intro", cost: 1) with { DailyBudget = 1 }, Stop);
        Assert.Equal(BeginVerdict.Ours, second.Verdict);
        Assert.Equal(first, Assert.Single(second.TakenOver).Task.SubmissionId);
        Assert.Equal(1, (await ledger.SpentAsync("prod", "USD", Stop)).Day);
        Assert.False(await ledger.MarkSendingAsync(first, Stop));
    }

    [Fact]
    public async Task What_a_dead_process_had_reserved_and_not_sent_does_not_fill_a_budget()
    {
        ILedger ledger = Open();
        await BegunAsync(ledger, new BeginRequest { Entry = Entry(cost: 1), DailyBudget = 1 });
        Assert.Equal(
            BeginVerdict.OverBudget,
            (await ledger.BeginAsync(new BeginRequest { Entry = Entry(cost: 1), DailyBudget = 1 }, Stop)).Verdict);
        await LapseAsync();
        Assert.Equal(
            BeginVerdict.Ours,
            (await ledger.BeginAsync(new BeginRequest { Entry = Entry(cost: 1), DailyBudget = 1 }, Stop)).Verdict);
    }

    [Fact]
    public async Task A_claim_that_lapsed_after_it_was_sent_is_unknown_until_its_answer_comes()
    {
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        string id = await BegunAsync(ledger, request);
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        await LapseAsync();

        Assert.Equal(VeoTaskStatus.Unknown, (await ledger.FindAsync(id, Stop))!.Task.Status);
        Assert.Equal(id, Assert.Single(await ListAsync(ledger, new LedgerQuery { Status = ["Unknown"] })).Task.SubmissionId);
        BeginResult other = await ledger.BeginAsync(Keyed("intro") with { Force = true }, Stop);
        Assert.Equal(JobKeyVerdict.Unknown, other.KeyVerdict);

        SettleResult settled = await ledger.SettleAsync(new Settlement(Taken(request.Entry, "late")), Stop);
        Assert.Equal(VeoTaskStatus.Unknown, settled.Overwritten!.Task.Status);
        Assert.Equal("late", (await ledger.FindAsync(id, Stop))!.Task.Id);
    }

    [Fact]
    public async Task An_id_overwrites_what_was_settled_by_hand_and_its_money_counts_again()
    {
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        string id = await BegunAsync(ledger, request);
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        await ledger.UpdateAsync(id, entry => entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Canceled } }, Stop);
        Assert.Equal(0, (await ledger.SpentAsync("prod", "USD", Stop)).Day);

        SettleResult settled = await ledger.SettleAsync(new Settlement(Taken(request.Entry, "after-all")), Stop);
        Assert.Equal(VeoTaskStatus.Canceled, settled.Overwritten!.Task.Status);
        Assert.Equal(1, settled.Spent!.Value.Day);
        Assert.Equal(1, (await ledger.SpentAsync("prod", "USD", Stop)).Day);
    }

    [Fact]
    public async Task Neither_unknown_nor_a_refusal_takes_an_id_away()
    {
        ILedger ledger = Open();
        BeginRequest request = new() { Entry = Entry() };
        string id = await BegunAsync(ledger, request);
        await ledger.UpdateAsync(id, entry => Taken(entry, "by-callback"), Stop);
        foreach (string status in (string[])[VeoTaskStatus.Unknown, VeoTaskStatus.Failed])
        {
            SettleResult settled = await ledger.SettleAsync(
                new Settlement(request.Entry with { Task = new VeoTask(request.Entry.Task) { Status = status } }),
                Stop);
            Assert.Equal("by-callback", settled.Entry.Task.Id);
        }
    }

    [Fact]
    public async Task A_refusal_gives_the_money_back_and_an_unknown_keeps_it()
    {
        ILedger ledger = Open();
        BeginRequest refused = new() { Entry = Entry(cost: 1) };
        BeginRequest lost = new() { Entry = Entry(cost: 2) };
        await BegunAsync(ledger, refused);
        await BegunAsync(ledger, lost);
        await ledger.SettleAsync(new Settlement(With(refused.Entry, VeoTaskStatus.Failed)), Stop);
        await ledger.SettleAsync(new Settlement(With(lost.Entry, VeoTaskStatus.Unknown)), Stop);
        Assert.Equal(2, (await ledger.SpentAsync("prod", "USD", Stop)).Month);
    }

    [Fact]
    public async Task A_later_amount_books_the_difference()
    {
        ILedger ledger = Open();
        BeginRequest request = new() { Entry = Entry(cost: 0.1m) };
        string id = await BegunAsync(ledger, request);
        await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        await CostAsync("USD", 0.30000000000000000001m);
        Assert.Equal(0.30000000000000000001m, (await ledger.SpentAsync("prod", "USD", Stop)).Day);
        await CostAsync("credits", 12);
        Assert.Equal(0.30000000000000000001m, (await ledger.SpentAsync("prod", "USD", Stop)).Day);
        await CostAsync("USD", 0);
        Assert.Equal(0, (await ledger.SpentAsync("prod", "USD", Stop)).Day);

        Task CostAsync(string unit, decimal amount) => ledger.UpdateAsync(
            id, entry => entry with { Task = new VeoTask(entry.Task) { Cost = new VeoCost { Unit = unit, Amount = amount } } }, Stop);
    }

    [Fact]
    public async Task A_failed_attempt_is_bought_again_as_often_as_is_allowed()
    {
        ILedger ledger = Open();
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            BeginRequest request = Keyed("intro") with { MaxAttempts = 2 };
            BeginResult begun = await ledger.BeginAsync(request, Stop);
            Assert.Equal(attempt, begun.Key!.Claim.Attempt);
            await ledger.SettleAsync(new Settlement(With(Taken(request.Entry, $"t{attempt}"), VeoTaskStatus.Failed)), Stop);
        }

        BeginResult third = await ledger.BeginAsync(Keyed("intro") with { MaxAttempts = 2 }, Stop);
        Assert.Equal(JobKeyVerdict.AttemptsSpent, third.KeyVerdict);
        Assert.Equal("t2", third.Entry!.Task.Id);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_a_conflict_and_an_older_fingerprint_is_not()
    {
        ILedger ledger = Open();
        await BegunAsync(ledger, Keyed("intro"));
        Assert.Equal(JobKeyVerdict.Conflict, (await ledger.BeginAsync(Keyed("intro", hash: "2:other"), Stop)).KeyVerdict);
        Assert.Equal(
            JobKeyVerdict.Wait,
            (await ledger.BeginAsync(Keyed("intro", hash: "2:new") with { OlderHashes = ["1:hash"] }, Stop)).KeyVerdict);
    }

    [Fact]
    public async Task A_key_remembers_what_was_removed()
    {
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        string id = await BegunAsync(ledger, request);
        await ledger.SettleAsync(new Settlement(With(Taken(request.Entry, "t"), VeoTaskStatus.Succeeded)), Stop);
        Assert.True(await ledger.RemoveAsync(id, Stop));
        Assert.False(await ledger.RemoveAsync(id, Stop));
        Assert.Null(await ledger.FindAsync(id, Stop));
        BeginResult again = await ledger.BeginAsync(Keyed("intro"), Stop);
        Assert.Equal(JobKeyVerdict.Return, again.KeyVerdict);
        Assert.Equal("t", again.Key!.Id);
        Assert.Equal(VeoTaskStatus.Succeeded, again.Key.Status);
        Assert.Equal(1, (await ledger.SpentAsync("prod", "USD", Stop)).Month);
    }

    [Fact]
    public async Task What_was_removed_while_it_was_sent_comes_back_with_its_answer()
    {
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        string id = await BegunAsync(ledger, request);
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        Assert.True(await ledger.RemoveAsync(id, Stop));
        Assert.Null(await ledger.FindAsync(id, Stop));
        Assert.Empty(await ListAsync(ledger, new LedgerQuery()));
        Assert.Equal(JobKeyVerdict.Wait, (await ledger.BeginAsync(Keyed("intro"), Stop)).KeyVerdict);

        await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        Assert.Equal("t", (await ledger.FindAsync(id, Stop))!.Task.Id);
        Assert.Equal("t", (await ledger.LookAsync([Scope("prod")], "intro", Stop))[0].Entry!.Task.Id);
        Assert.Equal(1, (await ledger.SpentAsync("prod", "USD", Stop)).Month);
    }

    [Fact]
    public async Task A_restart_has_one_successor_and_keeps_the_keys_fingerprint()
    {
        ILedger ledger = Open();
        BeginRequest first = Keyed("intro");
        string id = await BegunAsync(ledger, first);
        await ledger.SettleAsync(new Settlement(With(Taken(first.Entry, "t"), VeoTaskStatus.Filtered)), Stop);
        BeginResult[] begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open().BeginAsync(Restart(), Stop))));
        BeginResult ours = Assert.Single(begun, each => each.Verdict == BeginVerdict.Ours);
        Assert.All(begun.Where(each => each != ours), each => Assert.Equal(BeginVerdict.HasSuccessor, each.Verdict));

        Assert.Equal(
            [id, ours.Entry!.Task.SubmissionId],
            (await ledger.ChainAsync(ours.Entry.Task.SubmissionId, Stop)).Select(entry => entry.Task.SubmissionId));
        foreach (string hash in (string[])["1:hash", "1:changed"])
        {
            BeginResult later = await ledger.BeginAsync(Keyed("intro", hash: hash), Stop);
            Assert.Equal(ours.Entry.Task.SubmissionId, later.Entry!.Task.SubmissionId);
            Assert.Equal(JobKeyVerdict.Wait, later.KeyVerdict);
        }

        BeginRequest Restart()
        {
            BeginRequest request = Keyed("intro", hash: "1:changed");
            return request with { Entry = request.Entry with { Task = new VeoTask(request.Entry.Task) { RetryOf = id } } };
        }
    }

    [Fact]
    public async Task Lists_are_newest_first_page_by_page_and_narrowed()
    {
        ILedger ledger = Open();
        List<string> ids = [];
        DateTime start = DateTime.UtcNow;
        for (int each = 0; each < 12; each++)
        {
            // The order of two of one millisecond is not defined.
            DateTime created = start.AddMilliseconds(each);
            BeginRequest request = Keyed($"shot-{each:D2}", each % 2 == 0 ? "a" : "b");
            VeoTask task = new(request.Entry.Task)
            {
                SubmissionId = SubmissionId.New(created),
                Created = created,
                Tag = new VeoList<string>([each < 6 ? "Old" : "new"]),
            };
            request = request with { Entry = request.Entry with { Task = task } };
            ids.Add(await BegunAsync(ledger, request));
            if (each % 3 == 0) await ledger.SettleAsync(new Settlement(Taken(request.Entry, $"t{each}")), Stop);
        }

        ids.Reverse();
        Assert.Equal(ids, Ids(await ListAsync(ledger, new LedgerQuery { PageSize = 5 })));
        Assert.Equal(
            ids.Where((_, index) => (11 - index) % 3 == 0),
            Ids(await ListAsync(ledger, new LedgerQuery { Status = ["queued"], PageSize = 2 })));
        Assert.Equal(ids, Ids(await ListAsync(ledger, new LedgerQuery { Status = ["Queued", "Submitting"], PageSize = 3 })));
        Assert.Equal(
            ids.Where((_, index) => (11 - index) % 2 == 0),
            Ids(await ListAsync(ledger, new LedgerQuery { Profile = ["A"], PageSize = 2 })));
        Assert.Equal(ids.Skip(6), Ids(await ListAsync(ledger, new LedgerQuery { Tag = ["old"], PageSize = 4 })));
        Assert.Equal([ids[8]], Ids(await ListAsync(ledger, new LedgerQuery { JobKey = ["shot-03"] })));
        Assert.Equal(ids.Take(2), Ids(await ListAsync(ledger, new LedgerQuery { JobKey = ["shot-1?"], PageSize = 1 })));
        Assert.Equal([ids[0], ids[3], ids[8]], Ids(await ListAsync(ledger, new LedgerQuery { JobKey = ["*11", "shot-08", "s*-[0]3"] })));
        Assert.Empty(await ListAsync(ledger, new LedgerQuery { JobKey = ["SHOT-03"] }));
        DateTime middle = (await ledger.FindAsync(ids[5], Stop))!.Task.Created;
        Assert.Equal(ids.Take(6), Ids(await ListAsync(ledger, new LedgerQuery { Since = middle })));
        Assert.Equal(ids.Skip(6), Ids(await ListAsync(ledger, new LedgerQuery { Before = middle })));
    }

    [Fact]
    public async Task Unsaved_looks_at_files_of_this_state_folder_and_believes_anothers()
    {
        ILedger ledger = Open();
        foreach (string? home in (string?[])["/elsewhere", null])
        {
            BeginRequest request = new() { Entry = Entry() };
            string id = await BegunAsync(ledger, request);
            LedgerEntry done = With(Taken(request.Entry, home ?? "here"), VeoTaskStatus.Succeeded);
            done = done with
            {
                Task = new VeoTask(done.Task) { Videos = new VeoList<VeoVideo>([new VeoVideo { Index = 0 }]) },
                Saved = new VeoList<SavedFile>([new SavedFile(0, null, "/nowhere/a.mp4", 1, "00", DateTime.UnixEpoch) { Home = home }]),
            };
            await ledger.SettleAsync(new Settlement(done), Stop);
            await ledger.UpdateAsync(id, _ => done, Stop);
        }

        Assert.Equal("here", Assert.Single(await ListAsync(ledger, new LedgerQuery { Unsaved = true })).Task.Id);
    }

    [Fact]
    public async Task Changes_of_many_at_once_are_all_there()
    {
        ILedger[] ledgers = [Open(), Open()];
        string id = await BegunAsync(ledgers[0], new BeginRequest { Entry = Entry() });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(each => Task.Run(() => ledgers[each % 2].UpdateAsync(
            id, entry => entry with { Saved = new VeoList<SavedFile>(
                [.. entry.Saved, new SavedFile(each, null, "f", 1, "00", DateTime.UnixEpoch)]) }, Stop))));
        Assert.Equal(20, (await ledgers[0].FindAsync(id, Stop))!.Saved.Count);
    }

    [Fact]
    public async Task A_profile_that_is_pinned_to_another_ledger_buys_nothing()
    {
        ILedger ledger = Open();
        await BegunAsync(ledger, new BeginRequest { Entry = Entry() });
        string id = (await ledger.StatusAsync(Stop)).LedgerId!;
        Assert.Equal(
            BeginVerdict.Ours,
            (await ledger.BeginAsync(new BeginRequest { Entry = Entry(), LedgerId = id.ToUpperInvariant() }, Stop)).Verdict);
        VeoException refused = await Assert.ThrowsAsync<VeoException>(() =>
            ledger.BeginAsync(new BeginRequest { Entry = Entry(), LedgerId = Guid.NewGuid().ToString() }, Stop));
        Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
        Assert.Contains(id, refused.Message);
        Assert.Equal(2, (await ledger.StatusAsync(Stop)).Tasks);
    }

    [Fact]
    public async Task Workers_share_jobs_and_never_the_same_one()
    {
        ILedger[] workers = [Open(), Open(), Open()];
        for (int each = 0; each < 30; each++) await workers[0].AddJobAsync(Job($"job-{each:D2}"), Stop);
        IReadOnlyList<LedgerJob>[] leased = await Task.WhenAll(workers.SelectMany((worker, index) => Enumerable.Range(0, 3).Select(turn =>
            Task.Run(() => worker.LeaseJobsAsync(new JobLeaseRequest($"w{index}-{turn}", 4, TimeSpan.FromMinutes(15)), Stop)))));
        string[] keys = [.. leased.SelectMany(jobs => jobs).Select(job => job.JobKey)];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(30, keys.Length + await CountAsync(workers[0], VeoJobState.Waiting));
    }

    [Fact]
    public async Task A_job_is_added_once_and_leased_by_priority()
    {
        ILedger ledger = Open();
        LedgerJob first = await ledger.AddJobAsync(Job("a"), Stop);
        Assert.Equal(first.Added, (await ledger.AddJobAsync(Job("a") with { Priority = 9 }, Stop)).Added);
        await ledger.AddJobAsync(Job("b") with { Priority = 5, Tag = ["night"] }, Stop);
        await ledger.AddJobAsync(Job("c") with { NotBefore = DateTime.UtcNow.AddYears(50) }, Stop);
        Assert.Equal("b", Assert.Single(await LeaseAsync(ledger, 1)).JobKey);
        Assert.Empty(await ledger.LeaseJobsAsync(new JobLeaseRequest("w", 9, TimeSpan.FromMinutes(1)) { Tag = ["night"] }, Stop));
        Assert.Equal("a", Assert.Single(await LeaseAsync(ledger, 9)).JobKey);
        Assert.Empty(await LeaseAsync(ledger, 9));
    }

    [Fact]
    public async Task A_lapsed_lease_is_anothers_and_five_without_a_purchase_are_enough()
    {
        ILedger ledger = Open();
        await ledger.AddJobAsync(Job("a"), Stop);
        Assert.Single(await LeaseAsync(ledger, 1));
        Assert.Equal([Job("a").JobId], await ledger.RenewJobsAsync("w", [Job("a").JobId], TimeSpan.FromMinutes(1), Stop));
        await LapseAsync();
        Assert.Empty(await ledger.RenewJobsAsync("w", [Job("a").JobId], TimeSpan.FromMinutes(1), Stop));
        LedgerJob second = Assert.Single(await LeaseAsync(ledger, 1));
        Assert.Equal(1, second.Attempts);
        for (int attempt = 2; attempt <= 5; attempt++)
        {
            LedgerJob released = (await ledger.ReleaseJobAsync(
                new JobRelease(second.JobId, "w", JobReleaseReason.Ended, "the file is gone"),
                Stop))!;
            Assert.Equal(attempt, released.Attempts);
            Assert.Equal(attempt == 5 ? VeoJobState.Failed : VeoJobState.Waiting, released.State);
            Assert.Equal("the file is gone", released.Error);
            Assert.Empty(await LeaseAsync(ledger, 1));
            await BringDueAsync();
            if (attempt < 5) Assert.Single(await LeaseAsync(ledger, 1));
        }
    }

    [Fact]
    public async Task A_job_follows_the_purchase_under_its_key()
    {
        ILedger ledger = Open();
        await ledger.AddJobAsync(Job("intro"), Stop);
        LedgerJob job = Assert.Single(await LeaseAsync(ledger, 1));
        BeginRequest request = Keyed("intro");
        string id = await BegunAsync(ledger, request);
        await ledger.MarkSendingAsync(id, Stop);
        await ledger.SettleAsync(new Settlement(With(request.Entry, VeoTaskStatus.Unknown)), Stop);
        Assert.Equal(
            VeoJobState.Unknown,
            (await ledger.ReleaseJobAsync(new JobRelease(job.JobId, "w", JobReleaseReason.Ended, null), Stop))!.State);
        Assert.Empty(await LeaseAsync(ledger, 1));

        // Found after all: the next worker waits for it and saves it.
        await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        job = Assert.Single(await LeaseAsync(ledger, 1));
        Assert.Equal("t", job.Entry!.Task.Id);
        await ledger.UpdateAsync(id, entry => With(entry, VeoTaskStatus.Filtered), Stop);
        Assert.Equal(
            VeoJobState.Failed,
            (await ledger.ReleaseJobAsync(new JobRelease(job.JobId, "w", JobReleaseReason.Ended, null), Stop))!.State);

        LedgerJob again = (await ledger.RestartJobAsync(job.JobId, id, Stop))!;
        Assert.Equal(VeoJobState.Waiting, again.State);
        Assert.Equal(id, Assert.Single(await LeaseAsync(ledger, 1)).RestartOf);
        Assert.Null(await ledger.RestartJobAsync(job.JobId, id, Stop));
        Assert.True(await ledger.RemoveJobAsync(job.JobId, Stop));
        Assert.False(await ledger.RemoveJobAsync(job.JobId, Stop));
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_any_more_runs_on_until_it_lapses_and_what_was_bought_under_it_falls_free()
    {
        ILedger ledger = Open();
        await ledger.AddJobAsync(Job("a"), Stop);
        LedgerJob job = Assert.Single(await LeaseAsync(ledger, 1));
        JobRelease end = new(job.JobId, "w", JobReleaseReason.NoLongerRenewed, null);
        Assert.Equal(
            (VeoJobState.Leased, 0),
            ((await ledger.ReleaseJobAsync(end, Stop))!.State, (await ledger.ReleaseJobAsync(end, Stop))!.Attempts));

        BeginRequest request = Keyed("a");
        string id = await BegunAsync(ledger, request);
        await ledger.MarkSendingAsync(id, Stop);
        await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        Assert.Equal(VeoJobState.Leased, (await ledger.ReleaseJobAsync(end with { Reason = JobReleaseReason.IfOver }, Stop))!.State);
        Assert.Equal(VeoJobState.Waiting, (await ledger.ReleaseJobAsync(end, Stop))!.State);
        Assert.Equal("t", Assert.Single(await LeaseAsync(ledger, 1)).Entry!.Task.Id);

        await ledger.UpdateAsync(id, entry => With(entry, VeoTaskStatus.Filtered), Stop);
        Assert.Equal(1, await CountAsync(ledger, VeoJobState.Failed)); // Its task's end is its own, before the lease has ended.
        Assert.Equal(VeoJobState.Failed, (await ledger.ReleaseJobAsync(end with { Reason = JobReleaseReason.IfOver }, Stop))!.State);
    }

    [Fact]
    public async Task Over_budget_waits_for_the_next_day_and_refused_is_final()
    {
        ILedger ledger = Open();
        await ledger.AddJobAsync(Job("over"), Stop);
        await ledger.AddJobAsync(Job("refused") with { Priority = -1 }, Stop);
        LedgerJob job = Assert.Single(await LeaseAsync(ledger, 1));
        LedgerJob over = (await ledger.ReleaseJobAsync(new JobRelease(job.JobId, "w", JobReleaseReason.OverBudget, "too dear"), Stop))!;
        Assert.Equal((VeoJobState.Waiting, 0, TimeSpan.Zero), (over.State, over.Attempts, over.NotBefore!.Value.TimeOfDay));
        job = Assert.Single(await LeaseAsync(ledger, 2));
        Assert.Equal(
            VeoJobState.Failed,
            (await ledger.ReleaseJobAsync(new JobRelease(job.JobId, "w", JobReleaseReason.Refused, "no"), Stop))!.State);
    }

    [Fact]
    public async Task Media_that_a_job_keeps_go_once_it_is_done()
    {
        ILedger ledger = Open();
        await ledger.AddJobAsync(
            Job("a") with { Request = """{"Prompt":"a","FirstFrame":{"MimeType":"image/png","Base64":"AAAA"}}""" },
            Stop);
        LedgerJob job = Assert.Single(await LeaseAsync(ledger, 1));
        Assert.Contains("AAAA", job.Request);
        BeginRequest request = Keyed("a");
        string id = await BegunAsync(ledger, request);
        await ledger.MarkSendingAsync(id, Stop);
        await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        SavedFile file = new(0, null, "/other/machine.mp4", 1, "00", DateTime.UnixEpoch) { Home = "/other" };
        await ledger.UpdateAsync(
            id,
            entry => entry with
            {
                Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Succeeded, Videos = new VeoList<VeoVideo>([new VeoVideo()]) },
                Saved = new VeoList<SavedFile>([file]),
            },
            Stop);
        await ledger.ReleaseJobAsync(new JobRelease(job.JobId, "w", JobReleaseReason.NoLongerRenewed, null), Stop);
        await foreach (LedgerJob done in ledger.ListJobsAsync(new JobQuery(), Stop))
        {
            Assert.Equal(VeoJobState.Done, done.State);
            Assert.DoesNotContain("AAAA", done.Request);
        }
    }

    [Fact]
    public async Task How_long_tasks_took_is_kept_by_kind_for_those_that_were_submitted_last()
    {
        ILedger ledger = Open();
        Assert.Empty(await ledger.TimesAsync(Kind("veo"), Stop));
        LedgerEntry entry = Entry() with { Task = new VeoTask(Entry().Task) { Model = "veo" } };
        await ledger.SettleAsync(new Settlement(Taken(entry, "t")), Stop);
        foreach (int submitted in (int[])[.. Enumerable.Range(3, TimeTaken.Kept), 1, 2])
        {
            await ledger.UpdateAsync(
                entry.Task.SubmissionId,
                each => each with { Taken = new TimeTaken(submitted, submitted + 0.25, submitted + 10) },
                Stop);
        }

        IReadOnlyList<TimeTaken> times = await Open().TimesAsync(Kind("veo"), Stop);
        Assert.Equal(Enumerable.Range(3, TimeTaken.Kept), times.Select(time => (int)time.Submitted));
        Assert.All(times, time => Assert.Equal(time.Submitted + 10, time.By));
        Assert.Empty(await ledger.TimesAsync(Kind("another"), Stop));

        static string Kind(string model) => TimeTaken.KindOf("Sandbox", Origin, model);
    }

    private protected static string Scope(string profile) => JobKeyClaim.ScopeOf(profile, "Sandbox", Origin);

    private protected static LedgerEntry Entry(string profile = "prod", decimal? cost = null, string? key = null, string? hash = null)
    {
        DateTime now = DateTime.UtcNow;
        return new LedgerEntry
        {
            Task = new VeoTask
            {
                SubmissionId = SubmissionId.New(now),
                Profile = profile,
                Provider = "Sandbox",
                JobKey = key,
                Prompt = "A cat",
                Created = now,
                Updated = now,
                Cost = cost is { } amount ? new VeoCost { Amount = amount, Unit = "USD" } : null,
            },
            Origin = Origin,
            RequestHash = hash,
        };
    }

    private protected static BeginRequest Keyed(string key, string profile = "prod", decimal? cost = null, string hash = "1:hash") =>
        new() { Entry = Entry(profile, cost, key, hash), Scopes = [Scope(profile)] };

    private protected static LedgerEntry Taken(LedgerEntry entry, string id) =>
        entry with { Task = new VeoTask(entry.Task) { Id = id, Status = VeoTaskStatus.Queued } };

    private protected static LedgerEntry With(LedgerEntry entry, string status)
        => entry with { Task = new VeoTask(entry.Task) { Status = status } };

    private protected static async Task<string> BegunAsync(ILedger ledger, BeginRequest request)
    {
        BeginResult begun = await ledger.BeginAsync(request, Stop);
        Assert.Equal(BeginVerdict.Ours, begun.Verdict);
        return request.Entry.Task.SubmissionId;
    }

    private protected static async Task<List<LedgerEntry>> ListAsync(ILedger ledger, LedgerQuery query)
    {
        List<LedgerEntry> entries = [];
        await foreach (LedgerEntry entry in ledger.ListAsync(query, stop: Stop)) entries.Add(entry);
        return entries;
    }

    private static LedgerJob Job(string key) =>
        new() { JobKey = key, Profiles = ["prod"], Scopes = [Scope("prod")], RequestHash = "1:hash", Request = "{}" };

    private static Task<IReadOnlyList<LedgerJob>> LeaseAsync(ILedger ledger, int count) =>
        ledger.LeaseJobsAsync(new JobLeaseRequest("w", count, TimeSpan.FromMinutes(1)), Stop);

    private static async Task<int> CountAsync(ILedger ledger, string state)
    {
        int count = 0;
        await foreach (LedgerJob _ in ledger.ListJobsAsync(new JobQuery { State = [state] }, Stop)) count++;
        return count;
    }

    private static IEnumerable<string> Ids(IEnumerable<LedgerEntry> entries) => entries.Select(entry => entry.Task.SubmissionId);
}
