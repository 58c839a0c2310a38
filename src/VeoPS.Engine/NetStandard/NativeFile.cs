using System.ComponentModel;
using System.Runtime.InteropServices;

namespace VeoPS.Engine;

/// <summary>Renames in one step, as File.Move does on .NET and does not on .NET Framework. This target serves Windows
/// PowerShell, so there is only Windows here.</summary>
internal static class NativeFile
{
    private const int AccessDenied = 5;
    private const int ReplaceExisting = 1;
    private const int WriteThrough = 8;
    private const int Win32Facility = unchecked((int)0x80070000);

    public static void Move(string source, string destination, bool overwrite)
    {
        if (MoveFileEx(source, destination, overwrite ? ReplaceExisting | WriteThrough : WriteThrough)) return;
        int code = Marshal.GetLastWin32Error();
        string message = $"{new Win32Exception(code).Message}: '{destination}'";
        throw code == AccessDenied ? new UnauthorizedAccessException(message) : new IOException(message, Win32Facility | code);
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "MoveFileExW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string existing, string replacement, int flags);
}
