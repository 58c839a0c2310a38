using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;

namespace VeoPS.Tests.Tasks;

/// <summary>Whatever goes wrong with a question, over real sockets: the task goes on, and is there once the trouble has passed.</summary>
public sealed class TaskPollerFaultTests
{
    private static readonly Dictionary<string, Func<Fault>> Passing = new()
    {
        ["500"] = () => Fault.Status(500, "Internal Server Error"),
        ["502"] = () => Fault.Status(502, "<html>Bad Gateway</html>", "text/html"),
        ["503"] = () => Fault.Status(503, """{"error":"busy"}""", "application/json"),
        ["504"] = () => Fault.Status(504),
        ["408"] = () => Fault.Status(408),
        ["429"] = () => Fault.RateLimited(),
        ["429 with a pause"] = () => Fault.RateLimited(TimeSpan.FromSeconds(7)),
        ["429 in the body"] = Fault.RateLimitedInBody,
        ["a page"] = () => Fault.Html200(accepted: false),
        ["half the JSON"] = Fault.TruncatedJson,
        ["nothing"] = () => Fault.Status(200),
        ["a list"] = () => Fault.Status(200, "[]", "application/json"),
        ["a receipt"] = () => Fault.NoIdNoError(accepted: false),
        ["an unknown status"] = Fault.UnknownStatus,
        ["no link"] = Fault.SuccessWithoutVideo,
        ["a reset"] = () => Fault.Reset(accepted: false),
        ["a close"] = () => Fault.CloseAfterReading(accepted: false),
        ["a cut"] = () => Fault.CutWithLength(20),
        ["a cut in a chunk"] = () => Fault.CutChunked(20),
    };

    private static readonly Dictionary<string, Func<Fault>> Refused = new()
    {
        ["400"] = () => Fault.Status(400),
        ["401"] = () => Fault.Status(401),
        ["403"] = () => Fault.Status(403, "<html>Just a moment...</html>", "text/html"),
        ["404"] = () => Fault.Status(404),
        ["410"] = () => Fault.Status(410),
        ["301"] = () => Fault.RedirectToOtherHost(301),
        ["302"] = () => Fault.RedirectToOtherHost(),
        ["307"] = () => Fault.RedirectToOtherHost(307),
        ["308"] = () => Fault.RedirectToOtherHost(308),
        ["a loop"] = () => Fault.RedirectLoop(),
    };

    public static MatrixTheoryData<Protocol, string> Troubles => new([Protocol.Apikley, Protocol.TokenBay], Passing.Keys.ToArray());

    public static MatrixTheoryData<Protocol, string> Refusals => new([Protocol.Apikley, Protocol.TokenBay], Refused.Keys.ToArray());

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_on_the_way_ends_no_task(Protocol protocol, string trouble)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol);
        stage.Gateway.Faults.Add(Route.Poll, Passing[trouble]());
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(404)); // Nor is the video at the content route.

        for (int poll = 0; poll < 3; poll++)
        {
            PollResult result = await stage.PollAsync();
            Assert.False(VeoTaskStatus.IsFinal(result.Task.Status));
            Assert.True(result.Error is null || result.Passing);
            Assert.True(result.Error is null || ReferenceEquals(result.Task, stage.Handle.Task));
        }

        Assert.False(VeoTaskStatus.IsFinal(stage.Kept.Task.Status));
        stage.Gateway.Faults.Clear();
        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.PollAsync()).Task.Status);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_ends_no_task_either_and_no_redirect_to_another_origin_is_followed(Protocol protocol, string refusal)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol);
        stage.Clock.Advance(TaskPoller.NotFoundGrace); // Before, "not found" is no refusal.
        stage.Gateway.Faults.Add(Route.Poll, Refused[refusal]());
        VeoTask before = stage.Handle.Task;

        PollResult result = await stage.PollAsync();

        Assert.NotNull(result.Error);
        bool saysEnough = refusal is "401" or "404" or "410" or "301" or "302" or "307"
            or "308"; // A page may be a proxy's, and is asked again.
        Assert.Equal((before, !saysEnough), (result.Task, result.Passing));
        Assert.Equal(refusal == "a loop" ? 6 : 1, stage.Polls.Count);
        Assert.DoesNotContain(stage.Gateway.Requests, request => request.Origin == stage.Gateway.OtherOrigin);
        stage.Gateway.Faults.Clear();
        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.PollAsync()).Task.Status);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_given_up_after_a_minute()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        Hold hold = new();
        stage.Gateway.Faults.Add(Route.Poll, Fault.LateAnswer(hold));
        Task<PollResult> poll = stage.PollAsync();
        await hold.Reached;

        stage.Clock.Advance(TimeSpan.FromSeconds(60));
        PollResult result = await poll;

        Assert.Equal((VeoErrorId.Protocol, true), (result.Error!.ErrorId, result.Passing));
        hold.Release();
    }

    [Fact]
    public async Task A_question_that_is_repeated_gets_past_what_passes()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Reset(accepted: false), Strike.Nth(1))
            .Add(Route.Poll, Fault.RateLimited(TimeSpan.FromSeconds(2)), Strike.Nth(2));

        SkippingClock clock = new();
        PollResult result = await stage.NewPoller(time: clock).AskAsync(stage.Handle, PollerStage.Token);

        Assert.Equal((VeoTaskStatus.Succeeded, 3), (result.Task.Status, stage.Polls.Count));
        Assert.InRange(clock.Waits[1], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_question_that_is_refused_is_not_repeated()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(401));

        PollResult result = await stage.Poller.AskAsync(stage.Handle, PollerStage.Token);

        Assert.Equal((VeoErrorId.Unauthorized, 1), (result.Error!.ErrorId, stage.Polls.Count));
    }
}
