using VeoPS.Engine.Profiles;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileRulesTests
{
    private static readonly VeoProfile Fine = new() { Name = "prod", Provider = "Apikley", Source = ProfileSource.Vault };

    [Fact]
    public void A_profile_with_all_that_its_gateway_needs_is_fine()
    {
        ProfileRules.Check(Fine, "a-key-of-ours", hasKey: true);
        ProfileRules.Check(new VeoProfile(Fine) { DailyBudget = 0, PricePerVideo = 0.5m }, null, hasKey: true);
        ProfileRules.Check(
            new VeoProfile(Fine) { Provider = "Vertex", Setting = new Dictionary<string, string> { ["project"] = "p-1" } },
            null,
            hasKey: false);
        ProfileRules.Check(new VeoProfile(Fine) { BaseUri = new Uri("http://127.0.0.1:40000") }, "a-key-of-ours", hasKey: true);
    }

    [Fact]
    public void All_that_is_wrong_is_told_together_and_nothing_was_changed()
    {
        VeoException error = Assert.Throws<VeoException>(() =>
            ProfileRules.Check(
                new VeoProfile(Fine) { Name = "a b", PricePerSecond = -1, DailyBudget = -0.01m,
                    BaseUri = new Uri("http://gateway.example") },
                null,
                hasKey: false));

        Assert.Equal(VeoErrorId.RequestInvalid, error.ErrorId);
        Assert.All(
            ["Name: 'a b'", "ApiKey: Apikley needs a key", "PricePerSecond", "DailyBudget", "only over https", "No profile was changed"],
            each =>
                Assert.Contains(each, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_that_nobody_knows_is_answered_with_those_that_are() =>
        Assert.Contains(
            "One of: ",
            Assert.Throws<VeoException>(() => ProfileRules.Check(new VeoProfile(Fine) { Provider = "Nobody" }, null, hasKey: true)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Settings_are_held_to_the_gateways_own_rules()
    {
        VeoProfile vtrix = new(Fine) { Provider = "Vtrix" };

        Assert.Contains(
            "One of: wrapped, flat",
            Wrong(new VeoProfile(vtrix) { Setting = new Dictionary<string, string> { ["Envelope"] = "round" } }),
            StringComparison.Ordinal);
        Assert.Contains(
            "Supported: Envelope",
            Wrong(new VeoProfile(vtrix) { Setting = new Dictionary<string, string> { ["Color"] = "blue" } }),
            StringComparison.Ordinal);
        Assert.Contains("lacks the setting Project", Wrong(new VeoProfile(Fine) { Provider = "Vertex" }), StringComparison.Ordinal);

        static string Wrong(VeoProfile profile)
            => Assert.Throws<VeoException>(() => ProfileRules.Check(profile, null, hasKey: true)).Message;
    }

    [Theory]
    [InlineData("Vertex", "Setting.Project")]
    [InlineData("UniAll", "BaseUri")]
    public void What_a_gateway_needs_is_an_option_of_the_command_that_makes_the_profile(string provider, string option)
    {
        VeoException error = Assert.Throws<VeoException>(
            () => ProfileRules.Check(new VeoProfile(Fine) { Provider = provider, BaseUri = null }, null, hasKey: true));

        VeoRemedy remedy = Assert.Single(error.Remedies);
        Assert.Equal((VeoRemedyAction.GiveOption, option), (remedy.Action, remedy.Option));
    }

    [Fact]
    public void A_key_that_is_none_is_not_shown_and_is_hidden_from_then_on()
    {
        VeoException error = Assert.Throws<VeoException>(() => ProfileRules.Check(Fine, "two words-C4nary", hasKey: true));

        Assert.DoesNotContain("C4nary", error.Message, StringComparison.Ordinal);
        Assert.Equal("***", Redactor.Shared.Redact("two words-C4nary"));
    }
}
