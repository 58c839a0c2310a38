using System.ComponentModel;
using System.Diagnostics;
using VeoPS.Engine;
using VeoPS.TestGateway;

namespace VeoPS.Tests;

/// <summary>Runs the suites of tests/Pester in a real PowerShell, over the module as it was built.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Pester")]
public sealed class PesterSuiteTests(ITestOutputHelper output)
{
    private const string HasPester = "[bool]((Get-Module Pester -ListAvailable).Version.Major -ge 5)";

    private const string RunSuites =
        "Invoke-Pester -Configuration @{ Run = @{ Path = 'tests/Pester'; Exit = $true }; Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' } }";

    // How Pester begins the line of a test that failed.
    private const string Failed = "[-] ";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task The_module_keeps_its_word_in_PowerShell()
    {
        Run? pester = await PowerShellAsync(HasPester);
        Assert.SkipUnless(pester is not null, "There is no pwsh on PATH.");
        Assert.SkipUnless(pester.Lines.Contains("True"), "pwsh has no Pester 5: Install-Module Pester.");

        Run suites = (await PowerShellAsync(RunSuites))!;

        string[] failed = [.. suites.Lines.Select(line => line.Trim()).Where(line => line.StartsWith(Failed, StringComparison.Ordinal))];
        Assert.True(suites.ExitCode == 0, $"{failed.Length} failed:{Environment.NewLine}{string.Join(Environment.NewLine, failed)}");
    }

    private async Task<Run?> PowerShellAsync(string command)
    {
        using Process? process = TryStart(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command])
        {
            WorkingDirectory = Repository(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["VEOPS_TEST_GATEWAY"] = typeof(LoopbackGateway).Assembly.Location },
        });
        if (process is null) return null;

        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                lines.Add(line);
                output.WriteLine(line);
            }

            await process.WaitForExitAsync(limit.Token);
            return new Run(process.ExitCode, lines);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VeoPS.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private sealed record Run(int ExitCode, IReadOnlyList<string> Lines);

    /// <summary>After all others, since these tests hold processes to seconds.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
