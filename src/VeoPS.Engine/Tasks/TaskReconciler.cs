using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// Finds submissions whose answer was lost, where the gateway lists its running tasks. A listed task is the right one where it was
/// made from the input that was sent, and where the ledger does not know it yet.
/// </summary>
/// <param name="transport">The way out.</param>
/// <param name="ledger">Where finds are written down.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where finds are told.</param>
internal sealed class TaskReconciler(HttpTransport transport, ILedger ledger, TimeProvider time, EngineLog log)
{
    private readonly RepeatableCall _call = new(transport, time);

    /// <summary>Looks for tasks of one profile.</summary>
    /// <param name="profile">Whose list is read.</param>
    /// <param name="lost">Tasks of <see cref="VeoTaskStatus.Unknown"/> outcome and without an id.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that were found, with their ids, by <see cref="VeoTask.SubmissionId"/>. They are in the ledger already.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.Protocol"/>: the list cannot be had. Nothing is known of the
    /// tasks.</exception>
    public async Task<IReadOnlyDictionary<string, VeoTask>> FindAsync(
        GatewayProfile profile,
        IReadOnlyList<VeoTask> lost,
        CancellationToken cancellationToken)
    {
        Dictionary<string, VeoTask> found = new(StringComparer.Ordinal);
        if (lost.Count == 0) return found;
        if (profile.Gateway is not IListGateway gateway)
        {
            log.Warning($"{profile.Name}: {profile.Gateway.Table.Provider} does not list its running tasks, so VeoPS cannot look for "
                + $"{string.Join(", ", lost.Select(task => task.SubmissionId))}. Look on the gateway's website.");
            return found;
        }

        List<ListedTask> unclaimed = [];
        foreach (ListedTask listed in await ListAsync(gateway, profile, cancellationToken).ConfigureAwait(false))
        {
            if (await ledger.FindByIdAsync(null, listed.Id, cancellationToken).ConfigureAwait(false) is null) unclaimed.Add(listed);
        }

        List<(VeoTask Task, string Fingerprint)> known = [];
        foreach (VeoTask task in lost)
        {
            if ((await ledger.FindAsync(task.SubmissionId, cancellationToken).ConfigureAwait(false))?.SentFingerprint is { } fingerprint)
                known.Add((task, fingerprint));
        }

        foreach (IGrouping<string, VeoTask> same in known.GroupBy(each => each.Fingerprint, each => each.Task, StringComparer.Ordinal))
        {
            ListedTask[] matches = [.. unclaimed.Where(listed => SentFingerprint.Matches(same.Key, listed.Input))];
            if (matches.Length > same.Count())
            {
                // One of them is somebody else's: taking it would lose theirs here and ours there.
                log.Warning($"{profile.Name}: {matches.Length} running tasks look like "
                    + $"{string.Join(", ", same.Select(task => task.SubmissionId))}: "
                    + $"{string.Join(", ", matches.Select(match => match.Id))}. VeoPS cannot tell which is which: settle each manually, "
                    + "with its own id.");
                continue;
            }

            foreach ((VeoTask task, ListedTask match) in same.Zip(matches, (task, match) => (task, match)))
                found[task.SubmissionId] = await TakeUpAsync(task, match, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private async Task<IReadOnlyList<ListedTask>> ListAsync(
        IListGateway gateway,
        GatewayProfile profile,
        CancellationToken cancellationToken)
    {
        WireResponse response;
        try
        {
            response = await _call.SendAsync(profile.Endpoint, gateway.List(profile), cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw Untold(exception.Message, exception);
        }

        return gateway.ReadList(response) ?? throw Untold($"HTTP {response.Status}, with a body that is not a list", null);

        VeoException Untold(string why, Exception? inner) =>
            new(VeoErrorId.Protocol, $"{gateway.Table.Provider} did not list the running tasks of '{profile.Name}' "
                + $"({why.TrimEnd('.')}), so the outcome of unanswered submissions is still unknown. They may have been bought. "
                + "Try again later.", inner);
    }

    private async Task<VeoTask> TakeUpAsync(VeoTask task, ListedTask match, CancellationToken cancellationToken)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        LedgerEntry? kept = await ledger.UpdateAsync(
            task.SubmissionId,
            entry => entry.Task.Id is null ? entry with { Task = Taken(entry.Task) } : entry,
            cancellationToken).ConfigureAwait(false);
        log.Verbose($"{task.Profile}: {task.SubmissionId} was accepted after all, as {match.Id}.");
        return kept?.Task ?? Taken(task);

        VeoTask Taken(VeoTask lost)
            => new VeoTask(lost) { Id = match.Id, Status = VeoTaskStatus.Queued, RawStatus = match.RawStatus, Error = null, Updated = now };
    }
}
