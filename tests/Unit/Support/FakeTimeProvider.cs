namespace VeoPS.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. <see cref="Advance"/> fires what falls due on the way, in order and
/// each at its own time, so that what a timer arms in turn falls due in the same advance.
/// </summary>
/// <remarks>
/// Callbacks run on the thread that advances. Code under test arms its timers on other threads: wait for them with
/// <see cref="WaitForTimersAsync"/> before advancing, not with a sleep.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _armed = [];
    private readonly List<(int Count, TaskCompletionSource Met)> _waiting = [];
    private DateTimeOffset _utcNow;
    private TimeSpan _elapsed;

    /// <summary>Starts the clock.</summary>
    /// <param name="start">When; else on 20 November 2026, 06:00 UTC.</param>
    public FakeTimeProvider(DateTimeOffset? start = null) => _utcNow = start ?? new DateTimeOffset(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock) return _armed.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _utcNow;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock) return _elapsed.Ticks;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="time">How much; zero fires what is due now.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        TimeSpan end;
        lock (_lock) end = _elapsed + time;

        while (NextDue(end) is { } timer) timer.Fire();
        lock (_lock)
        {
            if (end > _elapsed) MoveTo(end);
        }
    }

    /// <summary>Sets the wall clock alone, as a time server or a user does: timestamps and timers do not notice.</summary>
    /// <param name="now">The new time. May be earlier.</param>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock) _utcNow = now.ToUniversalTime();
    }

    /// <summary>Ends once at least so many timers wait to fire: the code under test has got to where only time helps.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="TimeoutException">They were not armed within 30 real seconds.</exception>
    public async Task WaitForTimersAsync(int count)
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_armed.Count >= count) return;
            _waiting.Add((count, met));
        }

        try
        {
            await met.Task.WaitAsync(WaitLimit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{count} timers were waited for, and {ArmedTimers} are armed.");
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        FakeTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? NextDue(TimeSpan end)
    {
        lock (_lock)
        {
            // Ties fire in the order in which they were armed.
            FakeTimer? next = _armed.MinBy(timer => timer.Due);
            if (next is null || next.Due > end) return null;
            if (next.Due > _elapsed) MoveTo(next.Due);
            _armed.Remove(next);
            if (next.Period > TimeSpan.Zero) Arm(next, next.Period);
            return next;
        }
    }

    private void MoveTo(TimeSpan elapsed)
    {
        _utcNow += elapsed - _elapsed;
        _elapsed = elapsed;
    }

    private void Arm(FakeTimer timer, TimeSpan after)
    {
        timer.Due = _elapsed + after;
        _armed.Add(timer);
        foreach ((int count, TaskCompletionSource met) in _waiting)
            if (_armed.Count >= count) met.TrySetResult();
        _waiting.RemoveAll(waiting => waiting.Met.Task.IsCompleted);
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (_disposed) return false;
                clock._armed.Remove(this);
                Period = period;
                if (dueTime >= TimeSpan.Zero) clock.Arm(this, dueTime);
            }

            // A timer that is due at once fires without anybody's advance, and never inside the call that arms it.
            if (dueTime == TimeSpan.Zero) ThreadPool.QueueUserWorkItem(_ => clock.Advance(TimeSpan.Zero));
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
