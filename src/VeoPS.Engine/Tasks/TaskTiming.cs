using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Tasks;

/// <summary>How long a task has run, by a clock that nobody sets, and between which two questions it ended.</summary>
/// <param name="time">The clock.</param>
/// <param name="submitted">UTC.</param>
internal sealed class TaskTiming(TimeProvider time, DateTime submitted)
{
    private readonly long _born = time.GetTimestamp()
        - (long)((time.GetUtcNow().UtcDateTime - submitted).TotalSeconds * time.TimestampFrequency);

    /// <summary>The task's age, in seconds.</summary>
    public double Age => AgeAt(time.GetTimestamp());

    /// <summary>The age at which it was last known to run, in seconds. Null where questions came too late or were not answered, so
    /// that it may have ended long ago.</summary>
    public double? RanAt { get; set; }

    /// <summary>How long it took; null where it has not ended, or where that cannot be told.</summary>
    public TimeTaken? Taken { get; private set; }

    /// <summary>True once nobody waits for it any more.</summary>
    public bool IsOver { get; set; }

    /// <summary>The age at a moment, in seconds.</summary>
    /// <param name="timestamp">Of the clock.</param>
    public double AgeAt(long timestamp) => (timestamp - _born) / (double)time.TimestampFrequency;

    /// <summary>The moment at which it has an age.</summary>
    /// <param name="seconds">The age.</param>
    public long At(double seconds) => _born + (long)(seconds * time.TimestampFrequency);

    /// <summary>Takes note of an answer.</summary>
    /// <param name="status">The task's status now.</param>
    /// <returns>How long the task took, where this answer tells it. An end that somebody asked for tells nothing.</returns>
    public TimeTaken? Note(string status)
    {
        double now = Age;
        if (!VeoTaskStatus.IsFinal(status))
        {
            RanAt = now;
            return null;
        }

        bool isOwnEnd = status is VeoTaskStatus.Succeeded or VeoTaskStatus.Failed or VeoTaskStatus.Filtered;
        if (isOwnEnd && RanAt is { } after && after >= 0 && after < now)
            Taken = new TimeTaken(LedgerClock.Of(submitted) / 1000, after, now);
        return Taken;
    }
}
