using System.Diagnostics;
using System.Globalization;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VeoPS.Bench;

/// <summary>What figures depend on: the processors, the disk, PowerShell.</summary>
internal static class Machine
{
    private const int Flushes = 200;

    /// <summary>One line for above the table.</summary>
    /// <param name="folder">On the disk that is measured.</param>
    /// <param name="modulePath">The module's folder.</param>
    public static async Task<string> DescribeAsync(string folder, string modulePath)
    {
        string shell = "no PowerShell";
        if (PowerShell.IsFound)
        {
            string[] said = (await PowerShell.ReadAsync("\"$($PSVersionTable.PSVersion)|$([psobject].Assembly.Location)\"")).Split('|');
            shell = $"PowerShell {said[0]} ({Ahead(said[1])})";
        }

        string engine = Directory.EnumerateFiles(modulePath, "VeoPS.Engine.dll", SearchOption.AllDirectories).Order().Last();
        Figure flush = Flush(folder);
        return string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, "
            + $"{shell}, VeoPS ({Ahead(engine)}), fdatasync of a page of 4 KiB {flush.Median:0.000} ms "
            + $"({flush.Low:0.000} to {flush.High:0.000}) in `{folder}`. Each figure is a median, with the lowest and the highest run.");
    }

    /// <summary>How long the disk takes to keep a page, in milliseconds.</summary>
    public static Figure Flush(string folder)
    {
        string path = Path.Combine(folder, "flush");
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        List<double> milliseconds = [];
        byte[] page = new byte[4096];
        for (int nth = 0; nth < Flushes; nth++)
        {
            RandomAccess.Write(file, page, nth * page.Length);
            long started = Stopwatch.GetTimestamp();
            if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file);
            else if (FlushData((int)file.DangerousGetHandle()) != 0) throw new IOException($"fdatasync: {Marshal.GetLastPInvokeError()}");
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Figure.Of(milliseconds)!.Value;
    }

    // An assembly that has native code beside its own was compiled ahead of time (ReadyToRun).
    private static string Ahead(string assembly)
    {
        using PEReader reader = new(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0 ? "compiled ahead of time" : "compiled just in time";
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushData(int file);
}
