using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Tasks;

/// <summary>Takes up a task as a person has it: the task itself, or an id. The ledger knows the rest.</summary>
/// <param name="ledger">Where tasks are kept.</param>
/// <param name="resolve">Finds a profile by name; null for the default one.</param>
internal sealed class TaskFinder(ILedger ledger, Func<string?, GatewayProfile> resolve)
{
    /// <summary>Takes up a task by its id.</summary>
    /// <param name="id">The gateway's, or a <see cref="VeoTask.SubmissionId"/>.</param>
    /// <param name="profile">Null: the ledger knows, else the default one.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>, or <see cref="VeoErrorId.RequestInvalid"/>
    /// where the profile now points elsewhere.</exception>
    public async Task<TaskHandle> FindAsync(string id, string? profile, CancellationToken stop) =>
        TakeUp(id, profile, await LookAsync(id, profile, stop).ConfigureAwait(false));

    /// <summary>Takes up a task by its id and its record. Resolves its profile, on the thread of the caller.</summary>
    internal TaskHandle TakeUp(string id, string? profile, LedgerEntry? entry)
    {
        if (entry is not null) return Pinned(entry, entry.Task, profile);
        GatewayProfile found = resolve(profile);
        return new TaskHandle(
            new VeoTask { Id = id, Profile = found.Name, Provider = found.Gateway.Table.Provider, Status = VeoTaskStatus.Queued },
            found);
    }

    /// <summary>Takes up a task that is at hand; where the ledger has seen more of it, as the ledger has it.</summary>
    /// <param name="task">As it came down the pipeline.</param>
    /// <param name="profile">Null: the task's own.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException">As <see cref="FindAsync(string, string, CancellationToken)"/>.</exception>
    public async Task<TaskHandle> FindAsync(VeoTask task, string? profile, CancellationToken stop) =>
        TakeUp(task, profile, await LookAsync(task, profile, stop).ConfigureAwait(false));

    /// <summary>Takes up a task by its input and its record. Resolves its profile, on the thread of the caller.</summary>
    internal TaskHandle TakeUp(VeoTask task, string? profile, LedgerEntry? entry)
    {
        if (entry is null) return new TaskHandle(task, resolve(profile ?? task.Profile));
        return Pinned(
            entry,
            LedgerKnowsMore(entry.Task, task) ? entry.Task : new VeoTask(task) { SubmissionId = entry.Task.SubmissionId },
            profile);
    }

    /// <summary>The record of a task in the ledger, null where it has none. The task's profile does not have to exist.</summary>
    /// <param name="id">The gateway's, or a <see cref="VeoTask.SubmissionId"/>.</param>
    /// <param name="profile">Null: any.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<LedgerEntry?> LookAsync(string id, string? profile, CancellationToken stop) =>
        await ledger.FindAsync(id, stop).ConfigureAwait(false) ?? await ledger.FindByIdAsync(profile, id, stop).ConfigureAwait(false);

    /// <inheritdoc cref="LookAsync(string, string, CancellationToken)"/>
    /// <param name="task">As it came down the pipeline.</param>
    /// <param name="profile">Null: the task's own.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<LedgerEntry?> LookAsync(VeoTask task, string? profile, CancellationToken stop) =>
        task.SubmissionId.Length > 0 ? await ledger.FindAsync(task.SubmissionId, stop).ConfigureAwait(false)
        : task.Id is null ? null
        : await ledger.FindByIdAsync(profile ?? task.Profile, task.Id, stop).ConfigureAwait(false);

    // A task from a file or from an earlier run may have only its id left. Only a live task has its links.
    private static bool LedgerKnowsMore(VeoTask kept, VeoTask live)
    {
        if (live.Id is null) return true;
        bool ended = VeoTaskStatus.IsFinal(kept.Status);
        return ended == VeoTaskStatus.IsFinal(live.Status) ? kept.Updated > live.Updated : ended;
    }

    // An id means nothing at another gateway, and a key has no business there.
    private TaskHandle Pinned(LedgerEntry entry, VeoTask task, string? profile)
    {
        GatewayProfile found = resolve(profile ?? entry.Task.Profile);
        bool same = string.Equals(found.Gateway.Table.Provider, entry.Task.Provider, StringComparison.OrdinalIgnoreCase)
            && string.Equals(found.Origin, entry.Origin, StringComparison.OrdinalIgnoreCase);
        if (!same)
        {
            throw new VeoException(
                VeoErrorId.RequestInvalid,
                $"The task {task} was submitted to {entry.Task.Provider} at {entry.Origin}, but the profile '{found.Name}' now "
                    + $"points to {found.Gateway.Table.Provider} at {found.Origin}. Nothing was sent. Specify the profile that "
                    + "it was submitted with.") { Task = task };
        }

        return new TaskHandle(task, found) { LinkMissingSince = entry.LinkMissingSince, Seed = entry.Seed };
    }
}
