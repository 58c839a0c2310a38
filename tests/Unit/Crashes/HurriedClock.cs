namespace VeoPS.Tests.Crashes;

/// <summary>
/// A clock in a hurry: waits of less than a minute are over at once, and so much time has passed. The limits of answers and
/// of stalls, which are longer, take their real time: sockets take theirs.
/// </summary>
internal sealed class HurriedClock(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly long _started = System.GetTimestamp();
    private long _skipped;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => System.GetElapsedTime(_started).Ticks + Interlocked.Read(ref _skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(HurriedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // A timer that comes again and again is no wait.
            if (dueTime <= TimeSpan.Zero || dueTime >= Limit || period != Timeout.InfiniteTimeSpan) return timer.Change(dueTime, period);
            Interlocked.Add(ref clock._skipped, dueTime.Ticks);
            return timer.Change(TimeSpan.Zero, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
