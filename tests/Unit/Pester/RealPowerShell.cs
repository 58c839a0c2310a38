using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Pester;

/// <summary>
/// The PowerShell that the suites run on: the one that <c>VEOPS_TEST_PWSH</c> names, else the one of the tool manifest,
/// which is restored first. A <c>pwsh</c> on PATH is not looked for, so that every machine tests the same version.
/// </summary>
internal sealed record RealPowerShell
{
    /// <summary>Names a program (<c>pwsh</c> of an installation or of a .NET tool, <c>powershell.exe</c>) or a <c>pwsh.dll</c>.</summary>
    public const string Variable = "VEOPS_TEST_PWSH";

    private const string Manifest = ".config/dotnet-tools.json";

    private const string Describe = "(Get-Process -Id $PID).Path; $PSHOME; $PSVersionTable.PSVersion.ToString()";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The program to start. Its process is PowerShell itself, and no shim whose child is.</summary>
    public required string Program { get; init; }

    /// <summary>What stands before PowerShell's own arguments.</summary>
    public required IReadOnlyList<string> Prefix { get; init; }

    public required string Version { get; init; }

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string DotNet { get; }
        = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Finds it.</summary>
    /// <returns>It, or the reason why there is none.</returns>
    public static async Task<(RealPowerShell? Shell, string Reason)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            bool isAssembly = named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
            return await AskAsync(isAssembly ? DotNet : named, isAssembly ? [named] : [], $"{Variable} names '{named}'");
        }

        Answer restored = await RunAsync(DotNet, ["tool", "restore", "--tool-manifest", RepositoryFolder.File(Manifest)]);
        return restored.ExitCode == 0
            ? await AskAsync(DotNet, ["tool", "run", "pwsh", "--"], $"{Manifest} names a PowerShell")
            : (null, $"The module was not tested in PowerShell: 'dotnet tool restore' could not fetch the one that {Manifest} names. "
                + $"Run 'dotnet tool restore' where a NuGet source can be reached, or name an installed pwsh in {Variable}. It "
                + $"said: {restored.Text}");
    }

    /// <summary>A process that is not started yet. Its folder is the repository's.</summary>
    /// <param name="arguments">Of PowerShell.</param>
    public ProcessStartInfo Start(params IReadOnlyList<string> arguments) => StartInfo(Program, [.. Prefix, .. arguments]);

    // A .NET tool is a shim: the process that it starts is asked where PowerShell is, and that one is started from then on.
    private static async Task<(RealPowerShell? Shell, string Reason)> AskAsync(string program, string[] prefix, string origin)
    {
        Answer answer = await RunAsync(program, [.. prefix, "-NoProfile", "-NonInteractive", "-Command", Describe]);
        if (answer.ExitCode != 0 || answer.Lines is not [string path, string home, string version])
            return (null, $"The module was not tested in PowerShell: {origin}, and it did not start. It said: {answer.Text}");

        bool isHosted = Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return (new RealPowerShell { Program = path, Prefix = isHosted ? [Path.Combine(home, "pwsh.dll")] : [], Version = version }, "");
    }

    private static async Task<Answer> RunAsync(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(StartInfo(program, arguments))!;
            process.StandardInput.Close();
            using CancellationTokenSource limit = new(Longest);
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                return new Answer(process.ExitCode, await output, await errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new Answer(-1, "", $"It did not end within {Longest.TotalMinutes} minutes.");
            }
        }
        catch (Win32Exception exception)
        {
            return new Answer(-1, "", exception.Message);
        }
    }

    private static ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = RepositoryFolder.File("."),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["NO_COLOR"] = "1",
                ["DOTNET_NOLOGO"] = "1",
                // So that the gateway's process, too, is started by the dotnet that is used here, on PATH or not.
                ["PATH"] = Path.GetDirectoryName(DotNet) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
                ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                ["POWERSHELL_UPDATECHECK"] = "Off",
            },
        };
        // A command of the SDK wants a home of its own where the account has none.
        if (Environment.GetEnvironmentVariable("HOME") is null && !OperatingSystem.IsWindows())
            start.Environment.TryAdd("DOTNET_CLI_HOME", RepositoryFolder.File("out/home"));
        return start;
    }

    private sealed record Answer(int ExitCode, string Output, string Errors)
    {
        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        public string Text => $"{Output} {Errors}".ReplaceLineEndings(" ").Trim();
    }
}
