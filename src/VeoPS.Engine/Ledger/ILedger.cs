namespace VeoPS.Engine.Ledger;

/// <summary>
/// Records purchases. Each method is one transaction. A result that a method has returned is durable. The ledger is safe for any
/// number of processes, and for any number of machines where the store is a server. Every method may throw a
/// <see cref="VeoException"/> with <see cref="VeoErrorId.LedgerUnavailable"/>, which names the remedy.
/// </summary>
/// <remarks>
/// A purchase is three commits: <see cref="BeginAsync"/>, <see cref="MarkSendingAsync"/>, <see cref="SettleAsync"/>.
/// The conditions of these three make sure that nothing is bought twice and no budget is exceeded, whatever else happens.
/// </remarks>
internal interface ILedger
{
    /// <summary>False where the user does without a ledger (<c>VEOPS_LEDGER=off</c>): nothing is kept, and every find is empty.</summary>
    bool KeepsRecords { get; }

    /// <summary>
    /// Claims the job key, records the submission and reserves its money. Nothing is sent before this has returned
    /// <see cref="BeginVerdict.Ours"/>. Repeated with the same <see cref="VeoTask.SubmissionId"/> it changes nothing more.
    /// </summary>
    /// <param name="request">The purchase to begin.</param>
    /// <param name="cancellationToken">Ends the wait for the store. After that, either nothing was begun or all of it was.</param>
    Task<BeginResult> BeginAsync(BeginRequest request, CancellationToken cancellationToken);

    /// <summary>Marks a submission: from now on its first byte may leave.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>True only while the claim is this submission's and has not lapsed. Otherwise, and where this throws, nothing
    /// may be sent.</returns>
    Task<bool> MarkSendingAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>Takes the mark back, because the gateway's answer proves that it has taken nothing.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>False where the submission is no longer this call's to send again.</returns>
    Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>The heartbeat: renews the claims of submissions that are under way, all in one statement. One that has lapsed
    /// stays lapsed.</summary>
    /// <param name="submissionIds">Which ones.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Those whose claim is held for another <see cref="LedgerTimes.ClaimLifetime"/>.</returns>
    Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken cancellationToken);

    /// <summary>Writes down how a submission ended: an id, a refusal (its money is given back), or unknown. An id overwrites
    /// every state.</summary>
    /// <param name="settlement">The answer.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken);

    /// <summary>Changes a task's record with nothing in between. A changed amount books the difference in the same transaction.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="change">From the recorded state to the new one; the same object for no change. May run again. Must do
    /// nothing else.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The new state, or null where the ledger has no such task.</returns>
    Task<LedgerEntry?> UpdateAsync(string submissionId, Func<LedgerEntry, LedgerEntry> change, CancellationToken cancellationToken);

    /// <summary>Finds a task by our name for it.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a task whose record was removed before its outcome was known: nobody else sees it, and its job key waits for it
    /// to be settled. <see cref="SettleAsync"/> brings it back.
    /// </summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>Finds a task by the gateway's name for it; the newest, where several have it.</summary>
    /// <param name="profile">The profile that it was submitted with, any case; null for any.</param>
    /// <param name="id">The gateway's id.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken cancellationToken);

    /// <summary>The purchases under a job key: one view for each scope that has a claim, in the order of <paramref name="scopes"/>.
    /// Changes nothing.</summary>
    /// <param name="scopes">See <see cref="JobKeyClaim.ScopeOf"/>.</param>
    /// <param name="jobKey">Compared ordinally.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken cancellationToken);

    /// <summary>One page of tasks, newest first. Nothing stays open between two pages. <see cref="LedgerLists.ListAsync"/>
    /// reads one page after the other.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="after">The <see cref="LedgerPage.Next"/> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken cancellationToken);

    /// <summary>Forgets a task. Its spending still counts. The claim of its job key stays, with the outcome of the task.</summary>
    /// <param name="submissionId">The task's submission.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>False where the ledger has no such task.</returns>
    Task<bool> RemoveAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>The amounts that a profile has spent or reserved today and this month, in UTC by the store's clock.</summary>
    /// <param name="profile">Any case.</param>
    /// <param name="unit">As in <see cref="VeoCost.Unit"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken cancellationToken);

    /// <summary>How long the newest tasks of a kind took, at most <see cref="TimeTaken.Kept"/>, in the order of
    /// submission.</summary>
    /// <param name="kind">As <see cref="TimeTaken.KindOf"/> has it.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken);

    /// <summary>A task and all that were bought in its place (<see cref="VeoTask.RetryOf"/>), from the first to the newest.</summary>
    /// <param name="submissionId">Any of the chain.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>The request that a task was bought with, as <see cref="BeginRequest.Request"/> gave it; null where none was
    /// kept.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<string?> RequestAsync(string submissionId, CancellationToken cancellationToken);

    /// <summary>Adds a job. The same key with the same request is no second job.</summary>
    /// <param name="job">In state <see cref="VeoJobState.Waiting"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The job as the ledger has it: this one, or the one that was there under its <see cref="LedgerJob.JobId"/>.</returns>
    Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken cancellationToken);

    /// <summary>Leases jobs that are due and that nobody has leased. Two workers never get the same one.</summary>
    /// <param name="request">How many, and for how long.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Renews leases that have not lapsed, all in one statement.</summary>
    /// <param name="holder">Who has them.</param>
    /// <param name="jobIds">Which ones.</param>
    /// <param name="lease">For how long from now.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Those that are still held.</returns>
    Task<IReadOnlyCollection<string>> RenewJobsAsync(
        string holder,
        IReadOnlyCollection<string> jobIds,
        TimeSpan lease,
        CancellationToken cancellationToken);

    /// <summary>Ends a lease; the job's next state follows from its task, or from why nothing was bought.</summary>
    /// <param name="release">Which one, and how it went.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The job as it is now; null where it is gone.</returns>
    Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken cancellationToken);

    /// <summary>One page of jobs, by key.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="after">The <see cref="JobPage.Next"/> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken cancellationToken);

    /// <summary>Sets a job to <see cref="VeoJobState.Waiting"/> again, with no attempts counted.</summary>
    /// <param name="jobId">Which one.</param>
    /// <param name="restartOf">The submission in whose place the next purchase comes, null where none was made.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The job as it is now; null where there is none, or where it is leased.</returns>
    Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken cancellationToken);

    /// <summary>Takes a job off the list. Its task, if it has one, stays.</summary>
    /// <param name="jobId">Which one.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>False where there is none.</returns>
    Task<bool> RemoveJobAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Tells about the store itself. Throws nothing: a store that cannot be reached is told as such.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// To be called when the work of a call has ended, and once more never hurts: delivers settlements that the server
    /// has not got yet (for at most 60 s), makes the daily copy (for at most 5 s), and lets go of the file.
    /// </summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The settlements that could not be delivered; they are kept on this machine.</returns>
    Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken cancellationToken);
}
