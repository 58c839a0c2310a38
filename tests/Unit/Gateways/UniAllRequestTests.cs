using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.UniAll;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class UniAllRequestTests
{
    private static readonly UniAllGateway Gateway = new();

    private static LinkedMedia Link(string name) => new(new Uri("https://example.com/" + name));

    [Fact]
    public void The_example_of_text_is_sent_as_the_page_has_it() => SameJson(
        """
        {"model":"veo3.1-video-1080p","prompt":" camera, camera. ","size":"1080p","aspect_ratio":"16:9","duration":8,
         "extra_body":{"generate_audio":true,"negative_prompt":", blur","seed":7}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Model = "veo3.1-video-1080p", Prompt = " camera, camera. ", Resolution = "1080p", AspectRatio = "16:9", Duration = 8, Audio
                = true, NegativePrompt = ", blur", Seed = 7,
        }));

    [Fact]
    public void The_example_of_a_first_frame_is_sent_as_the_page_has_it() => SameJson(
        """
        {"model":"veo3.1-video-720p","prompt":", and. ","image":"https://example.com/keyframe.png","size":"720p",
        "aspect_ratio":"16:9","duration":6,
         "extra_body":{"generate_audio":false,"negative_prompt":"artifacts, "}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Model = "veo3.1-video-720p", Prompt = ", and. ", FirstFrame = Link(
                "keyframe.png"), Resolution = "720p", AspectRatio = "16:9", Duration = 6, Audio = false, NegativePrompt = "artifacts, ",
        }));

    [Fact]
    public void The_example_of_a_first_and_a_last_frame_is_sent_as_the_page_has_it() => SameJson(
        """
        {"model":"veo3.1-fast-video-1080p","prompt":", subject, cameralanguage. ","image":"https://example.com/start-frame.png",
         "last_image":"https://example.com/end-frame.png","size":"1080p","aspect_ratio":"16:9","duration":6,
         "extra_body":{"generate_audio":true}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = ", subject, cameralanguage. ", FirstFrame = Link("start-frame.png"), LastFrame = Link(
                "end-frame.png"), Resolution = "1080p", AspectRatio = "16:9", Duration = 6, Audio = true,
        }));

    [Fact]
    public void The_example_of_references_is_sent_as_the_page_has_it() => SameJson(
        """
        {"model":"veo3.1-video-1080p","prompt":", and. ","images":["https://example.com/ref-1.png","https://example.com/ref-2.png"],
        "size":"1080p",
         "aspect_ratio":"9:16","duration":6,"extra_body":{"generate_audio":true,"seed":11}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Model = "veo3.1-video", Prompt = ", and. ", ReferenceImages = [Link("ref-1.png"), Link(
                "ref-2.png")], Resolution = "1080p", AspectRatio = "9:16", Duration = 6, Audio = true, Seed = 11,
        }));

    [Fact]
    public void The_example_of_an_extension_is_sent_as_the_page_has_it() => SameJson(
        """
        {"model":"veo3.1-video-720p","prompt":" video action, scenariostyle. ","video":"https://example.com/source.mp4",
        "size":"720p","duration":6,
         "extra_body":{"negative_prompt":", ","seed":9}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Model = "veo3.1-video-720p", Prompt = " video action, scenariostyle. ", SourceVideo = Link(
                "source.mp4"), Resolution = "720p", Duration = 6, NegativePrompt = ", ", Seed = 9,
        }));

    [Theory]
    [InlineData(null, "720p")]
    [InlineData("veo3.1-video-4k", "4k")]
    [InlineData("veo4-video", null)]
    public void The_size_agrees_with_the_model_also_where_it_was_left_out(string? model, string? size)
    {
        JsonObject body = Submit(Gateway, new VeoRequest { Prompt = "A dog", Model = model });
        Assert.Equal((model ?? "veo3.1-fast-video-720p", size), (body["model"]!.GetValue<string>(), body["size"]?.GetValue<string>()));
    }

    [Fact]
    public void What_is_left_out_is_not_sent_and_an_extension_has_no_duration_of_its_own() => SameJson(
        """{"model":"veo3.1-fast-video-720p","video":"http://example.com/image1.jpg","size":"720p"}""",
        Submit(Gateway, new VeoRequest { SourceVideo = Link1 }));

    [Fact]
    public void A_task_to_extend_goes_out_as_its_link() => Assert.Equal(
        "http://example.com/image1.jpg",
        Submit(Gateway, new VeoRequest { SourceVideo = new TaskMedia("gen_1", Link1.Uri) })["video"]!.GetValue<string>());

    [Fact]
    public void A_provider_option_is_merged_into_extra_body_too() => SameJson(
        """{"model":"veo3.1-fast-video-720p","prompt":"A dog","size":"720p","extra_body":{"seed":7,"fps":24}}""",
        Submit(Gateway, new VeoRequest {
            Prompt = "A dog",
            Seed = 7,
            ProviderOption = new JsonObject { ["extra_body"] = new JsonObject { ["fps"] = 24 } } }));

    [Fact]
    public void A_submission_goes_to_the_path_of_the_page()
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A dog" }, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Post, "/v1/video/generations"), (request.Method, request.Path));
    }

    [Theory]
    [InlineData(null, "/v1/videos/gen%2F1")]
    [InlineData("/v1/videos/{task_id}", "/v1/videos/gen%2F1")]
    [InlineData("/v1/video/generations/{task_id}", "/v1/video/generations/gen%2F1")]
    [InlineData("/V1/VIDEOS/GENERATIONS/{TASK_ID}", "/v1/videos/generations/gen%2F1")]
    public void A_task_is_asked_for_where_the_setting_says(string? setting, string path)
    {
        WireRequest request = Gateway.Poll("gen/1", setting is null ? ProfileOf(Gateway) : ProfileOf(Gateway, null, ("pollpath", setting)));
        Assert.Equal((HttpMethod.Get, path), (request.Method, request.Path));
    }
}
