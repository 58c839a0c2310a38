using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// Settles by hand a submission whose outcome nobody could tell, by the word of a person who has looked at the gateway's
/// site. The gateway is asked before an id is believed.
/// </summary>
/// <param name="poller">Asks the gateway.</param>
/// <param name="ledger">Where it is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told that the ledger could not be reached.</param>
internal sealed class TaskResolver(TaskPoller poller, ILedger ledger, TimeProvider time, EngineLog log)
{
    private const string NotTakenWords = "Settled manually: the gateway did not accept the submission.";

    /// <summary>Settles a submission as taken: it goes on under its gateway's id.</summary>
    /// <param name="entry">Its record.</param>
    /// <param name="id">The id that the gateway's site shows. For a rendition, which has none of its own, that of its task.</param>
    /// <param name="profile">Where the gateway is asked for it; null where it cannot be, which <paramref name="force"/> is
    /// needed for.</param>
    /// <param name="force">Believes the id where the gateway cannot be asked. One that it does not know is refused all the same.</param>
    /// <param name="stop">Ends it; nothing was changed then.</param>
    /// <returns>The task as it is now; the same where it had this id before.</returns>
    /// <exception cref="VeoException">It cannot be settled so; nothing was changed.</exception>
    public async Task<VeoTask> SettleAsTakenAsync(LedgerEntry entry, string id, GatewayProfile? profile, bool force, CancellationToken stop)
    {
        VeoTask task = entry.Task;
        if (task.Id == id) return task;

        // A submission that was settled as not taken by mistake can still be found.
        if (task.Id is not null || task.Status != VeoTaskStatus.Canceled) CheckUnknown(entry);
        if (entry.IsRendition) return await SettleRenditionAsync(entry, id, force, stop).ConfigureAwait(false);
        await CheckNobodyHasAsync(entry, id, stop).ConfigureAwait(false);
        VeoTask seen = await AskAsync(task, id, profile, force, stop).ConfigureAwait(false);
        VeoTask settled = await KeepAsync(entry, kept => kept.Id is not null ? kept : new VeoTask(kept)
        {
            Id = id,
            Status = seen.Status,
            RawStatus = seen.RawStatus,
            Progress = seen.Progress,
            Updated = Now,
            Completed = seen.Completed,
            Videos = seen.Videos,
            Cost = seen.Cost,
            Error = seen.Error,
            Raw = seen.Raw,
        }, stop).ConfigureAwait(false);
        if (settled.Id != id) throw Refused(settled, $"The task {settled.SubmissionId} was found in the meantime, as {settled.Id}.");
        return settled;
    }

    /// <summary>Settles a submission as not taken: it is canceled, its money is given back on its day, and its job key is free
    /// again.</summary>
    /// <param name="entry">Its record.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The task as it is now.</returns>
    /// <exception cref="VeoException">Its outcome is known, or it may still be on its way; nothing was changed.</exception>
    public async Task<VeoTask> SettleAsNotTakenAsync(LedgerEntry entry, CancellationToken stop)
    {
        CheckNotTaken(entry);
        if (entry.Task.Status == VeoTaskStatus.Canceled) return entry.Task;
        VeoTask settled = await KeepAsync(entry, kept => IsUnknown(kept) ? new VeoTask(kept)
        {
            Status = VeoTaskStatus.Canceled,
            Updated = Now,
            Completed = Now,
            Error = new VeoError { Kind = VeoErrorKind.Network, Message = NotTakenWords, Retryable = true },
        } : kept, stop).ConfigureAwait(false);
        return settled.Status == VeoTaskStatus.Canceled ? settled : throw Known(settled);
    }

    /// <summary>Refuses a task that cannot be settled as not taken.</summary>
    /// <param name="entry">Its record.</param>
    /// <exception cref="VeoException">Its outcome is known, or another process is submitting it.</exception>
    public static void CheckNotTaken(LedgerEntry entry)
    {
        if (entry.Task is not { Id: null, Status: VeoTaskStatus.Canceled }) CheckUnknown(entry);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static bool IsUnknown(VeoTask task) => task is { Id: null, Status: VeoTaskStatus.Unknown };

    // A process that lives settles its own submission, and knows better.
    private static void CheckUnknown(LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        if (IsUnknown(task)) return;
        if (task.Status != VeoTaskStatus.Submitting) throw Known(task);
        string until = entry.SubmitDeadline.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        throw Refused(task, $"The task {task.SubmissionId} is being submitted by a running process, so its outcome is not unknown "
            + $"yet: its claim lasts until {until} UTC, or longer if it is renewed.");
    }

    // Its gateway has no question about a rendition that could not buy it.
    private async Task<VeoTask> SettleRenditionAsync(LedgerEntry entry, string id, bool force, CancellationToken stop)
    {
        VeoTask task = entry.Task;
        if (entry.RenditionOf is { } source && source != id)
        {
            string shown = $"The rendition '{task.JobKey}' is listed under the id of its task, {source}, not under '{id}'.";
            throw Refused(task, shown);
        }

        if (!force)
        {
            string unasked
                = $"{task.Provider} cannot be asked about the rendition '{task.JobKey}' without buying it, so its id cannot be checked.";
            throw Refused(task, unasked, VeoRemedy.Give("Force"));
        }

        VeoTask settled = await KeepAsync(entry, Taken, stop).ConfigureAwait(false);
        return settled.Status == VeoTaskStatus.Canceled ? throw Known(settled) : settled;

        VeoTask Taken(VeoTask kept)
            => IsUnknown(kept) ? new VeoTask(kept) { Status = VeoTaskStatus.Queued, Updated = Now, Error = null } : kept;
    }

    private async Task CheckNobodyHasAsync(LedgerEntry entry, string id, CancellationToken stop)
    {
        VeoTask task = entry.Task;
        foreach (string? profile in new[] { task.Profile, null })
        {
            LedgerEntry? other = await ledger.FindByIdAsync(profile, id, stop).ConfigureAwait(false);
            if (other is null || other.Task.SubmissionId == task.SubmissionId || other.Origin != entry.Origin) continue;
            throw Refused(task, $"The id '{id}' belongs to another {TaskErrors.Name(other.Task)}, submitted as "
                + $"{other.Task.SubmissionId}.");
        }
    }

    private async Task<VeoTask> AskAsync(VeoTask task, string id, GatewayProfile? profile, bool force, CancellationToken stop)
    {
        // Without a name of ours, so that nothing is written down, and that "not found" means so.
        VeoTask asked = new(task) { SubmissionId = "", Id = id, Status = VeoTaskStatus.Queued, Error = null, Completed = null };
        if (profile is null) return force ? asked : throw Unasked("");
        PollResult result = await poller.AskAsync(new TaskHandle(asked, profile), stop).ConfigureAwait(false);
        if (result.Error is not { } error) return result.Task;
        if (error.ErrorId == VeoErrorId.TaskNotFound)
        {
            throw new VeoException(
                VeoErrorId.TaskNotFound,
                $"{task.Provider} has no task '{id}' for the profile '{profile.Name}'. Nothing was changed: "
                    + $"{task.SubmissionId} stays {task.Status}. "
                + "Check the id on the gateway's website.",
                error) { Task = task };
        }

        return force ? asked : throw Unasked($" ({error.Summary.TrimEnd('.')})");

        VeoException Unasked(string why)
            => Refused(task, $"The gateway cannot be asked whether it has the task '{id}'{why}.", VeoRemedy.Give("Force"));
    }

    private async Task<VeoTask> KeepAsync(LedgerEntry entry, Func<VeoTask, VeoTask> change, CancellationToken stop)
    {
        LedgerEntry? kept = await ledger.UpdateAsync(entry.Task.SubmissionId, Changed, stop).ConfigureAwait(false);
        if (kept is not null) return kept.Task;

        // Its record was removed before its outcome was known, and comes back with it.
        SettleResult settled = await ledger.SettleAsync(new Settlement(Changed(entry)), stop).ConfigureAwait(false);
        if (settled.IsWaiting)
        {
            log.Warning($"The ledger could not be reached to settle {entry.Task.SubmissionId}. The outcome is stored on this "
                + "machine and will be written to the ledger at the next connection.");
        }

        return settled.Entry.Task;

        LedgerEntry Changed(LedgerEntry before)
        {
            VeoTask after = change(before.Task);
            return ReferenceEquals(after, before.Task) ? before : before with { Task = after };
        }
    }

    private static VeoException Known(VeoTask task) =>
        Refused(
            task,
            $"The outcome of {task.SubmissionId} is known: it is {task.Status}{(task.Id is null ? "" : $", under the id {task.Id}")}.");

    private static VeoException Refused(VeoTask task, string why, params VeoRemedy[] remedies) =>
        new(VeoErrorId.RequestInvalid, $"{why} Nothing was changed.") { Task = task, Remedies = new(remedies) };
}
