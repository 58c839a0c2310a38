using Xunit.Sdk;

namespace VeoPS.Tests.Support;

public sealed class RequirementTests
{
    private const string Reason = "There is no server: install one.";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pwsh")]
    public void What_is_missing_and_not_required_skips_the_test_with_its_reason(string? required)
    {
        // Not by Assert.Throws, which lets the exception through, so that it would skip this test.
        try
        {
            Requirement.SkipUnless(Requirement.Postgres, isThere: false, Reason, required);
        }
        catch (SkipException skipped)
        {
            Assert.Contains(Reason, skipped.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Fail("It went on.");
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("pwsh, postgres")]
    public void What_is_missing_and_required_fails_the_test_with_its_reason(string required)
    {
        FailException failed = Assert.Throws<FailException>(
            () => Requirement.SkipUnless(Requirement.Postgres, isThere: false, Reason, required));

        Assert.Contains(Reason, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_lets_the_test_run() => Requirement.SkipUnless(Requirement.Postgres, isThere: true, Reason, "pwsh,postgres");

    [Fact]
    public void A_name_that_nothing_has_fails_the_test()
    {
        FailException failed = Assert.Throws<FailException>(
            () => Requirement.SkipUnless(Requirement.Postgres, isThere: true, Reason, "postgre"));

        Assert.Contains("'postgre'", failed.Message, StringComparison.Ordinal);
    }
}
