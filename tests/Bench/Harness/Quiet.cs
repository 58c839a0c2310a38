using System.Diagnostics;
using System.Globalization;

namespace VeoPS.Bench;

/// <summary>Waits, before each run, until the machine has nothing else to do; and counts the runs before which it had. Knows
/// only Linux.</summary>
/// <param name="patience">How long it waits at most.</param>
internal sealed class Quiet(TimeSpan patience)
{
    private const string Processors = "/proc/stat";
    private const double Idle = 0.9;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);

    private int _runs;
    private int _busy;

    /// <summary>What is to be said of the figures; null where nothing is.</summary>
    public string? Doubt => _busy == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"Before {_busy} of {_runs} runs the machine was busy with something else.");

    public async Task WaitAsync()
    {
        _runs++;
        if (!File.Exists(Processors)) return;
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < patience;)
        {
            (double idle, double all) before = Read();
            await Task.Delay(Look);
            (double idle, double all) after = Read();
            if (after.idle - before.idle >= Idle * (after.all - before.all)) return;
        }

        _busy++;
    }

    // The first line: "cpu", then user, nice, system, idle, iowait and others, in ticks since the start.
    private static (double Idle, double All) Read()
    {
        double[] ticks = [.. File.ReadLines(Processors).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        return (ticks[3] + ticks[4], ticks.Take(8).Sum());
    }
}
