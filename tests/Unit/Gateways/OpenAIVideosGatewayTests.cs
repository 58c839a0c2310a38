using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.OpenAIVideos;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class OpenAIVideosGatewayTests
{
    private static readonly OpenAIVideosGateway Gateway = new();
    private static readonly InlineMedia Bytes = new("image/png", new byte[] { 1, 2, 3 });

    [Fact]
    public void Seconds_are_a_text_and_the_size_is_ratio_and_resolution() => SameJson(
        """{"model":"veo","prompt":"A dog","seconds":"8","size":"1080x1920"}""",
        BodyOf(Sent(null, new VeoRequest { Prompt = "A dog", Duration = 8, Resolution = "1080p", AspectRatio = "9:16" })));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("720p", null, "1280x720")]
    [InlineData(null, "9:16", "720x1280")]
    [InlineData("1080p", "16:9", "1920x1080")]
    [InlineData("4k", "9:16", "2160x3840")]
    public void A_size_is_sent_where_one_half_of_it_was_given(string? resolution, string? ratio, string? size) =>
        Assert.Equal(size, BodyOf(Sent(null, new VeoRequest {
            Prompt = "A dog",
            Resolution = resolution,
            AspectRatio = ratio }))["size"]?.GetValue<string>());

    [Theory]
    [InlineData(null)]
    [InlineData("OpenAI")]
    [InlineData("LiteLLM")]
    public void A_file_goes_along_in_a_form(string? relay) => Assert.Equal(
        [("model", "veo"), ("prompt", "A dog"), ("seconds", "8"), ("size", "1280x720"),
            ("input_reference", "input_reference_0.png image/png 3")],
        PartsOf(Sent(relay, new VeoRequest { Prompt = "A dog", Duration = 8, Resolution = "720p", FirstFrame = Bytes })));

    [Fact]
    public void At_New_API_an_image_is_a_text_and_options_are_metadata() => SameJson(
        """
        {"model":"veo","prompt":"A dog","input_reference":"data:image/png;base64,AQID",
         "metadata":{"generateAudio":false,"negativePrompt":"rain","personGeneration":"allow_adult","seed":7}}
        """,
        BodyOf(Sent("newapi", Further with { FirstFrame = Bytes })));

    [Fact]
    public void At_LiteLLM_options_stand_beside_the_fields() => SameJson(
        """{"model":"veo","prompt":"A dog","generateAudio":false,"negativePrompt":"rain","personGeneration":"allow_adult","seed":7}""",
        BodyOf(Sent("LiteLLM", Further)));

    [Fact]
    public void A_link_is_an_object_where_the_relay_has_OpenAIs_fields() => SameJson(
        """{"model":"veo","prompt":"A dog","input_reference":{"image_url":"http://example.com/image1.jpg"}}""",
        BodyOf(Sent("OpenAI", new VeoRequest { Prompt = "A dog", FirstFrame = Link1 })));

    [Theory]
    [InlineData(null, "Audio FirstFrame NegativePrompt PersonGeneration Seed")]
    [InlineData("OpenAI", "Audio NegativePrompt PersonGeneration Seed")]
    [InlineData("LiteLLM", "Audio FirstFrame")]
    [InlineData("NewApi", "")]
    public void What_a_relay_does_not_take_is_refused_before_anything_is_sent(string? relay, string parameters) => Assert.Equal(
        parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        RequestValidator.Validate(Further with { FirstFrame = Link1 }, Profile(relay)).Where(fault => !fault.IsWarning)
            .Select(fault => fault.Option)
            .Order());

    [Theory]
    [InlineData(null, true)]
    [InlineData("OpenAI", true)]
    [InlineData("LiteLLM", false)]
    [InlineData("NewApi", null)]
    public void A_4k_video_is_refused_where_it_would_become_another_and_else_warned_of(string? relay, bool? isWarning) => Assert.Equal(
        isWarning, RequestValidator.Validate(new VeoRequest { Prompt = "A dog", Resolution = "4k" }, Profile(relay))
            .SingleOrDefault(fault => fault.Option == "Resolution")?
            .IsWarning);

    [Fact]
    public void There_is_no_default_model_and_any_name_passes_without_a_word()
    {
        Assert.Equal("Model", Assert.Single(Faults(Gateway, new VeoRequest { Prompt = "A dog" })).Parameter);
        Assert.Empty(RequestValidator.Validate(new VeoRequest { Prompt = "A dog", Model = "house/veo" }, Profile(null)));
    }

    [Fact]
    public void Its_paths_are_those_of_the_page()
    {
        GatewayProfile profile = Profile(null);
        WireRequest[] all = [Sent(null, new VeoRequest {
            Prompt = "A dog" }), Gateway.Poll("a/b", profile), Gateway.Content("a/b", 0, profile), Gateway.List(profile)];
        Assert.Equal(
            ["POST /v1/videos", "GET /v1/videos/a%2Fb", "GET /v1/videos/a%2Fb/content", "GET /v1/videos?limit=100"],
            all.Select(request => $"{request.Method} {request.Path}"));
    }

    [Fact]
    public void An_option_for_the_gateway_alone_stands_in_place_of_the_file() => Assert.Equal(
        [("model", "veo"), ("prompt", "A dog"), ("input_reference", "mine")],
        PartsOf(Sent(
            null,
            new VeoRequest { Prompt = "A dog", FirstFrame = Bytes, ProviderOption = new JsonObject { ["input_reference"] = "mine" } })));

    [Theory]
    [InlineData(OpenAIVideosExamples.Receipt, "video_abc", "queued")]
    [InlineData(OpenAIVideosExamples.Running, "video_abc", "processing")]
    public void A_receipt_is_read_in_every_relays_words(string body, string id, string word) =>
        Assert.Equal(new SubmitAnswer(id, null, null, word), Gateway.ReadSubmit(Answer(body)) with { Status = null });

    [Theory]
    [InlineData(OpenAIVideosExamples.Running, VeoTaskStatus.Running)]
    [InlineData(OpenAIVideosExamples.Success, VeoTaskStatus.Succeeded)]
    [InlineData(OpenAIVideosExamples.NewApiSuccess, VeoTaskStatus.Succeeded)]
    [InlineData(OpenAIVideosExamples.Failure, VeoTaskStatus.Failed)]
    [InlineData("""{"id":"v","status":"unknown"}""", null)]
    [InlineData("""{"id":"v","status":"cancelled"}""", null)]
    public void A_status_is_read_in_every_relays_words(string body, string? status)
        => Assert.Equal(status, Gateway.ReadPoll(Answer(body)).Snapshot!.Status);

    [Theory]
    [InlineData("""{"status":"completed"}""", null)]
    [InlineData("""{"status":"completed","url":"https://a/v.mp4"}""", "https://a/v.mp4")]
    [InlineData("""{"status":"completed","metadata":{"url":"https://a/v.mp4"}}""", "https://a/v.mp4")]
    [InlineData("""{"status":"completed","output":{"url":"https://a/v.mp4"}}""", "https://a/v.mp4")]
    [InlineData("""{"status":"completed","data":{"url":"https://a/v.mp4"}}""", "https://a/v.mp4")]
    [InlineData("""{"status":"completed","data":{"result_url":"https://a/v.mp4"}}""", "https://a/v.mp4")]
    public void A_link_is_found_under_the_names_that_relays_have(string body, string? link) =>
        Assert.Equal(link, Gateway.ReadPoll(Answer(body)).Snapshot!.Videos.SingleOrDefault()?.Link);

    // LiteLLM's own trouble in asking upstream: https://github.com/BerriAI/litellm/issues/33521.
    [Fact]
    public void A_poll_that_fails_ends_no_task() =>
        Assert.Null(Gateway.ReadPoll(
            Answer("""{"error":{"message":"vertex_project is required","type":"None","param":"None","code":"500"}}""", 500)).Snapshot);

    [Theory]
    [InlineData(
        400,
        """{"error":{"message":"prompt is required","type":"invalid_request_error","param":null,"code":"400"}}""",
        VeoErrorKind.InvalidRequest)]
    [InlineData(
        401,
        """{"error":{"message":"Authentication Error","type":"auth_error","param":"None","code":"401"}}""",
        VeoErrorKind.Unauthorized)]
    [InlineData(403, """{"code":"insufficient_user_quota","message":"quota","data":null}""", VeoErrorKind.InsufficientCredits)]
    [InlineData(429, """{"error":{"message":"No deployments available","type":"None","code":"429"}}""", VeoErrorKind.RateLimited)]
    public void A_refusal_is_read_in_both_forms(int status, string body, string kind)
        => Assert.Equal(kind, Gateway.ReadSubmit(Answer(body, status)).Error!.Kind);

    [Fact]
    public void A_list_is_read_and_its_absence_is_no_empty_list()
    {
        ListedTask task = Assert.Single(Gateway.ReadList(Answer(OpenAIVideosExamples.List))!);
        Assert.Equal(("video_abc", "queued", "A dog"), (task.Id, task.RawStatus, task.Input!.Value.GetProperty("prompt").GetString()));
        Assert.Null(Gateway.ReadList(Answer("""{"error":{"message":"Invalid URL"}}""", 404)));
        Assert.Null(Gateway.ReadList(Answer("<html/>")));
    }

    private static VeoRequest Further { get; }
        = new() { Prompt = "A dog", Audio = false, NegativePrompt = "rain", PersonGeneration = "AllowAdult", Seed = 7 };

    private static GatewayProfile Profile(string? relay)
        => relay is null ? ProfileOf(Gateway, "veo") : ProfileOf(Gateway, "veo", ("Relay", relay));

    private static WireRequest Sent(string? relay, VeoRequest request) => Gateway.Submit(request, Profile(relay));
}
