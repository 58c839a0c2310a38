namespace VeoPS.Tests.Support;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_delay_ends_when_its_time_has_passed_and_not_before()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(10), _clock, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time_and_what_they_arm_fires_in_the_same_advance()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        List<double> fired = [];
        void Note() => fired.Add((_clock.GetUtcNow() - start).TotalSeconds);
        ITimer chained = _clock.CreateTimer(_ => Note(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.CreateTimer(
            _ => { Note(); chained.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan); },
            null,
            TimeSpan.FromSeconds(3),
            Timeout.InfiniteTimeSpan);
        _clock.CreateTimer(_ => Note(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([2, 3, 4, 5], fired);
        Assert.Equal(TimeSpan.FromSeconds(6), _clock.GetElapsedTime(0));
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        ITimer timer = _clock.CreateTimer(_ => Assert.Fail("It fired."), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task A_test_can_wait_until_a_timer_is_armed_on_another_thread()
    {
        Task<bool> work = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(1), _clock);
            return true;
        }, TestContext.Current.CancellationToken);

        await _clock.WaitForTimersAsync(1);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(await work);
    }

    [Fact]
    public void Setting_the_wall_clock_moves_no_timer()
    {
        _clock.CreateTimer(_ => Assert.Fail("It fired."), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.SetUtcNow(_clock.GetUtcNow().AddDays(1));
        _clock.Advance(TimeSpan.Zero);

        Assert.Equal(0, _clock.GetTimestamp());
    }
}
