using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>The ledger in a database: one transaction a method, the same SQL for every store.</summary>
/// <param name="store">Where the transactions are carried out.</param>
/// <param name="home">The state folder of this machine: the files of saves that name it are looked at.</param>
internal sealed class SqlLedger(ISqlStore store, string? home) : ILedger
{
    public bool KeepsRecords => true;

    public async Task<BeginResult> BeginAsync(BeginRequest request, CancellationToken cancellationToken)
    {
        BeginResult begun = await store.WriteAsync(
            SqlWrite.Begin, new BeginResult(BeginVerdict.Ours), session => SqlPurchases.BeginAsync(
                session,
                request), cancellationToken).ConfigureAwait(false);
        FaultPoint.Pass("begun");
        return begun;
    }

    public async Task<bool> MarkSendingAsync(string submissionId, CancellationToken cancellationToken)
    {
        bool isMarked = await store.WriteAsync(
            SqlWrite.Mark, false, session => SqlPurchases.MarkAsync(session, submissionId), cancellationToken).ConfigureAwait(false);
        FaultPoint.Pass("sending marked");
        return isMarked;
    }

    public Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Begin, false, session => SqlPurchases.UnmarkAsync(session, submissionId), cancellationToken);

    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken cancellationToken) =>
        submissionIds.Count == 0
            ? Task.FromResult<IReadOnlyCollection<string>>([])
            : store.WriteAsync(SqlWrite.Change, [], session => SqlPurchases.RenewAsync(session, submissionIds), cancellationToken);

    public async Task<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        SettleResult settled = await store.WriteAsync(
            SqlWrite.Settle, new SettleResult(settlement.Entry), session => SqlPurchases.SettleAsync(
                session,
                settlement), cancellationToken).ConfigureAwait(false);
        FaultPoint.Pass("settled");
        return settled;
    }

    public Task<LedgerEntry?> UpdateAsync(
        string submissionId,
        Func<LedgerEntry, LedgerEntry> change,
        CancellationToken cancellationToken) =>
        store.WriteAsync<LedgerEntry?>(SqlWrite.Update, null, async session =>
        {
            if (await SqlTasks.FindAsync(session, submissionId, locked: true).ConfigureAwait(false) is not { IsHidden: false } row)
                return null;
            if (row.Document.Version > LedgerDocument.CurrentVersion) throw MadeByNewer(row.Document);
            long now = await session.NowAsync().ConfigureAwait(false);
            LedgerEntry before = row.AsOf(now);
            LedgerEntry after = change(before);
            if (ReferenceEquals(after, before)) return after;
            if (after.Task.SubmissionId != submissionId) throw new ArgumentException("A change must not rename the task.", nameof(change));
            TaskRow replaced = await SqlTasks.ReplaceAsync(session, row, after, now).ConfigureAwait(false);
            if (after.Taken is { } taken) await SqlTimes.AddAsync(session, after, taken).ConfigureAwait(false);
            return replaced.AsOf(now);
        }, cancellationToken);

    public Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken cancellationToken) =>
        store.ReadAsync<LedgerEntry?>(null, async session => await AsOfNowAsync(
            session, await SqlTasks.FindAsync(session, submissionId).ConfigureAwait(false)).ConfigureAwait(false), cancellationToken);

    public Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken cancellationToken) =>
        store.ReadAsync<LedgerEntry?>(null, async session =>
            await SqlTasks.FindAsync(session, submissionId).ConfigureAwait(false) is { IsHidden: true } row
                ? row.AsOf(await session.NowAsync().ConfigureAwait(false))
                : null, cancellationToken);

    public Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken cancellationToken) =>
        store.ReadAsync<LedgerEntry?>(null, async session => await AsOfNowAsync(
            session, await SqlTasks.FindByIdAsync(session, profile, id).ConfigureAwait(false)).ConfigureAwait(false), cancellationToken);

    public Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<JobKeyView>>([], async session =>
            [.. (await SqlPurchases.LookAsync(session, scopes, jobKey, locked: false).ConfigureAwait(false)).Select(
                each => each.View)], cancellationToken);

    public Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken cancellationToken) =>
        store.ReadAsync(new LedgerPage([], null), session => SqlPages.ReadAsync(session, query, after, home), cancellationToken);

    public Task<bool> RemoveAsync(string submissionId, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Change, false, async session =>
        {
            if (await SqlTasks.FindAsync(session, submissionId, locked: true).ConfigureAwait(false) is not { IsHidden: false } row)
                return false;
            await SqlTasks.RemoveAsync(session, row, await session.NowAsync().ConfigureAwait(false)).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken cancellationToken) =>
        store.ReadAsync(default(SpentSums), async session => await SqlSpending.ReadAsync(
            session, profile.ToUpperInvariant(), unit, SqlSpending.DayOf(await session.NowAsync()
                .ConfigureAwait(false))).ConfigureAwait(false), cancellationToken);

    public Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<TimeTaken>>([], session => SqlTimes.ReadAsync(session, kind), cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<LedgerEntry>>([], session => SqlTasks.ChainAsync(session, submissionId), cancellationToken);

    public Task<string?> RequestAsync(string submissionId, CancellationToken cancellationToken) =>
        store.ReadAsync<string?>(null, async session => (await session.ReadAsync(
            "SELECT request FROM veops_tasks WHERE submission_id = @id AND hidden = 0", row => row.Text(
                0), ("id", submissionId)).ConfigureAwait(false)).FirstOrDefault(), cancellationToken);

    public Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.AddJob, job, session => SqlJobs.AddAsync(session, job), cancellationToken);

    public Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Change, [], session => SqlJobs.LeaseAsync(session, request, home), cancellationToken);

    public Task<IReadOnlyCollection<string>> RenewJobsAsync(
        string holder,
        IReadOnlyCollection<string> jobIds,
        TimeSpan lease,
        CancellationToken cancellationToken) =>
        jobIds.Count == 0
            ? Task.FromResult<IReadOnlyCollection<string>>([])
            : store.WriteAsync(SqlWrite.Change, [], session => SqlJobs.RenewAsync(session, holder, jobIds, lease), cancellationToken);

    public Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Change, null, session => SqlJobs.ReleaseAsync(session, release, home), cancellationToken);

    public Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken cancellationToken) =>
        store.ReadAsync(
            new JobPage([], null),
            session => SqlJobs.PageAsync(session, query, after, home, new LedgerQuery().PageSize),
            cancellationToken);

    public Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Change, null, session => SqlJobs.RestartAsync(session, jobId, restartOf), cancellationToken);

    public Task<bool> RemoveJobAsync(string jobId, CancellationToken cancellationToken) =>
        store.WriteAsync(SqlWrite.Change, false, session => SqlJobs.RemoveAsync(session, jobId), cancellationToken);

    public Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken) => store.StatusAsync(cancellationToken);

    public async Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken cancellationToken)
    {
        await store.EndCallAsync(cancellationToken).ConfigureAwait(false);
        return [];
    }

    /// <summary>The ledger's id; null where there is none yet.</summary>
    public Task<string?> IdAsync(CancellationToken cancellationToken) =>
        store.ReadAsync<string?>(null, session => SqlPurchases.MetaAsync(session, "ledger_id"), cancellationToken);

    private static async Task<LedgerEntry?> AsOfNowAsync(SqlSession session, TaskRow? row) =>
        row is not { IsHidden: false } ? null : row.AsOf(await session.NowAsync().ConfigureAwait(false));

    private static VeoException MadeByNewer(LedgerDocument document) => new(
        VeoErrorId.LedgerUnavailable,
        $"The task {document.SubmissionId} was recorded by a newer VeoPS (record version {document.Version}); this version can read "
            + "it but must not change it. "
        + $"{SqlWrite.Update.Consequence} Update VeoPS on this machine.");
}
