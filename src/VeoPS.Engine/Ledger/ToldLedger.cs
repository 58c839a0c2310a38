using System.Globalization;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// A ledger that tells what is written into it: every submission, what became of it, and every change of a task. What was
/// bought cannot be told otherwise than it was written down.
/// </summary>
/// <param name="ledger">Where it is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Gets each event. Called from any thread.</param>
public sealed class ToldLedger(IFileLedger ledger, TimeProvider time, Action<VeoEvent> tell) : IFileLedger
{
    /// <inheritdoc/>
    public string NewSubmissionId() => ledger.NewSubmissionId();

    /// <inheritdoc/>
    public void Add(LedgerEntry entry)
    {
        ledger.Add(entry);
        Tell(null, entry);
    }

    /// <inheritdoc/>
    public LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change)
    {
        LedgerEntry? before = null;
        LedgerEntry? after = ledger.Update(submissionId, entry => change(before = entry));
        if (after is not null && before is not null && before.Task.Status != after.Task.Status) Tell(before.Task.Status, after);
        return after;
    }

    /// <inheritdoc/>
    public LedgerEntry? Find(string submissionId) => ledger.Find(submissionId);

    /// <inheritdoc/>
    public LedgerEntry? Find(string profile, string id) => ledger.Find(profile, id);

    /// <inheritdoc/>
    public LedgerEntry? FindAnyProfile(string id) => ledger.FindAnyProfile(id);

    /// <inheritdoc/>
    public bool Remove(string submissionId) => ledger.Remove(submissionId);

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null) => ledger.List(query, unreadable);

    /// <inheritdoc/>
    public JobClaim? TryClaim(JobClaim claim) => ledger.TryClaim(claim);

    /// <inheritdoc/>
    public JobClaim? LastClaim(string scope, string jobKey) => ledger.LastClaim(scope, jobKey);

    /// <inheritdoc/>
    public void Spend(Spending spending) => ledger.Spend(spending);

    /// <inheritdoc/>
    public SpentSums Spent(string profile, string unit, DateTime day) => ledger.Spent(profile, unit, day);

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
