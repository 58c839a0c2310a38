using System.Collections.Concurrent;
using System.Globalization;
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
/// Sends the submissions of one call. <see cref="DecisionTable"/> decides the meaning of an answer. A submission is sent again only
/// where nothing can have been taken. All submissions to one address are paced together.
/// </summary>
internal sealed class Sending(HttpTransport transport, TimeProvider time, EngineLog log, Heartbeat heartbeat, TimeSpan retryTimeout)
{
    /// <summary>How long an answer is waited for once the body is sent. A shorter limit makes unknown outcomes out of slow ones.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(300);

    /// <summary>How long a submission in flight may still land in the ledger once the caller wants to stop.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, Address> _addresses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why nothing more can reach an address in this call, as a sentence without its end; null where something may.</summary>
    public string? WhyUnreachable(GatewayProfile profile)
    {
        Address address = AddressOf(profile);
        return address.Untrusted is { } why ? $"{profile.Origin} cannot be trusted: {why.TrimEnd('.')}"
            : address.IsSpent ? FormattableString.Invariant($"{profile.Origin} could not be reached for {retryTimeout.TotalSeconds:0} s")
            : null;
    }

    /// <summary>Sends a submission until it has an answer that says more than "not now".</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="mark">Marks it as sending, before each try; false where it must not be sent any more.</param>
    /// <param name="takeBack">Takes the mark back after an answer that proves that it was not taken, before any wait; false
    /// where it must not be sent any more.</param>
    /// <param name="stop">Canceled: no further try, and the one in flight has <see cref="StopGrace"/> to land.</param>
    /// <returns>The last try; null where the mark was not given.</returns>
    /// <exception cref="OperationCanceledException">Stopped while nothing was in flight, and nothing was taken.</exception>
    public async Task<Attempt?> SendAsync(Submission submission, Func<Task<bool>> mark, Func<Task<bool>> takeBack, CancellationToken stop)
    {
        using TimeLimit grace = new(time, CancellationToken.None);
        using CancellationTokenRegistration registration = stop.Register(() => grace.Start(StopGrace));
        Address address = AddressOf(submission.Profile);
        Attempt? last = null;
        long? turnedAway = null;
        ResiliencePipeline<Attempt?> pipeline = new ResiliencePipelineBuilder<Attempt?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt?>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.Zero,
                ShouldHandle = attempt => new ValueTask<bool>(
                    attempt.Outcome.Result?.Decision.Verdict == SubmitVerdict.SendAgain && Left(attempt.Outcome.Result) > TimeSpan.Zero),
                OnRetry = async attempt =>
                {
                    TimeSpan delay = Spans.Shorter(
                        Spans.Longer(Backoff.Delay(attempt.AttemptNumber, last!.Response?.RetryAfter), address.NextTry()),
                        Left(last));
                    Tell(submission, address, last, delay);
                    await heartbeat.WaitAsync(delay, stop).ConfigureAwait(false);
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async _ => await TryAsync().ConfigureAwait(false), stop).ConfigureAwait(false);

        async Task<Attempt?> TryAsync()
        {
            // Another row has found out meanwhile that nobody is there.
            if (last is not null && address.IsSpent) return last;
            if (!await mark().ConfigureAwait(false)) return null;
            last = await AttemptAsync(submission, grace.Token).ConfigureAwait(false);
            address.Note(last);
            if (last.Decision.Verdict != SubmitVerdict.SendAgain) return last;
            if (last.Response is not null) turnedAway ??= time.GetTimestamp();
            return await takeBack().ConfigureAwait(false) ? last : null;
        }

        TimeSpan Left(Attempt attempt) => attempt.Response is null ? address.Left() : retryTimeout - time.GetElapsedTime(turnedAway!.Value);
    }

    private Address AddressOf(GatewayProfile profile) => _addresses.GetOrAdd(profile.Origin, _ => new Address(time, retryTimeout));

    // A person is warned once. The verbose log tells the outcome of each try.
    private void Tell(Submission submission, Address address, Attempt attempt, TimeSpan delay)
    {
        (VeoTask task, GatewayProfile profile) = (submission.Entry.Task, submission.Profile);
        log.Verbose($"{profile.Name}: {task.SubmissionId} was not accepted ({attempt.Says}). VeoPS sends it again in "
            + $"{delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.");
        if (!address.TellOnce()) return;
        log.Warning($"{profile.Name}: {profile.Origin} did not accept a submission ({attempt.Says}). "
            + $"Nothing has been bought. VeoPS tries again for up to {retryTimeout.TotalSeconds:0} seconds; you can stop it at any time.");
    }

    private async Task<Attempt> AttemptAsync(Submission submission, CancellationToken cancellationToken)
    {
        GatewayProfile profile = submission.Profile;
        try
        {
            WireResponse response = await transport.SendAsync(profile.Endpoint, submission.Wire, AnswerLimit, cancellationToken)
                .ConfigureAwait(false);
            FaultPoint.Pass("submission answered");
            SubmitAnswer? answer = Salvaged(submission, response) ?? Read(submission, response);
            if (answer?.Error is not null) answer = answer with { Error = Redactor.Shared.Redact(answer.Error) };
            return new Attempt(DecisionTable.Decide(profile.Gateway.Table.SubmitCodes, response, answer), response, answer, null);
        }
        catch (TransportException failure)
        {
            return failure.Partial is { } partial && Salvaged(submission, partial) is { } answer
                ? new Attempt(DecisionTable.Decide(profile.Gateway.Table.SubmitCodes, partial, answer), partial, answer, null)
                : new Attempt(DecisionTable.Decide(failure), null, null, failure);
        }
        catch (OperationCanceledException canceled) when (submission.Wire.Body is null)
        {
            // Without a body there is no telling whether it had left.
            TransportException failure = new(canceled, neverSent: false, timedOut: false);
            return new Attempt(DecisionTable.Decide(failure), null, null, failure);
        }
    }

    // An id that came before the answer broke off is taken, and nothing else of such an answer: a refusal may have had an id behind it.
    private SubmitAnswer? Salvaged(Submission submission, WireResponse response) =>
        response.Salvage() is { } cut && Read(submission, cut) is { IsTaken: true } taken ? taken : null;

    // A reader must not throw. Null where one does: the answer is kept for a person to read.
    private SubmitAnswer? Read(Submission submission, WireResponse response)
    {
        try
        {
            return submission.Read(response);
        }
        catch (Exception exception)
        {
            log.Warning($"The gateway's answer could not be read: {exception.GetType().Name}, {exception.Message}");
            return null;
        }
    }

    /// <summary>How one address has treated this call so far. Called from any thread.</summary>
    private sealed class Address(TimeProvider time, TimeSpan retryTimeout)
    {
        private readonly object _sync = new();
        private readonly RetryBudget _retries = new(time);
        private long? _silentSince;
        private bool _told;

        /// <summary>True once it was tried for the whole time limit without any answer, or cannot be trusted.</summary>
        public bool IsSpent { get; private set; }

        /// <summary>Why it cannot be trusted; null where nothing says so.</summary>
        public string? Untrusted { get; private set; }

        /// <summary>How long it may go on being tried without an answer.</summary>
        public TimeSpan Left()
        {
            lock (_sync) return _silentSince is { } since ? retryTimeout - time.GetElapsedTime(since) : retryTimeout;
        }

        public void Note(Attempt attempt)
        {
            lock (_sync)
            {
                if (attempt.Failure is not { NeverSent: true })
                {
                    _silentSince = null;
                    return;
                }

                _silentSince ??= time.GetTimestamp();
                if (attempt.Failure.CannotHeal) Untrusted = attempt.Failure.Message;
                IsSpent |= Untrusted is not null || Left() <= TimeSpan.Zero;
            }
        }

        /// <summary>How long to wait for this address's next turn to send something again.</summary>
        public TimeSpan NextTry() => _retries.Take();

        public bool TellOnce()
        {
            lock (_sync)
            {
                bool isFirst = !_told;
                _told = true;
                return isFirst;
            }
        }
    }
}

/// <summary>A submission to send, with its record and the reader of its answer.</summary>
/// <param name="Entry">Its record in the ledger.</param>
/// <param name="Wire">The request on the wire.</param>
/// <param name="Read">Reads the answer.</param>
/// <param name="Profile">The profile that it is sent with.</param>
internal sealed record Submission(LedgerEntry Entry, WireRequest Wire, Func<WireResponse, SubmitAnswer> Read, GatewayProfile Profile);

/// <summary>One try: its answer, if one came, and the decision on it.</summary>
internal sealed record Attempt(SubmitDecision Decision, WireResponse? Response, SubmitAnswer? Answer, TransportException? Failure)
{
    /// <summary>The error of the try.</summary>
    public VeoError Error => Answer?.Error ?? new VeoError
    {
        Kind = Failure switch
        {
            null => VeoErrorKind.Protocol,
            CredentialException => VeoErrorKind.Unauthorized,
            _ => VeoErrorKind.Network,
        },
        Message = Redactor.Shared.Redact(Failure?.Message) ?? $"{Response!.Describe()}, with a body that cannot be read",
    };

    /// <summary>The gateway's or the network's own words.</summary>
    public string Says => Answer?.Error is { } error && Response is not null
        ? WireError.Words(Response.Status, error)
        : Error.ToString().TrimEnd('.', ' ');
}

/// <summary>
/// How often submissions to one address are sent again, all of a call together: a token bucket. A gateway that turns many
/// away gets a few of them again at a time, and not all at once. A submission that finds the bucket empty waits for its token.
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
