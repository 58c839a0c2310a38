using System.Runtime.ExceptionServices;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// Waits for any number of tasks with one scheduler and no thread a task. Each is asked for at its gateway's cadence, or when tasks
/// of its kind usually end, where that is known; a gateway that asks to be left alone is left alone as a whole. Time limits
/// detach: they never cancel a paid task.
/// </summary>
internal sealed class TaskWatcher
{
    // After this many answers in a row that nobody can read, a person has to look.
    private const int UnreadableInARow = 10;

    // The poll may know later than the callback: so often it is asked at the gateway's own cadence after one.
    private const int QuestionsForHint = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // A timer takes no more than 49.

    // How long after its time a question that is on its way may still be answered. Then it is given up.
    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(1.5);

    private readonly TaskPoller _poller;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan? _interval;
    private readonly EngineLog _log;
    private readonly Action<TaskHandle, PollResult> _ended;
    private readonly Func<double> _chance;

    private readonly object _sync = new();
    private readonly SortedSet<WatchedTask> _left = new(WatchedTask.ByDeadline);
    private readonly Dictionary<string, Origin> _origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskKind> _kinds = new(StringComparer.Ordinal);
    private readonly Queue<TaskKind> _unread = [];
    private TaskCompletionSource<bool> _wake = NewSignal();
    private ExceptionDispatchInfo? _broken;
    private long _sequence;
    private bool _completed;
    private int _reading;

    // True while the scheduler waits, with its timer armed. A clock that goes on before that would make the timer come late.
    private bool _isParked;

    /// <summary>Waits for nothing yet.</summary>
    /// <param name="poller">Asks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">How long each task is waited for, from when it was added.</param>
    /// <param name="interval">Between two questions about a task; null: the gateway's own. Never below its floor.</param>
    /// <param name="ended">Gets each task as it ends, or the error that ended the wait for it. Called from any thread.</param>
    /// <param name="log">Where passing troubles are told.</param>
    /// <param name="chance">From 0 up to 1, anew with each call; null for chance itself.</param>
    public TaskWatcher(
        TaskPoller poller,
        TimeProvider time,
        TimeSpan timeout,
        TimeSpan? interval,
        Action<TaskHandle, PollResult> ended,
        EngineLog log,
        Func<double>? chance = null)
    {
        _poller = poller;
        _time = time;
        _timeout = timeout;
        _interval = interval;
        _ended = ended;
        _log = log;
        _chance = chance ?? new Random().NextDouble;
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
            long now = _time.GetTimestamp();
            PollSchedule schedule = new(handle.Profile.Gateway.Table.Cadence, _interval, Stretch);
            bool isKnown = handle.Task.Created != default;
            TimeSpan age = isKnown ? _time.GetUtcNow().UtcDateTime - handle.Task.Created : TimeSpan.Zero;
            TimeSpan first = schedule.First(isKnown ? age.TotalSeconds : null);
            WatchedTask watched = new(handle, OriginOf(handle), _sequence++, deadline: now + Ticks(_timeout)) {
                Schedule = schedule, Kind = isKnown ? KindOf(handle) : null, Due = now + Ticks(Spans.Shorter(first, _timeout)) };

            // Where the first question comes on time, it tells something about how long the task took.
            if (watched.Kind is { } kind)
                kind.Begin(handle.Timing = new TaskTiming(_time, handle.Task.Created) { RanAt = first > TimeSpan.Zero ? 0 : null });
            schedule.Begin((Spans.Longer(age, TimeSpan.Zero) + first).TotalSeconds);
            _left.Add(watched);
            watched.Origin.Due.Add(watched);
            Wake();
        }
    }

    /// <summary>How many times longer than the gateway's cadence it waits between two questions: more than 1 where callbacks
    /// tell when to ask.</summary>
    public int Stretch { get; init; } = 1;

    /// <summary>Asks for a task as soon as its gateway's floor allows, since something says that it has ended.</summary>
    /// <param name="profile">The profile that it was submitted with.</param>
    /// <param name="id">The gateway's id.</param>
    /// <returns>False where no such task is waited for.</returns>
    public bool Hint(string profile, string id)
    {
        lock (_sync)
        {
            WatchedTask? hinted = _left.FirstOrDefault(
                each => each.Handle.Task.Id == id && string.Equals(each.Handle.Profile.Name, profile, StringComparison.OrdinalIgnoreCase));
            if (hinted is null) return false;
            hinted.Hints = QuestionsForHint;
            if (hinted.Handle.Timing is { } timing) // Gateways call within moments of an end.
                timing.RanAt = Math.Max(timing.RanAt ?? 0, timing.Age - hinted.Handle.Profile.Gateway.Table.Cadence.Floor.TotalSeconds);
            if (!hinted.IsAsked && !hinted.IsGivenUp)
            {
                hinted.Origin.Due.Remove(hinted);
                hinted.Due = Math.Min(hinted.Due, Math.Max(_time.GetTimestamp(), hinted.Earliest));
                hinted.Origin.Due.Add(hinted);
                Wake();
            }

            return true;
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
            lock (_sync) return [.. _left.OrderBy(watched => watched.Sequence).Select(watched => watched.Handle.Task)];
        }
    }

    /// <summary>UTC. When the last of the tasks is likely to end, judged by how long others of its kind took; null where that is
    /// not known, or was passed.</summary>
    public DateTime? ExpectedEnd
    {
        get
        {
            lock (_sync)
            {
                double? longest = null;
                foreach (WatchedTask watched in _left)
                {
                    if (watched is not { Kind.Plan: { } plan, Handle.Timing: { } timing }) return null;
                    double age = timing.Age;
                    double end = age < plan.ReadyHalf ? plan.ReadyHalf : plan.ReadyLate;
                    if (end <= age) return null;
                    if (longest is null || end - age > longest) longest = end - age;
                }

                return longest is { } seconds ? _time.GetUtcNow().UtcDateTime.AddSeconds(seconds) : null;
            }
        }
    }

    /// <summary>True while no question is on its way and none is due: only time goes on.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_sync)
            {
                long now = _time.GetTimestamp();
                bool isLate = _left.FirstOrDefault(watched => !watched.IsGivenUp) is { } first
                    && first.Deadline + Ticks(AnswerGrace) <= now;
                bool isBusy = isLate || _reading > 0 || _unread.Count > 0 || _origins.Values.Any(origin => origin.Asking > 0);
                return _isParked && !isBusy && (Earliest()?.Due ?? long.MaxValue) > now;
            }
        }
    }

    /// <summary>Waits until <see cref="CompleteAdding"/> was called and every task has ended.</summary>
    /// <param name="cancellationToken">Detaches from all of them.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (Next(out WatchedTask? next, out TimeSpan wait, out Task wake))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Unread() is { } kind) _ = ReadAsync(kind, cancellationToken);
            else if (next is null) await WaitAsync(wait, wake, cancellationToken).ConfigureAwait(false);
            else if (next.IsGivenUp) GiveUp(next);
            else _ = AskAsync(next, cancellationToken);
        }
    }

    // False where all is done; null in next where there is nothing to ask until the wait is over or something happens.
    private bool Next(out WatchedTask? next, out TimeSpan wait, out Task wake)
    {
        lock (_sync)
        {
            _broken?.Throw();
            next = null;
            wake = _wake.Task;
            wait = Timeout.InfiniteTimeSpan;
            if (_left.Count == 0) return !_completed;

            long now = _time.GetTimestamp();
            if (PastItsTime(now) is { } late)
            {
                next = late;
                return true;
            }

            if (_unread.Count > 0) return true;
            do next = Earliest();
            while (next is not null && next.Due <= now && IsPutOff(next, now));

            if (next is not null && next.Due <= now)
            {
                next.Origin.Due.Remove(next);
                next.Origin.Asking++;
                next.IsAsked = true;
                return true;
            }

            long until = Math.Min(
                next?.Due ?? long.MaxValue,
                _left.FirstOrDefault(watched => !watched.IsGivenUp)?.Deadline + Ticks(AnswerGrace) ?? long.MaxValue);

            // Timers count whole milliseconds. Rounded down, this would wake before its time and spin until then.
            if (until < long.MaxValue)
            {
                double milliseconds = Math.Ceiling(_time.GetElapsedTime(now, until).TotalMilliseconds);
                wait = Spans.Shorter(LongestWait, TimeSpan.FromMilliseconds(milliseconds));
            }

            next = null;
            return true;
        }
    }

    // By the time that its first question is due, the times of its kind have been read. They may say that it is too early.
    private static bool IsPutOff(WatchedTask watched, long now)
    {
        if (watched.IsBegun || !watched.Schedule.IsOpenToPlans) return false;
        watched.IsBegun = true;
        if (watched is not { Kind.Plan: { } plan, Handle.Timing: { } timing, Hints: 0 } || timing.At(plan.First) <= now) return false;
        timing.RanAt = 0;
        watched.Origin.Due.Remove(watched);
        watched.Due = Math.Min(timing.At(plan.First), watched.Deadline);
        watched.Origin.Due.Add(watched);
        return true;
    }

    private TaskKind? Unread()
    {
        lock (_sync)
        {
            if (_unread.Count == 0) return null;
            _reading++;
            return _unread.Dequeue();
        }
    }

    private async Task ReadAsync(TaskKind kind, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<TimeTaken> times = await _poller.TimesAsync(kind.Name, cancellationToken).ConfigureAwait(false);
            string? told;
            lock (_sync) told = kind.Take(times, isPlanned: _interval is null && Stretch == 1);
            if (told is not null) _log.Verbose(told);
        }
        catch (Exception exception)
        {
            lock (_sync) _broken ??= ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            lock (_sync)
            {
                _reading--;
                Wake();
            }
        }
    }

    // A time limit is kept to, whether an answer does not come, comes by the byte, or no question could be asked since others take all
    // the places. A question that is on its way is given up, and ends the wait for its task itself.
    private WatchedTask? PastItsTime(long now)
    {
        foreach (WatchedTask watched in _left)
        {
            if (watched.Deadline + Ticks(AnswerGrace) > now) return null;
            if (watched.IsGivenUp) continue;
            watched.IsGivenUp = true;
            watched.Origin.Due.Remove(watched);
            return watched;
        }

        return null;
    }

    // Outside of the lock, because the code that is told goes on at once.
    private void GiveUp(WatchedTask watched)
    {
        if (watched.IsAsked) watched.GivenUp.Cancel();
        else TimeOut(watched);
    }

    // Of the origins that take another question. Each has a queue of its own, so that thousands of tasks of one that
    // answers slowly are passed over at once.
    private WatchedTask? Earliest()
    {
        WatchedTask? earliest = null;
        foreach (Origin origin in _origins.Values)
        {
            if (origin.Asking >= OriginPace.Questions || origin.Due.Min is not { } first) continue;
            if (earliest is null || WatchedTask.ByDue.Compare(first, earliest) < 0) earliest = first;
        }

        return earliest;
    }

    private async Task WaitAsync(TimeSpan wait, Task wake, CancellationToken cancellationToken)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = _time.Delay(wait, done.Token);
        lock (_sync) _isParked = !wake.IsCompleted;
        await Task.WhenAny(wake, delay).ConfigureAwait(false);
        lock (_sync) _isParked = false;
        done.Cancel();
    }

    private async Task AskAsync(WatchedTask watched, CancellationToken cancellationToken)
    {
        try
        {
            if (IsPaused(watched.Origin))
            {
                Postpone(watched);
            }
            else
            {
                using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(
                    cancellationToken,
                    watched.GivenUp.Token);
                Settle(watched, await _poller.PollAsync(watched.Handle, again: false, stop.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (watched.IsGivenUp && !cancellationToken.IsCancellationRequested)
        {
            TimeOut(watched);
        }
        catch (Exception exception)
        {
            // The caller that runs the wait gets the error. The task stays among those that are left.
            lock (_sync) _broken ??= ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            lock (_sync)
            {
                watched.Origin.Asking--;
                Wake();
            }
        }
    }

    private void Settle(WatchedTask watched, PollResult result)
    {
        watched.Unreadable = result.Unreadable ? watched.Unreadable + 1 : 0;
        if (result.Error is { } error)
        {
            if (!result.Passing || watched.Unreadable >= UnreadableInARow)
            {
                End(watched, result);
                return;
            }

            if (!watched.TroubleTold) _log.Verbose($"{error.Message} Trying again.");
        }

        watched.TroubleTold = result.Error is not null;
        if (result.Error is not null && watched.Handle.Timing is { } timing) timing.RanAt = null; // It may end unseen.
        if (VeoTaskStatus.IsFinal(result.Task.Status)) End(watched, result);
        else if (IsOutOfTime(watched)) TimeOut(watched);
        else Again(watched);
    }

    private void Again(WatchedTask watched)
    {
        TimeSpan floor = watched.Handle.Profile.Gateway.Table.Cadence.Floor;
        lock (_sync)
        {
            long now = _time.GetTimestamp();
            watched.Earliest = now + Ticks(floor);
            TimeSpan wait = watched.Schedule.Next(
                watched.Kind?.Plan,
                watched.Handle.Timing?.AgeAt(now) ?? 0,
                _time.GetElapsedTime(Math.Min(watched.Due, now), now).TotalSeconds,
                watched.Hints > 0,
                _chance());
            if (watched.Hints > 0) watched.Hints--;
            long due = Math.Max(now + Ticks(wait), watched.Origin.Pace.Free);
            // The last question comes with the end of the time, so that a task that ended just before it is not missed.
            watched.Due = Math.Min(due, Math.Max(watched.Deadline, watched.Earliest));
            ComeBack(watched);
        }
    }

    // Its origin wants to be left alone: it is not asked for, but its time may be up.
    private void Postpone(WatchedTask watched)
    {
        if (IsOutOfTime(watched))
        {
            TimeOut(watched);
            return;
        }

        lock (_sync)
        {
            if (watched.Handle.Timing is { } timing) timing.RanAt = null;
            watched.Due = Math.Min(watched.Origin.Pace.Free, watched.Deadline);
            ComeBack(watched);
        }
    }

    private static void ComeBack(WatchedTask watched)
    {
        watched.IsAsked = false;
        watched.Origin.Due.Add(watched);
    }

    private void TimeOut(WatchedTask watched)
        => End(watched, new PollResult(watched.Handle.Task, TaskErrors.TimedOut(watched.Handle.Task, _timeout)));

    // In this order, so that at no moment a task is neither handed on nor left.
    private void End(WatchedTask watched, PollResult result)
    {
        _ended(watched.Handle, result);
        lock (_sync)
        {
            _left.Remove(watched);
            if (watched.Handle.Timing is { } timing) watched.Kind?.End(timing);
        }
    }

    private bool IsOutOfTime(WatchedTask watched) => _time.GetTimestamp() >= watched.Deadline;

    private bool IsPaused(Origin origin) => origin.Pace.Free > _time.GetTimestamp();

    private Origin OriginOf(TaskHandle handle)
    {
        string name = handle.Profile.Origin;
        if (!_origins.TryGetValue(name, out Origin? origin)) _origins[name] = origin = new Origin(_poller.PaceOf(handle));
        return origin;
    }

    private TaskKind KindOf(TaskHandle handle)
    {
        string name = TimeTaken.KindOf(handle.Task.Provider, handle.Profile.Origin, handle.Task.Model);
        if (_kinds.TryGetValue(name, out TaskKind? kind)) return kind;
        _kinds[name] = kind = new TaskKind(name, handle);
        _unread.Enqueue(kind);
        return kind;
    }

    private void Wake()
    {
        _isParked = false;
        _wake.TrySetResult(true);
        _wake = NewSignal();
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private sealed class Origin(OriginPace pace)
    {
        public OriginPace Pace { get; } = pace;

        public SortedSet<WatchedTask> Due { get; } = new(WatchedTask.ByDue);

        public int Asking { get; set; }
    }

    private sealed class WatchedTask(TaskHandle handle, Origin origin, long sequence, long deadline)
    {
        public static Comparer<WatchedTask> ByDue { get; } = Comparer<WatchedTask>.Create((one, other) =>
            one.Due != other.Due ? one.Due.CompareTo(other.Due) : one.Sequence.CompareTo(other.Sequence));

        public static Comparer<WatchedTask> ByDeadline { get; } = Comparer<WatchedTask>.Create((one, other) =>
            one.Deadline != other.Deadline ? one.Deadline.CompareTo(other.Deadline) : one.Sequence.CompareTo(other.Sequence));

        public TaskHandle Handle { get; } = handle;

        /// <summary>Ends a question that is on its way.</summary>
        public CancellationTokenSource GivenUp { get; } = new();

        public bool IsGivenUp { get; set; }

        public bool IsAsked { get; set; }

        public Origin Origin { get; } = origin;

        public long Sequence { get; } = sequence;

        public long Deadline { get; } = deadline;

        public long Due { get; set; }

        /// <summary>When it is asked for.</summary>
        public required PollSchedule Schedule { get; init; }

        /// <summary>The tasks that take about as long; null where it is not known when it began.</summary>
        public TaskKind? Kind { get; init; }

        /// <summary>Whether its first question was due.</summary>
        public bool IsBegun { get; set; }

        /// <summary>When its gateway's floor allows the next question.</summary>
        public long Earliest { get; set; }

        /// <summary>How many questions are still asked because of a callback.</summary>
        public int Hints { get; set; }

        public int Unreadable { get; set; }

        public bool TroubleTold { get; set; }
    }
}
