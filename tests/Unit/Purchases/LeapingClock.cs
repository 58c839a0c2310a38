using VeoPS.Engine.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>
/// A clock for code that waits and tries again: a wait is over as soon as it begins, its time having passed. The time limit of
/// an answer stands still until the test ends it, so that real sockets take what time they need; a timer that comes again and
/// again is no wait, and falls due when the others have let its time pass.
/// </summary>
internal sealed class LeapingClock : TimeProvider
{
    private readonly FakeTimeProvider _clock = new();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(0);

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <summary>Lets time pass.</summary>
    public void Leap(TimeSpan time) => _clock.Advance(time);

    /// <summary>Lets the time limit of an answer run out, once there is one.</summary>
    public async Task EndLimitAsync()
    {
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(Sending.AnswerLimit);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        LeapingTimer timer = new(_clock, _clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class LeapingTimer(FakeTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            bool isWait = period == Timeout.InfiniteTimeSpan && dueTime > TimeSpan.Zero && dueTime < Sending.AnswerLimit;
            if (isWait) ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
