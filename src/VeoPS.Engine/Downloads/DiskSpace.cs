using System.Runtime.InteropServices;

namespace VeoPS.Engine.Downloads;

/// <summary>Refuses a file that the disk has no room for, before hours are spent on it.</summary>
internal static class DiskSpace
{
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: there is provably too little.</exception>
    public static void Ensure(string path, long bytes)
    {
        if (Free(path) is not { } free || free >= bytes) return;
        throw DownloadErrors.Failed(
            FormattableString.Invariant($"'{path}' needs {bytes:N0} more bytes, but its disk has only {free:N0} left."),
            "Free some space, then save it again.",
            remedies: new VeoRemedy(VeoRemedyAction.SaveElsewhere));
    }

    private static long? Free(string path)
    {
        try
        {
            // On Unix any folder will do, and its root would be another file system; Windows takes roots only.
            string folder = Path.GetDirectoryName(path)!;
            DriveInfo drive = new(RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Path.GetPathRoot(folder)! : folder);
            return drive.TotalSize == 0 ? null : drive.AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // A network share, say. Writing will tell.
        }
    }
}
