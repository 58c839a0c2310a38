using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Gateways;

/// <summary>A limit of cost goes by the body that goes out, provider options included.</summary>
public sealed class SentRequestTests
{
    private const string AtGoogle = """{"parameters":{"sampleCount":4,"durationSeconds":8,"resolution":"4k"}}""";

    [Theory]
    [InlineData("Vertex", AtGoogle, 9.60)]
    [InlineData("Vertex", """{"parameters":{"sample_count":"2"}}""", 1.60)]
    [InlineData("Vertex", """{"parameters":{"generateAudio":false}}""", 0.64)]
    [InlineData("Vertex", """{"parameters":{"DurationSeconds":4.0}}""", 0.40)]
    [InlineData("Gemini", AtGoogle, 9.60)]
    [InlineData("Vertex", """{"labels":{"team":"a"}}""", 0.80)]
    public void The_price_is_that_of_the_body(string provider, string option, double amount) =>
        Assert.Equal((decimal)amount, Estimate(provider, option)?.Amount);

    [Theory]
    [InlineData("Vertex", """{"parameters":{"sampleCount":0}}""")]
    [InlineData("Vertex", """{"parameters":{"sampleCount":-1}}""")]
    [InlineData("Vertex", """{"parameters":{"sampleCount":1.5}}""")]
    [InlineData("Vertex", """{"parameters":{"durationSeconds":-8}}""")]
    [InlineData("Vertex", """{"parameters":{"durationSeconds":"long"}}""")]
    [InlineData("Vertex", """{"parameters":{"durationSeconds":99999999999999999999}}""")]
    [InlineData("Vertex", """{"parameters":{"resolution":"8k"}}""")]
    [InlineData("Vertex", """{"parameters":{"generateAudio":"perhaps"}}""")]
    [InlineData("Vertex", """{"instances":[{},{"prompt":"another"}]}""")]
    [InlineData("Vertex", """{"instances":[]}""")]
    [InlineData("Vertex", """{"parameters":{"sampleCount":1,"numberOfVideos":4}}""")]
    public void Where_the_body_cannot_be_priced_there_is_no_price(string provider, string option)
    {
        Assert.Null(Estimate(provider, option));
        Assert.NotEqual("", CostEstimator.WhyUnpriced(Request(option), Profile(provider)));
    }

    [Theory]
    [InlineData("TokenBay", """{"n":3,"seconds":"6"}""", 1.80)]
    [InlineData("TokenBay", """{"generate_audio":true}""", 1.60)]
    [InlineData("UniAll", """{"n":2,"duration":4}""", 0.80)]
    [InlineData("SkillsVideo", """{"n":4,"duration":"8"}""", 3.20)]
    [InlineData("Vtrix", """{"durationSeconds":4}""", 0.40)]
    [InlineData("Apikley", """{"watermark":"x"}""", 0.80)]
    public void A_profiles_own_price_goes_by_the_body_too(string provider, string option, double amount)
    {
        GatewayProfile priced = Profile(provider, 0.10m);
        Assert.Equal((decimal)amount, CostEstimator.Estimate(Request(option), priced)?.Amount);
    }

    [Theory]
    [InlineData("TokenBay", "720p", """{"size":"1080p"}""")]
    [InlineData("TokenBay", "720p", """{"size":"1920x1080"}""")]
    [InlineData("UniAll", "720p", """{"size":"1080p"}""")]
    [InlineData("UniAll", "720p", """{"model":"veo3.1-video-4k"}""")]
    [InlineData("Vertex", null, """{"parameters":{"durationSeconds":8,"duration_seconds":4}}""")]
    public void Two_names_that_contradict_each_other_are_refused(string provider, string? resolution, string option)
    {
        VeoFault fault = Assert.Single(
            RequestValidator.Validate(
                Request(option) with { Resolution = resolution },
                Profile(provider)), each => each is { IsWarning: false });

        Assert.Equal("ProviderOption", fault.Option);
    }

    [Theory]
    [InlineData("TokenBay", "1080p", """{"size":"1920x1080"}""")]
    [InlineData("TokenBay", "4k", """{"size":"2160p","seconds":"8"}""")]
    [InlineData("UniAll", "720p", """{"size":"720p"}""")]
    public void Two_names_that_agree_pass(string provider, string resolution, string option) =>
        Assert.DoesNotContain(
            RequestValidator.Validate(Request(option) with { Resolution = resolution, Duration = 8 }, Profile(provider)),
            each => !each.IsWarning);

    [Fact]
    public void Every_gateway_says_where_its_price_stands() =>
        Assert.All(GatewayCatalog.All, gateway => Assert.NotNull(gateway.Table.PricedFields));

    [Fact]
    public void A_price_that_no_decimal_holds_is_above_every_limit() => Assert.Equal(
        decimal.MaxValue, CostEstimator.Estimate(Request("""{"parameters":{"sampleCount":4}}"""), Profile("Vertex", decimal.MaxValue))!
            .Amount);

    private static VeoCost? Estimate(string provider, string option) => CostEstimator.Estimate(Request(option), Profile(provider));

    private static VeoRequest Request(string option) => new() { Prompt = "A kite", ProviderOption = JsonNode.Parse(option)!.AsObject() };

    private static GatewayProfile Profile(string provider, decimal? perSecond = null)
    {
        GatewayProfile any = Purchases.Profiles.Any(GatewayCatalog.Find(provider)!);
        return new GatewayProfile(
            new VeoProfile(any.Profile) { PricePerSecond = perSecond, PriceUnit = perSecond is null ? null : "USD" },
            any.Gateway,
            any.ApiKey);
    }
}
