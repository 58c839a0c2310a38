using System.Data.Common;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>The three steps of a purchase, each inside the transaction that it is given.</summary>
internal static class SqlPurchases
{
    private static readonly string Lifetime =
        ((long)LedgerTimes.ClaimLifetime.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Claims, records and reserves; or tells the reason against it.</summary>
    public static async Task<BeginResult> BeginAsync(SqlSession session, BeginRequest request)
    {
        VeoTask task = request.Entry.Task;
        await CheckLedgerIdAsync(session, request.LedgerId).ConfigureAwait(false);
        if (task.JobKey is { } key) await session.LockAsync(NameOf(key)).ConfigureAwait(false);

        // Its commit was in doubt, and it is asked for again.
        if (await SqlTasks.FindAsync(session, task.SubmissionId, locked: true).ConfigureAwait(false) is { } own)
        {
            return await OursAsync(session, request, own, []).ConfigureAwait(false);
        }

        if (task.RetryOf is { } retryOf)
        {
            await session.LockAsync(NameOf(retryOf)).ConfigureAwait(false);
            if (await SqlTasks.SuccessorAsync(session, retryOf).ConfigureAwait(false) is { } successor)
            {
                LedgerEntry entry = successor.AsOf(await session.NowAsync().ConfigureAwait(false));
                return new BeginResult(BeginVerdict.HasSuccessor) { Entry = entry };
            }
        }

        List<LedgerEntry> takenOver = [];
        IReadOnlyList<JobKeyView> views = [];
        if (task.JobKey is not null)
        {
            List<(JobKeyView View, TaskRow? Row)> found = await LookAsync(session, request.Scopes, task.JobKey, locked: true)
                .ConfigureAwait(false);
            views = [.. found.Select(each => each.View)];
            JobKeyQuestion question = new(
                [request.Entry.RequestHash ?? "", .. request.OlderHashes],
                request.Force,
                request.MaxAttempts,
                task.RetryOf);
            (JobKeyVerdict verdict, JobKeyView? against) = JobKeyState.Decide(views, question);
            if (against is not null)
            {
                return new BeginResult(BeginVerdict.Taken) {
                    Key = against,
                    KeyVerdict = verdict,
                    Entry = against.Entry,
                    Until = against.ClaimedUntil };
            }

            takenOver = await TakeOverAsync(session, found).ConfigureAwait(false);
        }

        long now = await session.NowAsync().ConfigureAwait(false);
        BudgetState? budget = await BudgetAsync(session, request, now).ConfigureAwait(false);
        if (budget is not null && Budgets.Exceeded(budget, task.Cost!.Amount) != BudgetLimit.None)
        {
            return new BeginResult(BeginVerdict.OverBudget) { Budget = budget, TakenOver = takenOver };
        }

        TaskRow row = await SqlTasks.InsertAsync(session, request.Entry, request.Request, now).ConfigureAwait(false);
        if (task.JobKey is not null) await ClaimAsync(session, request, views).ConfigureAwait(false);
        FaultPoint.Pass("begin written");
        return await OursAsync(session, request, row, takenOver).ConfigureAwait(false) with { Budget = budget };
    }

    /// <summary>Gives the mark only while the claim is there and alive, and renews it.</summary>
    public static async Task<bool> MarkAsync(SqlSession session, string submissionId) => await session.RunAsync(
        $"UPDATE veops_tasks SET sending = 1, claimed_until = {session.Dialect.Now} + {Lifetime} "
        + "WHERE submission_id = @id AND status = 'Submitting' AND sending = 0 AND hidden = 0 "
        + $"AND claimed_until > {session.Dialect.Now}",
        ("id", submissionId)).ConfigureAwait(false) == 1;

    public static async Task<bool> UnmarkAsync(SqlSession session, string submissionId) => await session.RunAsync(
        "UPDATE veops_tasks SET sending = 0 WHERE submission_id = @id AND status = 'Submitting' AND claimed_until > "
            + $"{session.Dialect.Now}",
        ("id", submissionId)).ConfigureAwait(false) == 1;

    public static async Task<IReadOnlyCollection<string>> RenewAsync(SqlSession session, IReadOnlyCollection<string> submissionIds)
    {
        (string list, (string, object?)[] values) = SqlColumns.In("id", submissionIds);
        return await session.ReadAsync(
            $"UPDATE veops_tasks SET claimed_until = {session.Dialect.Now} + {Lifetime} "
            + $"WHERE submission_id IN {list} AND status = 'Submitting' AND claimed_until > {session.Dialect.Now} RETURNING submission_id",
            row => row.GetString(0), values).ConfigureAwait(false);
    }

    public static async Task<SettleResult> SettleAsync(SqlSession session, Settlement settlement)
    {
        TaskRow? row = await SqlTasks.FindAsync(session, settlement.Entry.Task.SubmissionId, locked: true).ConfigureAwait(false);
        long now = await session.NowAsync().ConfigureAwait(false);
        if (row is null)
        {
            TaskRow made = await SqlTasks.InsertAsync(session, settlement.Entry, null, now).ConfigureAwait(false);
            return new SettleResult(made.AsOf(now)) { Spent = await SpentAsync(session, made).ConfigureAwait(false) };
        }

        LedgerEntry before = row.AsOf(now);
        LedgerEntry after = row.IsHidden ? settlement.Entry : Apply(before, settlement.Entry);
        if (ReferenceEquals(after, before))
            return new SettleResult(before) { Spent = await SpentAsync(session, row).ConfigureAwait(false) };

        TaskRow changed = await SqlTasks.ReplaceAsync(session, row, after, now).ConfigureAwait(false);
        FaultPoint.Pass("settlement written");
        return new SettleResult(changed.AsOf(now))
        {
            Overwritten = before.Task.Status == VeoTaskStatus.Submitting ? null : before,
            Spent = await SpentAsync(session, changed).ConfigureAwait(false),
        };
    }

    /// <summary>The record after an answer. Others may have changed the record meanwhile. Returns the same object where the answer
    /// changes nothing.</summary>
    internal static LedgerEntry Apply(LedgerEntry recorded, LedgerEntry answered)
    {
        VeoTask before = recorded.Task;
        VeoTask answer = answered.Task;

        // A callback or a person may have brought the same id before, and it may be further by now.
        bool isKnown = answer.Id is not null ? before.Id == answer.Id : before.Id is not null;
        bool isSettledByHand = answer.Status == VeoTaskStatus.Unknown
            && before.Status is not (VeoTaskStatus.Submitting or VeoTaskStatus.Unknown);
        return isKnown || isSettledByHand ? recorded : answered with { Saved = recorded.Saved, SubmitDeadline = recorded.SubmitDeadline };
    }

    /// <summary>The claims of a key in some scopes, with the records as they are at the moment, in the order of the scopes.</summary>
    public static async Task<List<(JobKeyView View, TaskRow? Row)>> LookAsync(
        SqlSession session,
        IReadOnlyList<string> scopes,
        string jobKey,
        bool locked)
    {
        if (scopes.Count == 0) return [];
        (string list, (string, object?)[] values) = SqlColumns.In("scope", scopes);
        List<JobKeyClaim> claims = await session.ReadAsync(
            "SELECT scope, job_key, attempt, submission_id, request_hash, attempt_hash, failed, removed_status, removed_id "
                + "FROM veops_claims "
            + $"WHERE job_key = @key AND scope IN {list}{(locked ? session.Dialect.ForUpdate : "")}",
            ReadClaim, [.. values, ("key", jobKey)]).ConfigureAwait(false);
        List<(JobKeyClaim Claim, TaskRow? Row)> found = [];
        foreach (JobKeyClaim claim in claims.OrderBy(claim => scopes.ToList().IndexOf(claim.Scope)))
        {
            found.Add((claim, await SqlTasks.FindAsync(session, claim.SubmissionId, locked).ConfigureAwait(false)));
        }

        // The moment is read when the rows are locked: to wait for them may have taken as long as a claim lasts.
        long now = await session.NowAsync().ConfigureAwait(false);
        return [.. found.Select(each => (ViewOf(each.Claim, each.Row, now), each.Row))];
    }

    public static async Task CheckLedgerIdAsync(SqlSession session, string? pinned)
    {
        if (pinned is null) return;
        string? id = await MetaAsync(session, "ledger_id").ConfigureAwait(false);
        if (string.Equals(id, pinned, StringComparison.OrdinalIgnoreCase)) return;
        throw new VeoException(
            VeoErrorId.LedgerUnavailable,
            $"The profile is pinned to the ledger {pinned}, but this is the ledger {id}. Nothing was sent: with another ledger, the "
                + "same job keys "
            + "would be bought again. Set VEOPS_LEDGER or VEOPS_HOME to that ledger, or change the profile's setting Ledger.");
    }

    public static async Task<string?> MetaAsync(SqlSession session, string name) =>
        (await session.ReadAsync("SELECT value FROM veops_meta WHERE name = @name", row => row.GetString(0), ("name", name))
            .ConfigureAwait(false)).FirstOrDefault();

    private static JobKeyView ViewOf(JobKeyClaim claim, TaskRow? row, long now)
    {
        if (row is null) return new JobKeyView(claim, null, null);
        LedgerEntry entry = row.AsOf(now);
        DateTime? until = entry.Task.Status == VeoTaskStatus.Submitting && row.ClaimedUntil is { } at ? LedgerClock.At(at) : null;
        return row.IsHidden
            ? new JobKeyView(claim with { RemovedStatus = entry.Task.Status, RemovedId = entry.Task.Id }, null, until)
            : new JobKeyView(claim, entry, until);
    }

    private static JobKeyClaim ReadClaim(
        DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4))
    {
        AttemptHash = row.Text(5),
        Failed = row.GetInt32(6),
        RemovedStatus = row.Text(7),
        RemovedId = row.Text(8),
    };

    // Left behind before they were sent, by a process that is gone or finds its claim lapsed: canceled, and their money given back.
    private static async Task<List<LedgerEntry>> TakeOverAsync(SqlSession session, List<(JobKeyView View, TaskRow? Row)> found)
    {
        List<LedgerEntry> takenOver = [];
        long now = await session.NowAsync().ConfigureAwait(false);
        foreach (TaskRow row in found.Select(each => each.Row).OfType<TaskRow>()
            .Where(row => row.Document.Status == VeoTaskStatus.Submitting))
        {
            takenOver.Add((await SqlTasks.ReplaceAsync(session, row, row.AsOf(now), now, row.IsHidden).ConfigureAwait(false)).AsOf(now));
        }

        return takenOver;
    }

    private static async Task<BudgetState?> BudgetAsync(SqlSession session, BeginRequest request, long now)
    {
        if ((request.DailyBudget ?? request.MonthlyBudget) is null) return null;
        VeoTask task = request.Entry.Task;
        VeoCost cost = task.Cost ?? throw new ArgumentException("A budget needs a cost.", nameof(request));
        string profile = task.Profile.ToUpperInvariant();
        string day = SqlSpending.DayOf(now);
        BudgetState state = await StateAsync().ConfigureAwait(false);
        if (Budgets.Exceeded(state, cost.Amount) == BudgetLimit.None) return state;

        // Money is free again that was reserved by processes which ended before they sent their submission.
        foreach (TaskRow row in await SqlTasks.LapsedUnsentAsync(session, profile, now).ConfigureAwait(false))
        {
            await SqlTasks.ReplaceAsync(session, row, row.AsOf(now), now, row.IsHidden).ConfigureAwait(false);
        }

        return await StateAsync().ConfigureAwait(false);

        async Task<BudgetState> StateAsync() => new(
            cost.Unit,
            await SqlSpending.LockAsync(session, profile, cost.Unit, day).ConfigureAwait(false),
            request.DailyBudget, request.MonthlyBudget, LedgerClock.At(now).Date);
    }

    private static async Task ClaimAsync(SqlSession session, BeginRequest request, IReadOnlyList<JobKeyView> views)
    {
        LedgerEntry entry = request.Entry;
        VeoTask task = entry.Task;
        string scope = ScopeOf(request);
        JobKeyView? before = views.FirstOrDefault(view => view.Claim.Scope == scope);
        string hash = before is null || task.RetryOf is null ? entry.RequestHash ?? "" : before.Claim.RequestHash;
        await session.RunAsync(
            """
            INSERT INTO veops_claims
                (scope, job_key, attempt, submission_id, request_hash, attempt_hash, failed, removed_status, removed_id)
            VALUES (@scope, @key, @attempt, @id, @hash, @attemptHash, @failed, NULL, NULL)
            ON CONFLICT (job_key, scope) DO UPDATE SET attempt = excluded.attempt, submission_id = excluded.submission_id,
                request_hash = excluded.request_hash, attempt_hash = excluded.attempt_hash, failed = excluded.failed,
                removed_status = NULL, removed_id = NULL
            """,
            ("scope", scope),
            ("key", task.JobKey),
            ("attempt", (before?.Claim.Attempt ?? 0) + 1),
            ("id", task.SubmissionId),
            ("hash", hash),
            ("attemptHash", entry.RequestHash == hash ? null : entry.RequestHash),
            ("failed", before is null ? 0 : before.Claim.Failed + (JobKeyState.HasFailed(before) ? 1 : 0))).ConfigureAwait(false);
        await SqlJobs.NoteAsync(session, scope, task.JobKey!, task.SubmissionId).ConfigureAwait(false);
    }

    private static async Task<BeginResult> OursAsync(SqlSession session, BeginRequest request, TaskRow row, List<LedgerEntry> takenOver)
    {
        long now = await session.NowAsync().ConfigureAwait(false);
        List<(JobKeyView View, TaskRow? Row)> key = request.Entry.Task.JobKey is { } jobKey
            ? await LookAsync(session, [ScopeOf(request)], jobKey, locked: false).ConfigureAwait(false)
            : [];
        return new BeginResult(BeginVerdict.Ours)
        {
            Entry = row.AsOf(now),
            Key = key.Select(each => each.View).FirstOrDefault(),
            Until = row.ClaimedUntil is { } until ? LedgerClock.At(until) : null,
            TakenOver = takenOver,
        };
    }

    private static async Task<SpentSums?> SpentAsync(SqlSession session, TaskRow row) => row.Booked is not { } booked ? null
        : await SqlSpending.ReadAsync(session, row.Document.Profile!.ToUpperInvariant(), booked.Unit, row.BookedDay!).ConfigureAwait(false);

    private static string ScopeOf(BeginRequest request) => request.Entry.Scope
        ?? JobKeyClaim.ScopeOf(request.Entry.Task.Profile, request.Entry.Task.Provider, request.Entry.Origin);

    // The same on every machine and in every version: all users of a server must mean the same lock.
    private static long NameOf(string key) => Convert.ToInt64(Sha256Hex.Of("veops key " + key).Substring(0, 16), 16);
}
