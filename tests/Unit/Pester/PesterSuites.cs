using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

namespace VeoPS.Tests.Pester;

/// <summary>
/// Runs suites of tests/Pester, a PowerShell process a suite, several side by side. All start with the first that is asked
/// for, the longest first, so that none is left alone at the end.
/// </summary>
public sealed class PesterSuites : IDisposable
{
    /// <summary>Names the suites to run, separated by commas, where not all are wanted.</summary>
    public const string Variable = "VEOPS_TEST_SUITES";

    private const string Ending = ".Tests.ps1";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly TempFolder _folder = new();
    private readonly Lazy<Task<(RealPowerShell? Shell, string Reason)>> _shell = new(() => Task.Run(RealPowerShell.FindAsync));
    private readonly Lazy<Dictionary<string, Task<SuiteResult>>> _runs;

    private readonly IMessageSink _progress;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="progress">Gets a line at the end of each suite, which dotnet test shows at once.</param>
    public PesterSuites(IMessageSink progress) => (_progress, _runs) = (progress, new(StartAll));

    /// <summary>Those that this run has.</summary>
    public static IReadOnlyList<string> Names { get; } = FindNames();

    /// <summary>Which PowerShell it is, or why there is none.</summary>
    internal Task<(RealPowerShell? Shell, string Reason)> ShellAsync() => _shell.Value;

    /// <summary>What came of one.</summary>
    internal Task<SuiteResult> ResultAsync(string name) => _runs.Value[name];

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        if (_runs.IsValueCreated) Task.WhenAll(_runs.Value.Values).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _stop.Dispose();
        _folder.Dispose();
    }

    private static string[] FindNames()
    {
        string[] all = [.. Directory.GetFiles(RepositoryFolder.File("tests/Pester"), "*" + Ending)
            .Select(file => Path.GetFileName(file)[..^Ending.Length]).Order(StringComparer.Ordinal)];
        string[] wanted = Environment.GetEnvironmentVariable(Variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return wanted.Length == 0 ? all : [.. all.Where(wanted.Contains)];
    }

    private Dictionary<string, Task<SuiteResult>> StartAll()
    {
        string text = File.ReadAllText(RepositoryFolder.File("tests/Pester/seconds.json"));
        Dictionary<string, double> seconds = JsonSerializer.Deserialize<Dictionary<string, double>>(text)!;

        // One of which nothing is known may be long. A suite waits much for others, so there may be one more than processors.
        Queue<(string Name, TaskCompletionSource<SuiteResult> Done)> queue = new(Names
            .OrderByDescending(name => seconds.GetValueOrDefault(name, double.MaxValue))
            .Select(name => (name, new TaskCompletionSource<SuiteResult>(TaskCreationOptions.RunContinuationsAsynchronously))));
        Dictionary<string, Task<SuiteResult>> runs = queue.ToDictionary(each => each.Name, each => each.Done.Task);
        for (int worker = 0; worker < Environment.ProcessorCount + 1; worker++) _ = Task.Run(() => WorkAsync(queue));
        return runs;
    }

    private async Task WorkAsync(Queue<(string Name, TaskCompletionSource<SuiteResult> Done)> queue)
    {
        while (true)
        {
            (string Name, TaskCompletionSource<SuiteResult> Done) next;
            lock (queue)
            {
                if (!queue.TryDequeue(out next)) return;
            }

            try
            {
                SuiteResult result = await RunAsync(next.Name);
                _progress.OnMessage(new DiagnosticMessage(result.Summary));
                next.Done.SetResult(result);
            }
            catch (Exception exception)
            {
                next.Done.SetException(exception);
            }
        }
    }

    private async Task<SuiteResult> RunAsync(string name)
    {
        RealPowerShell shell = (await _shell.Value).Shell!;
        string file = _folder.PathOf(name + ".json");
        ProcessStartInfo start = shell.Start(
            "-NoProfile", "-NonInteractive", "-File", RepositoryFolder.File("tests/Pester/Invoke-Suite.ps1"),
            "-Suite", RepositoryFolder.File($"tests/Pester/{name}{Ending}"), "-Pester", PesterManifest(), "-Result", file);
        start.Environment["VEOPS_TEST_GATEWAY"] = typeof(LoopbackGateway).Assembly.Location;

        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        bool ended = true;
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            ended = false;
            process.Kill(entireProcessTree: true);
        }

        string text = $"{await output}{await errors}";
        SuiteResult result = ended && File.Exists(file)
            ? JsonSerializer.Deserialize<SuiteResult>(await File.ReadAllTextAsync(file))!
            : SuiteResult.Broken(name, ended
                ? $"PowerShell ended with {process.ExitCode} in the middle of the suite."
                : $"It did not end within {Longest.TotalMinutes} minutes.");
        return result with { Name = name, Text = text, Elapsed = clock.Elapsed };
    }

    private static string PesterManifest()
    {
        AssemblyMetadataAttribute folder = typeof(PesterSuites).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "PesterFolder");
        return Path.Combine(folder.Value!, "Pester.psd1");
    }
}
