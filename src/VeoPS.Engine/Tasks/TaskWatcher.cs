using VeoPS.Engine.Http;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// Waits for any number of tasks with one scheduler and no thread a task. Each is asked for at its gateway's cadence; a
/// gateway that asks to be left alone is left alone as a whole. Time limits detach: they never cancel what was paid for.
/// </summary>
public sealed class TaskWatcher
{
    // Questions on their way at once, over all tasks.
    private const int Concurrency = 8;

    // After this many answers in a row that nobody can read, a person has to look.
    private const int UnreadableInARow = 10;

    private const double StepGrowth = 1.25;

    private readonly TaskPoller _poller;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan? _interval;
    private readonly EngineLog _log;
    private readonly Action<TaskHandle, PollResult> _ended;

    private readonly object _sync = new();
    private readonly SortedSet<Watched> _due = new(Watched.ByDue);
    private readonly Dictionary<string, DateTimeOffset> _originFree = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Watched> _asking = [];
    private readonly SortedDictionary<long, TaskHandle> _open = [];
    private TaskCompletionSource<bool> _wake = NewSignal();
    private long _sequence;
    private bool _completed;

    /// <summary>Waits for nothing yet.</summary>
    /// <param name="poller">Asks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">How long each task is waited for, from when it was added.</param>
    /// <param name="interval">Between two questions about a task; null: the gateway's own. Never below its floor.</param>
    /// <param name="ended">Gets each task as it ends, or the error that ended the wait for it. Called from any thread.</param>
    /// <param name="log">Where passing troubles are told.</param>
    public TaskWatcher(TaskPoller poller, TimeProvider time, TimeSpan timeout, TimeSpan? interval, Action<TaskHandle, PollResult> ended, EngineLog log)
    {
        _poller = poller;
        _time = time;
        _timeout = timeout;
        _interval = interval;
        _ended = ended;
        _log = log;
    }

    /// <summary>Waits for one more task. One that has ended already ends at once.</summary>
    /// <param name="handle">The task.</param>
    public void Add(TaskHandle handle)
    {
        if (VeoTaskStatus.IsFinal(handle.Task.Status) || handle.Task.Status == VeoTaskStatus.Unknown)
        {
            _ended(handle, new PollResult(handle.Task));
            return;
        }

        lock (_sync)
        {
            DateTimeOffset now = _time.GetUtcNow();
            long started = _time.GetTimestamp();
            _open.Add(_sequence, handle);
            _due.Add(new Watched(handle, _sequence++, started) { Due = started + Ticks(Shorter(FirstWait(handle, now), _timeout)) });
            Wake();
        }
    }

    /// <summary>Says that no more tasks come: <see cref="RunAsync"/> ends with the last of them.</summary>
    public void CompleteAdding()
    {
        lock (_sync)
        {
            _completed = true;
            Wake();
        }
    }

    /// <summary>The tasks that are still waited for.</summary>
    public IReadOnlyList<VeoTask> Left
    {
        get
        {
            lock (_sync) return [.. _open.Values.Select(handle => handle.Task)];
        }
    }

    /// <summary>Waits until <see cref="CompleteAdding"/> was called and every task has ended.</summary>
    /// <param name="cancellationToken">Detaches from all of them.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> questions = [];
        while (Next(out Watched? next, out TimeSpan wait, out Task wake))
        {
            if (next is null)
            {
                await WaitAsync(wait, wake, cancellationToken).ConfigureAwait(false);
                continue;
            }

            questions.RemoveAll(question => question.Status == TaskStatus.RanToCompletion);
            questions.Add(AskAsync(next, cancellationToken));
        }

        await Task.WhenAll(questions).ConfigureAwait(false);
    }

    // False where all is done; null in next where there is nothing to ask until the wait is over or something happens.
    private bool Next(out Watched? next, out TimeSpan wait, out Task wake)
    {
        lock (_sync)
        {
            next = null;
            wake = _wake.Task;
            wait = Timeout.InfiniteTimeSpan;
            if (_due.Count == 0 && _asking.Count == 0) return !_completed;
            if (_due.Count == 0 || _asking.Count >= Concurrency) return true;

            Watched first = _due.Min!;
            long now = _time.GetTimestamp();
            if (first.Due > now)
            {
                wait = _time.GetElapsedTime(now, first.Due);
                return true;
            }

            _due.Remove(first);
            _asking.Add(first);
            next = first;
            return true;
        }
    }

    private async Task WaitAsync(TimeSpan wait, Task wake, CancellationToken cancellationToken)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(wake, _time.Delay(wait, done.Token)).ConfigureAwait(false);
        done.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task AskAsync(Watched watched, CancellationToken cancellationToken)
    {
        PollResult result = new(watched.Handle.Task);
        try
        {
            if (OriginIsFree(watched)) result = await _poller.PollAsync(watched.Handle, again: false, cancellationToken).ConfigureAwait(false);
            Settle(watched, result);
        }
        finally
        {
            lock (_sync)
            {
                _asking.Remove(watched);
                Wake();
            }
        }
    }

    private void Settle(Watched watched, PollResult result)
    {
        watched.Unreadable = result.Error is { ErrorId: VeoErrorId.Protocol, InnerException: null } ? watched.Unreadable + 1 : 0;
        if (result.RetryAfter is { } pause) lock (_sync) _originFree[watched.Handle.Profile.Origin] = _time.GetUtcNow() + pause;
        if (result.Error is { } error)
        {
            if (!result.Passing || watched.Unreadable >= UnreadableInARow)
            {
                End(watched, result);
                return;
            }

            if (!watched.TroubleTold) _log.Verbose($"{error.Message} Asking again.");
        }

        watched.TroubleTold = result.Error is not null;
        if (VeoTaskStatus.IsFinal(result.Task.Status)) End(watched, result);
        else if (OutOfTime(watched)) End(watched, result with { Error = TaskErrors.TimedOut(result.Task, _timeout) });
        else Again(watched);
    }

    private void Again(Watched watched)
    {
        PollCadence cadence = watched.Handle.Profile.Gateway.Table.Cadence;
        lock (_sync)
        {
            TimeSpan step = watched.Step ?? cadence.Step;
            watched.Step = step >= cadence.Cap ? step : Shorter(TimeSpan.FromTicks((long)(step.Ticks * StepGrowth)), cadence.Cap);
            TimeSpan wait = Longer(_interval ?? step, cadence.Floor);
            if (_originFree.TryGetValue(watched.Handle.Profile.Origin, out DateTimeOffset free)) wait = Longer(wait, free - _time.GetUtcNow());
            // The last question comes with the end of the time, so that a task that ended just before it is not missed.
            long now = _time.GetTimestamp();
            watched.Due = Math.Min(now + Ticks(wait), Math.Max(watched.Started + Ticks(_timeout), now + Ticks(cadence.Floor)));
            _due.Add(watched);
        }
    }

    private bool OutOfTime(Watched watched) => _time.GetElapsedTime(watched.Started) >= _timeout;

    private bool OriginIsFree(Watched watched)
    {
        lock (_sync) return !_originFree.TryGetValue(watched.Handle.Profile.Origin, out DateTimeOffset free) || free <= _time.GetUtcNow();
    }

    // A task that was submitted a while ago is asked for at once; one that was submitted just now is given its time.
    private TimeSpan FirstWait(TaskHandle handle, DateTimeOffset now)
    {
        PollCadence cadence = handle.Profile.Gateway.Table.Cadence;
        if (handle.Task.Created == default) return TimeSpan.Zero;
        TimeSpan first = _interval is { } interval ? Shorter(cadence.First, Longer(interval, cadence.Floor)) : cadence.First;
        TimeSpan age = now.UtcDateTime - handle.Task.Created;
        return age < TimeSpan.Zero ? first : Longer(first - age, TimeSpan.Zero);
    }

    private void End(Watched watched, PollResult result)
    {
        _ended(watched.Handle, result);
        lock (_sync) _open.Remove(watched.Sequence);
    }

    private void Wake()
    {
        _wake.TrySetResult(true);
        _wake = NewSignal();
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class Watched(TaskHandle handle, long sequence, long started)
    {
        public static IComparer<Watched> ByDue { get; } = Comparer<Watched>.Create((one, other) =>
            one.Due != other.Due ? one.Due.CompareTo(other.Due) : one.Sequence.CompareTo(other.Sequence));

        public TaskHandle Handle { get; } = handle;

        public long Sequence { get; } = sequence;

        public long Started { get; } = started;

        public long Due { get; set; }

        public TimeSpan? Step { get; set; }

        public int Unreadable { get; set; }

        public bool TroubleTold { get; set; }
    }
}
