using System.Collections.Concurrent;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;

namespace VeoPS.Tests.Support;

/// <summary>A ledger as tests look at it: from outside, step by step. The steps block, since a test has nothing else to do
/// meanwhile.</summary>
internal static class TestLedger
{
    private static readonly ConcurrentDictionary<SqliteStore, string> Opened = new();

    /// <summary>Opens the ledger of a folder, as a process of its own would.</summary>
    public static ILedger Open(string folder, TimeProvider time)
    {
        SqliteStore store = new(folder, isPrivate: true, time, _ => null);
        Opened[store] = folder;
        return new SqlLedger(store, folder);
    }

    /// <summary>Lets go of the files of all that were opened in a folder or below it.</summary>
    public static void Close(string folder)
    {
        foreach ((SqliteStore store, string home) in Opened)
        {
            if (!home.StartsWith(folder, StringComparison.Ordinal)) continue;
            Opened.TryRemove(store, out _);
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    public static LedgerEntry? Find(this ILedger ledger, string submissionId)
        => ledger.FindAsync(submissionId, CancellationToken.None).GetAwaiter().GetResult();

    public static LedgerEntry? Find(this ILedger ledger, string profile, string id)
        => ledger.FindByIdAsync(profile, id, CancellationToken.None).GetAwaiter().GetResult();

    public static LedgerEntry? Update(this ILedger ledger, string submissionId, Func<LedgerEntry, LedgerEntry> change) =>
        ledger.UpdateAsync(submissionId, change, CancellationToken.None).GetAwaiter().GetResult();

    public static bool Remove(this ILedger ledger, string submissionId)
        => ledger.RemoveAsync(submissionId, CancellationToken.None).GetAwaiter().GetResult();

    public static SpentSums Spent(this ILedger ledger, string profile, string unit)
        => ledger.SpentAsync(profile, unit, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Puts a task there that was bought before.</summary>
    public static void Add(this ILedger ledger, LedgerEntry entry)
        => ledger.SettleAsync(new Settlement(entry), CancellationToken.None).GetAwaiter().GetResult();

    public static IReadOnlyList<LedgerEntry> List(this ILedger ledger, LedgerQuery query, Action<string>? unreadable = null)
    {
        return ListAsync().GetAwaiter().GetResult();

        async Task<IReadOnlyList<LedgerEntry>> ListAsync()
        {
            List<LedgerEntry> all = [];
            await foreach (LedgerEntry entry in ledger.ListAsync(query, unreadable)) all.Add(entry);
            return all;
        }
    }

    public static TaskHandle Find(this TaskFinder finder, string id, string? profile)
        => finder.FindAsync(id, profile, CancellationToken.None).GetAwaiter().GetResult();

    public static TaskHandle Find(this TaskFinder finder, VeoTask task, string? profile)
        => finder.FindAsync(task, profile, CancellationToken.None).GetAwaiter().GetResult();
}
