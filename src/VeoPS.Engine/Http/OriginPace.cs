#if NET
using VeoPS.Engine.Text;
#endif

namespace VeoPS.Engine.Http;

/// <summary>
/// How one origin wants to be treated, by everything in this process that talks to it: a few questions at once, and none
/// while it asks to be left alone.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class OriginPace(TimeProvider time) : IDisposable
{
    /// <summary>
    /// Questions on their way at once. A gateway that takes a third of a second for an answer can still be asked for a
    /// thousand tasks in the cadence of its table.
    /// </summary>
    public const int Questions = 32;

    // The longest pause that a gateway may ask for. Its request is followed as a courtesy and must not let a wait run out.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _slots = new(Questions);
    private readonly object _sync = new();
    private long _free = long.MinValue;

    /// <summary>The time stamp until which it wants to be left alone; in the past where it does not.</summary>
    public long Free
    {
        get
        {
            lock (_sync) return _free;
        }
    }

    /// <summary>Takes note of the pause that it asks for.</summary>
    /// <param name="retryAfter">Null: nothing.</param>
    public void Pause(TimeSpan? retryAfter)
    {
        if (retryAfter is not { } asked) return;
        TimeSpan pause = asked < LongestPause ? asked : LongestPause;
        lock (_sync) _free = Math.Max(_free, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Waits until it wants to be spoken to again.</summary>
    public async Task FreeAsync(CancellationToken cancellationToken)
    {
        for (long now; (now = time.GetTimestamp()) < Free;)
        {
            // Timers count whole milliseconds. Rounded down, this would wake before its time.
            await time.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.GetElapsedTime(now, Free).TotalMilliseconds)), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Asks a question once there is a place for it.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await question().ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();
}
