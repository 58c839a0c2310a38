using VeoPS.Engine.Gateways;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>
/// Everything that can go wrong with a wait, at every gateway, once and for good: no wait is longer than its limit and two seconds, the
/// task that was paid for stays one, and its video is saved once the trouble has passed.
/// </summary>
public sealed class PollFaultMatrixTests
{
    private static readonly Protocol[] Gateways = Enum.GetValues<Protocol>();

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(1.5);

    /// <summary>How a wait ends while the fault lasts.</summary>
    public enum Ending
    {
        Success,
        TimeOut,
        Error,
    }

    private static readonly PollFault[] Faults =
    [
        new("never answers", () => Fault.LateAnswer(new Hold()), Ending.TimeOut, Timers: 2),
        new("never reads", () => Fault.NeverReads(new Hold()), Ending.TimeOut, Timers: 2),
        new("answers by the byte", () => Fault.Drips(TimeSpan.FromSeconds(10)), Ending.TimeOut, Timers: 3),
        new("compresses with gzip", () => Fault.Compressed("gzip"), Ending.Success),
        new("compresses with deflate", () => Fault.Compressed("deflate"), Ending.Success),
        new("compresses with br", () => Fault.Compressed("br"), Ending.Success),
        new("breaks off after a whole document", Fault.BreaksAfterDocument, Ending.Success),
        new("breaks off in the document", () => Fault.CutWithLength(20), Ending.TimeOut),
        new("answers early and closes", () => Fault.AnswersEarly(503), Ending.TimeOut),
        new("resets", () => Fault.Reset(accepted: false), Ending.TimeOut),
        new("redirects within the origin, 301", () => Fault.RedirectWithin(301), Ending.Success),
        new("redirects within the origin, 302", () => Fault.RedirectWithin(302), Ending.Success),
        new("redirects within the origin, 307", () => Fault.RedirectWithin(307), Ending.Success),
        new("redirects within the origin, 308", () => Fault.RedirectWithin(308), Ending.Success),
        new("redirects in a circle", () => Fault.RedirectLoop(307), Ending.Error),
        new("redirects to another origin", () => Fault.RedirectToOtherHost(307), Ending.Error, PassesByItself: false),
        new("shows a challenge page", Fault.ChallengePage, Ending.Error),
        new("shows a page", () => Fault.Html200(accepted: false), Ending.Error),
        new("names amounts out of range", () => Fault.AmountsOutOfRange(), Ending.Success),
        new("names amounts that are no numbers", () => Fault.AmountsOutOfRange("1e999"), Ending.Success),
        new("has no task yet", () => Fault.LateFile(TimeSpan.FromSeconds(45)), Ending.Success),
        new("is busy", () => Fault.Status(503, "{}", "application/json"), Ending.TimeOut),
        new("turns away", () => Fault.RateLimited(TimeSpan.FromSeconds(20)), Ending.TimeOut),
    ];

    public static MatrixTheoryData<Protocol, string> Cases => new(Gateways, Faults.Select(fault => fault.Name).ToArray());

    [Fact]
    public void The_matrix_has_every_gateway_of_the_catalogue_that_is_not_in_this_process() => Assert.Equal(
        GatewayCatalog.All.Where(gateway => gateway.Table.InProcess is null).Select(gateway => gateway.Table.Provider).Order(),
        Gateways.Select(protocol => protocol.ToString()).Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_trouble_that_passes_ends_no_wait(Protocol protocol, string fault)
    {
        PollFault line = Faults.Single(each => each.Name == fault);
        if (!line.PassesByItself) return;
        await using PaidTask paid = await PaidTask.BuyAsync(protocol);
        paid.Shop.Gateway.Faults.Add(Route.Poll, line.Make(), Strike.First(2));

        (PollResult result, TimeSpan waited) = await WaitAsync(paid, line, struck: 2);

        Assert.True(result.Error is null, $"{waited}: {result.Error}");
        Assert.Equal(VeoTaskStatus.Succeeded, result.Task.Status);
        Assert.InRange(waited, TimeSpan.Zero, WaitLimit);
        await paid.SaveAsync();
        await paid.AssertSavedAsync();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_trouble_that_lasts_ends_a_wait_in_time_and_the_task_can_be_had_after_it(Protocol protocol, string fault)
    {
        PollFault line = Faults.Single(each => each.Name == fault);
        await using PaidTask paid = await PaidTask.BuyAsync(protocol);
        paid.Shop.Gateway.Faults.Add(Route.Poll, line.Make());

        (PollResult result, TimeSpan waited) = await WaitAsync(paid, line, struck: int.MaxValue);

        Assert.InRange(waited, TimeSpan.Zero, WaitLimit + TimeSpan.FromSeconds(2));
        Ending end = result.Error is null ? Ending.Success : result.Error.ErrorId == VeoErrorId.WaitTimeout ? Ending.TimeOut : Ending.Error;
        Assert.True(line.Lasting == end, $"{end} after {waited}: {result.Error?.Message}");
        Assert.DoesNotContain(paid.Shop.Gateway.Requests, request => request.Origin == paid.Shop.Gateway.OtherOrigin);
        Assert.InRange(paid.Kept.Cost?.Amount ?? 0, 0, 1_000_000_000_000m);
        if (end == Ending.Success)
        {
            Assert.Equal(VeoTaskStatus.Succeeded, result.Task.Status);
        }
        else
        {
            Assert.False(VeoTaskStatus.IsFinal(paid.Kept.Status));
            Assert.Equal(paid.Handle.Task.Id, paid.Kept.Id);
        }

        paid.Shop.Gateway.Faults.Clear();
        await paid.EndAsync();
        await paid.SaveAsync();
        await paid.AssertSavedAsync();
    }

    // The clock goes on only where nothing but time helps: while no question is on its way, and where the gateway holds one back.
    private static async Task<(PollResult Result, TimeSpan Waited)> WaitAsync(PaidTask paid, PollFault line, int struck)
    {
        FakeTimeProvider clock = paid.Clock;
        PollResult? ended = null;
        TimeSpan waited = default;
        long start = clock.GetTimestamp();
        TaskWatcher watcher = new(paid.Poller, clock, WaitLimit, interval: null, Note, paid.Shop.Log, () => 0);
        watcher.Add(paid.Handle);
        watcher.CompleteAdding();
        Task run = Task.Run(() => watcher.RunAsync(PaidTask.Token), PaidTask.Token);
        for (int held = 0; !run.IsCompleted;)
        {
            int polls = paid.Polls;
            if (watcher.IsIdle)
            {
                await Task.WhenAny(run, clock.WaitForTimersAsync(1));
                if (!run.IsCompleted && watcher.IsIdle) clock.Advance(Tick);
            }
            else if (line.Timers > 0 && polls > held && polls <= struck)
            {
                held = polls;
                await Task.WhenAny(run, clock.WaitForTimersAsync(line.Timers));
                TimeSpan left = WaitLimit + AnswerGrace - clock.GetElapsedTime(start);
                clock.Advance(left < AnswerLimit ? left : AnswerLimit);
                if (left < AnswerLimit) await run.WaitAsync(TimeSpan.FromSeconds(30), PaidTask.Token);
            }
            else
            {
                await Task.WhenAny(run, Task.Delay(1, PaidTask.Token));
            }
        }

        await run;
        return (ended!, waited);

        void Note(TaskHandle handle, PollResult result) => (ended, waited) = (result, clock.GetElapsedTime(start));
    }

    /// <param name="Name">What the gateway does.</param>
    /// <param name="Make">Makes it do so.</param>
    /// <param name="Lasting">How a wait ends while it does so.</param>
    /// <param name="Timers">How many timers wait while a question hangs; 0 where none hangs.</param>
    /// <param name="PassesByItself">False where the first such answer ends the wait.</param>
    private sealed record PollFault(string Name, Func<Fault> Make, Ending Lasting, int Timers = 0, bool PassesByItself = true);
}
