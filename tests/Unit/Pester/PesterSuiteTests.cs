using VeoPS.Tests.Support;

namespace VeoPS.Tests.Pester;

/// <summary>Runs the suites of tests/Pester in a real PowerShell, over the module as it was built.</summary>
[Trait("Category", "Pester")]
public sealed class PesterSuiteTests(PesterSuites suites, ITestOutputHelper output) : IClassFixture<PesterSuites>
{
    public static TheoryData<string> Suites => [.. PesterSuites.Names];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task The_module_passes_in_PowerShell(string suite)
    {
        (RealPowerShell? shell, string reason) = await suites.ShellAsync();
        Requirement.SkipUnless(Requirement.PowerShell, shell is not null, reason);

        SuiteResult result = await suites.ResultAsync(suite);

        output.WriteLine(result.Summary);
        output.WriteLine(result.Text);
        string failures = string.Join("\n\n", result.Failures.Select(each => $"[-] {each.Name}\n    {each.Where}\n    {each.Message}"));
        Assert.True(result.Failures.Count == 0 && result.Result == "Passed", $"{result.Summary}\n{failures}");
        Assert.True(result.Passed > 0, $"{suite} has no test that ran.");
    }
}
