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
            .SQLITE_FORMAT } => Damaged("it is damaged, or is not an SQLite database", consequence, fault),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            Unavailable(
                $"another process has locked it for {SqliteCalls.BusyLimit.TotalSeconds:0} s. {consequence} Run the command again",
                fault),
        SqliteException { SqliteErrorCode: raw
            .SQLITE_FULL } => Unavailable($"its disk is full. {consequence} Free some space, then run the command again", fault),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw
            .SQLITE_AUTH } sqlite => Unavailable(
            $"it cannot be written ({Words(sqlite)}). {consequence} Grant this account write access to the folder and its files, "
                + "or set VEOPS_HOME to another folder", fault),
        SqliteException sqlite => Unavailable(
            $"{Words(sqlite)}. {consequence} Grant this account access to the folder, or set VEOPS_HOME to another folder",
            fault),
        _ => Unavailable(
            $"{fault.Message.TrimEnd('.')}. {consequence} Grant this account write access to the folder, "
                + "or set VEOPS_HOME to another folder",
            fault),
    };

    public VeoException Damaged(string reason, string consequence, Exception? fault)
    {
        string copy = files.NewestCopy() is { } path
            ? $"The newest intact copy is '{path}', of {File.GetLastWriteTimeUtc(path):yyyy-MM-dd HH:mm} UTC; it does not contain "
                + "later purchases"
            : "It has no backup copy";
        return Unavailable(
            $"{reason}. {consequence} VeoPS does not create a new ledger, because it would buy the same job keys again. {copy}. "
            + "Move the file and all files that start with its name to another folder, then copy the backup to its path", fault);
    }

    public VeoException Unavailable(string reason, Exception? fault, params VeoRemedy[] remedies) =>
        new(VeoErrorId.LedgerUnavailable, $"The ledger '{files.Path}' cannot be used: {reason}.", fault) { Remedies = new(remedies) };

    private static string Words(SqliteException fault) => $"SQLite says: {fault.Message}";
}
