using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Judges tasks whose request is to be bought again, and makes the order. A task and all that were bought in its place are
/// one chain, and the newest of them is judged, so that the same line run twice buys once.
/// </summary>
/// <param name="ledger">Where the requests are kept.</param>
internal sealed class RestartPlan(ILedger ledger)
{
    /// <summary>How often a request is bought in all where a caller says nothing.</summary>
    public const int DefaultMaxAttempts = 3;

    private const string Nothing = "Nothing was sent and nothing was bought.";

    /// <summary>Judges a task.</summary>
    /// <param name="entry">Its record.</param>
    /// <param name="maxAttempts">How many of its chain a gateway may have taken before nothing more is bought, the first among
    /// them.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException">It must not be bought again; the remedy says how to go on with it.</exception>
    public async Task<RestartCase> JudgeAsync(LedgerEntry entry, int maxAttempts, CancellationToken stop)
    {
        if (entry.IsRendition)
            throw Refused(entry.Task, "is a rendition of another task. To buy it again, save that task in the same resolution.");
        IReadOnlyList<LedgerEntry> chain = await ChainAsync(entry, stop).ConfigureAwait(false);
        LedgerEntry newest = chain[chain.Count - 1];
        VeoTask task = newest.Task;
        bool isBought = task.Status is VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded;
        if (isBought && task.SubmissionId != entry.Task.SubmissionId) return new RestartCase(chain, IsBought: true, null);
        switch (task.Status)
        {
            case VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Canceled or VeoTaskStatus.Expired:
                break;
            case VeoTaskStatus.Unknown:
                throw new VeoException(
                    VeoErrorId.SubmitUnknown,
                    $"The outcome of the task {task.SubmissionId} at '{task.Profile}' is unknown: it may have been bought. "
                        + "Nothing was sent now. "
                    + "Settle it before you buy it again.")
                {
                    Task = task,
                    Remedies = new([VeoRemedy.About(VeoRemedyAction.Resolve, task)]),
                };
            case VeoTaskStatus.Succeeded:
                throw Refused(task, "succeeded, so its video is paid for.", VeoRemedyAction.Save);
            default:
                throw Refused(task, $"has not ended ({task.Status}).", VeoRemedyAction.Wait);
        }

        int taken = chain.Count(each => each.Task.Id is not null);
        if (taken >= maxAttempts)
        {
            string times = FormattableString.Invariant($"{taken} {(taken == 1 ? "time" : "times")}");
            string why = task.Error is { } error ? $" ({error.ToString().TrimEnd('.', ' ')})" : "";
            throw new VeoException(
                VeoErrorId.TaskFailed,
                $"The task {task} at '{task.Profile}' was bought {times} in all, and is {task.Status}{why}. {Nothing} Change "
                    + "its prompt, or allow more attempts.")
            {
                Task = task,
                Remedies = new([VeoRemedy.Give("MaxAttempts", FormattableString.Invariant($"{taken + 1}"))]),
            };
        }

        return new RestartCase(chain, IsBought: false, await JobOfAsync(newest, stop).ConfigureAwait(false));
    }

    /// <summary>Makes the order that buys a request again: as it was kept, with its files as they are now.</summary>
    /// <param name="restart">A case of <see cref="JudgeAsync"/> that is not bought yet.</param>
    /// <param name="profile">The profile that the task was submitted with.</param>
    /// <param name="prompt">Takes the place of the prompt; null for the one that it had.</param>
    /// <param name="faults">Gets the faults of its files.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException">Its request is not kept, or not whole. Nothing was sent.</exception>
    public async Task<SubmissionOrder> OrderAsync(
        RestartCase restart,
        GatewayProfile profile,
        string? prompt,
        ICollection<VeoFault> faults,
        CancellationToken stop)
    {
        VeoTask task = restart.Newest.Task;
        VeoRequest request = await RequestAsync(restart, stop).ConfigureAwait(false);
        if (prompt is not null) request = request with { Prompt = prompt };
        return new SubmissionOrder
        {
            Profiles = [profile],
            // A file may be another one by now, or gone.
            Request = request.WithImages(
                (option, image) => image is FileMedia file ? MediaParser.Image(option, file.Path, path => path, faults) : image),
            JobKey = task.JobKey,
            Tag = [.. task.Tag],
            RetryOf = task.SubmissionId,
        };
    }

    /// <summary>Sets the job of a task to waiting, so that a worker buys it in the task's place.</summary>
    /// <param name="restart">A case that has a job.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException">A worker has the job. Nothing was changed.</exception>
    public async Task RestartJobAsync(RestartCase restart, CancellationToken stop)
    {
        LedgerJob job = restart.Job!;
        if (await ledger.RestartJobAsync(job.JobId, restart.Newest.Task.SubmissionId, stop).ConfigureAwait(false) is not null) return;
        string leased = job.LeasedUntil is { } until ? FormattableString.Invariant($" until {until:HH:mm:ss} UTC") : "";
        throw new VeoException(
            VeoErrorId.RequestInvalid,
            $"The job '{job.JobKey}' of the task {restart.Newest.Task} is leased by a worker{leased}, or was removed. Nothing "
                + "was changed. "
            + "Run the command again when the lease has ended.")
        {
            Task = restart.Newest.Task,
        };
    }

    // Under a job key others may have bought meanwhile, and not in this task's place: the key's newest attempt is the newest here.
    private async Task<IReadOnlyList<LedgerEntry>> ChainAsync(LedgerEntry entry, CancellationToken stop)
    {
        IReadOnlyList<LedgerEntry> chain = await ledger.ChainAsync(entry.Task.SubmissionId, stop).ConfigureAwait(false);
        if (chain.Count == 0) chain = [entry];
        LedgerEntry newest = chain[chain.Count - 1];
        if (newest.Task.JobKey is not { } key) return chain;
        IReadOnlyList<JobKeyView> views = await ledger.LookAsync([ScopeOf(newest)], key, stop).ConfigureAwait(false);
        if (views is not [{ Entry: not null } view] || view.Claim.SubmissionId == newest.Task.SubmissionId) return chain;
        IReadOnlyList<LedgerEntry> keys = await ledger.ChainAsync(view.Claim.SubmissionId, stop).ConfigureAwait(false);
        return keys.Count == 0 ? chain : keys;
    }

    private async Task<LedgerJob?> JobOfAsync(LedgerEntry entry, CancellationToken stop)
    {
        if (entry.Task.JobKey is not { } key) return null;
        string scope = ScopeOf(entry);
        JobQuery query = new() { JobKey = [KeyPattern.Of(key)] };
        string? after = null;
        do
        {
            JobPage page = await ledger.PageJobsAsync(query, after, stop).ConfigureAwait(false);
            if (page.Jobs.FirstOrDefault(job => job.Scopes.Contains(scope)) is { } found) return found;
            after = page.Next;
        }
        while (after is not null);

        return null;
    }

    private async Task<VeoRequest> RequestAsync(RestartCase restart, CancellationToken stop)
    {
        VeoTask task = restart.Newest.Task;
        foreach (LedgerEntry each in restart.Chain.Reverse())
        {
            if (await ledger.RequestAsync(each.Task.SubmissionId, stop).ConfigureAwait(false) is not { } json) continue;
            try
            {
                return StoredRequest.FromJson(json)
                    ?? throw Unkept("was stored incompletely: without the bytes of an image that was not a file, or without a "
                        + "link that contains a secret");
            }
            catch (InvalidDataException exception)
            {
                throw Unkept($"cannot be read ({exception.InnerException?.Message.TrimEnd('.')})");
            }
        }

        throw Unkept("is not in the ledger");

        VeoException Unkept(string why) => new(
            VeoErrorId.RequestInvalid,
            $"The request of the task {task} at '{task.Profile}' {why}, so it cannot be bought again from the ledger. {Nothing} "
            + "Buy it again from the original row.")
        {
            Task = task,
        };
    }

    private static string ScopeOf(LedgerEntry entry) => JobKeyClaim.ScopeOf(entry.Task.Profile, entry.Task.Provider, entry.Origin);

    private static VeoException Refused(VeoTask task, string why, string? action = null) => new(
        VeoErrorId.RequestInvalid, $"The task {task} at '{task.Profile}' {why} {Nothing}")
    {
        Task = task,
        Remedies = action is null ? VeoList<VeoRemedy>.Empty : new([VeoRemedy.About(action, task)]),
    };
}

/// <summary>A task that is to be bought again, as it was judged.</summary>
/// <param name="Chain">From the first to the newest.</param>
/// <param name="IsBought">True where the newest was bought in another's place already, and goes on or has its video: nothing is
/// bought.</param>
/// <param name="Job">The job under whose key it was bought; null where there is none, so that it is bought here.</param>
internal sealed record RestartCase(IReadOnlyList<LedgerEntry> Chain, bool IsBought, LedgerJob? Job)
{
    /// <summary>The newest of the chain.</summary>
    public LedgerEntry Newest => Chain[Chain.Count - 1];
}
