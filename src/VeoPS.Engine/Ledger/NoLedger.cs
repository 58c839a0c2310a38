namespace VeoPS.Engine.Ledger;

/// <summary>The user's waiver (<c>VEOPS_LEDGER=off</c>): nothing is kept, so that job keys and budgets are refused and nothing
/// can be listed.</summary>
internal sealed class NoLedger : ILedger
{
    public bool KeepsRecords => false;

    public Task<BeginResult> BeginAsync(BeginRequest request, CancellationToken cancellationToken)
    {
        if (request.Entry.Task.JobKey is not null) throw NotKept("A job key");
        if ((request.DailyBudget ?? request.MonthlyBudget) is not null) throw NotKept($"The budget of '{request.Entry.Task.Profile}'");
        if (request.LedgerId is not null) throw NotKept($"The profile '{request.Entry.Task.Profile}', which is pinned to a ledger,");
        return Task.FromResult(new BeginResult(BeginVerdict.Ours) { Entry = request.Entry });
    }

    public Task<bool> MarkSendingAsync(string submissionId, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> UnmarkSendingAsync(string submissionId, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> submissionIds, CancellationToken cancellationToken) =>
        Task.FromResult(submissionIds);

    public Task<SettleResult> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
        => Task.FromResult(new SettleResult(settlement.Entry));

    public Task<LedgerEntry?> UpdateAsync(string submissionId, Func<LedgerEntry, LedgerEntry> change, CancellationToken cancellationToken)
        => Nothing();

    public Task<LedgerEntry?> FindAsync(string submissionId, CancellationToken cancellationToken) => Nothing();

    public Task<LedgerEntry?> FindRemovedAsync(string submissionId, CancellationToken cancellationToken) => Nothing();

    public Task<LedgerEntry?> FindByIdAsync(string? profile, string id, CancellationToken cancellationToken) => Nothing();

    public Task<IReadOnlyList<JobKeyView>> LookAsync(IReadOnlyList<string> scopes, string jobKey, CancellationToken cancellationToken)
        => throw NotKept("A job key");

    public Task<LedgerPage> PageAsync(LedgerQuery query, string? after, CancellationToken cancellationToken)
        => Task.FromResult(new LedgerPage([], null));

    public Task<bool> RemoveAsync(string submissionId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<SpentSums> SpentAsync(string profile, string unit, CancellationToken cancellationToken)
        => throw NotKept($"The spending of '{profile}'");

    public Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<TimeTaken>>([]);

    public Task<IReadOnlyList<LedgerEntry>> ChainAsync(string submissionId, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<LedgerEntry>>([]);

    public Task<string?> RequestAsync(string submissionId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<LedgerJob> AddJobAsync(LedgerJob job, CancellationToken cancellationToken) => throw NotKept("A job");

    public Task<IReadOnlyList<LedgerJob>> LeaseJobsAsync(JobLeaseRequest request, CancellationToken cancellationToken)
        => throw NotKept("A job");

    public Task<IReadOnlyCollection<string>> RenewJobsAsync(
        string holder,
        IReadOnlyCollection<string> jobIds,
        TimeSpan lease,
        CancellationToken cancellationToken) =>
        throw NotKept("A job");

    public Task<LedgerJob?> ReleaseJobAsync(JobRelease release, CancellationToken cancellationToken) => throw NotKept("A job");

    public Task<JobPage> PageJobsAsync(JobQuery query, string? after, CancellationToken cancellationToken) => throw NotKept("A job");

    public Task<LedgerJob?> RestartJobAsync(string jobId, string? restartOf, CancellationToken cancellationToken) => throw NotKept("A job");

    public Task<bool> RemoveJobAsync(string jobId, CancellationToken cancellationToken) => throw NotKept("A job");

    public Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new LedgerStatus { Kind = "Off" });

    public Task<IReadOnlyList<Settlement>> EndCallAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Settlement>>([]);

    private static Task<LedgerEntry?> Nothing() => Task.FromResult<LedgerEntry?>(null);

    private static VeoException NotKept(string name) => new(
        VeoErrorId.LedgerUnavailable, $"{name} needs the ledger, but VEOPS_LEDGER is 'off'. Nothing was sent. Remove one of the two.");
}
