#if NET
using VeoPS.Engine.Text;
#endif

namespace VeoPS.Engine.Ledger;

/// <summary>
/// A ledger on a server that may go away. Nothing is bought while it is away; earlier purchases are settled into the
/// <see cref="Outbox"/>, and delivered with the next contact. A server that is away is asked at most every 10 s.
/// </summary>
/// <param name="ledger">On the server.</param>
/// <param name="outbox">On this machine.</param>
/// <param name="isAway">Tells the errors that mean that the server could not be reached.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class OutboxLedger(SqlLedger ledger, Outbox outbox, Func<VeoException, bool> isAway, TimeProvider time) : ILedger
{
    private readonly object _sync = new();
    private VeoException? _lastError;
    private long _lastTry;
    private string? _ledgerId;
    private bool _mayWait = true;

    public bool KeepsRecords => true;

    public async Task<BeginResult> BeginAsync(BeginRequest request, CancellationToken cancellationToken)
    {
        await outbox.OpenAsync(cancellationToken).ConfigureAwait(false);
        BeginResult begun = await AskAsync(SqlWrite.Begin, () => ledger.BeginAsync(request, cancellationToken)).ConfigureAwait(false);
        _ledgerId ??= await AskAsync(SqlWrite.Change, () => ledger.IdAsync(cancellationToken)).ConfigureAwait(false);
        return begun;
    }

    public async Task<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(SqlWrite.Settle, () => ledger.SettleAsync(settlement, cancellationToken)).ConfigureAwait(false);
        }
        catch (VeoException fault) when (isAway(fault) && _ledgerId is not null)
        {
            await outbox.AddAsync(_ledgerId, settlement).ConfigureAwait(false);
            _mayWait = true;
            return new SettleResult(settlement.Entry) { IsWaiting = true };
        }
    }

    public async Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken)
    {
        LedgerStatus status = await ledger.StatusAsync(cancellationToken).ConfigureAwait(false);
        return status with { Outbox = (await outbox.ListAsync(status.LedgerId, cancellationToken).ConfigureAwait(false)).Count };
    }

    public async Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        IReadOnlyList<Settlement> left = await outbox.ListAsync(_ledgerId, cancellationToken).ConfigureAwait(false);
        while (left.Count > 0)
        {
            try
            {
                _ledgerId ??= await ledger.IdAsync(cancellationToken).ConfigureAwait(false);
                if (_ledgerId is not null) await DeliverAsync(cancellationToken).ConfigureAwait(false);
                left = await outbox.ListAsync(_ledgerId, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (VeoException fault) when (isAway(fault))
            {
                TimeSpan rest = LedgerTimes.DeliveryLimit - time.GetElapsedTime(started);
                if (rest <= TimeSpan.Zero) break;
                await time.Delay(rest < LedgerTimes.ReconnectPause ? rest : LedgerTimes.ReconnectPause, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        await outbox.CloseAsync().ConfigureAwait(false);
        await ledger.EndCallAsync(cancellationToken).ConfigureAwait(false);
        return left;
    }

    public Task<bool> MarkSendingAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Begin, () => ledger.MarkSendingAsync(submissionId, cancellationToken));

    public Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Begin, () => ledger.UnmarkSendingAsync(submissionId, cancellationToken));

    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.RenewAsync(submissionIds, cancellationToken));

    public Task<LedgerEntry?> UpdateAsync(string submissionId, Func<LedgerEntry, LedgerEntry> change, CancellationToken cancellationToken)
        =>
        AskAsync(SqlWrite.Settle, () => ledger.UpdateAsync(submissionId, change, cancellationToken));

    public Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.FindAsync(submissionId, cancellationToken));

    public Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.FindRemovedAsync(submissionId, cancellationToken));

    public Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.FindByIdAsync(profile, id, cancellationToken));

    public Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.LookAsync(scopes, jobKey, cancellationToken));

    public Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.PageAsync(query, after, cancellationToken));

    public Task<bool> RemoveAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.RemoveAsync(submissionId, cancellationToken));

    public Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.SpentAsync(profile, unit, cancellationToken));

    public Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.TimesAsync(kind, cancellationToken));

    public Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.ChainAsync(submissionId, cancellationToken));

    public Task<string?> RequestAsync(string submissionId, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.RequestAsync(submissionId, cancellationToken));

    public Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken cancellationToken)
        => AskAsync(SqlWrite.Change, () => ledger.AddJobAsync(job, cancellationToken));

    public Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.LeaseJobsAsync(request, cancellationToken));

    public Task<IReadOnlyCollection<string>> RenewJobsAsync(
        string holder, IReadOnlyCollection<string> jobIds, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.RenewJobsAsync(holder, jobIds, lease, cancellationToken));

    public Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.ReleaseJobAsync(release, cancellationToken));

    public Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.PageJobsAsync(query, after, cancellationToken));

    public Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken cancellationToken) =>
        AskAsync(SqlWrite.Change, () => ledger.RestartJobAsync(jobId, restartOf, cancellationToken));

    public Task<bool> RemoveJobAsync(string jobId, CancellationToken cancellationToken)
        => AskAsync(SqlWrite.Change, () => ledger.RemoveJobAsync(jobId, cancellationToken));

    // Each contact with the ledger delivers the settlements that wait for the next contact.
    private async Task<T> AskAsync<T>(SqlWrite kind, Func<Task<T>> question)
    {
        lock (_sync)
        {
            if (_lastError is { } error && time.GetElapsedTime(_lastTry) < LedgerTimes.ReconnectPause)
            {
                throw new VeoException(
                    VeoErrorId.LedgerUnavailable,
                    "The ledger's server could not be reached. VeoPS tries again within "
                        + $"{LedgerTimes.ReconnectPause.TotalSeconds:0} s. {kind.Consequence} "
                    + "Check that it is running and reachable from this machine.",
                    error.InnerException);
            }
        }

        try
        {
            if (_mayWait)
            {
                _ledgerId ??= await ledger.IdAsync(CancellationToken.None).ConfigureAwait(false);
                if (_ledgerId is not null) await DeliverAsync(CancellationToken.None).ConfigureAwait(false);
            }

            T answer = await question().ConfigureAwait(false);
            lock (_sync) _lastError = null;
            return answer;
        }
        catch (VeoException fault) when (isAway(fault))
        {
            lock (_sync) (_lastError, _lastTry) = (fault, time.GetTimestamp());
            throw;
        }
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (Settlement settlement in await outbox.ListAsync(_ledgerId, cancellationToken).ConfigureAwait(false))
        {
            await ledger.SettleAsync(settlement, cancellationToken).ConfigureAwait(false);
            await outbox.RemoveAsync(_ledgerId!, settlement).ConfigureAwait(false);
        }

        _mayWait = false;
        lock (_sync) _lastError = null;
    }
}
