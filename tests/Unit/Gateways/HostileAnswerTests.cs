using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Gateways;

/// <summary>Whatever a server does to an answer: nothing throws, no success is made up, no id is lost.</summary>
public sealed class HostileAnswerTests
{
    private static readonly ApikleyGateway Apikley = new();
    private static readonly TokenBayGateway TokenBay = new();
    private static readonly int[] Statuses = [200, 201, 301, 400, 429, 500, 502];

    public static TheoryData<string, string> Examples => new()
    {
        { "Apikley", ApikleyExamples.Receipt },
        { "Apikley", ApikleyExamples.Refused },
        { "Apikley", ApikleyExamples.Running },
        { "Apikley", ApikleyExamples.Success },
        { "Apikley", ApikleyExamples.Failure },
        { "Apikley", ApikleyExamples.Upload },
        { "TokenBay", TokenBayExamples.Receipt },
        { "TokenBay", TokenBayExamples.Error },
        { "TokenBay", TokenBayExamples.Running },
        { "TokenBay", TokenBayExamples.Success },
        { "TokenBay", TokenBayExamples.Failure },
        { "TokenBay", TokenBayExamples.Wrapped },
        { "TokenBay", TokenBayExamples.OpenAi },
        { "SkillsVideo", SkillsVideoExamples.Receipt },
        { "SkillsVideo", SkillsVideoExamples.Running },
        { "SkillsVideo", SkillsVideoExamples.Success },
        { "SkillsVideo", SkillsVideoExamples.Failure },
        { "SkillsVideo", SkillsVideoExamples.Error },
        { "SkillsVideo", SkillsVideoExamples.RunningList },
        { "UniAll", UniAllExamples.Receipt },
        { "UniAll", UniAllExamples.Running },
        { "UniAll", UniAllExamples.Success },
        { "UniAll", UniAllExamples.HappyHorse },
        { "UniAll", UniAllExamples.Failure },
        { "UniAll", UniAllExamples.Error },
        { "Vtrix", VtrixExamples.Receipt },
        { "Vtrix", VtrixExamples.Running },
        { "Vtrix", VtrixExamples.Success },
        { "Vtrix", VtrixExamples.Failure },
        { "Vtrix", VtrixExamples.Error },
        { "Vtrix", VtrixExamples.Price },
        { "Fal", FalExamples.Receipt },
        { "Fal", FalExamples.Running },
        { "Fal", FalExamples.Completed },
        { "Fal", FalExamples.CompletedWithError },
        { "Fal", FalExamples.Result },
        { "Fal", FalExamples.Rejected },
        { "Fal", FalExamples.Upload },
        { "Fal", FalExamples.Price },
        { "Kie", ApikleyExamples.Receipt },
        { "Kie", ApikleyExamples.Refused },
        { "Kie", ApikleyExamples.Running },
        { "Kie", ApikleyExamples.Success },
        { "Kie", ApikleyExamples.Failure },
        { "Kie", ApikleyExamples.Upload },
        { "Replicate", ReplicateExamples.Receipt },
        { "Replicate", ReplicateExamples.Running },
        { "Replicate", ReplicateExamples.Success },
        { "Replicate", ReplicateExamples.Removed },
        { "Replicate", ReplicateExamples.Failure },
        { "Replicate", ReplicateExamples.Error },
        { "Replicate", ReplicateExamples.Upload },
        { "Replicate", ReplicateExamples.List },
        { "OpenAIVideos", OpenAIVideosExamples.Receipt },
        { "OpenAIVideos", OpenAIVideosExamples.Running },
        { "OpenAIVideos", OpenAIVideosExamples.Success },
        { "OpenAIVideos", OpenAIVideosExamples.Failure },
        { "OpenAIVideos", OpenAIVideosExamples.NewApiSuccess },
        { "OpenAIVideos", OpenAIVideosExamples.List },
        { "OpenRouter", OpenRouterExamples.Receipt },
        { "OpenRouter", OpenRouterExamples.Running },
        { "OpenRouter", OpenRouterExamples.Success },
        { "OpenRouter", OpenRouterExamples.Failure },
        { "OpenRouter", OpenRouterExamples.Expired },
        { "OpenRouter", OpenRouterExamples.Error },
        { "OpenRouter", OpenRouterExamples.Models },
        { "OpenRouter", OpenRouterExamples.Key },
        { "Gemini", GoogleExamples.GeminiReceipt },
        { "Gemini", GoogleExamples.GeminiRunning },
        { "Gemini", GoogleExamples.GeminiSuccess },
        { "Gemini", GoogleExamples.GeminiFiltered },
        { "Gemini", GoogleExamples.Failure },
        { "Gemini", GoogleExamples.Refused },
        { "Vertex", GoogleExamples.VertexReceipt },
        { "Vertex", GoogleExamples.VertexStored },
        { "Vertex", GoogleExamples.VertexInline },
        { "Vertex", GoogleExamples.Failure },
        { "Vertex", GoogleExamples.Refused },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void No_spoiled_answer_makes_a_reader_throw(string provider, string example)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        GatewayProfile profile = Wire.ProfileOf(gateway, settings: provider == "Vertex" ? [("Project", "p")] : []);
        Assert.All(JsonMutations.Of(example), mutation => Assert.All(Statuses, status =>
        {
            WireResponse answer = new(status, mutation.Json);
            SubmitAnswer submit = gateway.ReadSubmit(answer);
            PollAnswer poll = gateway.ReadPoll(answer);
            if (poll.Next is { } next) poll = next.Read(answer);
            if (gateway is ICancelGateway cancel) cancel.ReadCancel(answer);
            if (gateway is IUploadGateway upload) upload.ReadUpload(answer);
            if (gateway is IBalanceGateway balance) balance.ReadBalance(answer);
            if (gateway is IListGateway list) list.ReadList(answer);
            if (gateway is IPriceGateway price) price.ReadPrice(answer, new VeoRequest(), Wire.ProfileOf(gateway));

            Assert.True(submit.Error is not { Message.Length: > 500 } and not { Code.Length: > 500 });
            Assert.True(submit.RawStatus is not { Length: > 500 } && poll.Snapshot is not { RawStatus.Length: > 500 });
            Assert.True(poll.Snapshot is null || poll.Error is null);
            Assert.True(poll.Snapshot is null || status < 300, "An HTTP error says nothing about a task.");
            Assert.True(poll.Snapshot?.Error is not { Message.Length: > 500 });
            Assert.True(poll.Snapshot?.Progress is null or (>= 0 and <= 100));
        }));
    }

    [Theory]
    [InlineData("Apikley", ApikleyExamples.Running)]
    [InlineData("Apikley", ApikleyExamples.Failure)]
    [InlineData("Apikley", ApikleyExamples.Receipt)]
    [InlineData("TokenBay", TokenBayExamples.Running)]
    [InlineData("TokenBay", TokenBayExamples.Failure)]
    [InlineData("TokenBay", TokenBayExamples.Receipt)]
    [InlineData("TokenBay", TokenBayExamples.Error)]
    [InlineData("SkillsVideo", SkillsVideoExamples.Running)]
    [InlineData("SkillsVideo", SkillsVideoExamples.Failure)]
    [InlineData("SkillsVideo", SkillsVideoExamples.Receipt)]
    [InlineData("SkillsVideo", SkillsVideoExamples.Error)]
    [InlineData("UniAll", UniAllExamples.Running)]
    [InlineData("UniAll", UniAllExamples.Failure)]
    [InlineData("UniAll", UniAllExamples.Receipt)]
    [InlineData("UniAll", UniAllExamples.Error)]
    [InlineData("Vtrix", VtrixExamples.Running)]
    [InlineData("Vtrix", VtrixExamples.Failure)]
    [InlineData("Vtrix", VtrixExamples.Receipt)]
    [InlineData("Vtrix", VtrixExamples.Price)]
    [InlineData("Fal", FalExamples.Running)]
    [InlineData("Fal", FalExamples.Receipt)]
    [InlineData("Fal", FalExamples.Completed)]
    [InlineData("Replicate", ReplicateExamples.Running)]
    [InlineData("Replicate", ReplicateExamples.Failure)]
    [InlineData("Replicate", ReplicateExamples.Receipt)]
    [InlineData("Replicate", ReplicateExamples.Error)]
    [InlineData("OpenAIVideos", OpenAIVideosExamples.Running)]
    [InlineData("OpenAIVideos", OpenAIVideosExamples.Failure)]
    [InlineData("OpenAIVideos", OpenAIVideosExamples.Receipt)]
    [InlineData("OpenRouter", OpenRouterExamples.Running)]
    [InlineData("OpenRouter", OpenRouterExamples.Failure)]
    [InlineData("OpenRouter", OpenRouterExamples.Expired)]
    [InlineData("OpenRouter", OpenRouterExamples.Receipt)]
    [InlineData("OpenRouter", OpenRouterExamples.Error)]
    public void No_spoiled_answer_becomes_a_success(string provider, string example)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.All(
            JsonMutations.Of(example),
            mutation => Assert.NotEqual(VeoTaskStatus.Succeeded, gateway.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Status));
    }

    [Theory]
    [InlineData(ApikleyExamples.Running, "/data/successFlag")]
    [InlineData(ApikleyExamples.Receipt, "/data/taskId")]
    public void No_spoiled_answer_ends_a_task_of_Apikley(string example, string place) => Assert.All(
        JsonMutations.Of(example).Where(mutation => mutation.Spares(place)),
        mutation => Assert.True(Apikley.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Status is null or VeoTaskStatus.Running));

    [Fact]
    public void No_spoiled_success_of_Apikley_has_a_video_that_it_did_not_name() => Assert.All(
        JsonMutations.Of(ApikleyExamples.Success),
        mutation => Assert.All(
            Apikley.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Videos ?? [],
            video => Assert.Equal("http://example.com/video1.mp4", video.Link)));

    [Theory]
    [InlineData("Apikley", ApikleyExamples.Success, ApikleyExamples.Failure)]
    [InlineData("TokenBay", TokenBayExamples.Success, TokenBayExamples.Failure)]
    [InlineData("SkillsVideo", SkillsVideoExamples.Success, SkillsVideoExamples.Failure)]
    [InlineData("UniAll", UniAllExamples.Success, UniAllExamples.Failure)]
    [InlineData("Vtrix", VtrixExamples.Success, VtrixExamples.Failure)]
    [InlineData("Fal", FalExamples.Completed, FalExamples.CompletedWithError)]
    [InlineData("Replicate", ReplicateExamples.Success, ReplicateExamples.Failure)]
    [InlineData("Kie", ApikleyExamples.Success, ApikleyExamples.Failure)]
    [InlineData("OpenAIVideos", OpenAIVideosExamples.Success, OpenAIVideosExamples.Failure)]
    [InlineData("OpenRouter", OpenRouterExamples.Success, OpenRouterExamples.Failure)]
    public void An_HTTP_error_never_ends_a_task(
        string provider,
        string success,
        string failure) => Assert.All(Statuses.Where(status => status >= 300), status =>
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.Null(gateway.ReadPoll(new WireResponse(status, success)).Snapshot);
        Assert.Null(gateway.ReadPoll(new WireResponse(status, failure)).Snapshot);
    });

    [Theory]
    [InlineData("Apikley", ApikleyExamples.Receipt, "/data/taskId", "veo_task_abcdef123456")]
    [InlineData("TokenBay", TokenBayExamples.Receipt, "/task_id", "task_abc")]
    [InlineData("SkillsVideo", SkillsVideoExamples.Receipt, "/id", "gen_123")]
    [InlineData("UniAll", UniAllExamples.Receipt, "/id", "gen_abc")]
    [InlineData("Vtrix", VtrixExamples.Receipt, "/id", "task-1")]
    [InlineData("Fal", FalExamples.Receipt, "/request_id", FalExamples.Id)]
    [InlineData("Replicate", ReplicateExamples.Receipt, "/id", "p7rm0cht7")]
    [InlineData("Kie", ApikleyExamples.Receipt, "/data/taskId", "veo_task_abcdef123456")]
    [InlineData("OpenAIVideos", OpenAIVideosExamples.Receipt, "/task_id", "video_abc")]
    [InlineData("OpenRouter", OpenRouterExamples.Receipt, "/id", "job-abc123")]
    public void An_id_that_is_in_its_place_is_never_lost(string provider, string receipt, string place, string id)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Mutation[] spoiled = [.. JsonMutations.Of(receipt).Where(mutation => mutation.Spares(place))];
        Assert.NotEmpty(spoiled);
        Assert.All(
            spoiled,
            mutation => Assert.All(
                Statuses,
                status => Assert.Equal(id, gateway.ReadSubmit(new WireResponse(status, mutation.Json)).TaskId)));
    }

    [Fact]
    public void TokenBay_has_the_id_under_its_other_name_too() => Assert.All(
        JsonMutations.Of("""{"id":"task_abc","task_id":null,"status":"QUEUED","data":{"task_id":"other"}}""")
            .Where(mutation => mutation.Spares("/id") && mutation.Spares("/task_id")),
        mutation => Assert.Equal("task_abc", TokenBay.ReadSubmit(new WireResponse(200, mutation.Json)).TaskId));

    [Fact]
    public void A_huge_id_is_an_id()
    {
        string id = new('x', 100_000);
        Assert.Equal(id, Apikley.ReadSubmit(new WireResponse(200, $$$"""{"data":{"taskId":"{{{id}}}"}}""")).TaskId);
    }
}
