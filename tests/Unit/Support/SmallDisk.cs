using System.ComponentModel;
using System.Diagnostics;

namespace VeoPS.Tests.Support;

/// <summary>A file system of its own that a test can fill up or make read-only. Needs Linux and the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Page = 4096;

    private readonly TempFolder _folder = new();
    private readonly string _ballast;

    private SmallDisk() => _ballast = PathOf("ballast");

    /// <summary>Skips the test where there is no such thing.</summary>
    /// <param name="bytes">Its size.</param>
    public static SmallDisk Mount(int bytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs the right to mount a small disk.");
        SmallDisk disk = new();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", disk._folder.FullName)) return disk;
        disk._folder.Dispose();
        Assert.Skip("A disk cannot be mounted here.");
        return null!;
    }

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    /// <summary>Takes all its space but so many pages of 4 KiB.</summary>
    public void Fill(int leave)
    {
        Free();
        using FileStream stream = new(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[Page];
        try
        {
            while (true) stream.Write(page);
        }
        catch (IOException)
        {
            stream.SetLength(Math.Max(0, (stream.Length / Page * Page) - (leave * Page)));
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(_ballast);

    /// <summary>From now on nothing can be written.</summary>
    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", _folder.FullName));

    public void Dispose()
    {
        Run("umount", _folder.FullName);
        _folder.Dispose();
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(command, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such command here.
        }
    }
}
