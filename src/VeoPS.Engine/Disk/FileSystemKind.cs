using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace VeoPS.Engine.Disk;

/// <summary>Tells whether a folder lies on a disk of this machine, since the locks of other file systems cannot be relied on; and
/// whether anything on it can be written.</summary>
internal static class FileSystemKind
{
    // Kept by the kernel of this machine, in its own memory or on its own block devices.
    private static readonly string[] Local =
    [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "tmpfs", "ramfs", "overlay", "aufs",
        "vfat", "exfat", "msdos", "ntfs", "ntfs3", "apfs", "hfs", "hfsplus", "ufs", "nilfs2", "udf", "rootfs",
    ];

    /// <summary>The kind of a file system that is not this machine's own, or that nobody knows; null for a local one.</summary>
    /// <param name="folder">Absolute. It, or one above it, exists.</param>
    public static string? ForeignKindOf(string folder)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return ForeignKindOf(folder, Mounts());
        }

        if (folder.StartsWith(@"\\", StringComparison.Ordinal)) return "a network share";
        DriveInfo drive = new(Path.GetPathRoot(folder)!);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return drive.DriveType == DriveType.Network ? "a network drive" : null;

        // On macOS every folder tells its own.
        string format = new DriveInfo(folder).DriveFormat;
        return Local.Contains(format) ? null : format;
    }

    /// <summary>True where the file system of a folder is mounted read-only, so that nobody on this machine can change its files.
    /// Known on Linux only; false elsewhere.</summary>
    /// <param name="folder">Absolute. It, or one above it, exists.</param>
    public static bool IsReadOnly(string folder) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && IsReadOnly(folder, Mounts());

    /// <summary>The same, from the lines of <c>/proc/self/mountinfo</c>.</summary>
    internal static bool IsReadOnly(string folder, IEnumerable<string> mounts) => Find(folder, mounts).IsReadOnly;

    /// <summary>The kind from the lines of <c>/proc/self/mountinfo</c>: the longest mount point above the folder counts, the
    /// last of several.</summary>
    internal static string? ForeignKindOf(string folder, IEnumerable<string> mounts)
    {
        string kind = Find(folder, mounts).Kind;
        return Local.Contains(kind) ? null : kind;
    }

    private static string[] Mounts() => File.ReadAllLines("/proc/self/mountinfo");

    private static (string Kind, bool IsReadOnly) Find(string folder, IEnumerable<string> mounts)
    {
        (int Length, string Kind, bool IsReadOnly) found = (-1, "an unknown file system", false);
        foreach (string line in mounts)
        {
            string[] words = line.Split(' ');
            int dash = Array.IndexOf(words, "-");
            if (dash < 5 || dash + 1 >= words.Length) continue;
            string point = Unescape(words[4]);
            bool isAbove = point == "/" || folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal);
            if (!isAbove || point.Length < found.Length) continue;
            bool isReadOnly = HasOption(words[5]) || HasOption(words[words.Length - 1]);
            found = (point.Length, words[dash + 1], isReadOnly);
        }

        return (found.Kind, found.IsReadOnly);

        // Of this mount, and of the file system, whichever forbids it.
        static bool HasOption(string options) => options.Split(',').Contains("ro");
    }

    // Blanks and the like stand as octal numbers.
    private static string Unescape(string text) =>
        Regex.Replace(text, @"\\([0-7]{3})", code => ((char)Convert.ToInt32(code.Groups[1].Value, 8)).ToString());
}
