using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VeoPS.Engine.Disk;

/// <summary>Waits for a file that another process holds: a virus scanner, an indexer, a second VeoPS.</summary>
internal static class FileSharing
{
    private static readonly bool OnWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; EWOULDBLOCK of Linux and of macOS.
    private static readonly int[] BusyCodes = OnWindows ? [32, 33] : [11, 35];

    /// <summary>Runs an action again while it fails for being shared. In real time: no clock of a test moves another process.</summary>
    public static T Retry<T>(TimeSpan limit, Func<T> action)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        for (int wait = 1; ; wait = Math.Min(wait * 2, 16))
        {
            try
            {
                return action();
            }
            catch (Exception fault) when (IsBusy(fault) && elapsed.Elapsed < limit)
            {
                Thread.Sleep(wait);
            }
        }
    }

    /// <summary>True where a fault says that another process holds the file.</summary>
    public static bool IsBusy(Exception fault) => fault switch
    {
        // Windows denies access to the name of a file that is open elsewhere while it is replaced.
        UnauthorizedAccessException => OnWindows,
        IOException => BusyCodes.Contains(fault.HResult & 0xFFFF),
        _ => false,
    };
}
