using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>The daily copy of the ledger: made in steps, checked, and only then given its name. The two newest are kept.</summary>
internal sealed class SqliteCopy(SqliteFiles files, TimeProvider time)
{
    /// <summary>In bytes. A larger ledger would hold up the end of a call, so people copy it when it suits them.</summary>
    public const long LargestByItself = 512L * 1024 * 1024;

    private const int PagesAStep = 256;
    private const int Kept = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Makes today's copy, unless it is there. A failure is no failure of the call: the next call tries again.</summary>
    public void Make(SqliteConnection source, CancellationToken cancellationToken)
    {
        string path = files.CopyOf(time.GetUtcNow().UtcDateTime);
        if (File.Exists(path) || new FileInfo(files.Path).Length > LargestByItself) return;

        // Of processes that end at once, one makes it.
        using SqliteTurn? turn = SqliteTurn.TryTake(files.Path + "-copy");
        if (turn is null || File.Exists(path)) return;
        string draft = path + ".tmp";
        try
        {
            // Made anew, so that nothing of it remains of a process that was killed.
            SqliteFiles.MakeCopyFile(draft);
            if (!Copy(source, draft, cancellationToken)) return;
            using (FileStream written = new(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
                written.Flush(flushToDisk: true);
#if NET
            File.Move(draft, path, overwrite: true);
#else
            NativeFile.Move(draft, path, overwrite: true);
#endif
            FolderFlush.Flush(files.Home);
            foreach (string old in files.Copies().Skip(Kept)) File.Delete(old);
        }
        catch (Exception fault) when (SqliteFaults.IsOurs(fault))
        {
            // The ledger itself is whole, and says so by itself where it is not.
        }
        finally
        {
            LedgerFiles.Discard(draft);
        }
    }

    private static bool Copy(SqliteConnection source, string path, CancellationToken cancellationToken)
    {
        using SqliteConnection target = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        target.Open();
        Stopwatch elapsed = Stopwatch.StartNew();
        sqlite3_backup backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        int code;
        do
        {
            code = raw.sqlite3_backup_step(backup, PagesAStep);
        }
        while (code == raw.SQLITE_OK && elapsed.Elapsed < Limit && !cancellationToken.IsCancellationRequested);

        bool isWhole = code == raw.SQLITE_DONE && raw.sqlite3_backup_finish(backup) == raw.SQLITE_OK;
        if (code != raw.SQLITE_DONE) raw.sqlite3_backup_finish(backup);
        if (!isWhole) return false;
        using SqliteCommand check = target.CreateCommand();
        check.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA quick_check";
        using SqliteDataReader reader = check.ExecuteReader();
        bool isGood = reader.NextResult() && reader.Read() && reader.GetString(0) == "ok";
        return isGood;
    }
}
