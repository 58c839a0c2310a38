using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Gemini;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class GeminiGatewayTests
{
    private static readonly GeminiGateway Gateway = new();
    private static readonly InlineMedia Png = new("image/png", new byte[] { 1, 2, 3 });
    private static readonly InlineMedia Jpeg = new("image/jpeg", new byte[] { 4, 5, 6 });

    // ---- requests

    [Theory]
    [InlineData(null, "/v1beta/models/veo-3.1-fast-generate-preview:predictLongRunning")]
    [InlineData("veo-3.1-generate-preview", "/v1beta/models/veo-3.1-generate-preview:predictLongRunning")]
    [InlineData("../../v1/x?y#z", "/v1beta/models/..%2F..%2Fv1%2Fx%3Fy%23z:predictLongRunning")]
    public void A_submission_goes_to_the_models_path(string? model, string path)
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A lion", Model = model }, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Post, path), (request.Method, request.Path));
    }

    [Fact]
    public void What_is_left_out_is_not_sent() =>
        SameJson("""{"instances":[{"prompt":"A lion"}]}""", Submit(Gateway, new VeoRequest { Prompt = "A lion" }));

    [Fact]
    public void Every_parameter_has_the_name_that_googles_client_gives_it() => SameJson(
        """
        {"instances":[{"prompt":"A lion"}],
         "parameters":{"sampleCount":1,"durationSeconds":8,"aspectRatio":"9:16","resolution":"4k","personGeneration":"allow_all",
         "negativePrompt":"rain"},
         "webhookConfig":{"uris":["https://hooks.example/veo"]}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = "A lion",
            Count = 1,
            Duration = 8,
            AspectRatio = "9:16",
            Resolution = "4k",
            PersonGeneration = "AllowAll",
            NegativePrompt = "rain",
            CallbackUri = new Uri("https://hooks.example/veo"),
        }));

    [Fact]
    public void A_first_and_a_last_frame_go_inside() => SameJson(
        """
        {"instances":[{"prompt":"A lion","image":{"bytesBase64Encoded":"AQID","mimeType":"image/png"},
        "lastFrame":{"bytesBase64Encoded":"BAUG","mimeType":"image/jpeg"}}]}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A lion", FirstFrame = Png, LastFrame = Jpeg }));

    [Fact]
    public void References_are_assets() => SameJson(
        """
        {"instances":[{"prompt":"A lion","referenceImages":[
         {"image":{"bytesBase64Encoded":"AQID","mimeType":"image/png"},"referenceType":"asset"},
         {"image":{"bytesBase64Encoded":"BAUG","mimeType":"image/jpeg"},"referenceType":"asset"}]}]}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A lion", ReferenceImages = [Png, Jpeg] }));

    [Fact]
    public void A_video_to_extend_is_named_by_its_link()
    {
        Uri link = new("https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media");
        const string Body = """
            {"instances":[{"prompt":"On",
            "video":{"uri":"https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media"}}]}
            """;
        SameJson(Body, Submit(Gateway, new VeoRequest { Prompt = "On", SourceVideo = new LinkedMedia(link) }));
        SameJson(Body, Submit(Gateway, new VeoRequest { Prompt = "On", SourceVideo = new TaskMedia("models/m/operations/1", link) }));
    }

    [Fact]
    public void A_provider_option_is_merged_into_the_parameters() => SameJson(
        """{"instances":[{"prompt":"A lion"}],"parameters":{"durationSeconds":4,"enhancePrompt":true}}""",
        Submit(Gateway, new VeoRequest {
            Prompt = "A lion",
            Duration = 4,
            ProviderOption = new JsonObject { ["parameters"] = new JsonObject { ["enhancePrompt"] = true } } }));

    [Fact]
    public void A_file_that_nobody_read_is_never_sent_as_a_path() =>
        Assert.Throws<ArgumentException>(
            () => Submit(Gateway, new VeoRequest { FirstFrame = new FileMedia("/home/me/a.png", "image/png") }));

    [Theory]
    [InlineData("models/veo-3.1-generate-preview/operations/abc", "/v1beta/models/veo-3.1-generate-preview/operations/abc")]
    [InlineData("operations/a b?c#d", "/v1beta/operations/a%20b%3Fc%23d")]
    [InlineData("models/../../../v1/secret", "/v1beta/operations/models%2F..%2F..%2F..%2Fv1%2Fsecret")]
    [InlineData("..", "/v1beta/operations/..")]
    [InlineData("//evil.example/x", "/v1beta/operations/%2F%2Fevil.example%2Fx")]
    [InlineData("https://evil.example/x", "/v1beta/operations/https%3A%2F%2Fevil.example%2Fx")]
    [InlineData("%2e%2e/x", "/v1beta/%252e%252e/x")]
    [InlineData("a\\..\\b", "/v1beta/a%5C..%5Cb")]
    public void A_poll_never_leaves_the_version(string name, string path)
    {
        WireRequest request = Gateway.Poll(name, ProfileOf(Gateway));
        Assert.Equal((HttpMethod.Get, path), (request.Method, request.Path));
        Uri address = ProfileOf(Gateway).Resolve(request.Path);
        Assert.Equal("generativelanguage.googleapis.com", address.Host);
        Assert.StartsWith("/v1beta/", address.AbsolutePath, StringComparison.Ordinal);
    }

    // ---- answers

    [Fact]
    public void The_receipt_is_the_operations_name() =>
        Assert.Equal(new SubmitAnswer(GoogleExamples.GeminiName, null), Gateway.ReadSubmit(Answer(GoogleExamples.GeminiReceipt)));

    [Fact]
    public void An_operation_that_is_not_done_runs()
        => Assert.Equal(VeoTaskStatus.Running, Gateway.ReadPoll(Answer(GoogleExamples.GeminiRunning)).Snapshot!.Status);

    [Fact]
    public void Done_with_a_sample_is_a_success()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(GoogleExamples.GeminiSuccess)).Snapshot!;
        Assert.Equal((VeoTaskStatus.Succeeded, "done"), (snapshot.Status, snapshot.RawStatus));
        Assert.Equal([new VideoLink("https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media")], snapshot.Videos);
    }

    [Fact]
    public void The_other_name_of_the_samples_is_read_too() => Assert.Equal(
        "https://a/v",
        Assert.Single(Gateway.ReadPoll(
            Answer(
                """
                {"done":true,"response":{"generateVideoResponse":{"generatedVideos":[{"video":{"uri":"https://a/v"}}]}}}
                """)).Snapshot!.Videos).Link);

    [Fact]
    public void Done_with_a_reason_and_no_sample_is_filtered()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(GoogleExamples.GeminiFiltered)).Snapshot!;
        Assert.Equal((VeoTaskStatus.Filtered, VeoErrorKind.ContentRejected), (snapshot.Status, snapshot.Error!.Kind));
        Assert.StartsWith("We encountered an issue with the audio", snapshot.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"raiMediaFilteredCount":2}""", VeoTaskStatus.Filtered)]
    [InlineData("""{"raiMediaFilteredCount":1,"generatedSamples":[{"video":{"uri":"https://a/v"}}]}""", VeoTaskStatus.Succeeded)]
    [InlineData("""{"raiMediaFilteredCount":0,"raiMediaFilteredReasons":[]}""", VeoTaskStatus.Succeeded)]
    [InlineData("{}", VeoTaskStatus.Succeeded)]
    public void A_filter_counts_only_where_it_left_nothing(string result, string status) =>
        Assert.Equal(
            status,
            Gateway.ReadPoll(Answer($$$"""{"done":true,"response":{"generateVideoResponse":{{{result}}}}}""")).Snapshot!.Status);

    [Theory]
    [InlineData("""{"code":13,"message":"Internal"}""", "13", VeoErrorKind.UpstreamFailed)]
    [InlineData("""{"code":14,"message":"The service is currently unavailable."}""", "14", VeoErrorKind.ProviderUnavailable)]
    [InlineData("""{"code":8,"message":"The model is overloaded"}""", "8", VeoErrorKind.RateLimited)]
    [InlineData("""{"code":3,"message":"durationSeconds is out of bound"}""", "3", VeoErrorKind.InvalidRequest)]
    [InlineData("""
        {"code":3,
        "message":"The prompt could not be submitted. This prompt contains words that violate Vertex AI's usage guidelines."}
        """, "3", VeoErrorKind.ContentRejected)]
    [InlineData("""{"code":3,"message":"m","status":"INVALID_ARGUMENT"}""", "INVALID_ARGUMENT", VeoErrorKind.InvalidRequest)]
    [InlineData("""{"code":99,"message":"m"}""", "99", VeoErrorKind.UpstreamFailed)]
    [InlineData("""{"message":"m"}""", null, VeoErrorKind.UpstreamFailed)]
    public void An_operation_that_failed_says_why_and_is_no_refusal(string error, string? code, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer($$$"""{"name":"n","done":true,"error":{{{error}}}}"""));
        Assert.Null(answer.Error);
        Assert.Equal(
            (VeoTaskStatus.Failed, code, kind),
            (answer.Snapshot!.Status, answer.Snapshot.Error!.Code, answer.Snapshot.Error.Kind));
    }

    [Theory]
    [InlineData("""{"error":{"code":404,"message":"Operation not found","status":"NOT_FOUND"}}""", 404, VeoErrorKind.NotFound)]
    [InlineData("""{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}""", 503, VeoErrorKind.ProviderUnavailable)]
    [InlineData("""[{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}}]""", 403, VeoErrorKind.Forbidden)]
    [InlineData("""{"name":"n","error":{"code":13,"message":"m"}}""", 200, VeoErrorKind.UpstreamFailed)]
    [InlineData(GoogleExamples.GeminiSuccess, 500, VeoErrorKind.UpstreamFailed)]
    [InlineData(GoogleExamples.Failure, 404, VeoErrorKind.UpstreamFailed)]
    public void A_poll_refused_says_nothing_about_the_task(string body, int status, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer(body, status));
        Assert.Equal((null, kind), (answer.Snapshot, answer.Error!.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html/>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"done":"true"}""")]
    [InlineData("""{"name":""}""")]
    public void An_answer_without_a_state_is_unreadable(string body) => Assert.Equal(PollAnswer.Unreadable, Gateway.ReadPoll(Answer(body)));
}
