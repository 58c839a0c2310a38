#if NET
using System.IO.Enumeration;
#endif

namespace VeoPS.Engine.Disk;

/// <summary>
/// How the ledger touches the disk. Content is flushed before it gets its name, and the name before the call returns:
/// a reader, or the next start after a power cut, meets the old file or the new one and never a part of either.
/// </summary>
internal sealed class LedgerFiles(string root, bool isPrivate)
{
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);

    public string PathOf(params string[] parts) => Path.Combine([root, .. parts]);

    /// <summary>Writes a file that is not there yet.</summary>
    public void Create(string path, byte[] content) => Publish(path, content, overwrite: false);

    /// <summary>Writes a file in place of the one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="lasting">False where a power cut may bring the old file back.</param>
    public void Replace(string path, byte[] content, bool lasting) => Publish(path, content, overwrite: true, lasting);

    /// <summary>Adds to the end of a file that nobody else writes; flushed.</summary>
    public void Append(string path, byte[] content)
    {
        bool isNew = !File.Exists(path);
        if (isNew) MakeFolder(FolderOf(path));
        using (FileStream stream = Open(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete))
        {
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }

        if (isNew) FolderFlush.Flush(FolderOf(path));
        FaultPoint.Pass("spending written");
    }

    /// <summary>Makes an empty file, unless it is there.</summary>
    public void Mark(string path)
    {
        if (File.Exists(path)) return;
        MakeFolder(FolderOf(path));
        Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        FolderFlush.Flush(FolderOf(path));
    }

    /// <summary>Opens a file for reading that others may replace meanwhile; null where there is none.</summary>
    public static Stream? OpenRead(string path)
    {
        try
        {
            return FileSharing.Retry(
                SharingLimit,
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The names in a folder; none where there is no such folder.</summary>
    public static IEnumerable<string> Names(string folder)
    {
        try
        {
#if NET
            // A day may have tens of thousands: their names, and not a path of each.
            return [.. new FileSystemEnumerable<string>(folder, static (ref FileSystemEntry entry) => entry.FileName.ToString())];
#else
            return Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path));
#endif
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Gives a folder that is not empty its name. Where the name is taken, nothing happens.</summary>
    public static void MoveFolderUnlessTaken(string folder, string name)
    {
        try
        {
            FileSharing.Retry(SharingLimit, () =>
            {
                Directory.Move(folder, name);
                return true;
            });
        }
        catch (Exception fault) when ((fault is IOException or UnauthorizedAccessException or System.Security.SecurityException)
            && Directory.Exists(name))
        {
            return;
        }

        FolderFlush.Flush(FolderOf(name));
    }

    /// <summary>Takes a file away, which may be gone already; lasting.</summary>
    public static void Delete(string path)
    {
        FileSharing.Retry(SharingLimit, () =>
        {
            File.Delete(path);
            return true;
        });
        FolderFlush.Flush(FolderOf(path));
    }

    /// <summary>Deletes a draft that never got its name. A failure here must not hide the failure before it.</summary>
    public static void Discard(string draft)
    {
        try
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
            else File.Delete(draft);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            // It is passed over by every reader.
        }
    }

    /// <summary>Waits for a lock and holds it until it is disposed of, or the process ends in whatever way.</summary>
    public IDisposable Lock(string name)
    {
        string path = PathOf("locks", name);
        MakeFolder(FolderOf(path));
        return FileSharing.Retry(LockLimit, () => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    private void Publish(string path, byte[] content, bool overwrite, bool lasting = true)
    {
        MakeFolder(FolderOf(path));
        string draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = Open(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content, 0, content.Length);

                // Even where the new state need not last: renaming an unflushed file over a flushed one can leave neither.
                stream.Flush(flushToDisk: true);
            }

            FaultPoint.Pass("document written");
            FileSharing.Retry(SharingLimit, () =>
            {
#if NET
                File.Move(draft, path, overwrite);
#else
                NativeFile.Move(draft, path, overwrite);
#endif
                return true;
            });
        }
        catch
        {
            Discard(draft);
            throw;
        }

        if (lasting) FolderFlush.Flush(FolderOf(path));
        FaultPoint.Pass("document named");
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (Path.GetDirectoryName(folder) is { } parent) MakeFolder(parent);
        FileModes.CreateFolder(folder, isPrivate);
        FolderFlush.Flush(FolderOf(folder));
    }

    private FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) =>
        FileModes.Open(path, mode, access, share, isPrivate);

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;
}
