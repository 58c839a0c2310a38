using System.Globalization;

namespace VeoPS.Tests.Pester;

/// <summary>What came of a suite, as Invoke-Suite.ps1 writes it.</summary>
internal sealed record SuiteResult
{
    /// <summary>The suite.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of PowerShell.</summary>
    public required string Version { get; init; }

    /// <summary>Pester's word for the whole: <c>Passed</c> or another.</summary>
    public required string Result { get; init; }

    public required int Passed { get; init; }

    /// <summary>The tests that were skipped, each with its reason.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    public required IReadOnlyList<SuiteFailure> Failures { get; init; }

    /// <summary>What Pester printed.</summary>
    public string Text { get; init; } = "";

    public TimeSpan Elapsed { get; init; }

    /// <summary>One line for people.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Passed} passed, {Failures.Count} failed, {Skipped.Count} skipped in {Elapsed.TotalSeconds:0.0} s on "
            + $"PowerShell {Version}");

    /// <summary>A suite that gave no result.</summary>
    public static SuiteResult Broken(string name, string reason) =>
        new() { Version = "?", Result = "Failed", Passed = 0, Skipped = [], Failures = [new SuiteFailure(name, "", reason)] };
}

/// <summary>A test, block or file that failed.</summary>
/// <param name="Name">Its path in the suite.</param>
/// <param name="Where">The file and line of the assertion; empty where that is not told.</param>
/// <param name="Message">Why.</param>
internal sealed record SuiteFailure(string Name, string Where, string Message);
