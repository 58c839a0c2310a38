using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class TokenBayRequestTests
{
    private static readonly TokenBayGateway Gateway = new();

    [Fact]
    public void Every_field_of_the_page_is_sent_under_one_of_its_names() => SameJson(
        """
        {
          "model": "veo-3.1-generate-preview",
          "prompt": "A dog playing in a park",
          "resolution": "1080p",
          "duration": 8,
          "aspect_ratio": "9:16",
          "generate_audio": true,
          "enhance_prompt": false,
          "negative_prompt": "rain",
          "seed": 4294967295,
          "person_generation": "allow_adult",
          "image": "http://example.com/image1.jpg",
          "lastFrameImage": "http://example.com/image2.jpg"
        }
        """,
        Submit(Gateway, new VeoRequest
        {
            Model = "veo-3.1-generate-preview",
            Prompt = "A dog playing in a park",
            Resolution = "1080p",
            Duration = 8,
            AspectRatio = "9:16",
            Audio = true,
            EnhancePrompt = false,
            NegativePrompt = "rain",
            Seed = 4294967295,
            PersonGeneration = "AllowAdult",
            FirstFrame = Link1,
            LastFrame = Link2,
        }));

    [Fact]
    public void A_submission_goes_to_the_path_of_the_page()
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A dog" }, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Post, "/v1/videos"), (request.Method, request.Path));
    }

    [Fact]
    public void What_is_left_out_is_not_sent() =>
        SameJson("""{"model":"veo-3.1-fast-generate-preview","prompt":"A dog"}""", Submit(Gateway, new VeoRequest { Prompt = "A dog" }));

    [Fact]
    public void An_image_alone_needs_no_prompt() =>
        SameJson(
            """{"model":"veo-3.1-fast-generate-preview","image":"http://example.com/image1.jpg"}""",
            Submit(Gateway, new VeoRequest { FirstFrame = Link1 }));

    [Fact]
    public void A_reference_goes_out_as_input_reference() => SameJson(
        """{"model":"veo-3.1-fast-generate-preview","prompt":"A dog","input_reference":"http://example.com/image1.jpg"}""",
        Submit(Gateway, new VeoRequest { Prompt = "A dog", ReferenceImages = [Link1] }));

    [Fact]
    public void Bytes_go_out_as_a_data_URI_which_names_their_type()
    {
        JsonObject body = Submit(Gateway, new VeoRequest { FirstFrame = new InlineMedia("image/png", new byte[] { 1, 2, 3 }) });
        Assert.Equal("data:image/png;base64,AQID", body["image"]!.GetValue<string>());
        Assert.False(body.ContainsKey("image_mime_type"));
    }

    [Fact]
    public void A_file_that_nobody_read_is_never_sent_as_a_path() =>
        Assert.Throws<ArgumentException>(
            () => Submit(Gateway, new VeoRequest { FirstFrame = new FileMedia("/home/me/a.png", "image/png") }));

    [Theory]
    [InlineData("AllowAll", "allow_all")]
    [InlineData("AllowAdult", "allow_adult")]
    [InlineData("Disallow", "disallow")]
    public void People_policies_have_the_pages_words(string value, string word) =>
        Assert.Equal(word, Submit(Gateway, new VeoRequest { PersonGeneration = value })["person_generation"]!.GetValue<string>());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_switch_is_sent_where_it_was_given(bool value)
    {
        JsonObject body = Submit(Gateway, new VeoRequest { Audio = value, EnhancePrompt = value });
        Assert.Equal((value, value), (body["generate_audio"]!.GetValue<bool>(), body["enhance_prompt"]!.GetValue<bool>()));
    }

    [Fact]
    public void A_provider_option_adds_what_the_parameters_have_not() => Assert.Equal(
        "http://example.com/image1.jpg",
        Submit(Gateway, new VeoRequest {
            ProviderOption = new JsonObject {
                ["images"] = new JsonArray("http://example.com/image1.jpg") } })["images"]![0]!.GetValue<string>());

    [Fact]
    public void A_poll_escapes_the_id()
    {
        WireRequest request = Gateway.Poll("task/../a?b#ä", ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Get, "/v1/videos/task%2F..%2Fa%3Fb%23%C3%A4"), (request.Method, request.Path));
    }
}
