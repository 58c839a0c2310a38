using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>The contract over a real SQLite file.</summary>
public sealed class SqliteLedgerTests : LedgerContract, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<ILedger> _opened = [];

    public async ValueTask DisposeAsync()
    {
        foreach (ILedger ledger in _opened) await ledger.EndCallAsync(CancellationToken.None);
        _folder.Dispose();
    }

    private protected override ILedger Open()
    {
        SqlLedger ledger = new(new SqliteStore(_folder.FullName, isPrivate: true, _time, _ => null), _folder.FullName);
        lock (_opened) _opened.Add(ledger);
        return ledger;
    }

    private protected override Task LapseAsync()
    {
        _time.Advance(LedgerTimes.ClaimLifetime);
        return Task.CompletedTask;
    }

    private protected override Task BringDueAsync()
    {
        _time.Advance(TimeSpan.FromHours(1));
        return Task.CompletedTask;
    }
}
