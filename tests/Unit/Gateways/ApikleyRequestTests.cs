using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class ApikleyRequestTests
{
    private static readonly ApikleyGateway Gateway = new();

    [Fact]
    public void The_example_of_the_generate_page_is_reproduced() => SameJson(
        """
        {
          "prompt": "A dog playing in a park",
          "imageUrls": ["http://example.com/image1.jpg", "http://example.com/image2.jpg"],
          "model": "veo3_fast",
          "watermark": "MyBrand",
          "callBackUrl": "http://your-callback-url.com/complete",
          "aspectRatio": "16:9",
          "seeds": 12345,
          "enableFallback": false,
          "enableTranslation": true,
          "generationType": "REFERENCE_2_VIDEO"
        }
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = "A dog playing in a park",
            ReferenceImages = [Link1, Link2],
            Model = "veo3_fast",
            Watermark = "MyBrand",
            CallbackUri = new Uri("http://your-callback-url.com/complete"),
            AspectRatio = "16:9",
            Seed = 12345,
            TranslatePrompt = true,
            ProviderOption = new JsonObject { ["enableFallback"] = false },
        }));

    [Fact]
    public void A_submission_goes_to_the_path_of_the_page()
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A dog" }, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Post, "/api/v1/veo/generate"), (request.Method, request.Path));
    }

    [Fact]
    public void Text_alone_sends_the_prompt_and_the_model() =>
        SameJson("""{"prompt":"A dog","model":"veo3_fast"}""", Submit(Gateway, new VeoRequest { Prompt = "A dog" }));

    [Fact]
    public void The_model_is_the_requests_else_the_profiles_else_the_default()
    {
        Assert.Equal("veo3", Submit(Gateway, new VeoRequest { Model = "veo3" }, "veo3_lite")["model"]!.GetValue<string>());
        Assert.Equal("veo3_lite", Submit(Gateway, new VeoRequest(), "veo3_lite")["model"]!.GetValue<string>());
        Assert.Equal("veo3_fast", Submit(Gateway, new VeoRequest())["model"]!.GetValue<string>());
    }

    [Fact]
    public void One_frame_is_named_as_frames() => SameJson(
        """
        {"prompt":"A dog","model":"veo3_fast","imageUrls":["http://example.com/image1.jpg"],
        "generationType":"FIRST_AND_LAST_FRAMES_2_VIDEO"}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A dog", FirstFrame = Link1 }));

    [Fact]
    public void Two_frames_go_first_then_last() => SameJson(
        """
        {"prompt":"A dog","model":"veo3_fast","imageUrls":["http://example.com/image1.jpg","http://example.com/image2.jpg"],
         "generationType":"FIRST_AND_LAST_FRAMES_2_VIDEO"}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A dog", FirstFrame = Link1, LastFrame = Link2 }));

    [Theory]
    [InlineData("16:9")]
    [InlineData("9:16")]
    [InlineData("Auto")]
    public void Aspect_ratios_go_out_in_the_case_of_the_page(string ratio) =>
        Assert.Equal(ratio, Submit(Gateway, new VeoRequest { AspectRatio = ratio })["aspectRatio"]!.GetValue<string>());

    [Fact]
    public void Translation_can_be_switched_off() =>
        Assert.False(Submit(Gateway, new VeoRequest { TranslatePrompt = false })["enableTranslation"]!.GetValue<bool>());

    [Fact]
    public void A_link_goes_out_as_it_was_written()
    {
        const string signed = "https://bucket.example.com/a%2Fb~c.png?sig=a%2Bb%3D&x=%7E";
        Assert.Equal(
            signed,
            Submit(Gateway, new VeoRequest { FirstFrame = new LinkedMedia(new Uri(signed)) })["imageUrls"]![0]!.GetValue<string>());
    }

    [Fact]
    public void A_provider_option_stands_over_what_the_parameters_say() => SameJson(
        """{"prompt":"A dog","model":"veo3_fast","generationType":"TEXT_2_VIDEO","seeds":null}""",
        Submit(Gateway, new VeoRequest
        {
            Prompt = "A dog",
            Seed = 10000,
            ProviderOption = new JsonObject { ["generationType"] = "TEXT_2_VIDEO", ["seeds"] = null },
        }));

    [Fact]
    public void A_poll_escapes_the_id()
    {
        WireRequest request = Gateway.Poll("veo task/?&#ä", ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Get, "/api/v1/veo/record-info?taskId=veo%20task%2F%3F%26%23%C3%A4"), (request.Method, request.Path));
        Assert.Null(request.Body);
    }

    [Fact]
    public void An_upload_is_a_form_with_the_file_its_folder_and_its_name()
    {
        WireRequest request = Gateway.Upload(new byte[] { 1, 2, 3 }, "image/png", "a.png");

        Assert.Equal((HttpMethod.Post, "/file-upload/api/file-stream-upload"), (request.Method, request.Path));
        IReadOnlyList<FormPart> parts = Assert.IsType<FormBody>(request.Body).Parts;
        Assert.Equal(["file", "uploadPath", "fileName"], parts.Select(part => part.Name));
        Assert.Equal(("image/png", "a.png"), (parts[0].MimeType, parts[0].FileName));
        Assert.Equal([1, 2, 3], parts[0].Content.ToArray());
        Assert.Equal(["veops", "a.png"], parts.Skip(1).Select(part => Encoding.UTF8.GetString(part.Content.ToArray())));
    }
}
