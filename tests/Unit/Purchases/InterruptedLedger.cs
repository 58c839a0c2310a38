using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Purchases;

/// <summary>A ledger between whose steps a test does something: another process buys, or this one comes to its end.</summary>
internal sealed class InterruptedLedger(FileLedger ledger) : IFileLedger
{
    /// <summary>After a job key was claimed for a submission; not after its sending was.</summary>
    public Action? Claimed { get; set; }

    /// <summary>After a submission was recorded.</summary>
    public Action? Added { get; set; }

    public string NewSubmissionId() => ledger.NewSubmissionId();

    public void Add(LedgerEntry entry)
    {
        ledger.Add(entry);
        Once(Added, () => Added = null);
    }

    public LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change) => ledger.Update(submissionId, change);

    public bool Remove(string submissionId) => ledger.Remove(submissionId);

    public LedgerEntry? Find(string submissionId) => ledger.Find(submissionId);

    public LedgerEntry? Find(string profile, string id) => ledger.Find(profile, id);

    public LedgerEntry? FindAnyProfile(string id) => ledger.FindAnyProfile(id);

    public IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null) => ledger.List(query, unreadable);

    public JobClaim? TryClaim(JobClaim claim)
    {
        JobClaim? holder = ledger.TryClaim(claim);
        Once(Claimed, () => Claimed = null);
        return holder;
    }

    public JobClaim? LastClaim(string scope, string jobKey) => ledger.LastClaim(scope, jobKey);

    public void Spend(Spending spending) => ledger.Spend(spending);

    public SpentSums Spent(string profile, string unit, DateTime day) => ledger.Spent(profile, unit, day);

    private static void Once(Action? action, Action forget)
    {
        forget();
        action?.Invoke();
    }
}
