using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Vtrix;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class VtrixRequestTests
{
    private static readonly VtrixGateway Gateway = new();
    private static readonly InlineMedia Png = new("image/png", new byte[] { 1, 2, 3 });

    [Fact]
    public void The_example_of_the_vendors_tools_is_sent_as_they_have_it() => SameJson(
        """{"model":"veo_31_fast","input":[{"params":{"prompt":"A dog","aspectRatio":"16:9","resolution":"720p","durationSeconds":8}}]}""",
        Submit(Gateway, new VeoRequest { Prompt = "A dog", AspectRatio = "16:9", Resolution = "720p", Duration = 8 }));

    [Theory]
    [InlineData("flat")]
    [InlineData("FLAT")]
    public void A_flat_envelope_has_the_parameters_where_the_page_lists_them(string envelope) => SameJson(
        """{"model":"veo_31_fast","prompt":"A dog","durationSeconds":4}""",
        BodyOf(Gateway.Submit(new VeoRequest { Prompt = "A dog", Duration = 4 }, ProfileOf(Gateway, null, ("envelope", envelope)))));

    [Fact]
    public void Every_parameter_of_the_page_is_sent() => SameJson(
        """
        {"prompt":"A dog","negativePrompt":"rain","image":{"bytesBase64Encoded":"AQID","mimeType":"image/png"},
        "lastFrame":{"uri":"http://example.com/image2.jpg"},
         "aspectRatio":"9:16","resolution":"4k","durationSeconds":8,"personGeneration":"allow_adult"}
        """,
        Parameters(new VeoRequest
        {
            Prompt = "A dog", NegativePrompt = "rain", FirstFrame = Png, LastFrame = Link2, AspectRatio = "9:16", Resolution
                = "4k", Duration = 8, PersonGeneration = "AllowAdult",
        }));

    [Fact]
    public void References_are_images_with_a_type() => SameJson(
        """
        {"prompt":"A dog","referenceImages":[{"image":{"bytesBase64Encoded":"AQID","mimeType":"image/png"},"referenceType":"asset"},
         {"image":{"uri":"http://example.com/image1.jpg"},"referenceType":"asset"}],"durationSeconds":8}
        """,
        Parameters(new VeoRequest { Prompt = "A dog", ReferenceImages = [Png, Link1] }));

    [Fact]
    public void An_extension_names_the_video_by_its_link() => SameJson(
        """{"prompt":"A dog","video":{"uri":"http://example.com/image1.jpg"},"durationSeconds":8,"personGeneration":"allow_all"}""",
        Parameters(new VeoRequest { Prompt = "A dog", SourceVideo = Link1, PersonGeneration = "AllowAll" }));

    [Theory]
    [InlineData("1080p", null, 8)]
    [InlineData("4k", null, 8)]
    [InlineData("720p", null, null)]
    [InlineData(null, null, null)]
    [InlineData(null, 6, 6)]
    public void What_must_be_8_seconds_is_sent_as_such(string? resolution, int? given, int? sent) =>
        Assert.Equal(
            sent,
            Parameters(new VeoRequest { Prompt = "A dog", Resolution = resolution, Duration = given })["durationSeconds"]?.GetValue<int>());

    [Fact]
    public void A_provider_option_is_a_parameter_unless_it_is_the_envelopes() => SameJson(
        """{"model":"veo_31_fast","input":[{"params":{"prompt":"A cat","fps":24}}],"moderation":true,"metadata":{"a":1}}""",
        Submit(Gateway, new VeoRequest {
            Prompt = "A dog",
            ProviderOption = JsonNode.Parse("""{"prompt":"A cat","fps":24,"moderation":true,"metadata":{"a":1}}""")!.AsObject() }));

    [Fact]
    public void A_price_is_asked_for_with_the_same_body()
    {
        VeoRequest request = new() { Prompt = "A dog", Resolution = "1080p" };
        GatewayProfile profile = ProfileOf(Gateway);
        WireRequest price = Gateway.Price(request, profile);
        WireRequest submit = Gateway.Submit(request, profile);

        Assert.Equal((HttpMethod.Post, "/v1/generation/precharge", "/v1/generation"), (price.Method, price.Path, submit.Path));
        SameJson(BodyOf(submit).ToJsonString(), BodyOf(price));
    }

    [Fact]
    public void A_poll_escapes_the_id()
    {
        WireRequest request = Gateway.Poll("task/1", ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Get, "/v1/generation/task/task%2F1"), (request.Method, request.Path));
    }

    [Fact]
    public void A_file_that_nobody_read_is_never_sent_as_a_path() =>
        Assert.Throws<ArgumentException>(
            () => Submit(Gateway, new VeoRequest { FirstFrame = new FileMedia("/home/me/a.png", "image/png") }));

    private static JsonObject Parameters(VeoRequest request) => Submit(Gateway, request)["input"]![0]!["params"]!.AsObject();
}
