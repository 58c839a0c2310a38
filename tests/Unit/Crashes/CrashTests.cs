using System.Collections.Concurrent;
using System.Diagnostics;
using VeoPS.TestGateway;

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
    private static readonly string[] Known = ["submission taken back", "settled"];
    private static readonly string[] JobKeys = ["shot 1", "shot 2"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_any_two_steps_the_same_line_run_again_buys_each_video_once_and_saves_it()
    {
        IReadOnlyList<CrashPoint> all = await PointsAsync(Protocol.Apikley);
        CrashPoint[] points = [.. Steps(all), .. Occurrences(all)];
        await CrashAtAsync([.. points.Distinct()], Protocol.Apikley);
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
            all = (await LineProcess.RunAsync(stage.Again(), Token)).Points;
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

        LineReport again = await LineProcess.RunAsync(stage.Again(), Token);

        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost)));
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(2, stage.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Killed_while_it_waits_to_send_again_what_was_turned_away_it_is_bought_and_never_unknown()
    {
        await using CrashStage stage = await CrashStage.StartAsync(Protocol.Apikley, JobKeys);
        stage.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Once);
        LineReport killed = await LineProcess.RunAsync(stage.Order with { KillAt = new("submission taken back", 1) }, Token);
        Assert.NotEqual(0, killed.ExitCode);
        Assert.Empty(stage.FaultsNow());

        LineReport again = await LineProcess.RunAsync(stage.Again(), Token);

        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost: null)));
        Assert.Equal(0, again.ExitCode);
    }

    /// <summary>On demand: VEOPS_TEST_KILLS says how many processes are killed, each at a moment of chance.</summary>
    [Fact]
    public async Task Killed_at_moments_of_chance_nothing_is_lost_and_nothing_is_bought_twice()
    {
        const string Variable = "VEOPS_TEST_KILLS";
        const int KillsPerStage = 20;
        Assert.SkipUnless(
            int.TryParse(Environment.GetEnvironmentVariable(Variable), out int kills),
            $"It takes long: {Variable} says how many processes are to be killed (1000).");

        int seed = Environment.TickCount;
        Random chance = new(seed);
        for (int done = 0; done < kills; done += KillsPerStage)
        {
            await using CrashStage stage = await CrashStage.StartAsync(
                Protocol.Apikley,
                [.. Enumerable.Range(1, 10).Select(shot => $"shot {shot}")]);
            for (int kill = 0; kill < KillsPerStage; kill++)
            {
                using LineProcess line = await LineProcess.StartAsync(stage.Again(), Token);
                line.Begin();
                await Task.WhenAny(line.End, Task.Delay(chance.Next(400), Token));
                line.Kill();
                await line.End;
                Assert.True(!stage.FaultsNow().Any(), $"Seed {seed}, kill {done + kill}: {string.Join("; ", stage.FaultsNow())}");
            }

            LineReport last = await LineProcess.RunAsync(stage.Again(), Token);
            Assert.True(last.ExitCode == 0, last.ToString());
            Assert.True(
                !stage.FaultsNow().Concat(stage.FaultsAtTheEnd()).Any(),
                $"Seed {seed}: {string.Join("; ", stage.FaultsNow().Concat(stage.FaultsAtTheEnd()))}\n{last}");
        }

        output.WriteLine($"{kills} kills, seed {seed}: nothing lost, nothing doubled");
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

    private static async Task<IReadOnlyList<CrashPoint>> PointsAsync(Protocol protocol)
    {
        await using CrashStage stage = await CrashStage.StartAsync(protocol, JobKeys);
        LineReport report = await LineProcess.RunAsync(stage.Order, Token);
        Assert.True(report.ExitCode == 0, report.ToString());
        Assert.Empty(stage.FaultsNow().Concat(stage.FaultsAfter(lost: null)));
        return report.Points;
    }

    private async Task CrashAtAsync(CrashPoint[] points, Protocol protocol, CrashPoint? before = null)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        ConcurrentBag<string> faults = [];
        await Parallel.ForEachAsync(points, new ParallelOptions {
            MaxDegreeOfParallelism = 2,
            CancellationToken = Token }, async (point, _) =>
        {
            foreach (string fault in await CrashAsync(point, protocol, before)) faults.Add(fault);
        });

        output.WriteLine($"{protocol}: {points.Length} crashes in {elapsed.Elapsed.TotalSeconds:0.0} s, at "
            + $"{string.Join(", ", points.Select(point => point.ToString()))}");
        Assert.True(faults.IsEmpty, string.Join("\n", faults));
    }

    private static async Task<IEnumerable<string>> CrashAsync(CrashPoint point, Protocol protocol, CrashPoint? before)
    {
        await using CrashStage stage = await CrashStage.StartAsync(protocol, JobKeys);
        if (before is not null) await LineProcess.RunAsync(stage.Order with { KillAt = before }, Token);
        LineReport killed = await LineProcess.RunAsync((before is null ? stage.Order : stage.Again()) with { KillAt = point }, Token);
        List<string> faults = [.. stage.FaultsNow().Select(fault => "Before the last run: " + fault)];
        string? lost = Lost(killed.Points, stage);

        LineReport last = await LineProcess.RunAsync(stage.Again(), Token);

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
