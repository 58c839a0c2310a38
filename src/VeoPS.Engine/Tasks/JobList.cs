using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>How a job is worked on. The order itself describes the purchase.</summary>
internal sealed record JobTerms
{
    /// <summary>Higher comes first.</summary>
    public int Priority { get; init; }

    /// <summary>UTC. Not handed out before this; null: at once.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>Keeps the bytes of media in the ledger until the job is done.</summary>
    public bool StoreMedia { get; init; }
}

/// <summary>The list of work that workers share. That nothing is bought twice is the job key's doing, and not this list's.</summary>
/// <param name="ledger">Where it is.</param>
/// <param name="run">Prices new jobs.</param>
/// <param name="log">Where decisions are told.</param>
internal sealed class JobList(ILedger ledger, PurchaseRun run, EngineLog log)
{
    /// <summary>The most bytes of media that a job may keep in the ledger.</summary>
    public const int MostStoredBytes = 20 * 1024 * 1024;

    private bool? _isOnServer;

    /// <summary>Adds a job. The same key with the same request is no second job.</summary>
    /// <param name="order">An order with a job key, which <see cref="PurchaseRun.Check"/> has passed.</param>
    /// <param name="terms">How it is worked on.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The job as the ledger has it: this one, or the one that was there.</returns>
    /// <exception cref="VeoException">
    /// <see cref="VeoErrorId.RequestInvalid"/>: it has no job key, or media that another worker could not have.
    /// <see cref="VeoErrorId.BudgetExceeded"/>: no profile could take it within its limits.
    /// <see cref="VeoErrorId.JobKeyConflict"/>: the key stands for another request. Nothing was added.
    /// </exception>
    public async Task<VeoJob> AddAsync(SubmissionOrder order, JobTerms terms, CancellationToken stop)
    {
        if (order.JobKey is not { } key)
            throw PurchaseRun.Refusal(
                [new VeoFault(nameof(order.JobKey), "a job needs a key, so that it is bought only once", "Give a name")]);
        bool isOnServer = _isOnServer ??= (await ledger.StatusAsync(stop).ConfigureAwait(false)).Kind == SqlDialect.Postgres.Name;
        VeoFault[] faults = [.. MediaFaults(order.Request, terms, isOnServer)];
        if (faults.Length > 0) throw PurchaseRun.Refusal(faults);
        await CheckLimitsAsync(order, stop).ConfigureAwait(false);
        (JobKeyVerdict verdict, JobKeyView? view) = JobKeyState.Decide(
            await ledger.LookAsync(order.Scopes, key, stop).ConfigureAwait(false),
            order.Question);
        if (verdict == JobKeyVerdict.Conflict) throw PurchaseErrors.ExistingOutcome(order, verdict, view)!.Error!;
        LedgerJob job = await ledger.AddJobAsync(JobOf(order, terms), stop).ConfigureAwait(false);
        return order.Fingerprints.Contains(job.RequestHash)
            ? JobReader.Job(job)
            : throw new VeoException(VeoErrorId.JobKeyConflict, $"The job '{key}' is already on the list with another request. Nothing "
                + "was added and nothing was bought. Use another job key, or remove that job first.");
    }

    /// <summary>Lists jobs, a page at a time.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="after">The place that the page before gave; null for the first.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The jobs in the order of their keys, and where the next page begins; null for the last.</returns>
    public async Task<(IReadOnlyList<VeoJob> Jobs, string? Next)> PageAsync(JobQuery query, string? after, CancellationToken stop)
    {
        JobPage page = await ledger.PageJobsAsync(query, after, stop).ConfigureAwait(false);
        return ([.. page.Jobs.Select(job => JobReader.Job(job))], page.Next);
    }

    /// <summary>Takes a job off the list. Its task and its key's claim stay.</summary>
    /// <param name="job">Which one.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>False where it is not there any more.</returns>
    public Task<bool> RemoveAsync(VeoJob job, CancellationToken stop)
        => ledger.RemoveJobAsync(LedgerJob.IdOf(job.Profile, job.JobKey), stop);

    /// <summary>Tells that a leased job was not bought, and why: its next state does not wait for the end of its lease.</summary>
    /// <param name="jobId">See <see cref="LedgerJob.IdOf"/>.</param>
    /// <param name="holder">The worker that has it. A lease that is another's by now is left alone.</param>
    /// <param name="error">Why.</param>
    /// <param name="stop">Ends it.</param>
    public async Task NoteNotBoughtAsync(string jobId, string holder, VeoException error, CancellationToken stop)
    {
        try
        {
            await ledger.ReleaseJobAsync(new JobRelease(jobId, holder, ReasonOf(error), Redactor.Shared.Redact(error.Message)), stop)
                .ConfigureAwait(false);
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            log.Verbose($"The job's lease could not be released and will expire: {exception.Message}");
        }
    }

    /// <summary>Why a lease ends with an error. An error that another try could pass counts an
    /// attempt; any other error is final.</summary>
    internal static JobReleaseReason ReasonOf(VeoException error) => error.ErrorId switch
    {
        // A budget counts anew; the job's own limit does not.
        VeoErrorId.BudgetExceeded => error.Remedies.Any(remedy => remedy.Option == nameof(SubmissionOrder.MaxCost))
            ? JobReleaseReason.Refused
            : JobReleaseReason.OverBudget,
        VeoErrorId.RequestInvalid or VeoErrorId.SubmitRejected or VeoErrorId.ContentRejected or VeoErrorId.ModelRetired
            or VeoErrorId.JobKeyConflict or VeoErrorId.NotSupported or VeoErrorId.TaskFailed => JobReleaseReason.Refused,
        _ => JobReleaseReason.Ended,
    };

    private static LedgerJob JobOf(SubmissionOrder order, JobTerms terms)
    {
        string request = StoredRequest.ToJson(order.Request, terms.StoreMedia);
        if (StoredRequest.FromJson(request) is null)
        {
            throw new VeoException(VeoErrorId.RequestInvalid, $"The job '{order.JobKey}' contains a secret, such as a signed "
                + "link, which the ledger does not store in plain text. Nothing was added and nothing was bought. Give media as a "
                + "link without a secret, or as a file.");
        }

        if (order.MaxCost is { } most)
        {
            JsonObject row = JsonNode.Parse(request)!.AsObject();
            row[nameof(order.MaxCost)] = most;
            request = row.ToJsonString();
        }

        return new LedgerJob
        {
            JobKey = order.JobKey!,
            Profiles = [.. order.Profiles.Select(profile => profile.Name)],
            Scopes = order.Scopes,
            RequestHash = order.Fingerprints[0],
            Request = request,
            Tag = order.Tag,
            Priority = terms.Priority,
            NotBefore = terms.NotBefore,
        };
    }

    private static IEnumerable<VeoFault> MediaFaults(VeoRequest request, JobTerms terms, bool isOnServer)
    {
        VeoRemedy store = new(VeoRemedyAction.StoreMedia);
        long bytes = 0;
        foreach ((string option, MediaInput media) in request.Media)
        {
            if (media is InlineMedia inline) bytes += inline.Bytes.Length;
            else if (terms.StoreMedia && media is FileMedia file) bytes += file.Read().Bytes.Length;
            if (terms.StoreMedia) continue;
            if (media is InlineMedia)
                yield return new VeoFault(option, "a job does not store the bytes of its media", "Give a link") { Action = store };
            if (media is not FileMedia { Path: var path }) continue;
            if (isOnServer)
                yield return new VeoFault(
                    option,
                    $"the ledger is shared by machines, and others may not have the file '{path}'",
                    "Give a link") { Action = store };
            else if (path.Contains(';'))
                yield return new VeoFault(
                    option,
                    $"the path '{path}' contains a semicolon, which separates two images",
                    "Rename it") { Action = store };
        }

        if (terms.StoreMedia && bytes > MostStoredBytes)
            yield return new VeoFault(
                nameof(terms.StoreMedia),
                $"the media have {bytes} bytes, but a job stores at most {MostStoredBytes >> 20} MiB",
                "Give links");
    }

    // Budgets are reserved when the job is bought. This finds a job that could be bought at no time.
    private async Task CheckLimitsAsync(SubmissionOrder order, CancellationToken stop)
    {
        string? over = null;
        foreach (GatewayProfile profile in order.Profiles)
        {
            if (!PurchaseLimits.AreSet(order, profile)) return;
            VeoCost? cost = await order.PriceAsync(run.Tools, profile, stop).ConfigureAwait(false);
            if (PurchaseLimits.Exceeded(order, profile, cost) is not { } why) return;
            over ??= why;
        }

        throw new VeoException(VeoErrorId.BudgetExceeded, over! + " Nothing was added.");
    }
}
