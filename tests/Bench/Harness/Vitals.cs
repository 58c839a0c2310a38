using System.Diagnostics;
using System.Globalization;

namespace VeoPS.Bench;

/// <summary>How a process is at a moment. What only /proc tells is null elsewhere.</summary>
/// <param name="CpuSeconds">User and system, since its start.</param>
/// <param name="MiB">Resident memory.</param>
/// <param name="PeakMiB">The most that it was, since its start or since <see cref="Mark"/>.</param>
/// <param name="Threads">How many.</param>
internal sealed record Vitals(double CpuSeconds, double? MiB, double? PeakMiB, double? Threads)
{
    public static Vitals Of(Process process)
    {
        process.Refresh();
        string path = $"/proc/{process.Id}/status";
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new Vitals(
            process.TotalProcessorTime.TotalSeconds,
            Read(lines, "VmRSS") / 1024,
            Read(lines, "VmHWM") / 1024,
            Read(lines, "Threads"));
    }

    /// <summary>Looks, and has the peak counted from here on.</summary>
    public static Vitals Mark(Process process)
    {
        string path = $"/proc/{process.Id}/clear_refs";
        if (File.Exists(path)) File.WriteAllText(path, "5"); // proc(5): resets the peak to what is resident now.
        return Of(process);
    }

    // Lines such as "VmHWM:     12345 kB".
    private static double? Read(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : null;
}
