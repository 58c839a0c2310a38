using System.Collections.Concurrent;
using System.Diagnostics;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>
/// Processes that are killed between any two steps of buying, waiting and saving, and the same line run again after them. What
/// the gateway took is compared with the ledger and the disk after each.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const string Begun = "begun";
    private const string Marked = "sending marked";
    private const string TakenBack = "submission taken back";
    private static readonly string[] Known = [TakenBack, "settled"];
    private static readonly string[] JobKeys = ["shot 1", "shot 2"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_any_two_steps_the_same_line_run_again_buys_each_video_once_and_saves_it()
    {
        IReadOnlyList<CrashPoint> all = await PointsAsync(Protocol.Apikley);
        CrashPoint[] points = [.. Steps(all), .. Occurrences(all)];
        await CrashAtAsync([.. points.Distinct()], Protocol.Apikley);
    }

    /// <summary>At each named step once; on demand (VEOPS_TEST_KILLS) at all those where it is killed over a file.</summary>
    [Fact]
    public async Task Killed_at_any_step_over_a_server_the_same_line_run_again_buys_each_video_once_and_saves_it()
    {
        PostgresCluster cluster = PostgresCluster.Require();
        IReadOnlyList<CrashPoint> all = await PointsAsync(Protocol.Apikley, cluster);
        IEnumerable<CrashPoint> points = CrashDemand.Kills is null
            ? all.GroupBy(point => point.Name).Select(same => same.Last())
            : Steps(all).Concat(Occurrences(all)).Distinct();
        await CrashAtAsync([.. points], Protocol.Apikley, cluster: cluster);
    }

    /// <summary>Once in the middle of a purchase; on demand (VEOPS_TEST_KILLS) ten times, at another step each time. The process
    /// goes on before the server is there again, or after, in turn.</summary>
    [Fact]
    public async Task A_server_that_is_taken_down_and_started_again_in_mid_run_loses_nothing_and_nothing_is_bought_twice()
    {
        int restarts = CrashDemand.Kills is null ? 1 : 10;
        using PostgresCluster cluster = PostgresCluster.StartOwn();
        string[] steps = CrashDemand.Kills is null
            ? [Marked]
            : [.. (await PointsAsync(Protocol.Apikley, cluster)).Select(point => point.Name).Distinct()];
        await using CrashStage stage = await CrashStage.StartAsync(
            Protocol.Apikley,
            cluster,
            [.. Enumerable.Range(1, (restarts * 2) + 1).Select(shot => $"shot {shot:00}")]);
        List<string> told = [];
        for (int restart = 0; restart < restarts; restart++)
        {
            CrashPoint point = new(steps[restart % steps.Length], Occurrence: 2);
            LineOrder order = await stage.AgainAsync() with { HoldAt = point };

            // Two more with each run, so that each passes every step twice.
            order = order with { JobKeys = [.. order.JobKeys.Take((restart + 1) * 2)] };
            using LineProcess line = await LineProcess.StartAsync(order, Token);
            line.Begin();
            await line.Held;
            using (cluster.Crash())
            {
                if (restart % 2 == 0)
                {
                    line.LetGo();
                    await line.End;
                }
            }

            if (restart % 2 != 0) line.LetGo();
            LineReport report = await line.End;
            told.Add($"at {point}:\n{report}");
            Assert.True(report.About("held").Any(), $"It did not pass {point}: {report}");
            Assert.True(!stage.FaultsNow().Any(), string.Join("\n", [.. stage.FaultsNow(), .. told]));
        }

        LineReport last = await LineProcess.RunAsync(await stage.AgainAsync(), Token);

        string[] faults = [.. stage.FaultsNow(), .. stage.FaultsAfter(lost: null)];
        Assert.True(faults.Length == 0, string.Join("\n", [.. faults, .. told, last.ToString()]));
        Assert.Equal(0, last.ExitCode);
        output.WriteLine($"{told.Count} restarts, {stage.Gateway.Accepted.Count} bought\n{string.Join('\n', told)}");
    }

    /// <summary>SIGSTOP, then its claims lapse, then SIGCONT.</summary>
    [Theory]
    [InlineData(Store.Sqlite, Begun, true)]
    [InlineData(Store.Sqlite, Begun, false)]
    [InlineData(Store.Sqlite, TakenBack, true)]
    [InlineData(Store.Postgres, Begun, true)]
    [InlineData(Store.Postgres, TakenBack, true)]
    public async Task A_process_that_slept_through_its_own_claim_sends_nothing_for_it_afterwards(
        Store store,
        string point,
        bool isTakenOver)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that suspends a process.");
        await using CrashStage stage = await CrashStage.StartAsync(store, JobKeys);
        if (point == TakenBack) stage.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Once);
        using LineProcess sleeper = await LineProcess.StartAsync(stage.Order with { HoldAt = new CrashPoint(point, 1) }, Token);
        sleeper.Begin();
        await sleeper.Held;
        await sleeper.SuspendAsync();
        await stage.LapseAsync();
        LineReport? other = isTakenOver ? await LineProcess.RunAsync(await stage.AgainAsync(), Token) : null;
        int sent = Sent();

        await sleeper.ResumeAsync();
        sleeper.LetGo();
        LineReport woken = await sleeper.End;

        // Nobody has bought the second meanwhile, unless all were taken over.
        Assert.Equal(isTakenOver ? sent : sent + 1, Sent());
        Assert.Contains(woken.About(VeoErrorId.NotSent), about => about.StartsWith(JobKeys[0], StringComparison.Ordinal));
        Assert.Equal(0, woken.ExitCode);
        if (other is null) await LineProcess.RunAsync(await stage.AgainAsync(), Token);
        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost: null)));

        int Sent() => stage.Gateway.Requests.Count(request => request.Route == Route.Submit);
    }

    [Fact]
    public async Task Where_the_gateway_lists_what_runs_a_lost_answer_is_found_and_nothing_stays_unknown()
    {
        IReadOnlyList<CrashPoint> all = await PointsAsync(Protocol.SkillsVideo);
        CrashPoint[] points = [.. all.Where(point => IsLost(all.TakeWhile(each => each != point).Append(point)))];
        await CrashAtAsync(points, Protocol.SkillsVideo);
    }

    [Fact]
    public async Task Killed_once_more_while_it_gives_up_what_the_first_never_sent_the_third_buys_it_once()
    {
        CrashPoint first = new(Begun, 1);
        IReadOnlyList<CrashPoint> all;
        await using (CrashStage stage = await CrashStage.StartAsync(Protocol.Apikley, JobKeys))
        {
            await LineProcess.RunAsync(stage.Order with { KillAt = first }, Token);
            all = (await LineProcess.RunAsync(await stage.AgainAsync(), Token)).Points;
        }

        CrashPoint[] points = [.. all.TakeWhile(point => point.Name != Marked)];
        Assert.Contains(points, point => point.Name == first.Name);
        await CrashAtAsync(points, Protocol.Apikley, first);
    }

    [Theory]
    [InlineData(Protocol.Apikley, "shot 1")]
    [InlineData(Protocol.SkillsVideo, null)]
    public async Task Killed_while_the_gateway_answers_what_it_took_is_unknown_or_found_and_never_bought_again(
        Protocol protocol,
        string? lost)
    {
        await using CrashStage stage = await CrashStage.StartAsync(protocol, JobKeys);
        Hold hold = new();
        stage.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold), Strike.Once);
        using LineProcess line = await LineProcess.StartAsync(stage.Order, Token);
        line.Begin();
        Assert.True(
            await Task.WhenAny(hold.Reached, line.End) == hold.Reached,
            $"It sent nothing: {(line.End.IsCompletedSuccessfully ? await line.End : null)}");
        line.Kill();
        await line.End;
        hold.Release();
        Assert.Empty(stage.FaultsNow());

        LineReport again = await LineProcess.RunAsync(await stage.AgainAsync(), Token);

        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost)));
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(2, stage.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Killed_while_it_waits_to_send_again_what_was_turned_away_it_is_bought_and_never_unknown()
    {
        await using CrashStage stage = await CrashStage.StartAsync(Protocol.Apikley, JobKeys);
        stage.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Once);
        LineReport killed = await LineProcess.RunAsync(stage.Order with { KillAt = new(TakenBack, 1) }, Token);
        Assert.NotEqual(0, killed.ExitCode);
        Assert.Empty(stage.FaultsNow());

        LineReport again = await LineProcess.RunAsync(await stage.AgainAsync(), Token);

        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost: null)));
        Assert.Equal(0, again.ExitCode);
    }

    /// <summary>On demand: VEOPS_TEST_KILLS says how many processes are killed, each at a moment of chance.</summary>
    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.Postgres)]
    public async Task Killed_at_moments_of_chance_nothing_is_lost_and_nothing_is_bought_twice(Store store)
    {
        const int KillsPerStage = 20;
        int kills = CrashDemand.RequireKills();
        PostgresCluster? cluster = store is Store.Postgres ? PostgresCluster.Require() : null;

        int seed = Environment.TickCount;
        Random chance = new(seed);
        for (int done = 0; done < kills; done += KillsPerStage)
        {
            await using CrashStage stage = await CrashStage.StartAsync(
                Protocol.Apikley,
                cluster,
                [.. Enumerable.Range(1, 10).Select(shot => $"shot {shot}")]);
            for (int kill = 0; kill < KillsPerStage; kill++)
            {
                using LineProcess line = await LineProcess.StartAsync(await stage.AgainAsync(), Token);
                line.Begin();
                await Task.WhenAny(line.End, Task.Delay(chance.Next(400), Token));
                line.Kill();
                await line.End;
                Assert.True(!stage.FaultsNow().Any(), $"Seed {seed}, kill {done + kill}: {string.Join("; ", stage.FaultsNow())}");
            }

            LineReport last = await LineProcess.RunAsync(await stage.AgainAsync(), Token);
            Assert.True(last.ExitCode == 0, last.ToString());
            Assert.True(
                !stage.FaultsNow().Concat(stage.FaultsAtTheEnd()).Any(),
                $"Seed {seed}: {string.Join("; ", stage.FaultsNow().Concat(stage.FaultsAtTheEnd()))}\n{last}");
        }

        output.WriteLine($"{store}: {kills} kills, seed {seed}: nothing lost, nothing doubled");
    }

    // Each step that follows two others, once.
    private static IEnumerable<CrashPoint> Steps(IReadOnlyList<CrashPoint> points) =>
        points.Select((point, at) => (Point: point, Way: string.Join(", ", points.Take(at + 1).TakeLast(3).Select(each => each.Name))))
            .DistinctBy(step => step.Way)
            .Select(step => step.Point);

    // The first, one in the middle and the last of each name.
    private static IEnumerable<CrashPoint> Occurrences(IReadOnlyList<CrashPoint> points) =>
        points.GroupBy(point => point.Name)
            .SelectMany(same => same.ToArray() is var all ? new[] { all[0], all[all.Length / 2], all[^1] } : []);

    // Marked as sending, and neither settled nor known not to have been taken: between the two nobody can know.
    private static bool IsLost(IEnumerable<CrashPoint> passed)
    {
        string[] names = [.. passed.Select(point => point.Name)];
        int marked = Array.LastIndexOf(names, Marked);
        return marked > Array.LastIndexOf(names, Begun) && !names.Skip(marked).Any(Known.Contains);
    }

    private static async Task<IReadOnlyList<CrashPoint>> PointsAsync(Protocol protocol, PostgresCluster? cluster = null)
    {
        await using CrashStage stage = await CrashStage.StartAsync(protocol, cluster, JobKeys);
        LineReport report = await LineProcess.RunAsync(stage.Order, Token);
        Assert.True(report.ExitCode == 0, report.ToString());
        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost: null)));
        return report.Points;
    }

    private async Task CrashAtAsync(
        CrashPoint[] points,
        Protocol protocol,
        CrashPoint? before = null,
        PostgresCluster? cluster = null)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        ConcurrentBag<string> faults = [];
        await Parallel.ForEachAsync(points, new ParallelOptions {
            MaxDegreeOfParallelism = 2,
            CancellationToken = Token }, async (point, _) =>
        {
            foreach (string fault in await CrashAsync(point, protocol, before, cluster)) faults.Add(fault);
        });

        string store = cluster is null ? "a file" : "a server";
        output.WriteLine($"{protocol} over {store}: {points.Length} crashes in {elapsed.Elapsed.TotalSeconds:0.0} s, at "
            + $"{string.Join(", ", points.Select(point => point.ToString()))}");
        Assert.True(faults.IsEmpty, string.Join("\n", faults));
    }

    private static async Task<IEnumerable<string>> CrashAsync(
        CrashPoint point,
        Protocol protocol,
        CrashPoint? before,
        PostgresCluster? cluster)
    {
        await using CrashStage stage = await CrashStage.StartAsync(protocol, cluster, JobKeys);
        if (before is not null) await LineProcess.RunAsync(stage.Order with { KillAt = before }, Token);
        LineOrder order = before is null ? stage.Order : await stage.AgainAsync();
        LineReport killed = await LineProcess.RunAsync(order with { KillAt = point }, Token);
        List<string> faults = [.. stage.FaultsNow().Select(fault => "Before the last run: " + fault)];
        string? lost = Lost(killed.Points, stage);

        LineReport last = await LineProcess.RunAsync(await stage.AgainAsync(), Token);

        faults.AddRange([.. stage.FaultsNow(), .. stage.FaultsAfter(lost)]);
        // In how many pieces a video comes is the network's to say.
        if (killed.ExitCode == 0 && point.Name != "part grown") faults.Add("It was not killed.");
        if (last.ExitCode != 0) faults.Add("The last run did not come to its end.");
        return faults.Select(fault => $"{point}: {fault}\n{killed}\n{last}");
    }

    private static string? Lost(IReadOnlyList<CrashPoint> passed, CrashStage stage)
    {
        if (!IsLost(passed)) return null;
        string key = JobKeys[passed.Count(point => point.Name == Begun) - 1];
        return stage.Order.Protocol is Protocol.SkillsVideo && stage.Gateway.Accepted.Any(task => task.Prompt == key) ? null : key;
    }
}
