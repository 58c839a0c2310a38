using VeoPS.Engine.Gateways;
using VeoPS.Tests.Tasks;

namespace VeoPS.Tests.Callbacks;

/// <summary>A wait that callbacks wake.</summary>
public sealed class CallbackWaitTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task It_asks_at_a_tenth_of_the_cadence_and_at_once_when_a_callback_comes()
    {
        using WatcherStage stage = new(timeout: Hour + Hour, stretch: 10);
        PollCadence cadence = WatcherStage.Profile("a.example").Gateway.Table.Cadence;
        stage.Add("1");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromSeconds((cadence.First.TotalSeconds * 10) - 1));
        Assert.Empty(stage.Questions);
        stage.Answer = _ => WatcherStage.Succeeded();
        await stage.WhileRunningAsync(() => Assert.True(stage.Watcher.Hint("A.EXAMPLE", "1")));
        await stage.ToTheEndAsync();

        Assert.Single(stage.Questions);
        Assert.Equal(VeoTaskStatus.Succeeded, stage.Ended[0].Result.Task.Status);
        Assert.False(stage.Watcher.Hint("a.example", "1"));
    }

    [Fact]
    public async Task However_many_callbacks_come_it_asks_no_sooner_than_the_floor()
    {
        using WatcherStage stage = new(timeout: Hour + Hour, stretch: 10);
        TimeSpan floor = WatcherStage.Profile("a.example").Gateway.Table.Cadence.Floor;
        stage.Add("1");
        stage.Start();

        await stage.WhileRunningAsync(() => stage.Watcher.Hint("a.example", "1"));
        for (int i = 0; i < 20; i++) stage.Watcher.Hint("a.example", "1");
        await stage.PassAsync(floor + floor);
        for (int i = 0; i < 20; i++) stage.Watcher.Hint("a.example", "1");
        await stage.PassAsync(floor);

        IReadOnlyList<double> asked = stage.AskedAt("1");
        Assert.True(asked.Count > 1);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= floor.TotalSeconds));
        stage.Answer = _ => WatcherStage.Succeeded();
        await stage.ToTheEndAsync();
    }
}
