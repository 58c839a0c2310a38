using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace VeoPS.Engine.Ledger;

/// <summary>How a file of SQLite is opened, waited for and written durably.</summary>
internal static class SqliteCalls
{
    /// <summary>How long another process's transaction is waited for.</summary>
    public static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(30);

    // Between two slices it is looked whether the caller wants to stop.
    private const int BusySliceMilliseconds = 250;

    /// <summary>A connection to a file that exists.</summary>
    public static SqliteConnection Connection(string path) => new(
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }
            .ToString());

    public static void Open(SqliteConnection connection)
    {
        connection.Open();
        raw.sqlite3_busy_timeout(connection.Handle, BusySliceMilliseconds);
    }

    /// <summary>What is committed outlives a power cut.</summary>
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

    // In real time: no clock of a test moves another process.
    public static T Busy<T>(Func<T> work, CancellationToken cancellationToken)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return work();
            }
            catch (SqliteException fault) when (SqliteFaults.IsBusy(fault.SqliteErrorCode) && elapsed.Elapsed < BusyLimit)
            {
                // The slice was waited inside.
            }
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
