using System.Diagnostics;

namespace VeoPS.Bench;

/// <summary>Starts other programs.</summary>
internal static class Programs
{
    /// <summary>Whether a program is on the path.</summary>
    public static bool Has(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));

    /// <summary>Starts one with its streams in our hands, and no VEOPS_* variables but these.</summary>
    public static Process Start(string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        ProcessStartInfo start = new(name, arguments) {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (string inherited in start.Environment.Keys.Where(key => key.StartsWith("VEOPS_", StringComparison.OrdinalIgnoreCase))
            .ToArray())
            start.Environment.Remove(inherited);
        foreach ((string key, string value) in variables ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs one to its end.</summary>
    /// <returns>How long that took, and what it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<(double Seconds, string Output)> RunAsync(
        string name,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        long started = Stopwatch.GetTimestamp();
        using Process process = Start(name, arguments, variables);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, output)
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await errors}");
    }
}
