using System.Globalization;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// A ledger that tells each change as an event: every submission, its outcome, and every later change of a task. Nothing
/// can be told otherwise than it was written down.
/// </summary>
/// <param name="ledger">Where it is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Gets each event. Called from any thread.</param>
public sealed class NotifyingLedger(ILedger ledger, TimeProvider time, Action<VeoEvent> tell) : ILedger
{
    /// <inheritdoc/>
    public bool KeepsRecords => ledger.KeepsRecords;

    /// <inheritdoc/>
    public async Task<Begun> BeginAsync(BeginRequest request, CancellationToken stop)
    {
        Begun begun = await ledger.BeginAsync(request, stop).ConfigureAwait(false);
        foreach (LedgerEntry left in begun.TakenOver) Tell(VeoTaskStatus.Submitting, left);
        if (begun.Verdict == BeginVerdict.Ours) Tell(null, begun.Entry ?? request.Entry);
        return begun;
    }

    /// <inheritdoc/>
    public Task<bool> MarkSendingAsync(string submissionId, CancellationToken stop) => ledger.MarkSendingAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken stop) => ledger.UnmarkSendingAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken stop) => ledger.RenewAsync(submissionIds, stop);

    /// <inheritdoc/>
    public async Task<Settled> SettleAsync(Settlement settlement, CancellationToken stop)
    {
        Settled settled = await ledger.SettleAsync(settlement, stop).ConfigureAwait(false);
        Tell(settled.Overwritten?.Task.Status ?? VeoTaskStatus.Submitting, settled.Entry);
        return settled;
    }

    /// <inheritdoc/>
    public async Task<LedgerEntry?> UpdateAsync(string submissionId, Func<LedgerEntry, LedgerEntry> change, CancellationToken stop)
    {
        LedgerEntry? before = null;
        LedgerEntry? after = await ledger.UpdateAsync(submissionId, entry => change(before = entry), stop).ConfigureAwait(false);
        if (after is not null && before is not null && before.Task.Status != after.Task.Status) Tell(before.Task.Status, after);
        return after;
    }

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken stop) => ledger.FindAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken stop) => ledger.FindRemovedAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken stop) => ledger.FindByIdAsync(profile, id, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken stop) => ledger.LookAsync(scopes, jobKey, stop);

    /// <inheritdoc/>
    public Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken stop) => ledger.PageAsync(query, after, stop);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string submissionId, CancellationToken stop) => ledger.RemoveAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken stop) => ledger.SpentAsync(profile, unit, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken stop) => ledger.ChainAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<string?> RequestAsync(string submissionId, CancellationToken stop) => ledger.RequestAsync(submissionId, stop);

    /// <inheritdoc/>
    public Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken stop) => ledger.AddJobAsync(job, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken stop) => ledger.LeaseJobsAsync(request, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> RenewJobsAsync(string holder, IReadOnlyCollection<string> jobIds, TimeSpan lease, CancellationToken stop) =>
        ledger.RenewJobsAsync(holder, jobIds, lease, stop);

    /// <inheritdoc/>
    public Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken stop) => ledger.ReleaseJobAsync(release, stop);

    /// <inheritdoc/>
    public Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken stop) => ledger.PageJobsAsync(query, after, stop);

    /// <inheritdoc/>
    public Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken stop) => ledger.RestartJobAsync(jobId, restartOf, stop);

    /// <inheritdoc/>
    public Task<bool> RemoveJobAsync(string jobId, CancellationToken stop) => ledger.RemoveJobAsync(jobId, stop);

    /// <inheritdoc/>
    public Task<LedgerStatus> StatusAsync(CancellationToken stop) => ledger.StatusAsync(stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken stop) => ledger.EndCallAsync(stop);

    private void Tell(string? before, LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        bool isOutcome = before is null or VeoTaskStatus.Submitting;
        (string name, string words) = task.Status switch
        {
            VeoTaskStatus.Submitting => (VeoEventName.Submitting, $"{task.SubmissionId} is submitted to {task.Provider} ({task.Model})"),
            VeoTaskStatus.Unknown => (VeoEventName.Unknown, $"{task.SubmissionId} was sent, and its outcome is unknown: it may have been bought"),
            VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded when isOutcome || before == VeoTaskStatus.Unknown =>
                (VeoEventName.Taken, $"{task.SubmissionId} was taken{(task.Id is null ? "" : " as " + task.Id)}"),
            VeoTaskStatus.Failed or VeoTaskStatus.Canceled when isOutcome => (VeoEventName.NotTaken, $"{task.SubmissionId} was not taken, and nothing was bought"),
            _ => (VeoEventName.StatusChanged, $"{task} is {task.Status}"),
        };
        string why = task.Error is { } error ? $" ({error.ToString().TrimEnd('.', ' ')})" : "";
        tell(VeoEvents.Of(time, name, task, $"{task.Profile}: {words}{why}.", Data(before, entry)));
    }

    private static (string Name, string? Value)[] Data(string? before, LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        return
        [
            (nameof(task.Status), task.Status),
            ("Before", before),
            (nameof(task.Provider), task.Provider),
            (nameof(task.Model), task.Model),
            (nameof(task.JobKey), task.JobKey),
            ("Rendition", entry.IsRendition ? "true" : null),
            ("CostAmount", task.Cost?.Amount.ToString(CultureInfo.InvariantCulture)),
            ("CostUnit", task.Cost?.Unit),
            ("ErrorKind", task.Error?.Kind),
            ("ErrorCode", task.Error?.Code),
            ("ErrorMessage", task.Error?.Message),
        ];
    }
}
