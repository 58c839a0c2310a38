namespace VeoPS.Engine.Disk;

/// <summary>
/// Makes files and folders that are for this account only: modes 0600 and 0700 from their first moment, never loosened
/// and tightened afterwards. On Windows the per-user folder's ACL, which its files inherit, does the same.
/// </summary>
internal static class FileModes
{
    public static void CreateFolder(string path, bool isPrivate)
    {
#if NET
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, bool isPrivate)
    {
#if NET
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = mode,
                Access = access,
                Share = share,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        return new FileStream(path, mode, access, share);
    }
}
