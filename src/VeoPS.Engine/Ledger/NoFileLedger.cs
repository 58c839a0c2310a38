namespace VeoPS.Engine.Ledger;

/// <summary>The user's waiver (<c>VEOPS_LEDGER=off</c>): nothing is kept, so job keys cannot be honoured and tasks cannot be listed.</summary>
public sealed class NoFileLedger : IFileLedger
{
    /// <inheritdoc/>
    public string NewSubmissionId() => "veo-" + Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    public void Add(LedgerEntry entry)
    {
        if (entry.Task.JobKey is not null) throw NotKept();
    }

    /// <inheritdoc/>
    public LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change) => null;

    /// <inheritdoc/>
    public bool Remove(string submissionId) => false;

    /// <inheritdoc/>
    public LedgerEntry? Find(string submissionId) => null;

    /// <inheritdoc/>
    public LedgerEntry? Find(string profile, string id) => null;

    /// <inheritdoc/>
    public LedgerEntry? FindAnyProfile(string id) => null;

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null) => [];

    /// <inheritdoc/>
    public JobClaim? TryClaim(JobClaim claim) => throw NotKept();

    /// <inheritdoc/>
    public JobClaim? LastClaim(string scope, string jobKey) => throw NotKept();

    /// <inheritdoc/>
    public void Spend(Spending spending)
    {
        // Without a budget nobody asks for it; with one, Spent refuses before.
    }

    /// <inheritdoc/>
    public SpentSums Spent(string profile, string unit, DateTime day) =>
        throw new VeoException(VeoErrorId.LedgerUnavailable, $"The budget of '{profile}' needs the ledger, and VEOPS_LEDGER is 'off'. Nothing was sent. Take one of them away.");

    private static VeoException NotKept() =>
        new(VeoErrorId.LedgerUnavailable, "A job key needs the ledger, and VEOPS_LEDGER is 'off'. Nothing was sent. Leave -JobKey out, or VEOPS_LEDGER.");
}
