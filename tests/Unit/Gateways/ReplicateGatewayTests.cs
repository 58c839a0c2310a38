using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Replicate;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class ReplicateGatewayTests
{
    private static readonly ReplicateGateway Gateway = new();

    [Fact]
    public void The_fields_of_the_page_go_out_inside_the_input()
    {
        WireRequest request = Gateway.Submit(
            new VeoRequest
            {
                Prompt = "A lion", Model = "google/veo-3.1", FirstFrame = Link1, LastFrame = Link2, Duration = 6, Resolution
                    = "1080p", AspectRatio = "9:16",
                Audio = false, NegativePrompt = "rain", Seed = 7, CallbackUri = new Uri("https://hooks.example/veo"),
            },
            ProfileOf(Gateway));

        Assert.Equal("/v1/models/google/veo-3.1/predictions", request.Path);
        SameJson(
            """
            {"input":{"prompt":"A lion","image":"http://example.com/image1.jpg","last_frame":"http://example.com/image2.jpg",
            "duration":6,"resolution":"1080p",
             "aspect_ratio":"9:16","generate_audio":false,"negative_prompt":"rain","seed":7},"webhook":"https://hooks.example/veo",
             "webhook_events_filter":["completed"]}
            """,
            BodyOf(request));
        Assert.Empty(request.Headers);
    }

    [Fact]
    public void References_are_a_list_and_what_is_given_for_this_gateway_alone_goes_beside_the_rest() => SameJson(
        """{"input":{"prompt":"A lion","reference_images":["http://example.com/image1.jpg"],"enhance":true},"version":"v1"}""",
        Submit(Gateway, new VeoRequest
        {
            Prompt = "A lion", Model = "google/veo-3.1", ReferenceImages = [Link1],
            ProviderOption = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode
                .Parse("""{"input":{"enhance":true},"version":"v1"}""")!,
        }));

    [Fact]
    public void References_go_with_the_wide_ratio_and_eight_seconds_and_with_one_model()
    {
        VeoRequest request = new() { Prompt = "A lion", Model = "google/veo-3.1", ReferenceImages = [Link1] };
        Assert.Empty(Faults(Gateway, request));
        Assert.Equal(
            [("AspectRatio", "Nearest: 16:9"), ("Duration", "Nearest: 8")],
            Faults(Gateway, request with { AspectRatio = "9:16", Duration = 4 }));
        Assert.Equal([("ReferenceImage", "Use the model google/veo-3.1")], Faults(Gateway, request with { Model = null }));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(200)]
    [InlineData(202)]
    public void The_receipt_is_read(int status)
    {
        SubmitAnswer answer = Gateway.ReadSubmit(Answer(ReplicateExamples.Receipt, status));
        Assert.Equal(("p7rm0cht7", "starting", null), (answer.TaskId, answer.RawStatus, answer.Error));
    }

    [Theory]
    [InlineData("starting", VeoTaskStatus.Queued, null)]
    [InlineData("processing", VeoTaskStatus.Running, null)]
    [InlineData("canceled", VeoTaskStatus.Canceled, null)]
    [InlineData("aborted", VeoTaskStatus.Canceled, "0.00 USD")]
    [InlineData("paused", null, null)]
    public void A_word_has_its_meaning_and_its_money(string word, string? status, string? cost)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"p","status":"{{word}}","output":null}""")).Snapshot!;
        Assert.Equal((status, word, cost), (snapshot.Status, snapshot.RawStatus, snapshot.Cost?.ToString()));
    }

    [Theory]
    [InlineData("\"https://replicate.delivery/a.mp4\"")]
    [InlineData("[\"https://replicate.delivery/a.mp4\"]")]
    [InlineData("{\"url\":\"https://replicate.delivery/a.mp4\"}")]
    public void The_output_is_a_link_or_a_list_of_them(string output)
    {
        TaskSnapshot snapshot = Gateway.ReadPoll(Answer($$"""{"id":"p","status":"succeeded","output":{{output}}}""")).Snapshot!;
        Assert.Equal([new VideoLink("https://replicate.delivery/a.mp4")], snapshot.Videos);
    }

    [Fact]
    public void A_success_whose_output_has_been_removed_has_expired()
    {
        Assert.Equal(VeoTaskStatus.Expired, Gateway.ReadPoll(Answer(ReplicateExamples.Removed)).Snapshot!.Status);
        Assert.Equal(
            VeoTaskStatus.Succeeded,
            Gateway.ReadPoll(Answer("""{"id":"p","status":"succeeded","output":null,"data_removed":false}""")).Snapshot!.Status);
        Assert.Equal(VeoTaskStatus.Succeeded, Gateway.ReadPoll(
            Answer(
                """{"id":"p","status":"succeeded","output":"https://replicate.delivery/a.mp4","data_removed":true}""")).Snapshot!.Status);
    }

    [Theory]
    [InlineData("The input was flagged as sensitive. (E005)", "E005", VeoErrorKind.ContentRejected)]
    [InlineData("Prediction failed.", null, VeoErrorKind.UpstreamFailed)]
    public void A_failure_says_why_and_its_cost_is_not_stated(string error, string? code, string kind)
    {
        PollAnswer answer = Gateway.ReadPoll(Answer($$"""{"id":"p","status":"failed","error":"{{error}}"}"""));
        IsFailure(code, error, kind, answer);
        Assert.Null(answer.Snapshot!.Cost);
    }

    [Fact]
    public void A_file_is_uploaded_as_content_and_used_by_its_own_address()
    {
        Assert.Equal([("content", "a.png image/png 1")], PartsOf(Gateway.Upload(new byte[] { 1 }, "image/png", "a.png")));
        Assert.Equal("https://api.replicate.com/v1/files/f1", Gateway.ReadUpload(Answer(ReplicateExamples.Upload, 201)).Uri!.AbsoluteUri);
        Assert.Equal(VeoErrorKind.Unauthorized, Gateway.ReadUpload(Answer("""{"detail":"no"}""", 401)).Error!.Kind);
    }

    [Fact]
    public void What_runs_is_listed_with_what_went_out()
    {
        ListedTask listed = Assert.Single(Gateway.ReadList(Answer(ReplicateExamples.List))!);
        Assert.Equal(
            ("p1", "processing", "A lion"),
            (listed.Id, listed.RawStatus, listed.Input!.Value.GetProperty("input").GetProperty("prompt").GetString()));
        Assert.Null(Gateway.ReadList(Answer(ReplicateExamples.Error, 429)));
    }

    [Fact]
    public void One_that_runs_is_canceled_by_its_own_path_and_the_table_says_that_it_is_charged()
    {
        WireRequest request = Gateway.Cancel("p/1", ProfileOf(Gateway));
        Assert.Equal(("POST", "/v1/predictions/p%2F1/cancel"), (request.Method.Method, request.Path));
        Assert.Equal(VeoTaskStatus.Canceled, Gateway.ReadCancel(Answer("""{"id":"p","status":"canceled"}""")).Snapshot!.Status);
        Assert.Contains("charged", Gateway.Table.Cancel!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_kept_for_one_hour() => Assert.Equal(TimeSpan.FromHours(1), Gateway.Table.ResultLifetime);
}
