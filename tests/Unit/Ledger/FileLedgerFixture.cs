using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>A ledger in a folder of its own, and tasks to put into it.</summary>
public sealed class FileLedgerFixture : IDisposable
{
    public FileLedgerFixture() => Ledger = Open();

    public TempFolder Home { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public FileLedger Ledger { get; }

    /// <summary>Another process's view of the same folder.</summary>
    public FileLedger Open() => new(Home.FullName, Clock);

    public static LedgerEntry NewEntry(IFileLedger ledger, DateTimeOffset now) => new()
    {
        Task = new VeoTask
        {
            SubmissionId = ledger.NewSubmissionId(),
            Profile = "prod",
            Provider = "Apikley",
            Prompt = "A lighthouse in the fog",
            Created = now.UtcDateTime,
            Updated = now.UtcDateTime,
        },
        Origin = "https://api.example",
        SubmitDeadline = now.UtcDateTime.AddMinutes(6),
    };

    /// <summary>Records a task.</summary>
    /// <param name="change">What is special about it.</param>
    public LedgerEntry Add(Func<VeoTask, VeoTask>? change = null)
    {
        LedgerEntry entry = NewEntry(Ledger, Clock.GetUtcNow());
        if (change is not null) entry = entry with { Task = change(entry.Task) };
        Ledger.Add(entry);
        return entry;
    }

    public string DocumentOf(LedgerEntry entry) =>
        Assert.Single(Directory.GetFiles(Home.FullName, entry.Task.SubmissionId + ".json", SearchOption.AllDirectories));

    public void Dispose() => Home.Dispose();
}
