using System.Runtime.InteropServices;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Downloads;

/// <summary>Gives a verified part its final name.</summary>
internal static class Placement
{
    private static readonly bool OnWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // Virus scanners and indexers hold new files for moments.
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(2);

    /// <summary>Renames within a folder, and brings the name to the disk. The final name never stands for less than the whole
    /// file.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: the name is taken and must stay, or cannot be
    /// written.</exception>
    public static void Move(string partPath, string finalPath, bool overwrite)
    {
        try
        {
            // Without overwrite, Windows refuses a name that is taken in the same step; on Unix .NET looks, then renames.
            // Among our own processes that gap is closed by the part: who wants the name holds it, locked, until the name
            // is given. Creating the final name first would close it to everybody else too, and leave an empty film behind
            // after a crash, which is worse than a gap of microseconds.
            FileSharing.Retry(SharingLimit, () =>
            {
#if NET
                File.Move(partPath, finalPath, overwrite);
#else
                NativeFile.Move(partPath, finalPath, overwrite);
#endif
                return true;
            });
            FolderFlush.Flush(Path.GetDirectoryName(finalPath)!);
        }
        catch (IOException) when (!overwrite && File.Exists(finalPath))
        {
            throw DownloadErrors.Exists(finalPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DownloadErrors.NotWritable(finalPath, exception);
        }
    }

    /// <summary>True where somebody else has a file locked.</summary>
    public static bool IsSharingViolation(Exception exception)
    {
        int code = exception.HResult & 0xFFFF;
        return exception is IOException && (OnWindows
            ? code is 32 or 33 // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
            : code is 11 or 35); // EWOULDBLOCK on Linux and on macOS
    }

    /// <summary>True where a file could not be replaced because another program has it open.</summary>
    public static bool IsOpenElsewhere(string path, Exception exception)
    {
        if (IsSharingViolation(exception)) return true;

        // Windows denies access to the name of a file that is open elsewhere while it is replaced.
        bool isDenied = OnWindows && exception is UnauthorizedAccessException && File.Exists(path);
        return isDenied && (File.GetAttributes(path) & FileAttributes.ReadOnly) == 0;
    }
}
