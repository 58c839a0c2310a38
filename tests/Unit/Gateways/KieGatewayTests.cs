using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.Kie;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class KieGatewayTests
{
    private static readonly KieGateway Gateway = new();

    [Fact]
    public void The_fields_of_the_page_go_out_under_their_own_names() => SameJson(
        """
        {"prompt":"A lion","imageUrls":["http://example.com/image1.jpg","http://example.com/image2.jpg"],"model":"veo3_lite",
        "generationType":"REFERENCE_2_VIDEO",
         "aspect_ratio":"9:16","resolution":"1080p","duration":8,"enableTranslation":false,"watermark":"ours",
         "callBackUrl":"https://hooks.example/veo"}
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = "A lion", Model = "veo3_lite", ReferenceImages = [Link1, Link2], AspectRatio = "9:16", Resolution = "1080p", Duration
                = 8, TranslatePrompt = false,
            Watermark = "ours", CallbackUri = new Uri("https://hooks.example/veo"),
        }));

    [Fact]
    public void Apikley_keeps_its_own_name_for_the_ratio() =>
        SameJson(
            """{"prompt":"A lion","model":"veo3_fast","aspectRatio":"9:16"}""",
            Submit(new ApikleyGateway(), new VeoRequest { Prompt = "A lion", AspectRatio = "9:16" }));

    [Theory]
    [InlineData("veo3", "quality")]
    [InlineData("veo3_fast", "fast")]
    [InlineData("veo3_lite", "lite")]
    public void An_extension_has_the_models_other_names(string model, string name)
    {
        WireRequest request = Gateway.Submit(
            new VeoRequest { Prompt = "On", Model = model, SourceVideo = new TaskMedia("t-1"), Seed = 12345 },
            ProfileOf(Gateway));
        Assert.Equal("/api/v1/veo/extend", request.Path);
        SameJson($$"""{"taskId":"t-1","prompt":"On","model":"{{name}}","seeds":12345}""", BodyOf(request));
    }

    [Fact]
    public void References_go_in_both_ratios_with_eight_seconds_and_are_doubted_for_one_model()
    {
        VeoRequest request = new() { Prompt = "A lion", ReferenceImages = [Link1], AspectRatio = "9:16" };
        Assert.Empty(Faults(Gateway, request));
        Assert.Empty(Faults(Gateway, request, warnings: true));
        Assert.Equal([("Duration", "Nearest: 8")], Faults(Gateway, request with { Duration = 4 }));
        Assert.Equal("ReferenceImage", Assert.Single(Faults(Gateway, request with { Model = "veo3" }, warnings: true)).Parameter);
    }

    [Fact]
    public void An_extension_has_none_of_the_options_of_a_new_video() => Assert.Equal(
        ["AspectRatio", "Resolution", "Duration", "TranslatePrompt"],
        Faults(Gateway, new VeoRequest {
            Prompt = "On",
            SourceVideo = new TaskMedia("t-1"),
            AspectRatio = "16:9",
            Resolution = "1080p",
            Duration = 8,
            TranslatePrompt = true }).Select(fault => fault.Parameter));

    [Theory]
    [InlineData(null, null, 4, 60)]
    [InlineData(null, "1080p", 8, 65)]
    [InlineData("veo3_fast", "4k", null, 180)]
    [InlineData("veo3_lite", "720p", 6, 30)]
    [InlineData("veo3_lite", "1080p", null, 35)]
    [InlineData("veo3_lite", "4k", null, 150)]
    [InlineData("veo3", null, 8, 250)]
    [InlineData("veo3", "1080p", null, 255)]
    [InlineData("veo3", "4k", null, 370)]
    [InlineData("veo4", null, null, null)]
    public void A_video_has_a_price_in_credits_by_its_model_and_size_and_none_by_its_length(
        string? model, string? resolution, int? duration, int? credits)
    {
        VeoCost? cost = CostEstimator.Estimate(
            new VeoRequest { Prompt = "A lion", Model = model, Resolution = resolution, Duration = duration }, ProfileOf(Gateway));

        Assert.Equal((decimal?)credits, cost?.Amount);
        Assert.True(cost is null || (cost.Unit == "credits" && cost.Basis.Contains(" credits a video of ", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_option_that_makes_it_larger_is_priced_and_an_extension_costs_as_much_as_the_smallest_video()
    {
        JsonObject larger = new() { ["resolution"] = "4k" };
        VeoRequest[] requests = [
            new() { Prompt = "A lion", ProviderOption = larger },
            new() { Prompt = "It roars", SourceVideo = new TaskMedia("veo_task_7"), Model = "veo3" }];

        Assert.Equal(
            ["180 credits", "250 credits"], requests.Select(request => CostEstimator.Estimate(request, ProfileOf(Gateway))!.ToString()));
    }

    [Fact]
    public void A_seed_is_doubted_for_a_new_video()
    {
        VeoRequest request = new() { Prompt = "A lion", Seed = 12345 };
        Assert.Equal("Seed", Assert.Single(Faults(Gateway, request, warnings: true)).Parameter);
        Assert.Empty(Faults(Gateway, request with { SourceVideo = new TaskMedia("t-1") }, warnings: true));
    }

    [Fact]
    public void A_file_goes_to_a_host_of_its_own_and_its_renditions_are_those_of_the_protocol()
    {
        WireRequest request = Gateway.Upload(new byte[] { 1 }, "image/png", "a.png");
        GatewayProfile home = new(new VeoProfile { Name = "kie", Provider = "Kie" }, Gateway, "key");
        GatewayProfile elsewhere = new(
            new VeoProfile { Name = "kie", Provider = "Kie", BaseUri = new Uri("https://relay.example/kie") },
            Gateway,
            "key");

        Assert.Equal("https://kieai.redpandaai.co/api/file-stream-upload", home.Endpoint.Resolve(request).AbsoluteUri);
        Assert.Equal("https://relay.example/kie/api/file-stream-upload", elsewhere.Endpoint.Resolve(request).AbsoluteUri);
        Assert.Equal(["1080p", "4k"], Gateway.Renditions);
    }

    [Fact]
    public void A_profile_of_Apikley_at_kies_address_is_told_and_one_of_Kie_is_not()
    {
        GatewayProfile apikley = new(
            new VeoProfile { Name = "prod", Provider = "Apikley", BaseUri = new Uri("https://api.kie.ai/") },
            new ApikleyGateway(),
            "key");
        GatewayProfile kie = new(new VeoProfile { Name = "prod", Provider = "Kie" }, Gateway, "key");
        VeoRequest request = new() { Prompt = "A lion" };

        VeoFault told = Assert.Single(RequestValidator.Validate(request, apikley));
        Assert.Equal((true, "Profile", "Register the profile with that provider"), (told.IsWarning, told.Option, told.Remedy));
        Assert.Contains("belongs to Kie", told.Rule, StringComparison.Ordinal);
        Assert.Empty(RequestValidator.Validate(request, kie));
    }
}
