using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>A profile that callbacks are taken for.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Secret">The secret that its gateway signs with; null where none is known: its callbacks are hints then.</param>
internal sealed record CallbackProfile(GatewayProfile Profile, string? Secret);

/// <summary>How a callback is answered.</summary>
internal enum CallbackVerdict
{
    /// <summary>200: it was heard. The answer does not tell whether it is about a task of ours.</summary>
    Heard,

    /// <summary>400: it is no JSON.</summary>
    Unreadable,

    /// <summary>401: its signature is missing, wrong or old.</summary>
    Refused,
}

/// <summary>
/// Takes in the callbacks of gateways, whoever received them. A callback never says how a task ended: it says that the gateway is
/// to be asked now, which is done at most once a poll floor for each task. A callback whose token fits a submission without an id
/// brings that submission its id.
/// </summary>
/// <param name="poller">Asks.</param>
/// <param name="ledger">Knows the tasks and their tokens.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where callbacks that match none of our tasks are told.</param>
/// <param name="profiles">Whose callbacks are taken.</param>
/// <param name="ended">Gets each task once, as it has ended. Called from any thread.</param>
/// <param name="warned">Gets warnings for a person, at most once a minute for each kind. Called from any thread.</param>
internal sealed class CallbackReceiver(
    TaskPoller poller,
    ILedger ledger,
    TimeProvider time,
    EngineLog log,
    IReadOnlyList<CallbackProfile> profiles,
    Action<TaskHandle> ended,
    Action<VeoException> warned)
{
    // Of the whole process, which has one way out.
    private static readonly SemaphoreSlim s_places = new(8);

    private readonly ConcurrentDictionary<string, TaskQuestion> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Throttle> _told = new(StringComparer.Ordinal);

    /// <summary>Whose callbacks are taken. May be set anew while callbacks come in.</summary>
    public IReadOnlyList<CallbackProfile> Profiles { get; set; } = profiles;

    /// <summary>How often the gateway is asked because of one callback, a poll floor apart: its poll may know later than its
    /// callback.</summary>
    public int QuestionsForOne { get; init; } = 5;

    /// <summary>Where a wait for tasks goes on: a task of its is asked for there. Null: nowhere.</summary>
    public TaskWatcher? Watcher { get; init; }

    /// <summary>Judges a callback by its form and its signature. Asks nobody, so that the answer goes out at once.</summary>
    /// <param name="message">The callback.</param>
    public CallbackVerdict Judge(CallbackMessage message) => Read(message).Verdict;

    /// <summary>Finds the task of a callback, and asks its gateway. Ends when that is answered.</summary>
    /// <param name="message">The callback.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<CallbackVerdict> TakeAsync(CallbackMessage message, CancellationToken stop)
    {
        await (await BeginAsync(message, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return Judge(message);
    }

    /// <summary>Finds the task of a callback, and begins to ask its gateway.</summary>
    /// <returns>Ends when that is answered.</returns>
    internal async Task<Task> BeginAsync(CallbackMessage message, CancellationToken stop)
    {
        (CallbackVerdict verdict, IReadOnlyList<CallbackCandidate> candidates) = Read(message);
        if (verdict == CallbackVerdict.Refused) TellOfRefused();
        if (verdict != CallbackVerdict.Heard || (candidates.Count > 0 && candidates.All(IsRepeated))) return Task.CompletedTask;
        return await MatchAsync(message, candidates, stop).ConfigureAwait(false) is { } found
            ? FollowAsync(found, stop)
            : Task.CompletedTask;
    }

    /// <summary>Asks once for every task of these profiles that has not ended and that a callback was asked for.</summary>
    /// <param name="stop">Ends it.</param>
    public async Task AskAllAsync(CancellationToken stop)
    {
        List<Task> questions = [];
        LedgerQuery query = new() {
            Status = [VeoTaskStatus.Queued, VeoTaskStatus.Running],
            Profile = [.. Profiles.Select(each => each.Profile.Name)] };
        await foreach (LedgerEntry entry in ledger.ListAsync(query, log.Verbose, stop).ConfigureAwait(false))
        {
            if (entry.CallbackToken is null || ProfileOf(entry) is not { } profile) continue;
            questions.Add(AskAsync(new Match(entry, profile, null), stop));
        }

        await Task.WhenAll(questions).ConfigureAwait(false);
    }

    // ---- whose it can be

    private (CallbackVerdict Verdict, IReadOnlyList<CallbackCandidate> Candidates) Read(CallbackMessage message)
    {
        if (JsonReading.Parse(Text(message.Body)) is not { ValueKind: JsonValueKind.Object } body) return (CallbackVerdict.Unreadable, []);
        List<CallbackCandidate> candidates = [];
        bool isRefused = false;
        foreach (CallbackProfile each in Profiles)
        {
            if (each.Profile.Gateway is not ICallbackGateway gateway) continue;
            string? id = gateway.ReadCallback(body);
            CallbackProof proof = CallbackSignature.Check(gateway.Table.Callback, each.Secret, message, id, time.GetUtcNow());
            if (proof == CallbackProof.Bad) isRefused = true;
            else
                candidates.Add(new CallbackCandidate(each.Profile, id, proof == CallbackProof.Good
                    ? $"{each.Profile.Name}\n{CallbackSignature.IdOf(gateway.Table.Callback, message, id)}"
                    : null));
        }

        // A good signature says whose it is; without one, it is of those that sign nothing that can be checked.
        if (candidates.Any(each => each.EventId is not null)) candidates.RemoveAll(each => each.EventId is null);
        return candidates.Count == 0 && isRefused ? (CallbackVerdict.Refused, []) : (CallbackVerdict.Heard, candidates);
    }

    private static string? Text(byte[] body)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Only signed messages are remembered, so that nobody else can fill the memory. Twice the tolerance: a repeat has a new time.
    private bool IsRepeated(CallbackCandidate candidate)
    {
        if (candidate.EventId is not { } id) return false;
        DateTimeOffset now = time.GetUtcNow();
        foreach (KeyValuePair<string, DateTimeOffset> each in _seen)
        {
            if (each.Value < now) _seen.TryRemove(each.Key, out _);
        }

        if (_seen.TryAdd(id, now + CallbackSignature.Tolerance + CallbackSignature.Tolerance)) return false;
        log.Verbose($"{candidate.Profile.Name}: skipped a callback that was received before.");
        return true;
    }

    private async Task<Match?> MatchAsync(CallbackMessage message, IReadOnlyList<CallbackCandidate> candidates, CancellationToken stop)
    {
        if (CallbackAddress.Read(message.Query) is { } carried
            && await ledger.FindAsync(carried.SubmissionId, stop).ConfigureAwait(false) is { CallbackToken: { } token } entry
            && CallbackSignature.IsSame(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(carried.Token))
            && candidates.FirstOrDefault(each => IsOf(each.Profile, entry)) is { } own)
        {
            return new Match(entry, own.Profile, own.Id);
        }

        foreach (CallbackCandidate each in candidates)
        {
            if (each.Id is not { } id) continue;
            if (Watcher?.Hint(each.Profile.Name, id) == true) return null;
            if (await ledger.FindByIdAsync(each.Profile.Name, id, stop).ConfigureAwait(false) is { } known && IsOf(each.Profile, known))
                return new Match(known, each.Profile, id);
        }

        await TellOfUnknownAsync(candidates, stop).ConfigureAwait(false);
        return null;
    }

    private GatewayProfile? ProfileOf(LedgerEntry entry)
        => Profiles.Select(each => each.Profile).FirstOrDefault(profile => IsOf(profile, entry));

    private static bool IsOf(GatewayProfile profile, LedgerEntry entry) =>
        Same(profile.Name, entry.Task.Profile) && Same(profile.Gateway.Table.Provider, entry.Task.Provider)
            && Same(profile.Origin, entry.Origin);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // ---- the question

    // Whoever comes while a question is waiting or on its way has it asked once more after it, and no more than once.
    private async Task FollowAsync(Match found, CancellationToken stop)
    {
        if (found.Entry.Task is { Id: { } id } && Watcher?.Hint(found.Profile.Name, id) == true) return;
        TaskQuestion asked = _asked.GetOrAdd(found.Entry.Task.SubmissionId, _ => new TaskQuestion());
        lock (asked)
        {
            asked.Left = QuestionsForOne;
            if (asked.IsAsking || asked.HasEnded) return;
            asked.IsAsking = true;
        }

        try
        {
            while (await AskAsync(found, stop).ConfigureAwait(false))
            {
                lock (asked)
                {
                    if (asked.HasEnded || --asked.Left <= 0) return;
                }
            }
        }
        finally
        {
            lock (asked) asked.IsAsking = false;
        }
    }

    // True where asking again may tell more.
    private async Task<bool> AskAsync(Match found, CancellationToken stop)
    {
        TaskQuestion asked = _asked.GetOrAdd(found.Entry.Task.SubmissionId, _ => new TaskQuestion());
        await asked.Turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (asked.HasEnded) return false;
            if (asked.Next is { } next && next - time.GetUtcNow() is { Ticks: > 0 } wait)
                await time.Delay(wait, stop).ConfigureAwait(false);
            await s_places.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                asked.Next = time.GetUtcNow() + found.Profile.Gateway.Table.Cadence.Floor;
                return await AskNowAsync(found, asked, stop).ConfigureAwait(false);
            }
            finally
            {
                s_places.Release();
            }
        }
        finally
        {
            asked.Turn.Release();
        }
    }

    private async Task<bool> AskNowAsync(Match found, TaskQuestion asked, CancellationToken stop)
    {
        if (asked.Handle is null && found.Entry.Task.Id is null)
        {
            (asked.Handle, bool again) = await BringHomeAsync(found, stop).ConfigureAwait(false);
            if (asked.Handle is null) return again;
        }
        else
        {
            asked.Handle ??= Handle(found.Entry, found.Profile);
            PollResult result = await poller.PollAsync(asked.Handle, again: false, stop).ConfigureAwait(false);
            if (result.Error is { } error)
            {
                Tell("poll", error);
                return result.Passing;
            }
        }

        if (!VeoTaskStatus.IsFinal(asked.Handle.Task.Status)) return true;
        lock (asked) asked.HasEnded = true;
        ended(asked.Handle);
        return false;
    }

    private static TaskHandle Handle(LedgerEntry entry, GatewayProfile profile) =>
        new(entry.Task, profile) { LinkMissingSince = entry.LinkMissingSince, Seed = entry.Seed };

    // The gateway is asked for the id before it is believed. A null handle: nothing was found, and whether that may change.
    private async Task<(TaskHandle? Handle, bool Again)> BringHomeAsync(Match found, CancellationToken stop)
    {
        LedgerEntry entry = await ledger.FindAsync(found.Entry.Task.SubmissionId, stop).ConfigureAwait(false) ?? found.Entry;
        VeoTask lost = entry.Task;
        if (lost.Id is not null)
        {
            TaskHandle known = Handle(entry, found.Profile);
            await poller.PollAsync(known, again: false, stop).ConfigureAwait(false);
            return (known, true);
        }

        if (found.Id is not { } id || lost.Status is not (VeoTaskStatus.Unknown or VeoTaskStatus.Submitting)) return (null, false);
        if (await ledger.FindByIdAsync(found.Profile.Name, id, stop).ConfigureAwait(false) is { } other)
        {
            log.Warning(
                $"{lost.Profile}: a callback for {lost.SubmissionId} names {id}, which is {other.Task.SubmissionId}. Nothing "
                    + "was changed.");
            return (null, false);
        }

        // Without its age, so that an id which the gateway does not know is no task that it has just sold.
        VeoTask ageless = new(lost) { Id = id, Status = VeoTaskStatus.Unknown, Error = null, Created = default };
        TaskHandle handle = new(ageless, found.Profile) { Seed = entry.Seed };
        PollResult result = await poller.PollAsync(handle, again: false, stop).ConfigureAwait(false);
        if (result.Error is { } error)
        {
            log.Verbose(
                $"{lost.Profile}: a callback says that {lost.SubmissionId} is {id}, but the gateway does not confirm it: {error.Message}");
            return (null, true);
        }

        handle.Task = new VeoTask(handle.Task) { Created = lost.Created };
        log.Verbose($"{lost.Profile}: {lost.SubmissionId} was accepted after all, as {id}: its callback and the gateway confirm it.");
        return (handle, true);
    }

    // ---- warnings

    private async Task TellOfUnknownAsync(IReadOnlyList<CallbackCandidate> candidates, CancellationToken stop)
    {
        string ids = string.Join(", ", candidates.Select(each => each.Id).OfType<string>().Distinct(StringComparer.Ordinal));
        log.Verbose($"A callback arrived {(ids.Length == 0 ? "without a task id" : $"for the task {ids}, which is not in the ledger")}.");
        if (ids.Length == 0 || !MayWarn("unknown", out int passed)) return;
        LedgerQuery query = new() {
            Status = [VeoTaskStatus.Unknown],
            Profile = [.. candidates.Select(each => each.Profile.Name)],
            PageSize = 1 };
        if ((await ledger.PageAsync(query, null, stop).ConfigureAwait(false)).Entries is not [{ } unknown, ..]) return;
        warned(new VeoException(
            VeoErrorId.SubmitUnknown,
            $"A callback arrived for the task {ids}, which is not in the ledger{Passed(passed)}, and the outcome of "
                + $"{unknown.Task.SubmissionId} at '{unknown.Task.Profile}' is unknown: it may be this task.")
        {
            Task = unknown.Task,
            Remedies = new([VeoRemedy.About(VeoRemedyAction.Resolve, unknown.Task)]),
        });
    }

    private void TellOfRefused() => Tell("refused", new VeoException(
        VeoErrorId.Unauthorized,
        "A callback arrived whose signature is missing, wrong, or more than 5 minutes old. It was answered with 401 and "
            + "ignored. If it was genuine, check the profile's callback secret and this machine's clock."));

    private void Tell(string kind, VeoException exception)
    {
        if (MayWarn(kind, out int passed))
            warned(passed == 0 ? exception : exception.With(exception.Summary + Passed(passed) + "."));
        else log.Verbose(exception.Message);
    }

    private static string Passed(int passed) => passed == 0 ? "" : $" ({passed} similar callbacks arrived in the last minute)";

    private bool MayWarn(string kind, out int passed)
    {
        Throttle rarely = _told.GetOrAdd(kind, _ => new Throttle());
        lock (rarely)
        {
            passed = rarely.Passed;
            DateTimeOffset now = time.GetUtcNow();
            if (rarely.Next > now)
            {
                rarely.Passed++;
                return false;
            }

            rarely.Next = now + TimeSpan.FromMinutes(1);
            rarely.Passed = 0;
            return true;
        }
    }

    private sealed record CallbackCandidate(GatewayProfile Profile, string? Id, string? EventId);

    private sealed record Match(LedgerEntry Entry, GatewayProfile Profile, string? Id);

    private sealed class Throttle
    {
        public DateTimeOffset Next { get; set; }

        public int Passed { get; set; }
    }

    private sealed class TaskQuestion
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public TaskHandle? Handle { get; set; }

        public DateTimeOffset? Next { get; set; }

        public int Left { get; set; }

        public bool IsAsking { get; set; }

        public bool HasEnded { get; set; }
    }
}
