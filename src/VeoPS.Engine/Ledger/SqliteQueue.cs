using System.Diagnostics;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The place of the next writer among the processes of this machine: a file that one of them at a time has open alone. SQLite
/// lets in whoever asks at the right moment, which is mostly the one that has just left; and it lets those wait longest between
/// two questions who have waited longest. With this, the one that has left must queue behind the next, and those who have waited
/// long ask often.
/// </summary>
/// <remarks>The queue is only about turns. Where the file cannot be made, or a process sleeps while it has it open, the writers go on
/// without: one at a time is SQLite's doing.</remarks>
internal sealed class SqliteQueue(string path)
{
    private const int LongestPauseMilliseconds = 32;

    // Whoever has waited so long goes past the queue: the one at its head may be asleep.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Takes the place, or gives up after a while.</summary>
    /// <param name="waited">How long the writer has waited before.</param>
    /// <param name="limit">How long it waits at most now.</param>
    /// <returns>The place, which is left when it is disposed of; null where others had it all the time.</returns>
    public SqliteTurn? TryEnter(TimeSpan waited, TimeSpan limit)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        while (waited + elapsed.Elapsed < Patience)
        {
            if (SqliteTurn.TryTake(path) is { } turn) return turn;
            if (elapsed.Elapsed >= limit) return null;
            Thread.Sleep(PauseAfter(waited + elapsed.Elapsed));
        }

        return new SqliteTurn(null);
    }

    // Half as long with each second.
    private static int PauseAfter(TimeSpan waited) => Math.Max(1, LongestPauseMilliseconds >> (int)waited.TotalSeconds);
}

/// <summary>The turn of one process of this machine: the process has a file open alone.</summary>
/// <param name="file">The open file; null where the process goes on without a turn.</param>
internal sealed class SqliteTurn(FileStream? file) : IDisposable
{
    /// <summary>Takes the turn; null where another process has it. The file is for this account only, as the ledger's is.</summary>
    public static SqliteTurn? TryTake(string path)
    {
        try
        {
            return new SqliteTurn(FileModes.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, isPrivate: true));
        }
        catch (Exception fault) when (FileSharing.IsBusy(fault))
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The ledger itself reports the fault of the disk.
            return new SqliteTurn(null);
        }
    }

    public void Dispose() => file?.Dispose();
}
