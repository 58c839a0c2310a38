using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// A ledger that tells each change as an event: every submission, its outcome, and every later change of a task. Nothing
/// can be told otherwise than it was written down.
/// </summary>
/// <param name="ledger">Where it is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Gets each event. Called from any thread.</param>
internal sealed class NotifyingLedger(ILedger ledger, TimeProvider time, Action<VeoEvent> tell) : ILedger
{
    /// <inheritdoc/>
    public bool KeepsRecords => ledger.KeepsRecords;

    /// <inheritdoc/>
    public async Task<BeginResult> BeginAsync(BeginRequest request, CancellationToken cancellationToken)
    {
        BeginResult begun = await ledger.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (LedgerEntry left in begun.TakenOver) Tell(VeoTaskStatus.Submitting, left);
        if (begun.Verdict == BeginVerdict.Ours) Tell(null, begun.Entry ?? request.Entry);
        return begun;
    }

    /// <inheritdoc/>
    public Task<bool> MarkSendingAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.MarkSendingAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.UnmarkSendingAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken cancellationToken)
        => ledger.RenewAsync(submissionIds, cancellationToken);

    /// <inheritdoc/>
    public async Task<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        SettleResult settled = await ledger.SettleAsync(settlement, cancellationToken).ConfigureAwait(false);
        Tell(settled.Overwritten?.Task.Status ?? VeoTaskStatus.Submitting, settled.Entry);
        return settled;
    }

    /// <inheritdoc/>
    public async Task<LedgerEntry?> UpdateAsync(
        string submissionId,
        Func<LedgerEntry, LedgerEntry> change,
        CancellationToken cancellationToken)
    {
        LedgerEntry? before = null;
        LedgerEntry? after = await ledger.UpdateAsync(submissionId, entry => change(before = entry), cancellationToken)
            .ConfigureAwait(false);
        if (after is not null && before is not null && before.Task.Status != after.Task.Status) Tell(before.Task.Status, after);
        return after;
    }

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.FindAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.FindRemovedAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken cancellationToken)
        => ledger.FindByIdAsync(profile, id, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken cancellationToken)
        => ledger.LookAsync(scopes, jobKey, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken cancellationToken)
        => ledger.PageAsync(query, after, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.RemoveAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken cancellationToken)
        => ledger.SpentAsync(profile, unit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken)
        => ledger.TimesAsync(kind, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.ChainAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> RequestAsync(string submissionId, CancellationToken cancellationToken)
        => ledger.RequestAsync(submissionId, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken cancellationToken) => ledger.AddJobAsync(job, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken cancellationToken)
        => ledger.LeaseJobsAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> RenewJobsAsync(
        string holder,
        IReadOnlyCollection<string> jobIds,
        TimeSpan lease,
        CancellationToken cancellationToken) =>
        ledger.RenewJobsAsync(holder, jobIds, lease, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken cancellationToken)
        => ledger.ReleaseJobAsync(release, cancellationToken);

    /// <inheritdoc/>
    public Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken cancellationToken)
        => ledger.PageJobsAsync(query, after, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken cancellationToken)
        => ledger.RestartJobAsync(jobId, restartOf, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveJobAsync(string jobId, CancellationToken cancellationToken) => ledger.RemoveJobAsync(jobId, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken) => ledger.StatusAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken cancellationToken) => ledger.EndCallAsync(cancellationToken);

    private void Tell(string? before, LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        bool isOutcome = before is null or VeoTaskStatus.Submitting;
        (string name, string words) = task.Status switch
        {
            VeoTaskStatus.Submitting => (VeoEventName.Submitting, $"{task.SubmissionId} is submitted to {task.Provider} ({task.Model})"),
            VeoTaskStatus.Unknown => (VeoEventName
                .Unknown, $"{task.SubmissionId} was sent, and its outcome is unknown: it may have been bought"),
            VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded when isOutcome || before == VeoTaskStatus.Unknown =>
                (VeoEventName.Taken, $"{task.SubmissionId} was accepted{(task.Id is null ? "" : " as " + task.Id)}"),
            VeoTaskStatus.Failed or VeoTaskStatus.Canceled when isOutcome => (VeoEventName
                .NotTaken, $"{task.SubmissionId} was not accepted, and nothing was bought"),
            _ => (VeoEventName.StatusChanged, $"{task} is {task.Status}"),
        };
        string why = task.Error is { } error ? $" ({error.ToString().TrimEnd('.', ' ')})" : "";
        tell(VeoEvents.Of(time, name, task, $"{task.Profile}: {words}{why}.", Data(before, entry)));
    }

    private static (string Name, object? Value)[] Data(string? before, LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        return
        [
            (nameof(task.Status), task.Status),
            ("Before", before),
            (nameof(task.Provider), task.Provider),
            (nameof(task.Model), task.Model),
            (nameof(task.JobKey), task.JobKey),
            ("Rendition", entry.IsRendition ? true : null),
            ("CostAmount", task.Cost?.Amount),
            ("CostUnit", task.Cost?.Unit),
            ("ErrorKind", task.Error?.Kind),
            ("ErrorCode", task.Error?.Code),
            ("ErrorMessage", task.Error?.Message),
        ];
    }
}
