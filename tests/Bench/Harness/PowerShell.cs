using System.Diagnostics;
using System.Globalization;

namespace VeoPS.Bench;

/// <summary>PowerShell processes, a new one for each run.</summary>
internal static class PowerShell
{
    public const string Program = "pwsh";

    private static readonly string[] Plain = ["-NoProfile", "-NonInteractive", "-Command"];

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a command from start to end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> ReadAsync(string command) => (await Programs.RunAsync(Program, [.. Plain, command])).Output.Trim();

    /// <summary>Measures a process from its start to its end.</summary>
    public static async Task<Sample> StartAndEndAsync(Contender contender, IReadOnlyDictionary<string, string> variables) =>
        new((await Programs.RunAsync(Program, [.. Plain, contender.Line], variables)).Seconds);

    /// <summary>Measures a line in a process that is there and has done the contender's setup.</summary>
    /// <param name="contender">The setup and the line.</param>
    /// <param name="variables">Of its environment.</param>
    /// <param name="expected">How many objects are to come out of the line.</param>
    public static async Task<Sample> MeasureAsync(Contender contender, IReadOnlyDictionary<string, string> variables, int expected)
    {
        // It waits twice: to be looked at before the line, and after it.
        using Process process = Programs.Start(Program, [.. Plain, $$"""
            $ErrorActionPreference = 'Stop'
            {{contender.Setup}}
            'ready'; $null = [Console]::ReadLine()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $count = (. { {{contender.Line}} } | Measure-Object).Count
            "$($watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)) $count"; $null = [Console]::ReadLine()
            """], variables);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException(await errors);

        Vitals before = Vitals.Mark(process);
        process.StandardInput.WriteLine();
        Task<string?> done = process.StandardOutput.ReadLineAsync();
        double? threads = before.Threads;
        while (await Task.WhenAny(done, Task.Delay(LookEvery)) != done) threads = Max(threads, Vitals.Of(process).Threads);

        string[] said = (await done ?? throw new InvalidOperationException(await errors)).Split(' ');
        if (said[1] != expected.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"{contender.Name}: {said[1]} came, {expected} were expected. {contender.Line}");
        Vitals after = Vitals.Of(process);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new Sample(double.Parse(said[0], CultureInfo.InvariantCulture))
        {
            CpuSeconds = after.CpuSeconds - before.CpuSeconds,
            PeakMiB = after.PeakMiB - before.MiB,
            Threads = Max(threads, after.Threads) - before.Threads,
        };
    }

    private static double? Max(double? one, double? other) => one > other ? one : other;
}
