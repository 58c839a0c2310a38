#if NET
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
#endif

namespace VeoPS.Engine.Disk;

/// <summary>
/// Brings a folder's names to the disk. On Unix a file that was flushed can still lose its name in a power cut until
/// its folder is flushed too, and .NET opens no folders. NTFS journals names, so Windows needs nothing.
/// </summary>
internal static class FolderFlush
{
#if NET
    private const int ReadOnly = 0;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using SafeFileHandle handle = new(Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly), ownsHandle: true);

        // A folder that this account may write to and not list: nothing better is at hand.
        if (!handle.IsInvalid) RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);
#else
    public static void Flush(string folder)
    {
    }
#endif
}
