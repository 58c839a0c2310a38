using System.Globalization;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>The files of a ledger in a state folder, and the files that must not be there.</summary>
internal sealed class SqliteFiles(string home, bool isPrivate, Func<string, string?> environment, string name = "ledger.db")
{
    private const string CopyPrefix = "ledger-";
    private const string CopyPattern = "ledger-????????.db";
    private const string AllowNetwork = "VEOPS_LEDGER_ALLOW_NETWORK";

    // Of the ledger of files, which was never released.
    private static readonly string[] OldFolders = ["tasks", "claims", "spend", "index", "locks"];

    public string Home => home;

    public string Path { get; } = System.IO.Path.Combine(home, name);

    public bool Exists => File.Exists(Path);

    /// <summary>The file whose holder is the next writer.</summary>
    public string Queue => Path + "-queue";

    /// <summary>True where nobody can change the ledger, and all of it is in its one file.</summary>
    public bool IsFrozen => FileSystemKind.IsReadOnly(System.IO.Path.GetFullPath(home))
        && new FileInfo(Path + "-wal") is not { Exists: true, Length: > 0 };

    /// <summary>The newest copy that was made, null where there is none.</summary>
    public string? NewestCopy() => Copies().FirstOrDefault();

    public string[] Copies() => !Directory.Exists(home) ? []
        : [.. Directory.GetFiles(home, CopyPattern).OrderByDescending(path => path, StringComparer.Ordinal)];

    public string CopyOf(DateTime day)
        => System.IO.Path.Combine(home, CopyPrefix + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".db");

    /// <summary>Why the folder is none for a ledger, and the way out; null where it is one.</summary>
    public (string Reason, VeoRemedy Remedy)? OldLedger()
    {
        string[] there = [.. OldFolders.Where(old => Directory.Exists(System.IO.Path.Combine(home, old)))];
        if (!there.Contains(OldFolders[0]) && !there.Contains(OldFolders[1])) return null;
        return (
            $"its folder contains a file-based ledger ({string.Join(", ", there)}), which an unreleased version wrote and this version "
                + "cannot read. Nothing was sent",
            new VeoRemedy(VeoRemedyAction.MoveAside)
            {
                Value = System.IO.Path.Combine(home, "files"),
                Files = new(there.Select(old => System.IO.Path.Combine(home, old))),
            });
    }

    /// <summary>True where the file lies on a file system whose locks cannot be relied on between machines, and the user has
    /// said to take it.</summary>
    /// <exception cref="InvalidOperationException">The user has not said so.</exception>
    public bool IsOnNetwork(out string? refusal)
    {
        refusal = null;
        if (FileSystemKind.ForeignKindOf(System.IO.Path.GetFullPath(home)) is not { } kind) return false;
        if (environment(AllowNetwork) == "1") return true;
        refusal = $"its folder is on {kind}, whose file locks are unreliable. Nothing was sent. Set VEOPS_HOME to a folder "
            + "on a disk of this machine; "
            + "or keep the ledger in PostgreSQL (VEOPS_LEDGER=postgres://user@host/database), which several machines can share; "
            + $"or set {AllowNetwork}=1 if only this machine uses the folder";
        return true;
    }

    /// <summary>Makes the empty file, for this account only from its first moment. SQLite gives its side files the same mode.</summary>
    public void Make()
    {
        Folder(home);
        FileModes.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, isPrivate: true)
            .Dispose();
        FolderFlush.Flush(home);
    }

    public static void MakeCopyFile(string path) =>
        FileModes.Open(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, isPrivate: true).Dispose();

    private void Folder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (System.IO.Path.GetDirectoryName(folder) is { } parent) Folder(parent);
        FileModes.CreateFolder(folder, isPrivate);
        FolderFlush.Flush(System.IO.Path.GetDirectoryName(folder)!);
    }
}
