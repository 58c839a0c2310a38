using VeoPS.Engine.Tasks;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

public sealed class WaitProgressTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WaitProgress _progress;

    public WaitProgressTests() => _progress = new WaitProgress(_clock);

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    [Fact]
    public void It_says_how_many_are_done_and_rendering_and_how_long_all_may_take()
    {
        VeoTask[] tasks = [.. Enumerable.Range(0, 50).Select(_ => Take())];
        _clock.Advance(TimeSpan.FromMinutes(3));
        VeoTask late = Take();
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        for (int done = 0; done < 12; done++) _progress.End();

        VeoTask[] left = [.. tasks.Skip(12).Select((task, nth) => nth < 3 ? Running(task) : task), late];

        Assert.Equal("12 of 51 done, 3 rendering, 3.2 of ~6.2 min", _progress.Describe(left, Now + TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        Assert.Equal("0 of 0 done", _progress.Describe([], null));

        VeoTask task = Take();
        Assert.Equal("0 of 1 done", _progress.Describe([task], Now + TimeSpan.FromMinutes(1)));

        _clock.Advance(TimeSpan.FromSeconds(72));
        Assert.Equal("0 of 1 done, 72 s", _progress.Describe([task], null));

        _clock.Advance(TimeSpan.FromSeconds(36));
        Assert.Equal("0 of 1 done, 1.8 min", _progress.Describe([task], null));
    }

    [Fact]
    public void A_short_wait_is_told_in_seconds()
    {
        VeoTask first = Take();
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("0 of 1 done, 30 of ~60 s", _progress.Describe([first], Now + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_guess_that_time_has_overtaken_is_not_told()
    {
        VeoTask task = Take();
        _clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("0 of 1 done, 3 min", _progress.Describe([task], Now - TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_share_counts_what_gateways_say_of_their_progress()
    {
        Take();
        VeoTask second = Take(), third = Take(), fourth = Take();
        _progress.End();

        Assert.Equal(0, new WaitProgress(_clock).Percent([]));
        Assert.Equal(37, _progress.Percent([new VeoTask(second) { Progress = 50 }, third, fourth]));
    }

    private VeoTask Take()
    {
        _progress.Take();
        return new VeoTask { Id = "1", Profile = "prod", Status = VeoTaskStatus.Queued, Created = Now };
    }

    private static VeoTask Running(VeoTask task) => new VeoTask(task) { Status = VeoTaskStatus.Running };
}
