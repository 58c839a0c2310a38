using System.Diagnostics;
using System.Globalization;

namespace VeoPS.Bench;

/// <summary>PowerShell processes, a new one for each run.</summary>
internal static class PowerShell
{
    /// <summary>Names a program or a <c>pwsh.dll</c>, as it does for the tests.</summary>
    public const string Variable = "VEOPS_TEST_PWSH";

    private const string Describe = "\"$((Get-Process -Id $PID).Path)|$PSHOME\"";

    private static string[] _prefix = [];

    /// <summary>The program to start: PowerShell itself, and no shim whose child is. Empty where there is none.</summary>
    public static string Program { get; private set; } = "";

    public static bool IsFound => Program.Length > 0;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Finds it: the one that <see cref="Variable"/> names, else the one on PATH, else the one of the tool manifest.</summary>
    public static async Task FindAsync()
    {
        string named = Environment.GetEnvironmentVariable(Variable) ?? "";
        (Program, _prefix) = named switch
        {
            { Length: > 0 } when named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) => ("dotnet", [named]),
            { Length: > 0 } => (named, []),
            _ when Programs.Has("pwsh") => ("pwsh", []),
            _ => ("dotnet", (string[])["tool", "run", "pwsh", "--"]),
        };
        try
        {
            string[] said = (await ReadAsync(Describe)).Split('|');
            bool isHosted = Path.GetFileNameWithoutExtension(said[0]).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            (Program, _prefix) = (said[0], isHosted ? [Path.Combine(said[1], "pwsh.dll")] : []);
        }
        catch (InvalidOperationException exception)
        {
            Console.Error.WriteLine($"There is no PowerShell: {exception.Message}");
            Program = "";
        }
    }

    /// <summary>What makes it run a command.</summary>
    public static string[] Arguments(string command) => [.. _prefix, "-NoProfile", "-NonInteractive", "-Command", command];

    /// <summary>Runs a command from start to end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> ReadAsync(string command) => (await Programs.RunAsync(Program, Arguments(command))).Output.Trim();

    /// <summary>Measures a process from its start to its end.</summary>
    public static async Task<Sample> StartAndEndAsync(Contender contender, IReadOnlyDictionary<string, string> variables)
    {
        // It says itself how much it has taken, since an ended process cannot be asked.
        const string Told = "$taken = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalSeconds\n"
            + "$taken.ToString([cultureinfo]::InvariantCulture)";
        (double seconds, string output) = await Programs.RunAsync(Program, Arguments($"{contender.Line}\n{Told}"), variables);
        return new Sample(seconds) { CpuSeconds = double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) };
    }

    /// <summary>Measures a line in a process that is there and has done the contender's setup.</summary>
    /// <param name="contender">The setup and the line.</param>
    /// <param name="variables">Of its environment.</param>
    /// <param name="expected">How many objects are to come out of the line.</param>
    public static async Task<Sample> MeasureAsync(Contender contender, IReadOnlyDictionary<string, string> variables, int expected)
    {
        // It waits twice: to be looked at before the line, and after it.
        using Process process = Programs.Start(Program, Arguments($$"""
            $ErrorActionPreference = 'Stop'
            $WarningPreference = 'SilentlyContinue'
            {{contender.Setup}}
            'ready'; $null = [Console]::ReadLine()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $count = (. { {{contender.Line}} } | Measure-Object).Count
            "$($watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)) $count"; $null = [Console]::ReadLine()
            """), variables);
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
