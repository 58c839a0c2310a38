using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace VeoPS.Engine.Ledger;

/// <summary>How a file of SQLite is opened, waited for and written durably.</summary>
internal static class SqliteCalls
{
    /// <summary>How long other processes' transactions are waited for, while none of them ends.</summary>
    public static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(30);

    // Between two slices it is looked whether the caller wants to stop.
    private const int BusySliceMilliseconds = 250;

    /// <summary>A connection to a file that exists.</summary>
    public static SqliteConnection Connection(string path) => new(
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }
            .ToString());

    /// <summary>A connection to a file that nobody can change, on a file system where SQLite cannot make its side files.</summary>
    public static SqliteConnection Frozen(string path) => new(
        new SqliteConnectionStringBuilder
        {
            DataSource = new Uri(path).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());

    public static void Open(SqliteConnection connection)
    {
        connection.Open();
        raw.sqlite3_busy_timeout(connection.Handle, BusySliceMilliseconds);
    }

    /// <summary>Makes committed data survive a power cut.</summary>
    public static void MakeDurable(SqliteConnection connection, bool isOnNetwork)
    {
        Number(connection, isOnNetwork ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = FULL");
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX)) Run(connection, "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1");
    }

    /// <summary>Carries out one transaction, without a wait in it.</summary>
    public static T Transaction<T>(SqliteConnection connection, Func<long> clock, string begin, Func<SqlSession, Task<T>> work)
    {
        Run(connection, begin);
        return Carry(connection, clock, work);
    }

    /// <summary>Carries out one transaction that may write, once it is this process's turn.</summary>
    /// <param name="connection">To the ledger.</param>
    /// <param name="clock">The moment.</param>
    /// <param name="queue">The writers of this machine.</param>
    /// <param name="waited">How long it has waited before.</param>
    /// <param name="work">The transaction.</param>
    public static T Write<T>(
        SqliteConnection connection,
        Func<long> clock,
        SqliteQueue queue,
        TimeSpan waited,
        Func<SqlSession, Task<T>> work)
    {
        using (TakeTurn(queue, waited))
        {
            BeginImmediate(connection);
        }

        return Carry(connection, clock, work);
    }

    /// <summary>This process's turn to write; busy where it does not come within a slice.</summary>
    public static SqliteTurn TakeTurn(SqliteQueue queue, TimeSpan waited) =>
        queue.TryEnter(waited, TimeSpan.FromMilliseconds(BusySliceMilliseconds))
        ?? throw new SqliteException("other processes are writing to it", raw.SQLITE_BUSY);

    // The head of the queue asks every millisecond, so that no time is lost between two writers.
    private static void BeginImmediate(SqliteConnection connection)
    {
        raw.sqlite3_busy_timeout(connection.Handle, 0);
        try
        {
            Stopwatch elapsed = Stopwatch.StartNew();
            while (true)
            {
                try
                {
                    Run(connection, "BEGIN IMMEDIATE");
                    return;
                }
                catch (SqliteException fault) when (SqliteFaults.IsBusy(fault.SqliteErrorCode)
                    && elapsed.ElapsedMilliseconds < BusySliceMilliseconds)
                {
                    Thread.Sleep(1);
                }
            }
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle, BusySliceMilliseconds);
        }
    }

    private static T Carry<T>(SqliteConnection connection, Func<long> clock, Func<SqlSession, Task<T>> work)
    {
        try
        {
            SqlSession session = new(connection, SqlDialect.Sqlite, clock);

            // SQLite's calls are synchronous inside: nothing in the work waits, and no thread is blocked for another.
            T result = work(session).GetAwaiter().GetResult();
            Run(connection, "COMMIT");
            return result;
        }
        catch
        {
            // After a full disk, and the like, SQLite has rolled back by itself.
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) Run(connection, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Does a piece of work again while other processes are in its way.</summary>
    /// <param name="connection">To the file, by which others' progress is seen; null where it is not open yet.</param>
    /// <param name="work">Gets how long it has waited.</param>
    /// <param name="cancellationToken">Looked at between two slices.</param>
    public static T Busy<T>(SqliteConnection? connection, Func<TimeSpan, T> work, CancellationToken cancellationToken)
    {
        // In real time: no clock of a test moves another process.
        Stopwatch waited = Stopwatch.StartNew();
        Stopwatch stood = Stopwatch.StartNew();
        long? version = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return work(waited.Elapsed);
            }
            catch (SqliteException fault) when (SqliteFaults.IsBusy(fault.SqliteErrorCode) && stood.Elapsed < BusyLimit)
            {
                // The slice was waited inside. While others get their work done, there will be a turn.
                long? now = connection is null ? null : DataVersion(connection);
                if (now is not null && version is not null && now != version) stood.Restart();
                version = now ?? version;
            }
        }
    }

    // Changes with each transaction of another connection. Null where even that cannot be read at the moment.
    private static long? DataVersion(SqliteConnection connection)
    {
        try
        {
            return Number(connection, "PRAGMA data_version");
        }
        catch (SqliteException fault) when (SqliteFaults.IsBusy(fault.SqliteErrorCode))
        {
            return null;
        }
    }

    // Not by a command of the library above: it would wait again, for up to its own limit, and not look at anything meanwhile.
    public static void Run(SqliteConnection connection, string sql)
    {
        int code = raw.sqlite3_exec(connection.Handle, sql);
        if (code != raw.SQLITE_OK)
            throw new SqliteException(
                raw.sqlite3_errmsg(connection.Handle).utf8_to_string(),
                code,
                raw.sqlite3_extended_errcode(connection.Handle));
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        object? value = command.ExecuteScalar();
        return value switch
        {
            long number => number,
            string text when long.TryParse(text, out long number) => number,
            _ => 0,
        };
    }
}
