namespace VeoPS.Engine.Purchases;

/// <summary>
/// How often one profile's submissions are sent again, all of a call together: a token bucket. A gateway that turns many
/// away meets a trickle of them again, and not a flood. Whoever finds the bucket empty waits for its token.
/// </summary>
internal sealed class RetryBudget(TimeProvider time)
{
    // Twice the default of submissions in flight may try again at once …
    private const double Burst = 8;

    // … and then one a second: over the five minutes that a submission is tried, more than any of them needs.
    private const double PerSecond = 1;

    private readonly object _sync = new();
    private double _tokens = Burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes a token.</summary>
    /// <returns>How long until it is there; zero where the bucket had one.</returns>
    public TimeSpan Take()
    {
        lock (_sync)
        {
            long now = time.GetTimestamp();
            _tokens = Math.Min(Burst, _tokens + time.GetElapsedTime(_filled, now).TotalSeconds * PerSecond);
            _filled = now;
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / PerSecond);
        }
    }
}
