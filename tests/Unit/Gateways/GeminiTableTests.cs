using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Gemini;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class GeminiTableTests
{
    private const string StandardModel = "veo-3.1-generate-preview";
    private const string FastModel = "veo-3.1-fast-generate-preview";
    private const string LiteModel = "veo-3.1-lite-generate-preview";

    private static readonly GeminiGateway Gateway = new();
    private static readonly InlineMedia Image = new("image/png", new byte[] { 1 });
    private static readonly LinkedMedia Video = new(
        new Uri("https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media"));

    [Fact]
    public void The_key_has_a_header_of_its_own_and_the_fast_model_is_the_default()
    {
        GatewayTable table = Gateway.Table;
        Assert.Equal(
            (new CredentialScheme("x-goog-api-key"), FastModel, "https://generativelanguage.googleapis.com/"),
            (table.Credential, table.DefaultModel, table.DefaultBaseUri!.AbsoluteUri));
        Assert.Equal(TimeSpan.FromDays(2), table.ResultLifetime);
    }

    [Theory]
    [InlineData(StandardModel, null, null, 3.20)]
    [InlineData(StandardModel, "720p", 4, 1.60)]
    [InlineData(StandardModel, "4k", 8, 4.80)]
    [InlineData(FastModel, null, null, 0.80)]
    [InlineData(FastModel, "1080p", 8, 0.96)]
    [InlineData(FastModel, "4k", 8, 2.40)]
    [InlineData(LiteModel, null, 6, 0.30)]
    [InlineData(LiteModel, "1080p", 8, 0.64)]
    [InlineData(StandardModel, "1080p", 8, 3.20)]
    [InlineData(LiteModel, "4k", 8, null)]
    [InlineData("veo-4", null, null, null)]
    public void A_second_has_its_price_by_resolution(string model, string? resolution, int? duration, double? amount)
    {
        VeoCost? cost = CostEstimator.Estimate(
            new VeoRequest { Model = model, Resolution = resolution, Duration = duration },
            ProfileOf(Gateway));
        Assert.Equal((decimal?)amount, cost?.Amount);
        Assert.True(cost is null || (cost.Unit == "USD" && cost.AsOf == new DateTime(2026, 9, 24, 0, 0, 0, DateTimeKind.Utc)
            && cost.Basis.Contains("USD a second", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_price_that_is_shown_is_that_of_the_default_video() =>
        Assert.Equal(0.8m, ProviderDescription.Of(Gateway).Models.Single(model => model.Name == FastModel).Price!.Amount);

    public static TheoryData<string, VeoRequest, string?> Rules => new()
    {
        { "short at 720p", new VeoRequest { Prompt = "p", Duration = 4, Resolution = "720p" }, null },
        { "short at 1080p", new VeoRequest { Prompt = "p", Duration = 4, Resolution = "1080p" }, "Duration" },
        { "short at 4k", new VeoRequest { Prompt = "p", Duration = 6, Resolution = "4k" }, "Duration" },
        { "the default length at 4k", new VeoRequest { Prompt = "p", Resolution = "4k" }, null },
        { "a first frame alone may be short", new VeoRequest { Prompt = "p", FirstFrame = Image, Duration = 4 }, null },
        { "a last frame", new VeoRequest { Prompt = "p", FirstFrame = Image, LastFrame = Image, Duration = 4 }, "Duration" },
        { "references", new VeoRequest { Prompt = "p", ReferenceImages = [Image], Duration = 6 }, "Duration" },
        { "references without words", new VeoRequest { ReferenceImages = [Image] }, "Prompt" },
        {
            "references and what shall not be seen",
            new VeoRequest { Prompt = "p", ReferenceImages = [Image], NegativePrompt = "rain" },
            "NegativePrompt" },
        { "four references", new VeoRequest { Prompt = "p", ReferenceImages = [Image, Image, Image, Image] }, "ReferenceImage" },
        { "an extension", new VeoRequest { Prompt = "p", SourceVideo = Video }, null },
        { "a long one", new VeoRequest { Prompt = "p", SourceVideo = Video, Resolution = "1080p" }, "Resolution" },
        { "a short one", new VeoRequest { Prompt = "p", SourceVideo = Video, Duration = 4 }, "Duration" },
        {
            "one of a task without a link",
            new VeoRequest { Prompt = "p", SourceVideo = new TaskMedia("models/m/operations/1") },
            "SourceVideo" },
        { "everybody", new VeoRequest { Prompt = "p", PersonGeneration = "AllowAll" }, null },
        { "everybody in an image", new VeoRequest { Prompt = "p", FirstFrame = Image, PersonGeneration = "AllowAll" }, "PersonGeneration" },
        { "nobody", new VeoRequest { Prompt = "p", PersonGeneration = "Disallow" }, "PersonGeneration" },
        { "an image as a link", new VeoRequest { Prompt = "p", FirstFrame = Link1 }, "FirstFrame" },
        { "a seed", new VeoRequest { Prompt = "p", Seed = 1 }, "Seed" },
        { "a sound switch", new VeoRequest { Prompt = "p", Audio = true }, "Audio" },
        { "two videos", new VeoRequest { Prompt = "p", Count = 2 }, "Count" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_google_would_refuse_is_refused_before_it_is_sent(string because, VeoRequest request, string? parameter)
    {
        VeoFault? fault = RequestValidator.Validate(request, ProfileOf(Gateway)).SingleOrDefault();
        Assert.True(parameter == fault?.Option, $"{because}: {fault}");
        Assert.False(fault?.IsWarning ?? false);
    }

    public static TheoryData<string, VeoRequest, string?> Doubts => new()
    {
        { "adults in a text", new VeoRequest { Prompt = "p", PersonGeneration = "AllowAdult" }, "PersonGeneration" },
        {
            "adults in an extension",
            new VeoRequest { Prompt = "p", SourceVideo = Video, PersonGeneration = "AllowAdult" },
            "PersonGeneration" },
        { "adults in an image", new VeoRequest { Prompt = "p", FirstFrame = Image, PersonGeneration = "AllowAdult" }, null },
        { "4096 letters", new VeoRequest { Prompt = new('p', 4096) }, null },
        { "one more", new VeoRequest { Prompt = new('p', 4097) }, "Prompt" },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public void What_google_may_refuse_goes_out_with_a_warning(string because, VeoRequest request, string? parameter)
    {
        VeoFault? fault = RequestValidator.Validate(request, ProfileOf(Gateway)).SingleOrDefault();
        Assert.True(parameter == fault?.Option, $"{because}: {fault}");
        Assert.True(fault?.IsWarning ?? true);
    }

    [Fact]
    public void The_light_model_neither_extends_nor_takes_references_nor_4k()
    {
        GatewayProfile profile = ProfileOf(Gateway, LiteModel);
        Assert.Equal(
            "SourceVideo",
            Assert.Single(RequestValidator.Validate(new VeoRequest { Prompt = "p", SourceVideo = Video }, profile)).Option);
        Assert.Equal(
            "ReferenceImage",
            Assert.Single(RequestValidator.Validate(new VeoRequest { Prompt = "p", ReferenceImages = [Image] }, profile)).Option);
        Assert.Equal(
            "Resolution",
            Assert.Single(RequestValidator.Validate(new VeoRequest { Prompt = "p", Resolution = "4k" }, profile)).Option);
    }
}
