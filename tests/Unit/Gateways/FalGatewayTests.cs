using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Fal;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class FalGatewayTests
{
    private static readonly FalGateway Gateway = new();

    private static readonly Dictionary<string, VeoRequest> Modes = new()
    {
        ["text"] = new() { Prompt = "A lion" },
        ["image"] = new() { Prompt = "A lion", FirstFrame = Link1 },
        ["frames"] = new() { Prompt = "A lion", FirstFrame = Link1, LastFrame = Link2 },
        ["references"] = new() { Prompt = "A lion", ReferenceImages = [Link1, Link2] },
        ["extension"] = new() { Prompt = "A lion", SourceVideo = new LinkedMedia(new Uri("https://v3b.fal.media/files/x.mp4")) },
    };

    [Theory]
    [InlineData("text", null, "/fal-ai/veo3.1/fast", """{"prompt":"A lion"}""")]
    [InlineData("text", "fal-ai/veo3.1", "/fal-ai/veo3.1", """{"prompt":"A lion"}""")]
    [InlineData("image", null, "/fal-ai/veo3.1/fast/image-to-video", """
        {"prompt":"A lion","image_url":"http://example.com/image1.jpg"}
        """)]
    [InlineData(
        "image",
        "fal-ai/veo3.1/lite",
        "/fal-ai/veo3.1/lite/image-to-video",
        """{"prompt":"A lion","image_url":"http://example.com/image1.jpg"}""")]
    [InlineData(
        "image",
        "fal-ai/veo3.1/image-to-video",
        "/fal-ai/veo3.1/image-to-video",
        """{"prompt":"A lion","image_url":"http://example.com/image1.jpg"}""")]
    [InlineData(
        "frames",
        null,
        "/fal-ai/veo3.1/fast/first-last-frame-to-video",
        """{"prompt":"A lion","first_frame_url":"http://example.com/image1.jpg","last_frame_url":"http://example.com/image2.jpg"}""")]
    [InlineData(
        "references",
        "fal-ai/veo3.1",
        "/fal-ai/veo3.1/reference-to-video",
        """{"prompt":"A lion","image_urls":["http://example.com/image1.jpg","http://example.com/image2.jpg"]}""")]
    [InlineData(
        "extension",
        null,
        "/fal-ai/veo3.1/fast/extend-video",
        """{"prompt":"A lion","video_url":"https://v3b.fal.media/files/x.mp4"}""")]
    public void The_mode_picks_the_endpoint_of_a_quality(string mode, string? model, string path, string body)
    {
        WireRequest request = Gateway.Submit(Modes[mode] with { Model = model }, ProfileOf(Gateway));

        Assert.Equal(path, request.Path);
        SameJson(body, BodyOf(request));
        Assert.Empty(Faults(Gateway, Modes[mode] with { Model = model }));
    }

    [Theory]
    [InlineData("references", null, "ReferenceImage", "Use the model fal-ai/veo3.1")]
    [InlineData("references", "fal-ai/veo3.1/lite", "ReferenceImage", "Use the model fal-ai/veo3.1")]
    [InlineData("extension", "fal-ai/veo3.1/lite", "SourceVideo", "Use the model fal-ai/veo3.1/fast")]
    public void A_quality_without_the_endpoint_says_which_has_it(string mode, string? model, string parameter, string remedy) =>
        Assert.Equal([(parameter, remedy)], Faults(Gateway, Modes[mode] with { Model = model }));

    [Fact]
    public void A_size_that_lite_has_not_is_refused_for_the_endpoint_that_the_mode_means() =>
        Assert.Equal(
            [("Resolution", "Nearest: 1080p. Use a model that is not lite for 4k")],
            Faults(Gateway, Modes["image"] with { Model = "fal-ai/veo3.1/lite", Resolution = "4k" }));

    [Fact]
    public void Every_field_goes_out_in_the_form_that_the_page_has() => SameJson(
        """
        {"prompt":"A lion","image_url":"http://example.com/image1.jpg","duration":"6s","aspect_ratio":"auto","resolution":"4k",
        "generate_audio":false,
         "auto_fix":true,"negative_prompt":"rain","seed":7,"safety_tolerance":"2"}
        """,
        Submit(Gateway, Modes["image"] with
        {
            Duration = 6, AspectRatio = "Auto", Resolution = "4k", Audio = false, EnhancePrompt = true, NegativePrompt = "rain", Seed = 7,
            ProviderOption = new() { ["safety_tolerance"] = "2" },
        }));

    [Fact]
    public void Fals_own_second_tries_are_switched_off_and_a_callback_goes_into_the_query()
    {
        WireRequest request = Gateway.Submit(
            Modes["text"] with { CallbackUri = new Uri("https://hooks.example/veo?t=1") },
            ProfileOf(Gateway, null, ("StartTimeout", "600")));

        Assert.Equal("/fal-ai/veo3.1/fast?fal_webhook=https%3A%2F%2Fhooks.example%2Fveo%3Ft%3D1", request.Path);
        Assert.Equal(
            ("1", "true", "600"),
            (request.Headers["X-Fal-No-Retry"], request.Headers["x-app-fal-disable-fallback"], request.Headers["X-Fal-Request-Timeout"]));
    }

    [Theory]
    [InlineData(FalExamples.Receipt, FalExamples.Id)]
    [InlineData("""{"request_id":"r-1"}""", "r-1")]
    [InlineData("""{"response_url":"https://queue.fal.run/fal-ai/veo3.1/requests/r-1"}""", "r-1")]
    [InlineData("""{"status_url":"https://queue.fal.run/fal-ai/veo3.1/requests/r-1/status"}""", "r-1")]
    [InlineData("""{"request_id":"r-1","response_url":"https://queue.fal.run/fal-ai/veo9/requests/r-1"}""", "fal-ai/veo9/requests/r-1")]
    [InlineData("""{"request_id":"r-1","response_url":"https://queue.fal.run/fal-ai/veo9/requests/r-2"}""", "r-1")]
    [InlineData("""{"request_id":"r-1","response_url":"https://relay.example/v1/fal-ai/veo3.1/requests/r-1/response?x=1"}""", "r-1")]
    public void The_id_is_read_and_has_its_application_where_that_is_another(string receipt, string id) =>
        Assert.Equal((id, null), (Gateway.ReadSubmit(Answer(receipt)).TaskId, Gateway.ReadSubmit(Answer(receipt)).Error));

    [Theory]
    [InlineData("r-1", "/fal-ai/veo3.1/requests/r-1/status?logs=0")]
    [InlineData("fal-ai/veo9/requests/r-1", "/fal-ai/veo9/requests/r-1/status?logs=0")]
    [InlineData("../../requests/r-1", "/fal-ai/veo3.1/requests/..%2F..%2Frequests%2Fr-1/status?logs=0")]
    [InlineData("a?b#c", "/fal-ai/veo3.1/requests/a%3Fb%23c/status?logs=0")]
    public void A_request_is_asked_for_below_its_application(string id, string path)
        => Assert.Equal(path, Gateway.Poll(id, ProfileOf(Gateway)).Path);

    [Theory]
    [InlineData("IN_QUEUE", VeoTaskStatus.Queued)]
    [InlineData("IN_PROGRESS", VeoTaskStatus.Running)]
    [InlineData("PAUSED", null)]
    public void A_status_that_is_not_the_last_comes_as_202(string word, string? status)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"status":"{{word}}","request_id":"r-1"}""", 202)).Snapshot!;
        Assert.Equal((status, word), (snapshot.Status, snapshot.RawStatus));
    }

    [Theory]
    [InlineData(FalExamples.Completed, "/fal-ai/veo3.1/requests/r-1")]
    [InlineData(
        """{"status":"COMPLETED","response_url":"https://queue.fal.run/fal-ai/veo3.1/requests/r-1/response"}""",
        "/fal-ai/veo3.1/requests/r-1/response")]
    [InlineData("""{"status":"COMPLETED","response_url":"https://evil.example/steal"}""", "/fal-ai/veo3.1/requests/r-1")]
    public void One_that_has_ended_is_asked_for_its_result_at_its_own_place(string status, string path)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer(status));

        Assert.Equal((null, null), (answer.Snapshot, answer.Error));
        Assert.Equal(path, answer.Next!.Ask("r-1").Path);
    }

    [Fact]
    public void A_result_has_the_video()
    {
        TaskSnapshot snapshot = Result(FalExamples.Completed, FalExamples.Result).Snapshot!;
        Assert.Equal(VeoTaskStatus.Succeeded, snapshot.Status);
        Assert.Equal([new VideoLink("https://v3b.fal.media/files/x7.mp4", MimeType: "video/mp4")], snapshot.Videos);
    }

    // Money: https://fal.ai/docs/model-apis/faq. A failure of the servers is never charged, a refused input may be.
    [Theory]
    [InlineData(FalExamples.Completed, FalExamples.Rejected, 422, "content_policy_violation", VeoErrorKind.ContentRejected, null)]
    [InlineData(
        FalExamples.CompletedWithError,
        """{"detail":"Runner disconnected","error_type":"runner_disconnected"}""",
        503,
        "runner_disconnected",
        VeoErrorKind.UpstreamFailed,
        "0.00 USD")]
    [InlineData(FalExamples.CompletedWithError, "<html/>", 502, "runner_disconnected", VeoErrorKind.UpstreamFailed, "0.00 USD")]
    [InlineData(
        FalExamples.Completed,
        """{"detail":"never started","error_type":"request_timeout"}""",
        504,
        "request_timeout",
        VeoErrorKind.UpstreamFailed,
        "0.00 USD")]
    [InlineData(
        FalExamples.Completed,
        """{"detail":[{"loc":["body"],"msg":"late","type":"generation_timeout"}]}""",
        504,
        "generation_timeout",
        VeoErrorKind.UpstreamFailed,
        "0.00 USD")]
    [InlineData(
        FalExamples.Completed,
        """{"detail":[{"loc":["body","image_url"],"msg":"bad","type":"image_load_error"}]}""",
        422,
        "image_load_error",
        VeoErrorKind.UpstreamFailed,
        null)]
    [InlineData(
        """{"status":"COMPLETED","error":"Invalid status code: 422"}""",
        FalExamples.Rejected,
        422,
        "content_policy_violation",
        VeoErrorKind.ContentRejected,
        null)]
    public void One_that_failed_says_why_and_whether_it_is_charged(
        string status,
        string result,
        int http,
        string code,
        string kind,
        string? cost)
    {
        TaskSnapshot snapshot = Result(status, result, http).Snapshot!;
        Assert.Equal(
            (VeoTaskStatus.Failed, code, kind, cost),
            (snapshot.Status, snapshot.Error!.Code, snapshot.Error.Kind, snapshot.Cost?.ToString()));
        Assert.Empty(snapshot.Videos);
    }

    [Fact]
    public void One_that_was_canceled_ends_so_and_its_cost_is_not_stated()
    {
        TaskSnapshot snapshot = Result(FalExamples.Completed, """{"detail":"Client cancelled","error_type":"client_cancelled"}""", 499)
            .Snapshot!;
        Assert.Equal((VeoTaskStatus.Canceled, null), (snapshot.Status, snapshot.Cost));
    }

    [Theory]
    [InlineData("<html/>", 502)]
    [InlineData("""{"detail":"Internal Server Error"}""", 500)]
    [InlineData("""{"detail":"Authentication is required"}""", 401)]
    [InlineData("""{"detail":"Too many requests"}""", 429)]
    [InlineData("""{"status":"NOT_FOUND"}""", 404)]
    public void A_result_that_is_refused_ends_nothing(string body, int status)
    {
        PollAnswer answer = Result(FalExamples.Completed, body, status);
        Assert.Null(answer.Snapshot);
        Assert.NotNull(answer.Error);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("[]", 200)]
    public void A_result_that_is_no_object_is_unreadable(string body, int status)
        => Assert.Equal(PollAnswer.Unreadable, Result(FalExamples.Completed, body, status));

    [Fact]
    public void An_unknown_id_is_not_found()
        => Assert.Equal(VeoErrorKind.NotFound, Gateway.ReadPoll(Answer(FalExamples.NotFound, 404)).Error!.Kind);

    [Theory]
    [InlineData("""{"status":"CANCELLATION_REQUESTED"}""", 202)]
    [InlineData("", 200)]
    public void One_that_is_asked_to_end_goes_on_until_it_has_ended(string body, int status)
    {
        TaskSnapshot snapshot = Gateway.ReadCancel(Answer(body, status)).Snapshot!;
        Assert.Equal((VeoTaskStatus.Running, FalTable.CancelAsked), (snapshot.Status, snapshot.RawStatus));
    }

    [Fact]
    public void One_that_has_ended_before_it_was_asked_to_is_looked_at()
    {
        PollAnswer answer = Gateway.ReadCancel(Answer("""{"status":"ALREADY_COMPLETED"}""", 400));
        Assert.Equal("/fal-ai/veo3.1/requests/r-1/status?logs=0", answer.Next!.Ask("r-1").Path);
        Assert.Equal(
            ("PUT", "/fal-ai/veo3.1/requests/r-1/cancel"),
            (Gateway.Cancel("r-1", ProfileOf(Gateway)).Method.Method, Gateway.Cancel("r-1", ProfileOf(Gateway)).Path));
    }

    [Fact]
    public void An_upload_says_where_the_bytes_go_and_where_they_lie_then()
    {
        WireRequest request = Gateway.Upload(new byte[] { 1 }, "image/png", "a.png");
        UploadAnswer answer = Gateway.ReadUpload(Answer(FalExamples.Upload));

        Assert.Equal(("/storage/upload/initiate?storage_type=fal-cdn-v3", "UploadUri"), (request.Path, request.At));
        SameJson("""{"content_type":"image/png","file_name":"a.png"}""", BodyOf(request));
        Assert.Equal(
            ("https://v3b.fal.media/files/a.png", "https://v3b.fal.media/put/a.png?sig=1"),
            (answer.Uri!.AbsoluteUri, answer.PutTo!.AbsoluteUri));
        Assert.Null(Gateway.ReadUpload(Answer("""{"file_url":"https://v3b.fal.media/files/a.png"}""")).Uri);
        Assert.Equal(VeoErrorKind.Unauthorized, Gateway.ReadUpload(Answer("""{"detail":"no"}""", 401)).Error!.Kind);
    }

    [Theory]
    [InlineData(null, null, null, FalExamples.Price, "0.40 USD")]
    [InlineData(4, null, null, FalExamples.Price, "0.20 USD")]
    [InlineData(null, "1080p", null, FalExamples.Price, null)]
    [InlineData(null, null, false, FalExamples.Price, null)]
    [InlineData(
        null,
        null,
        null,
        """{"prices":[{"endpoint_id":"fal-ai/veo3.1/lite","unit_price":0.30,"unit":"video","currency":"USD"}]}""",
        "0.30 USD")]
    [InlineData(
        null,
        null,
        null,
        """{"prices":[{"endpoint_id":"fal-ai/veo3.1/lite","unit_price":0.30,"unit":"compute","currency":"USD"}]}""",
        null)]
    [InlineData(null, null, null, """{"prices":[{"endpoint_id":"other","unit_price":0.30,"unit":"seconds","currency":"USD"}]}""", null)]
    [InlineData(
        null,
        null,
        null,
        """{"prices":[{"endpoint_id":"fal-ai/veo3.1/lite","unit_price":0.30,"unit":"seconds","currency":"EUR"}]}""",
        null)]
    [InlineData(null, null, null, "{}", null)]
    public void The_price_of_an_endpoint_stands_for_its_defaults(int? seconds, string? size, bool? audio, string body, string? cost)
    {
        VeoRequest request = new() {
            Prompt = "A lion",
            Model = "fal-ai/veo3.1/lite",
            Duration = seconds,
            Resolution = size,
            Audio = audio };
        Assert.Equal(cost, Gateway.ReadPrice(Answer(body), request, ProfileOf(Gateway))?.ToString());
        Assert.Equal(
            ("/v1/models/pricing?endpoint_id=fal-ai%2Fveo3.1%2Flite", "PlatformUri"),
            (Gateway.Price(request, ProfileOf(Gateway)).Path, Gateway.Price(request, ProfileOf(Gateway)).At));
    }

    [Fact]
    public void The_balance_is_told_to_an_admin_key_only()
    {
        Assert.Equal(12.5m, Gateway.ReadBalance(Answer("""{"credits":{"current_balance":12.5,"currency":"USD"}}""")).Amount);
        Assert.Equal(VeoErrorKind.FeatureDisabled, Gateway.ReadBalance(Answer("""{"detail":"Forbidden"}""", 403)).Error!.Kind);
        Assert.Equal(VeoErrorKind.Unauthorized, Gateway.ReadBalance(Answer("""{"detail":"no"}""", 401)).Error!.Kind);
    }

    private static PollAnswer Result(string status, string result, int http = 200)
        => Gateway.ReadPoll(Answer(status)).Next!.Read(Answer(result, http));
}
