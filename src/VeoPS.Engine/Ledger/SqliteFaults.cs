using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace VeoPS.Engine.Ledger;

/// <summary>Turns the errors of SQLite and the file system into the one error that names the file, the reason and the remedy.</summary>
internal sealed class SqliteFaults(SqliteFiles files)
{
    public static bool IsBusy(int code) => (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>True where a file, or the files that belong to it, cannot be written.</summary>
    public static bool IsUnwritable(int code) => (code & 0xFF) is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN;

    public static bool IsOurs(Exception fault) =>
        fault is SqliteException or IOException or UnauthorizedAccessException or System.Security.SecurityException;

    public VeoException Explain(Exception fault, string consequence) => fault switch
    {
        InvalidDataException => Damaged(fault.Message, consequence, fault),
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw
            .SQLITE_FORMAT } => Damaged("it is damaged, or no SQLite database", consequence, fault),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            Unavailable(
                $"another process has held it for {SqliteCalls.BusyLimit.TotalSeconds:0} s. {consequence} Run the line again",
                fault),
        SqliteException { SqliteErrorCode: raw
            .SQLITE_FULL } => Unavailable($"its disk is full. {consequence} Free some space, and run the line again", fault),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw
            .SQLITE_AUTH } sqlite => Unavailable(
            $"it cannot be written ({Words(sqlite)}). {consequence} Make the folder and its files writable for this account, "
                + "or set VEOPS_HOME to a folder that is", fault),
        SqliteException sqlite => Unavailable(
            $"{Words(sqlite)}. {consequence} Make the folder usable for this account, or set VEOPS_HOME to one that is",
            fault),
        _ => Unavailable(
            $"{fault.Message.TrimEnd('.')}. {consequence} Make the folder writable for this account, or set VEOPS_HOME to one that is",
            fault),
    };

    public VeoException Damaged(string reason, string consequence, Exception? fault)
    {
        string copy = files.NewestCopy() is { } path
            ? $"The newest good copy is '{path}', of {File.GetLastWriteTimeUtc(path):yyyy-MM-dd HH:mm} UTC; what was bought "
                + "later is not in it"
            : "There is no copy of it";
        return Unavailable(
            $"{reason}. {consequence} No new ledger is begun in its place, because the same job keys would be bought again. {copy}. "
            + "Move the file away together with the files beside it that begin with its name, and put the copy in its place", fault);
    }

    public VeoException Unavailable(string reason, Exception? fault, params VeoRemedy[] remedies) =>
        new(VeoErrorId.LedgerUnavailable, $"The ledger '{files.Path}' cannot be used: {reason}.", fault) { Remedies = new(remedies) };

    private static string Words(SqliteException fault) => $"SQLite says: {fault.Message}";
}
