using System.Text.RegularExpressions;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Profiles;

public sealed class RegisteredProfileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _variables = [];
    private readonly FakeVault _vault = new() { Keys = { ["prod"] = "a-key-of-ours" } };

    private static readonly VeoProfile Prod = new() {
        Name = "prod",
        Provider = "TokenBay",
        Model = "veo-next",
        Vault = "store",
        Source = ProfileSource.Vault };

    private ProfileStore Store => new(_folder.FullName);

    private ProfileResolver Resolver => new(_variables.GetValueOrDefault, Store, _vault);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_registered_profile_has_its_settings_from_the_copy_and_its_key_from_the_vault()
    {
        Store.Save(Prod);

        GatewayProfile profile = Resolver.Resolve("PROD");

        Assert.Equal(
            ("prod", "veo-next", "a-key-of-ours", "https://api.tokenbay.com"),
            (profile.Name, profile.DefaultModel, profile.ApiKey, profile.Origin));
        Assert.Equal(["key of prod"], _vault.Asked);
    }

    [Fact]
    public void Listing_describing_and_choosing_ask_no_vault()
    {
        Store.Save(Prod, isDefault: true);
        _variables["VEOPS_PROVIDER"] = "Sandbox";

        Assert.Equal(["prod", "env", "sandbox"], Resolver.Names());
        Assert.Equal("veo-next", Resolver.Describe("prod").Model);
        Assert.Equal("env", Resolver.Choose(isAttended: true)!.Name);
        Assert.Empty(_vault.Asked);
    }

    [Fact]
    public void Where_the_copy_is_missing_the_vault_is_asked()
    {
        _vault.Profiles["prod"] = Prod;

        Assert.Equal(("veo-next", "a-key-of-ours"), (Resolver.Resolve("prod").DefaultModel, Resolver.Resolve("prod").ApiKey));
        Assert.Contains("profile prod", _vault.Asked);
    }

    [Fact]
    public void A_profile_that_needs_no_key_asks_no_vault()
    {
        Store.Save(new VeoProfile {
            Name = "gcp",
            Provider = "Vertex",
            Setting = new Dictionary<string, string> { ["Project"] = "p-1" },
            Source = ProfileSource.Vault });

        Assert.Null(Resolver.Resolve("gcp").ApiKey);
        Assert.Empty(_vault.Asked);
    }

    [Fact]
    public void A_profile_that_lost_its_key_says_how_to_give_it_one()
    {
        Store.Save(new VeoProfile(Prod) { Vault = null });

        Assert.Contains("Set ApiKey of the profile 'prod'", NotFound("prod"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nobody_has_is_answered_with_those_that_are_known()
    {
        Store.Save(Prod);

        string message = NotFound("test");

        Assert.All(
            ["'test'", "'prod'", "'sandbox'", "Register a profile", "Nothing was sent"],
            each => Assert.Contains(each, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_no_profile_may_have_is_not_asked_of_a_vault()
    {
        NotFound("a*");

        Assert.Empty(_vault.Asked);
    }

    [Fact]
    public void Where_a_vault_fails_that_might_have_an_unknown_name_that_is_said()
    {
        _vault.Failure = new VeoException(VeoErrorId.VaultUnavailable, "The disk is gone. Nothing was sent. Mend it.");

        string message = NotFound("test");

        string reason = "VeoPS could not search the vaults: The disk is gone. Nothing was sent. Mend it.";
        Assert.EndsWith(reason, message, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(message, "Nothing was sent"));
    }

    [Fact]
    public void Where_no_vault_is_installed_an_unknown_name_is_answered_shortly()
    {
        _vault.Failure = new VeoException(VeoErrorId.SecretManagementMissing, "Install it. Nothing was sent.");

        Assert.Equal("There is no profile 'test'. Available profiles: 'sandbox'. Nothing was sent. Register a profile.", NotFound("test"));
    }

    [Theory]
    [InlineData("Gemini")]
    [InlineData("gemini")]
    public void A_gateways_name_is_told_from_a_profiles(string name)
    {
        Assert.Equal("'Gemini' is a gateway, not a profile. Nothing was sent. Register a profile for Gemini.", NotFound(name));

        Store.Save(new VeoProfile(Prod) { Name = "gemini", Vault = null, Provider = "Sandbox" });
        Assert.Equal("gemini", Resolver.Resolve(name).Name);
    }

    [Fact]
    public void A_locked_vault_may_have_the_profile_so_it_is_not_said_to_be_missing()
    {
        _vault.Failure = new VeoException(VeoErrorId.VaultLocked, "Unlock it.");

        Assert.Equal(VeoErrorId.VaultLocked, Assert.Throws<VeoException>(() => Resolver.Resolve("test")).ErrorId);
    }

    [Fact]
    public void A_profile_of_a_newer_versions_gateway_is_said_to_be_so()
    {
        Store.Save(new VeoProfile(Prod) { Provider = "Tomorrow" });

        Assert.Contains("Tomorrow", NotFound("prod"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, "prod", "registered default")]
    [InlineData(null, null, true, "prod", "registered default")]
    [InlineData("sandbox", null, true, "sandbox", "VEOPS_PROFILE")]
    [InlineData(null, "Sandbox", true, "env", "VEOPS_PROVIDER")]
    public void The_registered_default_comes_after_the_environment_and_before_the_sandbox(
        string? named,
        string? provider,
        bool attended,
        string expected,
        string why)
    {
        Store.Save(Prod, isDefault: true);
        _variables["VEOPS_PROFILE"] = named;
        _variables["VEOPS_PROVIDER"] = provider;

        ProfileChoice choice = Resolver.Choose(attended)!;

        Assert.Equal((expected, false), (choice.Name, choice.IsLastResort));
        Assert.Contains(why, choice.Reason, StringComparison.Ordinal);
        Assert.Equal(expected, Resolver.ResolveDefault(attended).Name);
    }

    [Fact]
    public void Without_any_the_sandbox_is_the_last_resort_of_a_person_and_of_nobody_else()
    {
        Assert.Equal(("sandbox", true), (Resolver.Choose(isAttended: true)!.Name, Resolver.Choose(isAttended: true)!.IsLastResort));
        Assert.Null(Resolver.Choose(isAttended: false));
    }

    [Fact]
    public void Without_a_folder_there_is_nothing_registered_and_the_rest_works()
    {
        ProfileResolver resolver = new(_variables.GetValueOrDefault, store: null, _vault);

        Assert.Equal(["sandbox"], resolver.Names());
        Assert.Equal("sandbox", resolver.ResolveDefault(isAttended: true).Name);
    }

    private string NotFound(string name)
    {
        VeoException error = Assert.Throws<VeoException>(() => Resolver.Resolve(name));
        Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
        return error.Message;
    }
}
