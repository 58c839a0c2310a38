using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Downloads;

/// <summary>A ledger whose disk is gone.</summary>
internal sealed class RefusingLedger : IFileLedger
{
    private static VeoException Gone => new(VeoErrorId.LedgerUnavailable, "The disk is gone.");

    public string NewSubmissionId() => throw Gone;

    public void Add(LedgerEntry entry) => throw Gone;

    public LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change) => throw Gone;

    public bool Remove(string submissionId) => throw Gone;

    public LedgerEntry? Find(string submissionId) => throw Gone;

    public LedgerEntry? Find(string profile, string id) => throw Gone;

    public LedgerEntry? FindAnyProfile(string id) => throw Gone;

    public IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null) => throw Gone;

    public JobClaim? TryClaim(JobClaim claim) => throw Gone;

    public JobClaim? LastClaim(string scope, string jobKey) => throw Gone;

    public void Spend(Spending spending) => throw Gone;

    public SpentSums Spent(string profile, string unit, DateTime day) => throw Gone;
}
