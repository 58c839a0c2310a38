using System.Diagnostics;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>Waits that learn from the ledger how long earlier tasks took.</summary>
public sealed class LearnedWaitTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_first_asked_for_when_few_of_its_kind_were_ready_and_verbose_says_what_is_expected()
    {
        using WatcherStage stage = new(ledger: Known(20, 58, 62));
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromSeconds(90));

        IReadOnlyList<double> asked = stage.AskedAt("1");
        Assert.InRange(asked[0], 45, 60);
        Assert.InRange(asked.Count, 2, 4);
        string told = Assert.Single(stage.Verbose, text => text.Contains("most of the last 20 tasks took", StringComparison.Ordinal));
        Assert.Contains("half of them at most 60 s", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_progress_knows_from_the_same_times_when_a_task_is_likely_to_end()
    {
        using WatcherStage stage = new(ledger: Known(20, 58, 62));
        stage.Add("1");
        stage.Start();
        await stage.PassAsync(TimeSpan.FromSeconds(30));

        Assert.InRange((stage.Watcher.ExpectedEnd!.Value - stage.Clock.GetUtcNow().UtcDateTime).TotalSeconds, 28, 32);

        await stage.PassAsync(TimeSpan.FromSeconds(120));
        Assert.Null(stage.Watcher.ExpectedEnd);
    }

    [Fact]
    public async Task An_interval_of_the_callers_own_stands_over_what_was_learned()
    {
        using WatcherStage stage = new(interval: TimeSpan.FromSeconds(7), ledger: Known(20, 58, 62));
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromSeconds(29));

        Assert.Equal([7, 14, 21, 28], stage.AskedAt("1"));
        Assert.DoesNotContain(stage.Verbose, text => text.Contains("first query", StringComparison.Ordinal));
        Assert.NotNull(stage.Watcher.ExpectedEnd);
    }

    [Fact]
    public async Task With_callbacks_it_asks_at_a_tenth_of_the_cadence_whatever_was_learned()
    {
        using WatcherStage stage = new(ledger: Known(20, 58, 62), stretch: 10);
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromSeconds(150));

        Assert.Equal([100], stage.AskedAt("1"));
    }

    [Fact]
    public async Task The_time_of_a_task_is_kept_once_between_the_question_that_saw_it_run_and_the_one_that_saw_its_end()
    {
        ILedger ledger = Known(0, 0, 0);
        using WatcherStage stage = new(ledger: ledger);
        Recorded(ledger, stage.Handle("1"));
        stage.Answer = question => question.Nth == 3 ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Add("1");
        await stage.ToTheEndAsync();

        TimeTaken taken = Assert.Single(await ledger.TimesAsync(Kind, Token));
        Assert.Equal((20, 32.5), (taken.After, taken.By));
    }

    [Fact]
    public async Task A_task_that_ended_while_nobody_could_ask_tells_nothing_about_its_kind()
    {
        ILedger ledger = Known(0, 0, 0);
        using WatcherStage stage = new(ledger: ledger);
        foreach (string id in (string[])["paused", "late"]) Recorded(ledger, stage.Handle(id));
        stage.Answer = question => question is { Id: "paused", Nth: 1 }
            ? WatcherStage.TooMany(TimeSpan.FromSeconds(100))
            : WatcherStage.Succeeded();
        stage.Add("paused");
        stage.Add("late", "b.example", TimeSpan.FromHours(2));
        await stage.ToTheEndAsync();

        Assert.Equal(2, stage.Ended.Count(ended => ended.Result.Task.Status == VeoTaskStatus.Succeeded));
        Assert.Empty(await ledger.TimesAsync(Kind, Token));
        Assert.Empty(await ledger.TimesAsync(TimeTaken.KindOf("TokenBay", WatcherStage.Profile("b.example").Origin, null), Token));
    }

    [Fact]
    public async Task Without_the_ledger_the_cadence_is_kept()
    {
        using WatcherStage stage = new(ledger: HookedLedger.Gone());
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromSeconds(25));

        Assert.Equal([10, 20], stage.AskedAt("1"));
    }

    [Fact]
    public async Task Over_sockets_the_second_call_asks_at_most_half_as_often_and_notices_as_soon()
    {
        const int Count = 40;
        await using LoopbackGateway gateway = await LoopbackGateway.StartAsync(
            new GatewayOptions { RenderTime = TimeSpan.FromSeconds(60), TimeProvider = _clock, ApiKey = PollerStage.Key },
            Token);
        using HttpTransport transport = new(_clock);

        (int usual, double usualDelay) = await CallAsync();
        (int learned, double delay) = await CallAsync();

        Assert.True(learned * 2 <= usual, $"{learned} of {usual} questions");

        // The clock goes on in steps of half a second, and may take one more while an answer is on its way.
        Assert.True(delay <= usualDelay + 1, $"{delay} s, not {usualDelay} s");

        async Task<(int Questions, double Delay)> CallAsync()
        {
            ILedger ledger = TestLedger.Open(_home.FullName, _clock);
            GatewayProfile profile = new(
                new VeoProfile { Name = "prod", Provider = "TokenBay", BaseUri = gateway.BaseUri },
                new TokenBayGateway(),
                PollerStage.Key);
            double delay = 0;
            TaskWatcher watcher = new(
                new TaskPoller(transport, ledger, _clock, EngineLog.None),
                _clock,
                TimeSpan.FromHours(1),
                interval: null,
                (handle, result) => delay += (result.Task.Completed!.Value - handle.Task.Created).TotalSeconds - 60,
                EngineLog.None,
                new Random(1).NextDouble);
            for (int nth = 0; nth < Count; nth++)
            {
                WireResponse answer = await transport.SendAsync(
                    profile.Endpoint,
                    profile.Gateway.Submit(new VeoRequest { Prompt = "a film" }, profile),
                    TimeSpan.FromMinutes(5),
                    Token);
                string id = profile.Gateway.ReadSubmit(answer).TaskId!;
                watcher.Add(Recorded(ledger, Task(id, "prod", profile.DefaultModel), profile));
                _clock.Advance(TimeSpan.FromSeconds(0.2));
            }

            int before = gateway.Requests.Count;
            watcher.CompleteAdding();
            Task run = System.Threading.Tasks.Task.Run(() => watcher.RunAsync(Token), Token);
            while (!run.IsCompleted)
            {
                await System.Threading.Tasks.Task.WhenAny(run, _clock.WaitForTimersAsync(1));

                // An answer that is on its way is waited for. The wait may have armed its timer after the clock went on, though: the
                // gateway's timers are on this clock too. Then it is the clock that has to go on.
                Stopwatch stood = Stopwatch.StartNew();
                while (!run.IsCompleted && !watcher.IsIdle && stood.Elapsed < TimeSpan.FromSeconds(0.2))
                    await System.Threading.Tasks.Task.Yield();
                if (!run.IsCompleted) _clock.Advance(TimeSpan.FromSeconds(0.5));
            }

            await run;
            return (gateway.Requests.Count - before, delay / Count);
        }
    }

    public void Dispose() => _home.Dispose();

    private static string Kind => TimeTaken.KindOf("TokenBay", WatcherStage.Profile("a.example").Origin, null);

    // A ledger that knows how long some tasks of the stage's kind took.
    private ILedger Known(int count, double after, double by)
    {
        ILedger ledger = TestLedger.Open(_home.FullName, _clock);
        for (int nth = 0; nth < count; nth++)
        {
            GatewayProfile profile = WatcherStage.Profile("a.example");
            VeoTask task = Recorded(ledger, Task($"earlier-{nth}", "a.example", null), profile).Task;
            ledger.Update(task.SubmissionId, entry => entry with { Taken = new TimeTaken(nth, after, by) });
        }

        return ledger;
    }

    private VeoTask Task(string id, string profile, string? model) => new()
    {
        SubmissionId = SubmissionId.New(_clock.GetUtcNow()),
        Id = id,
        Profile = profile,
        Provider = "TokenBay",
        Model = model,
        Status = VeoTaskStatus.Queued,
        Created = _clock.GetUtcNow().UtcDateTime,
        Updated = _clock.GetUtcNow().UtcDateTime,
    };

    private static void Recorded(ILedger ledger, TaskHandle handle) => Recorded(ledger, handle.Task, handle.Profile);

    private static TaskHandle Recorded(ILedger ledger, VeoTask task, GatewayProfile profile)
    {
        ledger.Add(new LedgerEntry { Task = task, Origin = profile.Origin });
        return new TaskHandle(task, profile);
    }
}
