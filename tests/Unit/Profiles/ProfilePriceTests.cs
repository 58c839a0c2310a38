using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Profiles;

public sealed class ProfilePriceTests
{
    private static readonly VeoProfile Prod = new() { Name = "prod", Provider = "Apikley", Source = ProfileSource.Vault, DailyBudget = 50 };

    [Theory]
    [InlineData("Apikley", null, false)]
    [InlineData("SkillsVideo", null, false)]
    [InlineData("Gemini", null, true)]
    [InlineData("Gemini", "USD", true)]
    [InlineData("Gemini", "credits", false)]
    [InlineData("Vtrix", null, true)]
    [InlineData("Sandbox", null, true)]
    public void A_budget_needs_a_price_that_is_published_or_told_in_its_unit(string provider, string? unit, bool isPriced)
    {
        VeoProfileCheck check = Check(new VeoProfile(Prod) { Provider = provider, PriceUnit = unit });

        Assert.Equal(("Budget", isPriced), (check.Check, check.Ok));
        Assert.Equal(isPriced, check.Remedy is null);
    }

    [Theory]
    [InlineData(12, null)]
    [InlineData(null, 2)]
    [InlineData(0, null)]
    public void A_price_of_the_profiles_own_is_enough_and_0_is_one(int? perVideo, int? perSecond) =>
        Assert.True(Check(new VeoProfile(Prod) { PricePerVideo = perVideo, PricePerSecond = perSecond }).Ok);

    [Fact]
    public void A_budget_of_0_is_one_and_without_a_budget_there_is_nothing_to_check()
    {
        Assert.False(Check(new VeoProfile(Prod) { DailyBudget = null, MonthlyBudget = 0 }).Ok);
        Assert.Null(ProfileChecks.BudgetOf(new VeoProfile(Prod) { DailyBudget = null }, Gateway(Prod)));
    }

    [Fact]
    public void The_remedy_changes_a_registered_profile_or_the_variables_that_make_one()
    {
        Assert.Equal(VeoRemedy.ChangeProfile("prod", "PricePerVideo", "<credits>"), Check(Prod).Action);
        Assert.Equal(
            VeoRemedy.SetVariable("VEOPS_SETTINGS", """{"PricePerVideo":"<credits>"}"""),
            CostEstimator.PriceRemedy(new VeoProfile(Prod) { Name = "env", Source = ProfileSource.Environment }, Gateway(Prod)));
    }

    [Theory]
    [InlineData("Apikley", null, "credits")]
    [InlineData("SkillsVideo", null, "credits")]
    [InlineData("Vtrix", null, "USD")]
    [InlineData("TokenBay", null, "USD")]
    [InlineData("Apikley", "USD", "USD")]
    public void A_price_without_a_unit_is_in_the_gateways(string provider, string? unit, string expected)
    {
        VeoProfile profile = new(Prod) { Provider = provider, PriceUnit = unit, PricePerVideo = 12 };

        VeoCost cost = CostEstimator.Estimate(
            new VeoRequest { Prompt = "A lighthouse" },
            new GatewayProfile(profile, Gateway(profile), "a-key-of-ours"))!;

        Assert.Equal((12, expected), (cost.Amount, cost.Unit));
    }

    [Theory]
    [InlineData(true, 16)]
    [InlineData(false, 8)]
    [InlineData(null, 16)]
    public void A_second_with_sound_has_a_price_of_its_own(bool? audio, int expected)
    {
        VeoProfile profile = new(Prod) { Provider = "Fal", PricePerSecond = 1, PricePerSecondAudio = 2, PriceUnit = "EUR" };
        VeoRequest request = new() { Prompt = "A lighthouse", Duration = 8, Audio = audio };

        Assert.Equal(expected, CostEstimator.Estimate(request, new GatewayProfile(profile, Gateway(profile), "a-key-of-ours"))!.Amount);
    }

    [Fact]
    public void What_an_error_says_to_do_is_the_remedy_of_its_line()
    {
        VeoProfileCheck check = ProfileChecks.Failed(
            "prod",
            ProfileChecks.Vault,
            new VeoException(VeoErrorId.VaultLocked, "The vault is locked. Nothing was sent. Unlock it."));
        VeoProfileCheck bare = ProfileChecks.Failed(
            "prod",
            ProfileChecks.Vault,
            new VeoException(VeoErrorId.VaultLocked, "The vault is locked."));

        Assert.Equal(("The vault is locked.", "Unlock it."), (check.Detail, check.Remedy));
        Assert.Equal(("The vault is locked.", (string?)null), (bare.Detail, bare.Remedy));
    }

    private static VeoProfileCheck Check(VeoProfile profile) => ProfileChecks.BudgetOf(profile, Gateway(profile))!;

    private static IGateway Gateway(VeoProfile profile) => GatewayCatalog.Find(profile.Provider)!;
}
