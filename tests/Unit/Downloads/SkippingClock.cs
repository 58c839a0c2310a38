namespace VeoPS.Tests.Downloads;

/// <summary>
/// A clock on which waits between tries are over at once and move its time on, and are noted, while limits of a minute and more
/// stand still until the test ends them: real sockets take the time that they need between the two.
/// </summary>
internal sealed class SkippingClock : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly HashSet<Timer> _limits = [];
    private TimeSpan _skipped;

    /// <summary>The waits so far, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock) return _waits.ToArray();
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return base.GetUtcNow() + _skipped;
    }

    /// <summary>Lets every limit run out that stands now.</summary>
    public void EndLimits()
    {
        Timer[] ended;
        lock (_lock)
        {
            ended = [.. _limits];
            _limits.Clear();
        }

        foreach (Timer timer in ended) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SkippingClock clock, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._limits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                if (dueTime >= Limit)
                {
                    clock._limits.Add(this);
                    return true;
                }

                clock._waits.Add(dueTime);
                clock._skipped += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => fire());
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) clock._limits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
