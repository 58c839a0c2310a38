using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.OpenRouter;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class OpenRouterGatewayTests
{
    private static readonly OpenRouterGateway Gateway = new();

    [Fact]
    public void The_example_of_the_page_is_sent_as_it_stands() => SameJson(
        """
        {"aspect_ratio":"16:9","duration":8,"model":"google/veo-3.1","prompt":"A serene mountain landscape at sunset",
        "resolution":"720p"}
        """,
        Submit(Gateway, new VeoRequest {
            Model = "google/veo-3.1",
            Prompt = "A serene mountain landscape at sunset",
            Duration = 8,
            Resolution = "720p",
            AspectRatio = "16:9" }));

    [Fact]
    public void Every_field_is_sent_under_its_name() => SameJson(
        """
        {"model":"google/veo-3.1-fast","prompt":"On","duration":8,"resolution":"4K","aspect_ratio":"9:16","generate_audio":false,"seed":7,
         "frame_images":[{"type":"image_url","image_url":{"url":"http://example.com/image1.jpg"},"frame_type":"first_frame"},
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"},"frame_type":"last_frame"}],
         "callback_url":"https://hooks.example/veo",
         "provider":{"options":{"google-vertex":{"parameters":{"negativePrompt":"rain","personGeneration":"allow_adult"}}}}}
        """,
        Submit(Gateway, new VeoRequest
        {
            Prompt = "On", Duration = 8, Resolution = "4k", AspectRatio = "9:16", Audio = false, Seed = 7, NegativePrompt
                = "rain", PersonGeneration = "AllowAdult",
            FirstFrame = Link1, LastFrame = new InlineMedia("image/png", new byte[] {
                1,
                2,
                3 }), CallbackUri = new Uri("https://hooks.example/veo"),
        }));

    [Fact]
    public void References_are_a_list_of_their_own() => SameJson(
        """
        {"model":"google/veo-3.1-fast","prompt":"A dog","input_references":[
          {"type":"image_url","image_url":{"url":"http://example.com/image1.jpg"}},{"type":"image_url",
          "image_url":{"url":"http://example.com/image2.jpg"}}]}
        """,
        Submit(Gateway, new VeoRequest { Prompt = "A dog", ReferenceImages = [Link1, Link2] }));

    [Fact]
    public void Its_paths_are_those_of_the_page()
    {
        GatewayProfile profile = ProfileOf(Gateway);
        Assert.Equal(
            (HttpMethod.Post, "/api/v1/videos"),
            (Gateway.Submit(new VeoRequest { Prompt = "A dog" }, profile).Method, Gateway.Submit(new VeoRequest(), profile).Path));
        Assert.Equal("/api/v1/videos/a%2Fb%3F", Gateway.Poll("a/b?", profile).Path);
        Assert.Equal("/api/v1/videos/a%2Fb/content?index=2", Gateway.Content("a/b", 2, profile).Path);
        Assert.Equal("/api/v1/videos/models", Gateway.Price(new VeoRequest(), profile).Path);
        Assert.Equal("/api/v1/key", Gateway.Balance(profile).Path);
    }

    [Fact]
    public void A_callback_goes_over_https_only() =>
        Assert.Equal(
            ("CallbackUri", "Leave it out"),
            Assert.Single(Faults(Gateway, new VeoRequest { Prompt = "A dog", CallbackUri = new Uri("http://hooks.example/veo") })));

    [Fact]
    public void The_receipt_of_the_page_is_read() =>
        Assert.Equal(new SubmitAnswer("job-abc123", null, null, "pending"), Gateway.ReadSubmit(Answer(OpenRouterExamples.Receipt, 202)));

    // The texts of the page; 403 and its reasons: https://openrouter.ai/docs/api/reference/errors-and-debugging.
    [Theory]
    [InlineData(400, "Invalid request parameters", VeoErrorKind.InvalidRequest)]
    [InlineData(401, "Missing Authentication header", VeoErrorKind.Unauthorized)]
    [InlineData(402, "Insufficient credits. Add more using https://openrouter.ai/credits", VeoErrorKind.InsufficientCredits)]
    [InlineData(403, "Key limit exceeded (total limit)", VeoErrorKind.InsufficientCredits)]
    [InlineData(403, "Only management keys can do this", VeoErrorKind.Forbidden)]
    [InlineData(404, "Resource not found", VeoErrorKind.NotFound)]
    [InlineData(429, "Rate limit exceeded", VeoErrorKind.RateLimited)]
    [InlineData(500, "Internal Server Error", VeoErrorKind.UpstreamFailed)]
    [InlineData(502, "Provider returned error", VeoErrorKind.UpstreamFailed)]
    public void An_error_has_the_kind_of_its_status_also_under_200(int status, string message, string kind)
    {
        string body = $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}"}}""";
        SubmitAnswer plain = Gateway.ReadSubmit(Answer(body, status)), hidden = Gateway.ReadSubmit(Answer(body));
        Assert.Equal((null, kind, null), (plain.TaskId, plain.Error!.Kind, plain.BodyStatus));
        Assert.Equal((null, kind, status), (hidden.TaskId, hidden.Error!.Kind, hidden.BodyStatus));
    }

    [Fact]
    public void A_prompt_that_was_flagged_is_rejected_content() => Assert.Equal(
        VeoErrorKind.ContentRejected,
        Gateway.ReadSubmit(Answer(
            """{"error":{"code":403,"message":"Your input was flagged","metadata":{"reasons":["violence"],"flagged_input":"x"}}}""",
            403)).Error!.Kind);

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("""{"status":"pending","polling_url":"/api/v1/videos/x"}""")]
    [InlineData("""{"error":{},"status":"pending"}""")]
    public void A_success_without_an_id_is_never_a_refusal(string body) => IsNeitherTakenNorRefused(Gateway.ReadSubmit(Answer(body, 202)));

    [Theory]
    [InlineData("pending", VeoTaskStatus.Queued)]
    [InlineData("in_progress", VeoTaskStatus.Running)]
    [InlineData("completed", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("cancelled", VeoTaskStatus.Canceled)]
    [InlineData("expired", VeoTaskStatus.Expired)]
    [InlineData("canceled", null)]
    [InlineData("paused", null)]
    public void A_status_means_what_the_page_says_and_else_that_the_task_goes_on(string word, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"j","status":"{{word}}"}""")).Snapshot!;
        Assert.Equal((status, word), (snapshot.Status, snapshot.RawStatus));
        Assert.Equal(status is VeoTaskStatus.Failed or VeoTaskStatus.Canceled or VeoTaskStatus.Expired, snapshot.Error is not null);
    }

    [Fact]
    public void A_success_has_its_link_below_the_profiles_base_and_its_cost()
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer(OpenRouterExamples.Success)).Snapshot!;
        Assert.Equal([new VideoLink("/api/v1/videos/job-abc123/content?index=0")], snapshot.Videos);
        Assert.Equal("0.50 USD", snapshot.Cost!.ToString());
    }

    [Theory]
    [InlineData(
        """{"status":"completed","unsigned_urls":["https://storage.example.com/video.mp4"]}""",
        "https://storage.example.com/video.mp4")]
    [InlineData("""
        {"status":"completed","urls":["https://storage.example.com/s.mp4?sig=1"],
        "unsigned_urls":["https://openrouter.ai/api/v1/videos/j/content"]}
        """, "https://storage.example.com/s.mp4?sig=1")]
    [InlineData(
        """{"status":"completed","unsigned_urls":["https://evil.example/api/v1/videos/j/content/../../key"]}""",
        "https://evil.example/api/v1/videos/j/content/../../key")]
    [InlineData("""{"status":"completed","unsigned_urls":[]}""", null)]
    [InlineData("""{"status":"completed"}""", null)]
    [InlineData("""{"status":"in_progress","unsigned_urls":["https://a.example/v.mp4"]}""", null)]
    public void A_signed_link_comes_first_and_another_host_stays_another_host(string body, string? link) =>
        Assert.Equal(link, Gateway.ReadPoll(Answer(body)).Snapshot!.Videos.SingleOrDefault()?.Link);

    [Theory]
    [InlineData("0.5", "0.50 USD")]
    [InlineData("0", "0.00 USD")]
    [InlineData("null", null)]
    [InlineData("-1", null)]
    [InlineData("{}", null)]
    public void A_cost_is_read_where_it_is_one(string cost, string? expected) =>
        Assert.Equal(
            expected,
            Gateway.ReadPoll(Answer($$$"""{"status":"failed","error":"No","usage":{"cost":{{{cost}}}}}""")).Snapshot!.Cost?.ToString());

    [Fact]
    public void A_failed_job_says_why_and_is_no_refusal() =>
        IsFailure(
            null,
            "The prompt violates the content policy",
            VeoErrorKind.ContentRejected,
            Gateway.ReadPoll(Answer(OpenRouterExamples.Failure)));

    [Theory]
    [InlineData("720p", 8, null, 0.80)]
    [InlineData("720p", 4, false, 0.32)]
    [InlineData("1080p", 8, true, 0.96)]
    [InlineData("4k", 8, true, 2.40)]
    [InlineData(null, 8, true, 2.40)]
    [InlineData(null, null, false, 2.00)]
    [InlineData("720p", 5, null, null)]
    public void A_price_is_the_models_own_and_the_dearest_where_the_gateway_chooses(
        string? resolution,
        int? seconds,
        bool? audio,
        double? amount) =>
        Assert.Equal(
            (decimal?)amount,
            Price(new VeoRequest { Prompt = "A dog", Resolution = resolution, Duration = seconds, Audio = audio })?.Amount);

    [Theory]
    [InlineData("""{"duration":4}""", 0.40)]
    [InlineData("""{"resolution":"4K"}""", 2.40)]
    [InlineData("""{"generate_audio":false}""", 0.64)]
    [InlineData("""{"model":"google/veo-3.1"}""", null)]
    [InlineData("""{"size":"3840x2160"}""", null)]
    [InlineData("""{"provider":{"options":{"google-vertex":{"parameters":{"sampleCount":4}}}}}""", null)]
    [InlineData("""{"provider":{"options":{"google-vertex":{"parameters":{"enhancePrompt":true}}}}}""", 0.80)]
    public void A_price_is_that_of_the_body_that_goes_out_or_none(string option, double? amount) =>
        Assert.Equal((decimal?)amount, Price(
            new VeoRequest {
                Prompt = "A dog",
                Resolution = "720p",
                Duration = 8,
                ProviderOption = JsonNode.Parse(option)!.AsObject() })?.Amount);

    [Fact]
    public void A_price_says_where_it_comes_from() => Assert.Equal(
        "0.10 USD a second of 720p, 8 seconds (from the gateway's list of models)", Price(
            new VeoRequest { Prompt = "A dog", Resolution = "720p", Duration = 8 })!.Basis);

    [Theory]
    [InlineData(OpenRouterExamples.Key, 200, 74.5, null)]
    [InlineData("""{"data":{"limit":null,"limit_remaining":null,"usage":1}}""", 200, null, VeoErrorKind.FeatureDisabled)]
    [InlineData("""{"error":{"code":401,"message":"No"}}""", 401, null, VeoErrorKind.Unauthorized)]
    [InlineData("<html/>", 200, null, null)]
    public void The_balance_is_what_is_left_of_the_keys_limit(string body, int status, double? amount, string? kind)
    {
        BalanceAnswer answer = Gateway.ReadBalance(Answer(body, status));
        Assert.Equal(((decimal?)amount, "USD", kind), (answer.Amount, answer.Unit, answer.Error?.Kind));
    }

    private static VeoCost? Price(VeoRequest request) => Gateway.ReadPrice(Answer(OpenRouterExamples.Models), request, ProfileOf(Gateway));
}
