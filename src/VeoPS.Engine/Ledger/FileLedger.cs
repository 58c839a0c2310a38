using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The ledger in a folder: one JSON document a task, replaced atomically. No daemon, no database: safe for several
/// processes, and for several machines on one shared folder. Nothing is touched before the first call.
/// </summary>
public sealed class FileLedger : IFileLedger
{
    // A name is made before the task is recorded, and files may be read and uploaded between the two.
    private static readonly TimeSpan NamedBeforeRecorded = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly LedgerGuard _guard;
    private readonly TaskFiles _tasks;
    private readonly LedgerIndex _index;
    private readonly ClaimFiles _claims;
    private readonly SpendFiles _spend;

    /// <summary>Names the folder.</summary>
    /// <param name="folder">Absolute, see <see cref="StateFolder"/>. Made with the first task.</param>
    /// <param name="time">Names the submissions, and tells which are overdue.</param>
    /// <param name="isPrivate">True where what is written is for this account only, see <see cref="StateFolder.IsPrivate"/>.</param>
    public FileLedger(string folder, TimeProvider time, bool isPrivate = true)
    {
        string root = Path.GetFullPath(folder);
        LedgerFiles files = new(root, isPrivate);
        _time = time;
        _guard = new LedgerGuard(root);
        _tasks = new TaskFiles(files);
        _index = new LedgerIndex(files);
        _claims = new ClaimFiles(files);
        _spend = new SpendFiles(files);
    }

    /// <inheritdoc/>
    public string NewSubmissionId() => SubmissionId.New(_time.GetUtcNow());

    /// <inheritdoc/>
    public void Add(LedgerEntry entry) => _guard.Run(LedgerGuard.NothingSent, () =>
    {
        _tasks.Create(entry.Task.SubmissionId, LedgerDocument.From(entry));
        Index(entry.Task);
    });

    /// <inheritdoc/>
    public LedgerEntry? Update(string submissionId, Func<LedgerEntry, LedgerEntry> change)
    {
        if (!SubmissionId.TryParse(submissionId, out _)) return null;
        using IDisposable held = _guard.Run(LedgerGuard.TaskGoesOn, () => _tasks.Lock(submissionId));

        LedgerDocument? document = _guard.Run(LedgerGuard.TaskGoesOn, () => _tasks.Read(submissionId));
        if (document is null) return null;
        if (document.Version > LedgerDocument.CurrentVersion) throw MadeByNewer(document);

        LedgerEntry before = AsOfNow(document.ToEntry());
        LedgerEntry after = change(before);
        if (ReferenceEquals(after, before)) return after;
        if (after.Task.SubmissionId != submissionId) throw new ArgumentException("A change must not rename the task.", nameof(change));

        _guard.Run(LedgerGuard.TaskGoesOn, () =>
        {
            _tasks.Replace(submissionId, LedgerDocument.From(after, document.Extra), MustLast(before, after));
            Index(after.Task);
        });
        return after;
    }

    /// <inheritdoc/>
    public bool Remove(string submissionId)
    {
        if (!SubmissionId.TryParse(submissionId, out _)) return false;
        using IDisposable held = _guard.Run(LedgerGuard.NothingChanged, () => _tasks.Lock(submissionId));
        return _guard.Run(LedgerGuard.NothingChanged, () =>
        {
            if (_tasks.Read(submissionId) is not { } document) return false;
            _tasks.Delete(submissionId);
            if (document.Id is { } id) _index.Remove(id, submissionId);
            if (document.JobKey is { } key) _claims.EndWait(JobClaim.ScopeOf(document.Profile ?? "", document.Provider ?? "", document.Origin ?? ""), key, submissionId, _time.GetUtcNow().UtcDateTime);
            return true;
        });
    }

    /// <inheritdoc/>
    public LedgerEntry? Find(string submissionId) => _guard.Run(LedgerGuard.NothingChanged, () => Read(submissionId));

    /// <inheritdoc/>
    public LedgerEntry? Find(string profile, string id) => FindById(id,
        found => string.Equals(found.Task.Profile, profile, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public LedgerEntry? FindAnyProfile(string id) => FindById(id, _ => true);

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> List(LedgerQuery query, Action<string>? unreadable = null)
    {
        foreach (string day in _guard.Run(LedgerGuard.NothingChanged, () => _tasks.Days().ToList()))
        {
            foreach ((string path, DateTime? made) in _guard.Run(LedgerGuard.NothingChanged, () => TaskFiles.Documents(day)))
            {
                if (query.Since - made > NamedBeforeRecorded) yield break;
                if (TryRead(path, unreadable) is { } entry && query.Matches(entry)) yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public JobClaim? TryClaim(JobClaim claim) => _guard.Run(LedgerGuard.NothingSent, () => _claims.TryClaim(claim));

    /// <inheritdoc/>
    public JobClaim? LastClaim(string scope, string jobKey) => _guard.Run(LedgerGuard.NothingChanged, () => _claims.Last(scope, jobKey));

    /// <inheritdoc/>
    public void Spend(Spending spending) => _guard.Run(spending.IsFinal ? LedgerGuard.TaskGoesOn : LedgerGuard.NothingSent, () => _spend.Append(spending));

    /// <inheritdoc/>
    public SpentSums Spent(string profile, string unit, DateTime day) => _guard.Run(LedgerGuard.NothingSent, () => _spend.Sum(profile, unit, day));

    private LedgerEntry? FindById(string id, Func<LedgerEntry, bool> isMeant) => _guard.Run(LedgerGuard.NothingChanged, () =>
        _index.Find(id).Select(Read).FirstOrDefault(found => found is not null && found.Task.Id == id && isMeant(found)));

    private LedgerEntry? Read(string submissionId) =>
        SubmissionId.TryParse(submissionId, out _) && _tasks.Read(submissionId) is { } document ? AsOfNow(document.ToEntry()) : null;

    private LedgerEntry? TryRead(string path, Action<string>? unreadable)
    {
        try
        {
            return TaskFiles.ReadFile(path) is { } document ? AsOfNow(document.ToEntry()) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException || LedgerGuard.IsOfTheFileSystem(fault))
        {
            unreadable?.Invoke(fault.Message);
            return null;
        }
    }

    // With every change, not only the one that brings the id: what a process that died left out is made good.
    private void Index(VeoTask task)
    {
        if (task.Id is { } id) _index.Add(id, task.SubmissionId);
    }

    private LedgerEntry AsOfNow(LedgerEntry entry) =>
        entry.Task.Status == VeoTaskStatus.Submitting && _time.GetUtcNow().UtcDateTime >= entry.SubmitDeadline
            ? entry with { Task = entry.Task with { Status = VeoTaskStatus.Unknown } }
            : entry;

    // What a poll says can be asked again; these cannot.
    private static bool MustLast(LedgerEntry before, LedgerEntry after) =>
        before.Task.Id != after.Task.Id
        || VeoTaskStatus.IsFinal(before.Task.Status) != VeoTaskStatus.IsFinal(after.Task.Status)
        || !before.Saved.Equals(after.Saved);

    private static VeoException MadeByNewer(LedgerDocument document) => new(
        VeoErrorId.LedgerUnavailable,
        $"The task {document.SubmissionId} was recorded by a newer VeoPS (ledger version {document.Version}); this one reads it and must not change it. {LedgerGuard.TaskGoesOn} Update VeoPS on this machine.");
}
