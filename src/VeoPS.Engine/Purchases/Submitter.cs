using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Buys once. A submission is recorded and flushed before it is sent; what its answer means is
/// <see cref="DecisionTable"/>'s to say; it is sent again only where nothing can have been taken.
/// </summary>
public sealed class Submitter
{
    /// <summary>How long an answer is waited for once the body is sent. A shorter limit makes unknown outcomes out of slow ones.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(300);

    /// <summary>How long a submission that was provably not taken is sent again.</summary>
    public static readonly TimeSpan SendAgainLimit = TimeSpan.FromMinutes(5);

    /// <summary>How long a submission in flight may still land in the ledger once the caller wants to stop.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1.5);

    // What others give a submission before they take its outcome for unknown.
    internal static readonly TimeSpan Deadline = AnswerLimit + TimeSpan.FromSeconds(60);

    private readonly HttpTransport _transport;
    private readonly IFileLedger _ledger;
    private readonly TimeProvider _time;
    private readonly EngineLog _log;
    private readonly MediaPreparer _media;
    private readonly JobKeys _jobKeys;
    private readonly ConcurrentDictionary<string, RetryBudget> _retries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _retriesTold = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where submissions are recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where decisions are told.</param>
    public Submitter(HttpTransport transport, IFileLedger ledger, TimeProvider time, EngineLog log)
    {
        _transport = transport;
        _ledger = ledger;
        _time = time;
        _log = log;
        _media = new MediaPreparer(transport, time);
        _jobKeys = new JobKeys(ledger, time, log);
    }

    internal MediaPreparer Media => _media;

    private DateTime NextDeadline => _time.GetUtcNow().UtcDateTime + Deadline;

    /// <summary>Reads and uploads the request's files, and waits while the gateway wants to be left alone. Costs nothing, and may take long.</summary>
    /// <param name="request">Already held against the gateway's table.</param>
    /// <param name="profile">Where.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: nothing was bought.</exception>
    public async Task<VeoRequest> PrepareAsync(VeoRequest request, GatewayProfile profile, CancellationToken stop)
    {
        VeoRequest prepared = await _media.PrepareAsync(request, profile, stop).ConfigureAwait(false);
        await _transport.PaceOf(profile.Endpoint).FreeAsync(stop).ConfigureAwait(false);
        return prepared;
    }

    /// <summary>Makes a submission out of an order.</summary>
    /// <param name="order">What is bought.</param>
    /// <param name="request">The order's request, as <see cref="PrepareAsync"/> has made it.</param>
    /// <param name="profile">Where.</param>
    /// <param name="submissionId">Our name for it.</param>
    /// <param name="requestHash">Of the request.</param>
    /// <param name="cost">What it is expected to cost, null where nobody tells.</param>
    internal PendingSubmission Pend(SubmissionOrder order, VeoRequest request, GatewayProfile profile, string submissionId, string requestHash, VeoCost? cost)
    {
        WireRequest wire = profile.Gateway.Submit(request, profile);
        DateTime now = _time.GetUtcNow().UtcDateTime;
        VeoTask task = new()
        {
            SubmissionId = submissionId,
            Profile = profile.Name,
            Failover = order.Failover,
            Provider = profile.Gateway.Table.Provider,
            Model = profile.ModelFor(request),
            Prompt = request.Prompt,
            JobKey = order.JobKey,
            Tag = new VeoList<string>(order.Tag),
            Created = now,
            Updated = now,
            Cost = cost,
        };
        LedgerEntry entry = new()
        {
            Task = task,
            Origin = profile.Origin,
            RequestHash = requestHash,
            SentFingerprint = profile.Gateway is IListGateway ? SentFingerprint.Of(wire.Body) : null,
            Seed = request.Seed,
        };
        return new PendingSubmission(entry, wire, profile.Gateway.ReadSubmit, profile);
    }

    /// <summary>Refuses a submission before it is recorded. A job key's claim gets a record, so that nobody waits for its outcome.</summary>
    internal SubmissionOutcome Refuse(PendingSubmission pending, string errorId, string message)
    {
        SubmissionOutcome refused = NotSent(pending.Entry.Task, errorId, message);
        if (pending.Entry.Task.JobKey is not null) _ledger.Add(pending.Entry with { Task = refused.Error!.Task! });
        return refused;
    }

    /// <summary>Records what is to be bought, sends it, reads the answer and records that.</summary>
    /// <param name="pending">What is to be bought.</param>
    /// <param name="setAside">Sets money aside for it once it is recorded, and says why it must not be bought, null where it may.</param>
    /// <param name="stop">Canceled: nothing more is sent, and what is in flight has <see cref="StopGrace"/> to land.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: nothing was bought.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the gateway had taken it: nothing was bought.</exception>
    internal async Task<SubmissionOutcome> SubmitAsync(PendingSubmission pending, Func<string?> setAside, CancellationToken stop)
    {
        (LedgerEntry entry, WireRequest wire, Func<WireResponse, SubmitAnswer> read, GatewayProfile profile) = pending;
        VeoTask task = entry.Task;
        entry = entry with { SubmitDeadline = NextDeadline };
        _ledger.Add(entry);
        FaultPoint.Pass("submission recorded");
        if (Hindrance(entry, profile, setAside) is { } hindrance) return hindrance;
        FaultPoint.Pass("sending claimed");

        Attempt last;
        try
        {
            last = await SendAsync(profile, wire, read, task, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Write(entry, Ended(task, VeoTaskStatus.Canceled, new VeoError { Kind = VeoErrorKind.Network, Message = "Stopped before the gateway had taken it.", Retryable = true }));
            throw;
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            VeoError error = new() { Kind = VeoErrorKind.Network, Message = "Not taken, and not sent again, since the ledger could not be written.", Retryable = true };
            task = Ended(task, VeoTaskStatus.Failed, error);
            Write(entry, task);
            throw new VeoException(
                VeoErrorId.LedgerUnavailable,
                $"{profile} ({task.Provider}) did not take the submission {task.SubmissionId}, and it is not sent again, since the ledger can no longer be written ({exception.InnerException?.Message ?? exception.Message}). "
                + "Nothing was bought. Make the ledger's folder writable for this account, or set VEOPS_HOME to one that is.",
                exception) { Task = task };
        }

        FaultPoint.Pass("submission answered");
        SubmissionOutcome outcome = last.Decision.Verdict switch
        {
            SubmitVerdict.Taken => Taken(task, last),
            SubmitVerdict.Unknown => Unknown(task, last, profile),
            _ => NothingBought(task, last, profile),
        };
        Write(entry, (outcome.Task ?? outcome.Error!.Task)!);
        FaultPoint.Pass("answer recorded");
        if (outcome.Task is { } taken) _log.Verbose($"{taken.Profile}: {taken.SubmissionId} was taken{(taken.Id is null ? "" : $" as {taken.Id}")}.");
        return outcome;
    }

    /// <summary>
    /// Asks again for what was taken and is being made. Only an answer that cannot be relied on changes what is recorded:
    /// a refusal now, or a stop, takes nothing back.
    /// </summary>
    internal async Task<SubmissionOutcome> AskAgainAsync(LedgerEntry entry, WireRequest wire, Func<WireResponse, SubmitAnswer> read, GatewayProfile profile, CancellationToken stop)
    {
        Attempt last = await SendAsync(profile, wire, read, entry.Task, stop).ConfigureAwait(false);
        if (last.Decision.Verdict == SubmitVerdict.Taken) return new SubmissionOutcome(entry.Task, null);
        if (last.Decision.Verdict == SubmitVerdict.Unknown)
        {
            SubmissionOutcome unknown = Unknown(entry.Task, last, profile);
            Write(entry, unknown.Error!.Task!);
            return unknown;
        }

        (string id, string remedy) = SubmitRefusal.Of(last.Decision.Verdict, last.Failure, last.Error.Kind, entry.Task);
        return new SubmissionOutcome(null, new VeoException(id, $"{profile} ({entry.Task.Provider}) has taken '{entry.Task.JobKey}' and does not give it now: {last.Says}. Nothing more was bought. {remedy}") { Task = entry.Task });
    }

    // What is recorded and is not sent must not count as perhaps bought.
    private SubmissionOutcome? Hindrance(LedgerEntry entry, GatewayProfile profile, Func<string?> setAside)
    {
        SubmissionOutcome hindrance;
        VeoTask task = entry.Task;
        try
        {
            if (setAside() is { } over) hindrance = NotSent(task, VeoErrorId.BudgetExceeded, over);
            else if (task.JobKey is null || _jobKeys.TrySend(task, profile)) return null;
            else hindrance = NotSent(task, VeoErrorId.NotSent, $"The submission {task.SubmissionId} was not sent: it was held up for so long that another process took this one for dead, and has the job key '{task.JobKey}' now. Nothing was bought here. Run the same line again: it finds what the other bought.");
        }
        catch (VeoException exception)
        {
            Write(entry, NotSent(task, exception.ErrorId, exception.Message).Error!.Task!);
            throw;
        }

        Write(entry, hindrance.Error!.Task!);
        return hindrance;
    }

    private SubmissionOutcome NotSent(VeoTask task, string errorId, string message)
    {
        task = Ended(task, VeoTaskStatus.Canceled, new VeoError { Kind = VeoErrorKind.InvalidRequest, Message = message, Retryable = true });
        return new SubmissionOutcome(null, new VeoException(errorId, message) { Task = task }, NothingBought: true);
    }

    private async Task<Attempt> SendAsync(GatewayProfile profile, WireRequest wire, Func<WireResponse, SubmitAnswer> read, VeoTask task, CancellationToken stop)
    {
        using TimeLimit grace = new(_time, CancellationToken.None);
        using CancellationTokenRegistration registration = stop.Register(() => grace.Start(StopGrace));
        long started = _time.GetTimestamp();
        RetryBudget budget = _retries.GetOrAdd(profile.Name, _ => new RetryBudget(_time));
        ResiliencePipeline<Attempt> pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = attempt => new ValueTask<bool>(attempt.Outcome.Result?.Decision.Verdict == SubmitVerdict.SendAgain && Left() > TimeSpan.Zero),
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(Shorter(Longer(Backoff.Delay(attempt.AttemptNumber, attempt.Outcome.Result?.Response?.RetryAfter), budget.Take()), Left())),
                OnRetry = attempt =>
                {
                    TellOfRetry(profile, task, attempt.Outcome.Result!, attempt.RetryDelay);
                    _ledger.Update(task.SubmissionId, entry => entry with { SubmitDeadline = NextDeadline + attempt.RetryDelay });
                    return default;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async _ => await AttemptAsync(profile, wire, read, grace.Token).ConfigureAwait(false), stop).ConfigureAwait(false);

        TimeSpan Left() => SendAgainLimit - _time.GetElapsedTime(started);
        static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
        static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }

    // A person is warned once: of what becomes of each try, -Verbose tells.
    private void TellOfRetry(GatewayProfile profile, VeoTask task, Attempt attempt, TimeSpan delay)
    {
        _log.Verbose($"{profile.Name}: {task.SubmissionId} was not taken ({attempt.Says}). It is sent again in {delay.TotalSeconds:0.0} s.");
        if (!_retriesTold.TryAdd(profile.Name, true)) return;
        _log.Warning($"{profile.Name}: {profile.Origin} did not take a submission ({attempt.Says}). What provably was not taken is sent again, each for at most {SendAgainLimit.TotalMinutes:0} minutes; nothing is bought until then.");
    }

    private async Task<Attempt> AttemptAsync(GatewayProfile profile, WireRequest wire, Func<WireResponse, SubmitAnswer> read, CancellationToken cancellationToken)
    {
        try
        {
            WireResponse response = await _transport.SendAsync(profile.Endpoint, wire, AnswerLimit, cancellationToken).ConfigureAwait(false);
            SubmitAnswer? answer = Answer(read, response);
            if (answer?.Error is not null) answer = answer with { Error = Redactor.Shared.Redact(answer.Error) };
            return new Attempt(DecisionTable.Decide(profile.Gateway.Table.SubmitCodes, response, answer), response, answer, null);
        }
        catch (TransportException failure)
        {
            return new Attempt(DecisionTable.Decide(failure), null, null, failure);
        }
        catch (OperationCanceledException canceled) when (wire.Body is null)
        {
            // Without a body there is no telling whether it had left.
            TransportException failure = new(canceled, neverSent: false, timedOut: false);
            return new Attempt(DecisionTable.Decide(failure), null, null, failure);
        }
    }

    // A reader must not throw. Null where one does: what it was given is kept for a person to read.
    private SubmitAnswer? Answer(Func<WireResponse, SubmitAnswer> read, WireResponse response)
    {
        try
        {
            return read(response);
        }
        catch (Exception exception)
        {
            _log.Warning($"The gateway's answer could not be read: {exception.GetType().Name}, {exception.Message}");
            return null;
        }
    }

    // A receipt may say already how the task ended. A success is still asked for, since the links come with the poll.
    private SubmissionOutcome Taken(VeoTask task, Attempt attempt)
    {
        SubmitAnswer answer = attempt.Answer!;
        string status = answer.Status switch
        {
            VeoTaskStatus.Succeeded => VeoTaskStatus.Running,
            null => VeoTaskStatus.Queued,
            { } said => said,
        };
        DateTime now = _time.GetUtcNow().UtcDateTime;
        task = task with
        {
            Id = answer.TaskId,
            Status = status,
            RawStatus = answer.RawStatus,
            Error = VeoTaskStatus.IsFinal(status) ? answer.Error : null,
            Completed = VeoTaskStatus.IsFinal(status) ? now : null,
            Cost = answer.Cost ?? task.Cost,
            Updated = now,
            Raw = RawAnswer.Of(attempt.Response!.Body),
        };
        return new SubmissionOutcome(task, null);
    }

    private SubmissionOutcome Unknown(VeoTask task, Attempt attempt, GatewayProfile profile)
    {
        task = task with { Status = VeoTaskStatus.Unknown, Updated = _time.GetUtcNow().UtcDateTime, Error = attempt.Error, Raw = RawAnswer.Of(attempt.Response?.Body) };
        return new SubmissionOutcome(null, new VeoException(
            VeoErrorId.SubmitUnknown,
            $"The submission {task.SubmissionId} was sent to {profile} ({task.Provider}), and its outcome is unknown: {attempt.Decision.Reason} ({attempt.Says}). "
            + $"It may have been bought. It is not sent again by itself: look for it at the gateway before you submit it anew. {WhereToLook(profile)}",
            attempt.Failure) { Task = task });
    }

    private static string WhereToLook(GatewayProfile profile) => profile.Gateway is IListGateway
        ? "'Get-VeoTask -Status Unknown -Refresh' looks among the tasks that run there."
        : "'Get-VeoTask -Status Unknown' lists it with its prompt and time; the account's page at the gateway shows whether it is there.";

    private SubmissionOutcome NothingBought(VeoTask task, Attempt attempt, GatewayProfile profile)
    {
        task = Ended(task, VeoTaskStatus.Failed, attempt.Error) with { Raw = RawAnswer.Of(attempt.Response?.Body) };
        (string id, string remedy) = SubmitRefusal.Of(attempt.Decision.Verdict, attempt.Failure, attempt.Error.Kind, task);
        string text = attempt.Decision.Verdict == SubmitVerdict.SendAgain
            ? $"{profile} ({task.Provider}, {profile.Origin}) did not take the submission within {SendAgainLimit.TotalMinutes:0} minutes: {attempt.Says}."
            : attempt.Failure is not null ? $"The submission was not sent to {profile} ({task.Provider}, {profile.Origin}): {attempt.Says}."
            : $"{profile} ({task.Provider}) refused the submission: {attempt.Says}.";
        return new SubmissionOutcome(null, new VeoException(id, $"{text} Nothing was bought. {remedy}", attempt.Failure) { Task = task }, NothingBought: true);
    }

    private VeoTask Ended(VeoTask task, string status, VeoError error)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return task with { Status = status, Error = error, Updated = now, Completed = now };
    }

    /// <summary>Records that what was bought is there.</summary>
    internal void Finish(LedgerEntry entry)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        Write(entry, entry.Task with { Status = VeoTaskStatus.Succeeded, Updated = now, Completed = now });
    }

    // The purchase is made: a ledger that refuses now, in whatever way, must not hide it; one that was cleared meanwhile gets it back.
    private void Write(LedgerEntry recorded, VeoTask task)
    {
        try
        {
            if (_ledger.Update(task.SubmissionId, entry => entry with { Task = task }) is null) _ledger.Add(recorded with { Task = task });
        }
        catch (Exception exception)
        {
            _log.Warning($"The ledger could not keep what became of {task.SubmissionId}: profile {task.Profile}, id {task.Id ?? "none"}, status {task.Status}. Note it. {exception.Message}");
        }
    }

    private sealed record Attempt(SubmitDecision Decision, WireResponse? Response, SubmitAnswer? Answer, TransportException? Failure)
    {
        public VeoError Error => Answer?.Error ?? new VeoError
        {
            Kind = Failure switch
            {
                null => VeoErrorKind.Protocol,
                CredentialException => VeoErrorKind.Unauthorized,
                _ => VeoErrorKind.Network,
            },
            Message = Redactor.Shared.Redact(Failure?.Message) ?? $"HTTP {Response!.Status}, with a body that cannot be read",
        };

        public string Says => (Answer?.Error is null || Response is null ? "" : $"HTTP {Response.Status}, ") + Error.ToString().TrimEnd('.', ' ');
    }
}
