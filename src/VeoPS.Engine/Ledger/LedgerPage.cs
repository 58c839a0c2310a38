using System.Runtime.CompilerServices;

namespace VeoPS.Engine.Ledger;

/// <summary>A page of tasks.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Next">Where the next page begins; null for the last.</param>
internal sealed record LedgerPage(IReadOnlyList<LedgerEntry> Entries, string? Next)
{
    /// <summary>Records that could not be read, each with the reason; they are passed over.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}

/// <summary>Reads whole lists page by page.</summary>
internal static class LedgerLists
{
    /// <summary>Tasks, newest first. No more pages are read than are asked for, and nothing is open between two of them.</summary>
    /// <param name="ledger">Where.</param>
    /// <param name="query">Which ones.</param>
    /// <param name="unreadable">Gets each record that could not be read, with the reason.</param>
    /// <param name="stop">Ends it.</param>
    public static async IAsyncEnumerable<LedgerEntry> ListAsync(
        this ILedger ledger,
        LedgerQuery query,
        Action<string>? unreadable = null,
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        string? after = null;
        do
        {
            LedgerPage page = await ledger.PageAsync(query, after, stop).ConfigureAwait(false);
            foreach (string record in page.Unreadable) unreadable?.Invoke(record);
            foreach (LedgerEntry entry in page.Entries) yield return entry;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Jobs, in the order of their keys.</summary>
    /// <param name="ledger">Where.</param>
    /// <param name="query">Which ones.</param>
    /// <param name="stop">Ends it.</param>
    public static async IAsyncEnumerable<LedgerJob> ListJobsAsync(
        this ILedger ledger, JobQuery query, [EnumeratorCancellation] CancellationToken stop = default)
    {
        string? after = null;
        do
        {
            JobPage page = await ledger.PageJobsAsync(query, after, stop).ConfigureAwait(false);
            foreach (LedgerJob job in page.Jobs) yield return job;
            after = page.Next;
        }
        while (after is not null);
    }
}
