using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.Gemini;
using VeoPS.Engine.Gateways.SkillsVideo;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Gateways.UniAll;
using VeoPS.Engine.Gateways.Vertex;
using VeoPS.Engine.Gateways.Vtrix;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

/// <summary>What the pages of the gateways allow or say, held against what goes out and what is read.</summary>
public sealed class SeedPageTests
{
    private static readonly InlineMedia Inline = new("image/png", new byte[] { 1, 2, 3 });
    private static readonly LinkedMedia Object = new(new Uri("gs://bucket/a.png"));

    // ---- skills.video leaves the output field open

    [Theory]
    [InlineData(
        """{"video_urls":["https://c.example/1.mp4","https://c.example/2.mp4"]}""",
        "https://c.example/1.mp4 https://c.example/2.mp4")]
    [InlineData("\"https://c.example/1\"", "https://c.example/1")]
    [InlineData("""["https://c.example/1.mp4","https://c.example/1.mp4"]""", "https://c.example/1.mp4")]
    [InlineData("""{"output":{"result":"https://c.example/1.mp4","thumbnail":"https://c.example/t"}}""", "https://c.example/1.mp4")]
    [InlineData("""{"results":[{"url":"https://c.example/1.webm"},{"url":"https://c.example/p.png"}]}""", "https://c.example/1.webm")]
    [InlineData(
        """{"videos":[{"url":"https://c.example/ours.mp4"}],"output":"https://c.example/other.mp4"}""",
        "https://c.example/ours.mp4")]
    [InlineData("""{"images":[{"url":"https://c.example/a"}],"image":{"url":"https://c.example/a"}}""", "")]
    [InlineData("""{"actual_prompt":"see https://c.example/1.mp4 there","note":"file:///etc/passwd"}""", "")]
    public void Any_link_of_a_video_is_read_ours_first(string data, string links)
    {
        PollAnswer answer = new SkillsVideoGateway().ReadPoll(Answer($$"""{"id":"g","status":"COMPLETED","data":{{data}}}"""));

        Assert.Equal(links, string.Join(" ", answer.Snapshot!.Videos.Select(video => video.Link)));
    }

    // ---- receipts that say already how it ended

    public static TheoryData<string, string, string, string?> Receipts => new()
    {
        {
            "SkillsVideo",
            """{"id":"g","status":"FAILED","code":"VIDEO_GENERATION_FAILED","message":"No."}""",
            VeoTaskStatus.Failed,
            "No." },
        { "SkillsVideo", """{"id":"g","status":"COMPLETED"}""", VeoTaskStatus.Succeeded, null },
        { "TokenBay", """{"id":"t","status":"FAILURE","fail_reason":"No."}""", VeoTaskStatus.Failed, "No." },
        { "UniAll", """{"task_id":"t","status":"failed","error":{"message":"No."}}""", VeoTaskStatus.Failed, "No." },
        { "Vtrix", """{"id":"v","status":"failed","error":{"code":1,"error_message":"No."}}""", VeoTaskStatus.Failed, "No." },
        { "Gemini", """
            {"name":"operations/1","done":true,"error":{"code":13,"message":"No."}}
            """, VeoTaskStatus.Failed, "No." },
        { "Vertex", """{"name":"operations/1","done":true,"response":{}}""", VeoTaskStatus.Succeeded, null },
        { "Gemini", """{"name":"operations/1"}""", null!, null },
    };

    [Theory]
    [MemberData(nameof(Receipts))]
    public void A_receipt_may_say_already_how_it_ended(string provider, string receipt, string? status, string? why)
    {
        SubmitAnswer answer = GatewayCatalog.Find(provider)!.ReadSubmit(Answer(receipt));

        Assert.NotNull(answer.TaskId);
        Assert.Equal((status, why), (answer.Status, answer.Error?.Message));
    }

    // ---- an unknown model has the rules of its family, as warnings

    [Theory]
    [InlineData("TokenBay", "veo-3.1-generate-001", "1080p", 6)]
    [InlineData("Vertex", "veo-3.1-generate-002", "1080p", 6)]
    [InlineData("Gemini", "veo-3.2-generate-preview", "4k", 4)]
    [InlineData("Vtrix", "veo_32_fast", "1080p", 4)]
    public void An_unknown_model_is_warned_by_the_rules_of_the_nearest(string provider, string model, string resolution, int duration)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        GatewayProfile profile = ProfileOf(
            gateway,
            null,
            [.. gateway.Table.Settings.Where(rule => rule.Required).Select(rule => (rule.Name, "p1"))]);

        IReadOnlyList<VeoFault> faults = RequestValidator.Validate(
            new VeoRequest { Prompt = "p", Model = model, Resolution = resolution, Duration = duration },
            profile);

        Assert.All(faults, fault => Assert.True(fault.IsWarning, fault.ToString()));
        Assert.Contains(faults, fault => fault.Option == "Duration");
    }

    // ---- TokenBay's page needs no first frame, and no prompt beside any image

    [Fact]
    public void TokenBay_takes_a_last_frame_alone_an_image_with_a_reference_and_images_without_a_prompt()
    {
        Assert.Empty(Faults(new TokenBayGateway(), new VeoRequest { LastFrame = Link1 }));
        Assert.Empty(Faults(new TokenBayGateway(), new VeoRequest { FirstFrame = Link1, ReferenceImages = [Link2] }));
        Assert.Empty(
            Faults(new TokenBayGateway(), new VeoRequest { ProviderOption = Parse("""{"images":["http://example.com/image1.jpg"]}""") }));
        Assert.Single(Faults(new TokenBayGateway(), new VeoRequest { ProviderOption = Parse("""{"tag":"x"}""") }));
        SameJson(
            """
            {"model":"veo-3.1-fast-generate-preview","image":"http://example.com/image1.jpg",
            "input_reference":"http://example.com/image2.jpg"}
            """,
            Submit(new TokenBayGateway(), new VeoRequest { FirstFrame = Link1, ReferenceImages = [Link2] }));
    }

    // ---- Cloud Storage by its own names

    [Fact]
    public void Vertex_takes_objects_of_Cloud_Storage_and_nobody_else_does()
    {
        GatewayProfile vertex = ProfileOf(new VertexGateway(), null, ("Project", "p1"));
        VeoRequest frames = new() { Prompt = "p", FirstFrame = Object, LastFrame = Object };
        VeoRequest extension = new() { Prompt = "p", SourceVideo = new LinkedMedia(new Uri("gs://bucket/a b.mp4")) };

        Assert.Empty(RequestValidator.Validate(frames, vertex));
        Assert.Empty(RequestValidator.Validate(extension, vertex));
        SameJson(
            """{"instances":[{"prompt":"p","video":{"gcsUri":"gs://bucket/a b.mp4","mimeType":"video/mp4"}}]}""", BodyOf(
                vertex.Gateway.Submit(extension, vertex)));
        foreach (IGateway other in GatewayCatalog.All.Where(gateway => gateway.Table.Provider is not "Vertex"))
        {
            (string Parameter, string? Remedy)[] faults = Faults(other, new VeoRequest { Prompt = "p", FirstFrame = Object });
            Assert.Contains(faults, fault => fault.Parameter == "FirstFrame");
        }
    }

    [Fact]
    public void A_persons_gs_address_is_read_as_it_is()
    {
        List<VeoFault> faults = [];
        Assert.Equal(
            "gs://bucket/a b.png",
            Assert.IsType<LinkedMedia>(MediaParser.Image("FirstFrame", "gs://bucket/a b.png", path => path, faults)).Uri.OriginalString);
        Assert.Empty(faults);
    }

    [Fact]
    public void Vertex_takes_the_bytes_of_a_video_a_mask_and_a_style()
    {
        GatewayProfile profile = ProfileOf(new VertexGateway(), null, ("Project", "p1"));
        List<VeoFault> faults = [];
        MediaInput video = MediaParser.Video("data:video/mp4;base64,AQID", faults)!;
        VeoRequest extension = new()
        {
            Prompt = "p", SourceVideo = video, ProviderOption = Parse(
                """{"instances":[{"mask":{"gcsUri":"gs://b/m.png","mimeType":"image/png","maskMode":"insert"}}]}"""),
        };
        VeoRequest style = new()
        {
            Prompt = "p", ReferenceImages = [Inline], ProviderOption = Parse(
                """{"instances":[{"referenceImages":[{"referenceType":"style"}]}]}"""),
        };

        Assert.Empty(RequestValidator.Validate(extension, profile));
        Assert.Empty(RequestValidator.Validate(style, profile));
        SameJson(
            """
            {"instances":[{"prompt":"p","video":{"bytesBase64Encoded":"AQID","mimeType":"video/mp4"},
              "mask":{"gcsUri":"gs://b/m.png","mimeType":"image/png","maskMode":"insert"}}]}
            """,
            BodyOf(profile.Gateway.Submit(extension, profile)));
        SameJson(
            """
            {"instances":[{"prompt":"p","referenceImages":[{"image":{"bytesBase64Encoded":"AQID","mimeType":"image/png"},
            "referenceType":"style"}]}]}
            """,
            BodyOf(profile.Gateway.Submit(style, profile)));
        Assert.DoesNotContain("AQID", RequestPreview.Of(extension, profile), StringComparison.Ordinal);
    }

    [Fact]
    public void An_API_key_without_a_project_is_express_mode()
    {
        GatewayProfile profile = new(new VeoProfile { Name = "prod", Provider = "Vertex" }, new VertexGateway(), "AQ.express-key");
        const string Operation = "projects/p9/locations/us-central1/publishers/google/models/veo-3.1-fast-generate-001/operations/o1";

        Assert.Equal("https://aiplatform.googleapis.com/", profile.BaseUri.AbsoluteUri);
        Assert.Equal(
            "/v1/publishers/google/models/veo-3.1-fast-generate-001:predictLongRunning",
            profile.Gateway.Submit(new VeoRequest { Prompt = "p" }, profile).Path);
        Assert.Equal(
            "/v1/projects/p9/locations/us-central1/publishers/google/models/veo-3.1-fast-generate-001:fetchPredictOperation",
            profile.Gateway.Poll(Operation, profile).Path);
        Assert.Throws<VeoException>(
            () => new GatewayProfile(new VeoProfile { Name = "prod", Provider = "Vertex" }, new VertexGateway(), "ya29.token"));
    }

    // ---- inline video under every name that Google uses

    [Theory]
    [InlineData("""{"generatedSamples":[{"video":{"encodedVideo":"AQID","encoding":"video/mp4"}}]}""")]
    [InlineData("""{"generatedVideos":[{"video":{"videoBytes":"AQID","mimeType":"video/mp4"}}]}""")]
    [InlineData("""{"videos":[{"bytesBase64Encoded":"AQID","mimeType":"video/mp4"}]}""")]
    public void A_video_inside_the_answer_is_one_under_each_of_its_names(string result)
    {
        foreach ((IGateway gateway, string response) in new (IGateway, string)[]
        {
            (new VertexGateway(), result), (new GeminiGateway(), result), (new GeminiGateway(), $$"""
                {"generateVideoResponse":{{result}}}
                """),
        })
        {
            TaskSnapshot snapshot = gateway.ReadPoll(Answer($$"""{"name":"o","done":true,"response":{{response}}}""")).Snapshot!;
            VideoLink video = Assert.Single(snapshot.Videos);
            Assert.Equal((VeoTaskStatus.Succeeded, "AQID", "video/mp4"), (snapshot.Status, video.Link, video.MimeType));
        }
    }

    // ---- what is said not to be charged

    [Theory]
    [InlineData("""{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["You have not been charged for this attempt."]}""", null)]
    [InlineData("""{"raiMediaFilteredCount":1}""", null)]
    [InlineData(null, "The service is busy. You have not been charged.")]
    public void Google_says_that_nothing_is_charged(string? result, string? error)
    {
        string rest = error is null ? $$"""
            "response":{"generateVideoResponse":{{result}}}
            """ : $$"""
            "error":{"code":8,"message":"{{error}}"}
            """;
        Assert.True(new GeminiGateway().ReadPoll(Answer($$"""{"name":"o","done":true,{{rest}}}""")).Snapshot!.IsNotCharged);
    }

    [Theory]
    [InlineData("Failed. Your credits have been refunded.", true)]
    [InlineData("Failed. You will not be charged.", true)]
    [InlineData("Failed. This is not refunded.", false)]
    [InlineData("Failed.", false)]
    public void Any_gateway_may_say_so(string reason, bool isFree)
    {
        Assert.Equal(
            isFree,
            new TokenBayGateway().ReadPoll(Answer($$"""{"status":"FAILURE","fail_reason":"{{reason}}"}""")).Snapshot!.IsNotCharged);
        Assert.Equal(isFree, new VtrixGateway().ReadPoll(Answer($$$"""{"status":"failed","error":{"error_message":"{{{reason}}}"}}"""))
            .Snapshot!.IsNotCharged);
        Assert.Equal(
            isFree,
            new SkillsVideoGateway().ReadPoll(Answer($$"""{"id":"g","status":"FAILED","message":"{{reason}}"}""")).Snapshot!.IsNotCharged);
        Assert.Equal(isFree, new ApikleyGateway().ReadPoll(
            Answer($$$"""{"code":200,"data":{"successFlag":2,"errorMessage":"{{{reason}}}"}}""")).Snapshot!.IsNotCharged);
    }

    // ---- renditions that the page rules out

    [Theory]
    [InlineData("""{"code":200,"data":{"fallbackFlag":true}}""", "1080p", "fallback")]
    [InlineData("""{"code":200,"data":{"paramJson":"{\"aspectRatio\":\"9:16\"}"}}""", "1080p", "9:16")]
    [InlineData("""{"code":200,"data":{"paramJson":"{\"aspectRatio\":\"16:9\"}","fallbackFlag":false}}""", "1080p", null)]
    [InlineData("""{"code":200,"data":{"fallbackFlag":true}}""", "4k", null)]
    [InlineData("no JSON", "1080p", null)]
    [InlineData(null, "1080p", null)]
    public void A_rendition_that_the_page_rules_out_is_doubted(string? raw, string resolution, string? says)
    {
        string? doubt = new ApikleyGateway().Doubt(new VeoTask { Id = "t", Raw = raw }, resolution);

        if (says is null) Assert.Null(doubt);
        else Assert.Contains(says, doubt, StringComparison.Ordinal);
    }

    // ---- OpenAI's words for errors

    [Theory]
    [InlineData("content_policy_violation", VeoErrorKind.ContentRejected)]
    [InlineData("moderation_blocked", VeoErrorKind.ContentRejected)]
    [InlineData("invalid_prompt", VeoErrorKind.ContentRejected)]
    [InlineData("rate_limit_error", VeoErrorKind.RateLimited)]
    [InlineData("billing_hard_limit_reached", VeoErrorKind.InsufficientCredits)]
    [InlineData("authentication_error", VeoErrorKind.Unauthorized)]
    public void OpenAIs_words_for_errors_are_known_in_every_gateway_that_hands_them_on(string code, string kind)
    {
        Assert.Equal(
            kind,
            new TokenBayGateway().ReadSubmit(Answer($$$"""{"error":{"code":"{{{code}}}","message":"m"}}""", 400)).Error!.Kind);
        Assert.Equal(kind, new UniAllGateway().ReadPoll(
            Answer($$$"""{"task_id":"t","status":"failed","error":{"code":"{{{code}}}","message":"m"}}""")).Snapshot!.Error!.Kind);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
