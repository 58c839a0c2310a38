using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>What a request would cost: by the profile, by the published price, by the gateway's own word.</summary>
public sealed class PriceTests
{
    [Theory]
    [InlineData(0.50, true)]
    [InlineData(0.49, false)]
    public async Task A_gateway_that_tells_prices_is_asked_where_there_is_a_limit(double limit, bool isBought)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider(), new GatewayOptions { Price = 0.50m });

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(Vtrix(shop)) with { MaxCost = (decimal)limit });

        Assert.Equal(isBought ? null : VeoErrorId.BudgetExceeded, outcome.Error?.ErrorId);
        Assert.Equal(isBought ? 1 : 0, shop.Gateway.Accepted.Count);
        Assert.Equal("/model/v1/generation/precharge", shop.Gateway.Requests[0].PathAndQuery);
        if (isBought) Assert.Equal("0.50 USD", outcome.Task!.Cost!.ToString());
    }

    [Theory]
    [InlineData(60, null, true)]
    [InlineData(59, null, false)]
    [InlineData(100, "4k", false)]
    public async Task A_price_of_a_video_by_its_size_holds_a_limit_in_credits(int limit, string? resolution, bool isBought)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        SubmissionOrder order = Shop.Order(shop.Profile(Protocol.Kie, profile => new VeoProfile(profile) { DailyBudget = 120 }));
        order = order with { Request = order.Request with { Resolution = resolution }, MaxCost = limit };

        SubmissionOutcome outcome = await shop.BuyAsync(order);

        Assert.Equal(isBought ? null : VeoErrorId.BudgetExceeded, outcome.Error?.ErrorId);
        Assert.Equal(isBought ? 1 : 0, shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Without_a_limit_no_price_is_asked_for()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider(), new GatewayOptions { Price = 0.50m });

        Assert.NotNull((await shop.BuyAsync(Shop.Order(Vtrix(shop)))).Task);

        Assert.Single(shop.Gateway.Requests);
    }

    [Fact]
    public async Task A_price_that_the_gateway_does_not_know_is_no_price()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider(), new GatewayOptions { Price = null });

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(Vtrix(shop)) with { MaxCost = 100 });

        Assert.Equal(VeoErrorId.BudgetExceeded, outcome.Error!.ErrorId);
        Assert.Empty(shop.Submits);
    }

    [Fact]
    public async Task A_price_that_cannot_be_had_buys_nothing_and_the_next_profile_is_tried()
    {
        await using Shop shop = await Shop.OpenAsync(new LeapingClock());
        GatewayProfile unreachable = new(
            new VeoProfile { Name = "far", Provider = "Vtrix", BaseUri = shop.ClosedPort },
            GatewayCatalog.Find("Vtrix")!,
            "test-key");
        GatewayProfile priced = shop.Profile(Protocol.Apikley, profile => new VeoProfile(profile) { PricePerVideo = 0.10m });

        SubmissionOutcome alone = await shop.BuyAsync(Shop.Order(unreachable) with { MaxCost = 1 });
        SubmissionOutcome both = await shop.BuyAsync(Shop.Order(unreachable) with { Profiles = [unreachable, priced], MaxCost = 1 });

        Assert.Equal(VeoErrorId.NotSent, alone.Error!.ErrorId);
        Assert.Equal("prod", both.Task!.Profile);
    }

    [Theory]
    [InlineData(null, 2, 0.25, 6, 3.00)]
    [InlineData(null, null, 0.25, null, 2.00)]
    [InlineData(0.30, 3, null, 8, 0.90)]
    public async Task The_profiles_own_price_stands_over_the_published_one(
        double? perVideo,
        int? count,
        double? perSecond,
        int? seconds,
        double expected)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile profile = shop.Profile(
            Protocol.Gemini,
            each =>
                new VeoProfile(each) { PricePerVideo = (decimal?)perVideo, PricePerSecond = (decimal?)perSecond, PriceUnit = "credits" });

        VeoCost cost = CostEstimator.Estimate(new VeoRequest { Prompt = "A lighthouse", Count = count, Duration = seconds }, profile)!;

        Assert.Equal((decimal)expected, cost.Amount);
        Assert.Equal("credits", cost.Unit);
        Assert.Contains("'prod'", cost.Basis, StringComparison.Ordinal);
    }

    private static GatewayProfile Vtrix(Shop shop) => shop.Profile(Protocol.Vtrix, profile => profile);
}
