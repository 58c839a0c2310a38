using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Gateways;

/// <summary>Models that are gone: refused where they were made, warned of elsewhere, and passed over where another profile can
/// buy.</summary>
public sealed class RetirementTests
{
    private static readonly Uri Relay = new("https://relay.example");

    [Theory]
    [InlineData("veo-3.1-generate-preview")]
    [InlineData("VEO-3.1-fast-generate-preview")]
    [InlineData("veo-3.1-lite-generate-preview")]
    [InlineData(null)]
    public void Googles_own_address_has_no_Gemini_model_and_no_default(string? model)
    {
        VeoException refusal = Assert.Throws<VeoException>(() => Check(model, At("Gemini", null)));

        Assert.Equal(VeoErrorId.ModelRetired, refusal.ErrorId);
        foreach (string said in new[] { "2026-10-22", "Vertex", "veo-3.1-fast-generate-001", "nothing was bought" })
        {
            Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("veo-3.0-generate-001", "2026-06-30")]
    [InlineData("veo-3.1-generate-preview", "2026-04-02")]
    public void Vertex_names_the_models_that_are_there(string model, string since)
    {
        VeoException refusal = Assert.Throws<VeoException>(() => Check(model, At("Vertex", null)));

        Assert.Equal(VeoErrorId.ModelRetired, refusal.ErrorId);
        Assert.Contains(since, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Available: veo-3.1-generate-001, veo-3.1-fast-generate-001, veo-3.1-lite-generate-001",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_is_only_announced_refuses_nothing() => Assert.Empty(Check(null, At("Vertex", null)));

    [Theory]
    [InlineData("Gemini")]
    [InlineData("TokenBay")]
    public void A_relay_may_map_the_name(string provider)
    {
        VeoFault warning = Assert.Single(Check(null, At(provider, Relay)));

        Assert.True(warning is { IsWarning: true, IsRetirement: true, Option: "Model" }, warning.ToString());
        Assert.Contains("may map the name", warning.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_whose_model_is_gone_is_passed_over_with_a_warning()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(Protocol.Apikley, profile => profile)) with { Request = new VeoRequest {
            Prompt = "A kite" } };
        order = order with { Profiles = [At("Gemini", null), .. order.Profiles] };

        VeoFault warning = Assert.Single(PurchaseRun.Check(order));
        SubmissionOutcome outcome = await shop.BuyAsync(order);

        Assert.True(warning.IsWarning);
        Assert.Contains("'gone' is skipped", warning.Rule, StringComparison.Ordinal);
        Assert.Equal("prod", outcome.Task!.Profile);
        Assert.Single(shop.Gateway.Accepted);
    }

    [Fact]
    public void The_only_profile_is_refused_and_so_are_all_where_every_one_is_gone()
    {
        SubmissionOrder order = new() {
            Request = new VeoRequest { Prompt = "A kite" },
            Profiles = [At("Gemini", null), At("Gemini", null)] };

        Assert.Equal(VeoErrorId.ModelRetired, Assert.Throws<VeoException>(() => PurchaseRun.Check(order)).ErrorId);
    }

    [Fact]
    public void A_person_sees_it_at_the_provider_and_at_the_profile()
    {
        Assert.All(
            ProviderDescription.Of(GatewayCatalog.Find("Gemini")!).Models,
            model => Assert.Equal(new DateTime(2026, 10, 22), model.Retired));
        Assert.Contains(
            ProviderDescription.Of(GatewayCatalog.Find("Vertex")!).Models,
            model => model is { Retired: null, RetiresFrom: not null });
        Assert.False(ProfileChecks.ModelOf(At("Gemini", null))!.Ok);
        Assert.Null(ProfileChecks.ModelOf(At("Gemini", Relay))!.Ok);
        Assert.Null(ProfileChecks.ModelOf(At("Vertex", null)));
        Assert.Null(ProfileChecks.ModelOf(At("Apikley", null)));
    }

    private static IReadOnlyList<VeoFault> Check(string? model, GatewayProfile profile) =>
        PurchaseRun.Check(new SubmissionOrder { Request = new VeoRequest { Prompt = "A kite", Model = model }, Profiles = [profile] });

    private static GatewayProfile At(string provider, Uri? baseUri)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        GatewayProfile any = Purchases.Profiles.Any(gateway, baseUri ?? gateway.Table.DefaultBaseUri);
        return new GatewayProfile(new VeoProfile(any.Profile) { Name = "gone" }, gateway, any.ApiKey);
    }
}
