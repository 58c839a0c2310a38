namespace VeoPS.Engine.Ledger;

/// <summary>
/// Where what was bought is written down. Safe for several processes, and for several machines on one shared folder.
/// Every method may throw a <see cref="VeoException"/> with <see cref="VeoErrorId.LedgerUnavailable"/>, which names the remedy.
/// </summary>
public interface IFileLedger
{
    /// <summary>Makes a name for a submission. Names sort by time.</summary>
    string NewSubmissionId();

    /// <summary>Writes a new task down, flushed to the disk. Nothing is sent before this returned.</summary>
    /// <param name="entry">The task, with a <see cref="VeoTask.SubmissionId"/> of <see cref="NewSubmissionId"/>.</param>
    void Add(LedgerEntry entry);

    /// <summary>Reads a task, changes it and replaces it, with no other process in between; flushed to the disk where its id is new.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <param name="change">From the state on disk to the new one. May run again.</param>
    /// <returns>The new state, or null where the ledger has no such task.</returns>
    LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change);

    /// <summary>Finds a task by our name for it: one read.</summary>
    /// <param name="submissionId">Which one.</param>
    LedgerEntry? Find(string submissionId);

    /// <summary>Finds a task by the gateway's name for it: one read of an index and one of the task.</summary>
    /// <param name="profile">The profile it was submitted with.</param>
    /// <param name="id">The gateway's id.</param>
    LedgerEntry? Find(string profile, string id);

    /// <summary>Finds a task by the gateway's id alone: the newest, where several profiles have one of that name.</summary>
    /// <param name="id">The gateway's id.</param>
    LedgerEntry? FindAnyProfile(string id);

    /// <summary>Forgets a task. What it spent still counts, and its job key's claim stays.</summary>
    /// <param name="submissionId">Which one.</param>
    /// <returns>False where the ledger has no such task.</returns>
    bool Remove(string submissionId);

    /// <summary>Lists tasks, newest first, reading no more than is asked for. A file that is torn or foreign is passed over and told to <paramref name="unreadable"/>.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="unreadable">Gets the path and what is wrong.</param>
    IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null);

    /// <summary>Claims one attempt at a job key by exclusive creation of a file, flushed.</summary>
    /// <param name="claim">Who claims what.</param>
    /// <returns>Null where the claim is ours; else the claim that was there first.</returns>
    JobClaim? TryClaim(JobClaim claim);

    /// <summary>The claim with the highest attempt on a job key, null where there is none.</summary>
    /// <param name="scope">Profile, provider and origin, see <see cref="JobClaim.Scope"/>.</param>
    /// <param name="jobKey">Compared ordinally.</param>
    JobClaim? LastClaim(string scope, string jobKey);

    /// <summary>Writes down what a submission is about to cost, or what it came to; flushed. Of several final amounts the highest counts.</summary>
    /// <param name="spending">With a <see cref="Spending.SubmissionId"/> of <see cref="NewSubmissionId"/>.</param>
    void Spend(Spending spending);

    /// <summary>What a profile has spent or set aside, by all processes. Reads only what is new since the last call.</summary>
    /// <param name="profile">The profile's name, any case.</param>
    /// <param name="unit"><c>USD</c> or <c>credits</c>.</param>
    /// <param name="day">UTC.</param>
    SpentSums Spent(string profile, string unit, DateTime day);
}
