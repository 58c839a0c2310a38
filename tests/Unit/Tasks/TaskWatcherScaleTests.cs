using System.Globalization;
using System.Threading.Channels;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Tasks;

/// <summary>Many tasks, long waits, and clocks that are set: what only a virtual clock can show.</summary>
public sealed class TaskWatcherScaleTests
{
    private static readonly PollCadence Cadence = new TokenBayGateway().Table.Cadence;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public async Task Ten_thousand_tasks_over_two_hours_are_noticed_within_half_an_interval_on_average_and_asked_for_in_their_cadence()
    {
        const int Batches = 25, Batch = 400;
        Dictionary<string, TimeSpan> ends = [];
        Random chance = new(1);
        using WatcherStage stage = new(chance: chance.NextDouble);
        stage.Answer = question => question.At >= ends[question.Id] ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Start();

        for (int batch = 0; batch < Batches; batch++)
        {
            await stage.WhileRunningAsync(() =>
            {
                for (int nth = 0; nth < Batch; nth++)
                {
                    string id = (batch * Batch + nth).ToString(CultureInfo.InvariantCulture);
                    ends[id] = stage.Now + Seconds(60 + (chance.NextDouble() * 240));
                    stage.Add(id);
                }
            });
            await stage.PassAsync(TimeSpan.FromMinutes(5));
        }

        await stage.ToTheEndAsync();

        Assert.Equal(Batches * Batch, stage.Ended.Count(ended => ended.Result.Task.Status == VeoTaskStatus.Succeeded));
        Assert.InRange(
            stage.Ended.Average(ended => (ended.At - ends[ended.Result.Task.Id!]).TotalSeconds),
            0,
            Cadence.Cap.TotalSeconds / 2);
        foreach (IGrouping<string, WatcherStage.Question> task in stage.Questions.GroupBy(question => question.Id))
        {
            double[] at = [.. task.Select(question => question.At.TotalSeconds)];
            foreach ((double earlier, double later) in at.Zip(at.Skip(1)))
                Assert.True(later - earlier >= Cadence.Floor.TotalSeconds);
        }
    }

    [Fact]
    public async Task Chance_shortens_the_waits_by_up_to_a_tenth_and_never_below_the_floor()
    {
        using WatcherStage stage = new(chance: () => 1), floor = new(interval: Cadence.Floor, chance: () => 1);
        foreach (WatcherStage each in (WatcherStage[])[stage, floor])
        {
            each.Add("1");
            each.Start();
            await each.PassAsync(Seconds(35));
        }

        Assert.Equal([10, 19, 30.25], stage.AskedAt("1"));
        Assert.Equal([5, 10, 15, 20, 25, 30, 35], floor.AskedAt("1"));
    }

    [Fact]
    public async Task Where_a_gateway_answers_too_slowly_for_its_tasks_each_of_them_gets_its_turn()
    {
        const int Count = 200, Rounds = 5;
        Channel<TaskCompletionSource> asked = Channel.CreateUnbounded<TaskCompletionSource>();
        using WatcherStage stage = new();
        stage.Delay = async (_, token) =>
        {
            TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await asked.Writer.WriteAsync(answer, token);
            await answer.Task.WaitAsync(token);
        };
        for (int id = 0; id < Count; id++) stage.Add("t" + id, age: Seconds(60));
        stage.Start();

        // As many questions as are asked at once are on their way; each answer makes room for one more.
        Queue<TaskCompletionSource> onTheirWay = [];
        while (onTheirWay.Count < OriginPace.Questions)
            onTheirWay.Enqueue(await asked.Reader.ReadAsync(TestContext.Current.CancellationToken));
        for (int answers = 0; answers < Count * Rounds; answers++)
        {
            stage.Clock.Advance(Seconds(0.5));
            onTheirWay.Dequeue().SetResult();
            onTheirWay.Enqueue(await asked.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        int[] turns = [.. stage.Questions.GroupBy(question => question.Id).Select(task => task.Count())];
        Assert.Equal(Count, turns.Length);
        Assert.InRange(turns.Max() - turns.Min(), 0, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_is_set_by_a_day_changes_neither_the_cadence_nor_the_time_limit(int days)
    {
        using WatcherStage stage = new(timeout: Seconds(60));
        stage.Add("1");
        stage.Start();
        await stage.PassAsync(Seconds(25));

        stage.Clock.SetUtcNow(stage.Clock.GetUtcNow().AddDays(days));
        await stage.ToTheEndAsync();

        Assert.Equal([10, 20, 32.5, 47.5, 60], stage.AskedAt("1"));
        Assert.Equal((60, VeoErrorId.WaitTimeout), (stage.Ended[0].At.TotalSeconds, stage.Ended[0].Result.Error!.ErrorId));
    }
}
