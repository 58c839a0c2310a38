using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Keeps the claims of a call's submissions alive while they are under way: all in one statement, every
/// <see cref="LedgerTimes.Heartbeat"/>. It protects nothing by itself: a claim that lapsed stays lapsed, and its submission
/// is not marked as sending any more.
/// </summary>
internal sealed class Heartbeat(ILedger ledger, TimeProvider time, EngineLog log)
{
    private readonly object _sync = new();
    private readonly HashSet<string> _alive = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private Task _beat = Task.CompletedTask;
    private long _lastBeat;
    private bool _told;

    /// <summary>Keeps a claim alive until it is disposed of.</summary>
    public IDisposable Keep(string submissionId)
    {
        lock (_sync)
        {
            if (_alive.Count == 0) _lastBeat = time.GetTimestamp();
            _alive.Add(submissionId);

            // A periodic timer, and no loop of waits: it does not depend on anybody who awaits it.
            _timer ??= time.CreateTimer(_ => BeatIfDueAsync(), null, LedgerTimes.Heartbeat, LedgerTimes.Heartbeat);
        }

        return new Renewal(this, submissionId);
    }

    /// <summary>Waits, and sees to it that the claims were renewed when the wait is over.</summary>
    public async Task WaitAsync(TimeSpan delay, CancellationToken stop)
    {
        for (TimeSpan left = delay; left > TimeSpan.Zero;)
        {
            TimeSpan part = left < LedgerTimes.Heartbeat ? left : LedgerTimes.Heartbeat;
            await time.Delay(part, stop).ConfigureAwait(false);
            left -= part;
            await BeatIfDueAsync().ConfigureAwait(false);
        }
    }

    private Task BeatIfDueAsync()
    {
        lock (_sync)
        {
            if (!_beat.IsCompleted || _alive.Count == 0 || time.GetElapsedTime(_lastBeat) < LedgerTimes.Heartbeat) return _beat;
            _lastBeat = time.GetTimestamp();
            return _beat = BeatAsync([.. _alive]);
        }
    }

    private async Task BeatAsync(IReadOnlyCollection<string> submissionIds)
    {
        try
        {
            IReadOnlyCollection<string> renewed = await ledger.RenewAsync(submissionIds, CancellationToken.None).ConfigureAwait(false);
            if (renewed.Count < submissionIds.Count)
                log.Verbose($"The claims of {string.Join(", ", submissionIds.Except(renewed))} have expired: this process was "
                    + "delayed, or the submissions have ended.");
        }
        catch (Exception exception)
        {
            // Code that depends on a claim asks the ledger again before it sends. Told once, because the next beat comes soon.
            if (!_told) log.Verbose($"The claims of submissions in progress could not be renewed: {exception.Message}");
            _told = true;
        }
    }

    private void Release(string submissionId)
    {
        lock (_sync)
        {
            _alive.Remove(submissionId);
            if (_alive.Count > 0) return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private sealed class Renewal(Heartbeat heartbeat, string submissionId) : IDisposable
    {
        public void Dispose() => heartbeat.Release(submissionId);
    }
}
