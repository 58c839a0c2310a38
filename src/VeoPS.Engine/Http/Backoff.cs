namespace VeoPS.Engine.Http;

/// <summary>How long to leave a gateway alone before the next try: full jitter over 1, 2, 4, … 16 s, or its own wish.</summary>
internal static class Backoff
{
    /// <summary>How often a question that costs nothing is asked again, after a failure that passes.</summary>
    public const int Retries = 3;

    private static readonly TimeSpan Base = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(16);

    // The longest pause that a gateway may ask for. Its request is followed as a courtesy and must not hang a pipeline for a day.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    /// <param name="attempt">From 0.</param>
    /// <param name="retryAfter">The pause that the gateway asked for.</param>
    public static TimeSpan Delay(int attempt, TimeSpan? retryAfter = null)
    {
        double ceiling = Math.Min(Cap.TotalSeconds, Base.TotalSeconds * Math.Pow(2, Math.Min(attempt, 30)));
        TimeSpan jittered = TimeSpan.FromSeconds(ceiling * Jitter());
        if (retryAfter is not { } asked) return jittered;

        // Jitter on top, so that many that were turned away together do not come back together.
        TimeSpan bounded = asked < TimeSpan.Zero ? TimeSpan.Zero : asked < LongestRetryAfter ? asked : LongestRetryAfter;
        return bounded + TimeSpan.FromSeconds(Base.TotalSeconds * Jitter());
    }

    private static double Jitter()
    {
#if NET
        return Random.Shared.NextDouble();
#else
        lock (Dice) return Dice.NextDouble();
#endif
    }

#if !NET
    private static readonly Random Dice = new();
#endif
}
