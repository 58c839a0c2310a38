using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Submissions;
using VeoPS.Engine.Tasks;

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
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void No_spoiled_answer_makes_a_reader_throw(string provider, string example)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.All(JsonMutations.Of(example), mutation => Assert.All(Statuses, status =>
        {
            WireResponse answer = new(status, mutation.Json);
            SubmitAnswer submit = gateway.ReadSubmit(answer);
            PollAnswer poll = gateway.ReadPoll(answer);
            if (gateway is IUploadGateway upload) upload.ReadUpload(answer);

            Assert.True(submit.Error is not { Message.Length: > 500 } and not { Code.Length: > 500 });
            Assert.True(submit.RawStatus is not { Length: > 500 } && poll.Snapshot is not { RawStatus.Length: > 500 });
            Assert.True(poll.Snapshot is null || poll.Error is null);
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
    public void No_spoiled_answer_becomes_a_success(string provider, string example)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.All(JsonMutations.Of(example), mutation => Assert.NotEqual(VeoTaskStatus.Succeeded, gateway.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Status));
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

    [Fact]
    public void An_HTTP_error_never_ends_a_task() => Assert.All(Statuses.Where(status => status >= 300), status =>
    {
        Assert.Null(Apikley.ReadPoll(new WireResponse(status, ApikleyExamples.Success)).Snapshot);
        Assert.Null(Apikley.ReadPoll(new WireResponse(status, ApikleyExamples.Failure)).Snapshot);
        Assert.Null(TokenBay.ReadPoll(new WireResponse(status, TokenBayExamples.Success)).Snapshot);
        Assert.Null(TokenBay.ReadPoll(new WireResponse(status, TokenBayExamples.Failure)).Snapshot);
    });

    [Fact]
    public void Apikley_never_loses_an_id_that_is_in_its_place()
    {
        Mutation[] spoiled = [.. JsonMutations.Of(ApikleyExamples.Receipt).Where(mutation => mutation.Spares("/data/taskId"))];
        Assert.NotEmpty(spoiled);
        Assert.All(spoiled, mutation => Assert.All(Statuses, status =>
            Assert.Equal("veo_task_abcdef123456", Apikley.ReadSubmit(new WireResponse(status, mutation.Json)).TaskId)));
    }

    [Fact]
    public void TokenBay_never_loses_an_id_that_is_in_its_place()
    {
        Mutation[] spoiled = [.. JsonMutations.Of(TokenBayExamples.Receipt).Where(mutation => mutation.Spares("/task_id"))];
        Assert.NotEmpty(spoiled);
        Assert.All(spoiled, mutation => Assert.All(Statuses, status =>
            Assert.Equal("task_abc", TokenBay.ReadSubmit(new WireResponse(status, mutation.Json)).TaskId)));
    }

    [Fact]
    public void TokenBay_has_the_id_under_its_other_name_too() => Assert.All(
        JsonMutations.Of("""{"id":"task_abc","task_id":null,"status":"QUEUED","data":{"task_id":"other"}}""").Where(mutation => mutation.Spares("/id") && mutation.Spares("/task_id")),
        mutation => Assert.Equal("task_abc", TokenBay.ReadSubmit(new WireResponse(200, mutation.Json)).TaskId));

    [Fact]
    public void A_huge_id_is_an_id()
    {
        string id = new('x', 100_000);
        Assert.Equal(id, Apikley.ReadSubmit(new WireResponse(200, $$$"""{"data":{"taskId":"{{{id}}}"}}""")).TaskId);
    }
}
