using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;

namespace VeoPS.Tests.Tasks;

/// <summary>TokenBay's cadence: 10 s to the first question, then 10 s that grow to 15 s, never below 5 s.</summary>
public sealed class TaskWatcherCadenceTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public async Task A_new_task_is_asked_for_after_the_first_wait_and_then_in_steps_that_grow_to_the_cap()
    {
        using WatcherStage stage = new();
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(Seconds(90));

        Assert.Equal([10, 20, 32.5, 47.5, 62.5, 77.5], stage.AskedAt("1"));
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(10, 0)]
    [InlineData(3600, 0)]
    [InlineData(-5, 10)]
    public async Task The_age_of_a_task_shortens_its_first_wait(int age, double first)
    {
        using WatcherStage stage = new();
        stage.Add("1", age: Seconds(age));
        stage.Start();

        await stage.PassAsync(Seconds(15));

        Assert.Equal(first, stage.AskedAt("1")[0]);
    }

    [Fact]
    public async Task A_task_of_which_nothing_is_known_but_its_id_is_asked_for_at_once()
    {
        using WatcherStage stage = new();
        stage.Watcher.Add(new TaskHandle(new VeoTask { Id = "1", Profile = "a" }, WatcherStage.Profile("a.example")));
        stage.Start();

        await stage.PassAsync(Seconds(9));

        Assert.Equal([0], stage.AskedAt("1"));
    }

    [Theory]
    [InlineData(1, new double[] { 5, 10, 15, 20, 25 })]
    [InlineData(7, new double[] { 7, 14, 21, 28 })]
    [InlineData(12, new double[] { 10, 22 })]
    public async Task An_interval_of_the_callers_own_is_kept_but_never_below_the_floor(double interval, double[] asked)
    {
        using WatcherStage stage = new(interval: Seconds(interval));
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(Seconds(29));

        Assert.Equal(asked, stage.AskedAt("1"));
    }

    [Fact]
    public async Task A_thousand_tasks_are_each_asked_within_their_cadence_and_never_faster_than_the_floor()
    {
        const int Count = 1000;
        using WatcherStage stage = new();
        stage.Answer = question => question.Nth >= 2 + (int.Parse(question.Id, System.Globalization.CultureInfo.InvariantCulture) % 10)
            ? WatcherStage.Succeeded()
            : WatcherStage.Running();
        for (int id = 0; id < Count; id++)
            stage.Add(id.ToString(System.Globalization.CultureInfo.InvariantCulture), age: Seconds(id % 20 * 0.5));

        await stage.ToTheEndAsync();

        PollCadence cadence = new TokenBayGateway().Table.Cadence;
        Assert.Equal(Count, stage.Ended.Count);
        Assert.All(stage.Ended, ended => Assert.Equal(VeoTaskStatus.Succeeded, ended.Result.Task.Status));
        foreach (IGrouping<string, WatcherStage.Question> task in stage.Questions.GroupBy(question => question.Id))
        {
            double[] at = [.. task.Select(question => question.At.TotalSeconds)];
            Assert.InRange(at[0], 0, cadence.First.TotalSeconds);
            foreach ((double earlier, double later) in at.Zip(at.Skip(1)))
                Assert.InRange(later - earlier, cadence.Floor.TotalSeconds, cadence.Cap.TotalSeconds);
        }
    }

    [Fact]
    public async Task A_gateway_that_hangs_holds_up_no_other_gateways_tasks()
    {
        using WatcherStage stage = new();
        stage.Delay = (question, token) => question.Host == "hangs.example" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        for (int id = 0; id < 50; id++) stage.Add("h" + id, "hangs.example");
        stage.Add("1", "b.example");
        stage.Start();

        await stage.PassAsync(Seconds(58));

        Assert.Equal([10, 20, 32.5, 47.5], stage.AskedAt("1"));
        Assert.Equal(OriginPace.Questions, stage.Questions.Count(question => question.Host == "hangs.example"));
    }

    [Fact]
    public async Task A_pause_that_a_gateway_asks_for_holds_for_all_its_tasks_and_for_no_other_gateways()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question is { Id: "1", Nth: 1 } ? WatcherStage.TooMany(Seconds(60)) : WatcherStage.Running();
        stage.Add("1");
        stage.Add("2", age: Seconds(8));
        stage.Add("3", "b.example");
        stage.Start();

        await stage.PassAsync(Seconds(79));

        Assert.Equal([10, 70], stage.AskedAt("1"));
        Assert.Equal([2, 70], stage.AskedAt("2"));
        Assert.Equal([10, 20, 32.5, 47.5, 62.5, 77.5], stage.AskedAt("3"));
    }

    [Fact]
    public async Task A_pause_of_a_day_is_cut_to_two_minutes()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.Nth == 1 ? WatcherStage.TooMany(TimeSpan.FromDays(1)) : WatcherStage.Succeeded();
        stage.Add("1");

        await stage.ToTheEndAsync();

        Assert.Equal([10, 130], stage.AskedAt("1"));
    }

    [Fact]
    public async Task A_storm_of_rate_limits_passes_and_every_task_ends()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.At < TimeSpan.FromMinutes(5)
            ? WatcherStage.TooMany(question.At.TotalSeconds % 2 < 1 ? Seconds(7) : null)
            : WatcherStage.Succeeded();
        for (int id = 0; id < 100; id++) stage.Add("t" + id, age: Seconds(id % 10));

        await stage.ToTheEndAsync();

        Assert.Equal(100, stage.Ended.Count(ended => ended.Result.Task.Status == VeoTaskStatus.Succeeded && ended.Result.Error is null));
        Assert.All(stage.Ended, ended => Assert.InRange(ended.At.TotalSeconds, 300, 330));
    }
}
