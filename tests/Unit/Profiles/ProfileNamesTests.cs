using VeoPS.Engine.Profiles;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileNamesTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("9")]
    [InlineData("a.b-c_D2")]
    [InlineData("environment")]
    public void A_name_of_letters_digits_and_what_joins_them_is_fine(string name) => Assert.Null(ProfileNames.Fault(name));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-prod")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a*")]
    [InlineData("prod\n")]
    [InlineData("früh")]
    [InlineData("prod\u202E")]
    [InlineData("sandbox")]
    [InlineData("ENV")]
    [InlineData("prod.settings")]
    [InlineData("prod.Settings")]
    public void Any_other_is_not(string name) => Assert.NotNull(ProfileNames.Fault(name));

    [Fact]
    public void A_secrets_name_tells_its_profile()
    {
        Assert.Equal("prod", ProfileNames.ProfileOf(ProfileNames.KeySecret("prod")));
        Assert.Equal("Prod", ProfileNames.ProfileOf("veops/Prod"));
        Assert.Null(ProfileNames.ProfileOf(ProfileNames.SettingsSecret("prod")));
        Assert.Null(ProfileNames.ProfileOf("other"));
    }
}
