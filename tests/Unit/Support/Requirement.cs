using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace VeoPS.Tests.Support;

/// <summary>
/// Things that a machine may lack and that a test cannot do without. A test is skipped where one is missing, unless the
/// environment variable <c>VEOPS_TEST_REQUIRE</c> names it, as <c>.ci/run</c> does: there the test fails.
/// </summary>
internal static class Requirement
{
    /// <summary>A real PowerShell 7.</summary>
    public const string PowerShell = "pwsh";

    /// <summary>The programs of a PostgreSQL server.</summary>
    public const string Postgres = "postgres";

    /// <summary>The variable with the names, separated by commas.</summary>
    public const string Variable = "VEOPS_TEST_REQUIRE";

    private static readonly string[] Names = [PowerShell, Postgres];

    private static readonly ConcurrentDictionary<string, bool> Told = new(StringComparer.Ordinal);

    /// <summary>Ends the test where something is missing: as skipped, or as failed if it was required.</summary>
    /// <param name="name"><see cref="PowerShell"/> or <see cref="Postgres"/>.</param>
    /// <param name="isThere">Whether the machine has it.</param>
    /// <param name="reason">What is missing and how to get it.</param>
    public static void SkipUnless(string name, [DoesNotReturnIf(false)] bool isThere, string reason) =>
        SkipUnless(name, isThere, reason, Environment.GetEnvironmentVariable(Variable));

    /// <summary>The same, with another value of the variable.</summary>
    internal static void SkipUnless(string name, [DoesNotReturnIf(false)] bool isThere, string reason, string? required)
    {
        string[] names = required?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        string[] unknown = [.. names.Except(Names)];
        if (unknown.Length > 0)
            Assert.Fail($"{Variable} names '{string.Join("', '", unknown)}'. It can name {string.Join(" and ", Names)}.");
        if (isThere) return;
        if (names.Contains(name)) Assert.Fail($"{Variable} requires '{name}'. {reason}");
        // dotnet test shows the names of skipped tests and not their reasons. A message of the run is shown.
        if (Told.TryAdd(name, true)) TestContext.Current.SendDiagnosticMessage("{0}", reason);
        Assert.Skip(reason);
    }
}
