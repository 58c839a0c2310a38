using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.SkillsVideo;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class SkillsVideoRequestTests
{
    private static readonly SkillsVideoGateway Gateway = new();
    private static readonly InlineMedia Png = new("image/png", new byte[] { 1, 2, 3 });

    [Fact]
    public void The_example_of_the_page_is_a_prompt_alone()
        => SameJson("""{"prompt":"<string>"}""", Submit(Gateway, new VeoRequest { Prompt = "<string>" }));

    [Theory]
    [InlineData(null, "/api/v1/generation/google/veo-3.1")]
    [InlineData("veo-3.1-lite", "/api/v1/generation/google/veo-3.1-lite")]
    [InlineData("a/../b?c", "/api/v1/generation/google/a%2F..%2Fb%3Fc")]
    public void The_model_is_part_of_the_path(string? model, string path)
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A cat", Model = model }, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Post, path), (request.Method, request.Path));
    }

    [Fact]
    public void Every_field_of_the_page_is_sent() => SameJson(
        """
        {"prompt":"a cat walking through neon rain","mode":"frames","first_frame_url":"http://example.com/image1.jpg",
         "last_frame_url":"http://example.com/image2.jpg","duration":8,"resolution":"720p","aspect_ratio":"9:16","generate_audio":false,
         "negative_prompt":"rain","seed":-9007199254740991,"n":4}
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = "a cat walking through neon rain",
            FirstFrame = Link1,
            LastFrame = Link2,
            Duration = 8,
            Resolution = "720p",
            AspectRatio = "9:16",
            Audio = false,
            NegativePrompt = "rain",
            Seed = -9007199254740991,
            Count = 4,
        }));

    [Fact]
    public void A_first_frame_alone_is_a_frame() => SameJson(
        """{"prompt":"A cat","mode":"frames","first_frame_url":"http://example.com/image1.jpg"}""",
        Submit(Gateway, new VeoRequest { Prompt = "A cat", FirstFrame = Link1 }));

    [Fact]
    public void References_are_a_mode_of_their_own() => SameJson(
        """
        {"prompt":"A cat","mode":"reference","reference_image_urls":["http://example.com/image1.jpg",
        "http://example.com/image2.jpg"]}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A cat", ReferenceImages = [Link1, Link2] }));

    [Fact]
    public void The_lite_model_has_a_field_of_its_own_for_one_image_and_the_frames_fields_for_two()
    {
        VeoRequest first = new() { Prompt = "A cat", Model = "veo-3.1-lite", FirstFrame = Link1 };
        SameJson("""{"prompt":"A cat","mode":"text-image","image_url":"http://example.com/image1.jpg"}""", Submit(Gateway, first));
        SameJson(
            """
            {"prompt":"A cat","mode":"frames","first_frame_url":"http://example.com/image1.jpg",
            "last_frame_url":"http://example.com/image2.jpg"}
            """,
            Submit(Gateway, first with { LastFrame = Link2 }));
    }

    [Fact]
    public void With_a_file_the_whole_request_is_a_form_of_the_same_names() => Assert.Equal(
        [
            ("prompt", "Eine Katze im Schnee – «süß»"),
            ("mode", "frames"), ("duration", "8"), ("generate_audio", "true"), ("seed", "-7"), ("n", "2"),
            ("first_frame_url", "first_frame_url_0.png image/png 3"), ("last_frame_url", "http://example.com/image2.jpg"),
        ],
        PartsOf(Gateway.Submit(
            new VeoRequest {
                Prompt = "Eine Katze im Schnee – «süß»",
                FirstFrame = Png,
                LastFrame = Link2,
                Duration = 8,
                Audio = true,
                Seed = -7,
                Count = 2 },
            ProfileOf(Gateway))));

    [Fact]
    public void In_a_form_a_list_repeats_its_key() => Assert.Equal(
        [
            ("prompt", "A cat"), ("mode", "reference"), ("reference_image_urls", "reference_image_urls_0.png image/png 3"),
            ("reference_image_urls", "http://example.com/image1.jpg"), ("reference_image_urls", "reference_image_urls_2.png image/png 3"),
        ],
        PartsOf(Gateway.Submit(new VeoRequest { Prompt = "A cat", ReferenceImages = [Png, Link1, Png] }, ProfileOf(Gateway))));

    [Fact]
    public void A_provider_option_stands_over_what_was_there_in_JSON_and_in_a_form()
    {
        JsonObject option = JsonNode.Parse(
            """
            {"prompt":"A dog","tags":["a","b"],"flag":true,"none":null,"first_frame_url":"http://example.com/other.jpg"}
            """)!.AsObject();
        VeoRequest request = new() { Prompt = "A cat", FirstFrame = Link1, ProviderOption = option };

        SameJson("""
            {"prompt":"A dog","mode":"frames","first_frame_url":"http://example.com/other.jpg","tags":["a","b"],
            "flag":true,"none":null}
            """, Submit(Gateway, request));
        Assert.Equal(
            [("prompt", "A dog"), ("mode", "frames"), ("tags", "a"), ("tags", "b"), ("flag", "true"),
                ("first_frame_url", "http://example.com/other.jpg")],
            PartsOf(Gateway.Submit(request with { FirstFrame = Png }, ProfileOf(Gateway))));
    }

    [Fact]
    public void A_form_is_shown_as_JSON_without_its_files() => Assert.Equal(
        """{"prompt":"A cat","mode":"reference","reference_image_urls":["(image/png of 3 bytes)","http://example.com/image1.jpg"]}""",
        RequestPreview.Of(new VeoRequest { Prompt = "A cat", ReferenceImages = [Png, Link1] }, ProfileOf(Gateway)));

    [Fact]
    public void A_file_that_nobody_read_is_never_sent_as_a_path() =>
        Assert.Throws<ArgumentException>(
            () => Gateway.Submit(new VeoRequest { FirstFrame = new FileMedia("/home/me/a.png", "image/png") }, ProfileOf(Gateway)));

    [Fact]
    public void Questions_go_where_the_pages_say()
    {
        WireRequest[] questions = [Gateway.Poll("gen/1", ProfileOf(Gateway)), Gateway.Balance(ProfileOf(Gateway)), Gateway.List(
            ProfileOf(Gateway))];
        Assert.Equal(
            ["/api/v1/generation/gen%2F1", "/api/v1/credits", "/api/v1/generations/running?limit=100"],
            questions.Select(question => question.Path));
        Assert.All(questions, question => Assert.Equal(HttpMethod.Get, question.Method));
    }
}
