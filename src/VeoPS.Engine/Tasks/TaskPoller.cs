using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>Asks a gateway once how a task is doing, and keeps the answer. Asking never changes what was bought.</summary>
public sealed class TaskPoller
{
    /// <summary>How long a success without a link is asked again before it counts as <see cref="VeoTaskStatus.Filtered"/>.</summary>
    public static readonly TimeSpan LinkGrace = TimeSpan.FromSeconds(120);

    private const int Retries = 3;

    // A status, its result, and one to spare.
    private const int MostSteps = 3;

    private const int ShownOfBody = 200;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly HttpTransport _transport;
    private readonly IFileLedger _ledger;
    private readonly TimeProvider _time;
    private readonly EngineLog _log;
    private readonly ConcurrentDictionary<string, bool> _unnamedTold = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline<PollResult> _patiently;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where the task's state is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is told what a task turned into.</param>
    public TaskPoller(HttpTransport transport, IFileLedger ledger, TimeProvider time, EngineLog log)
    {
        _transport = transport;
        _ledger = ledger;
        _time = time;
        _log = log;
        _patiently = new ResiliencePipelineBuilder<PollResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<PollResult>
            {
                MaxRetryAttempts = Retries,
                ShouldHandle = new PredicateBuilder<PollResult>().HandleResult(result => result is { Error: not null, Passing: true }),
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(Backoff.Delay(attempt.AttemptNumber, attempt.Outcome.Result?.RetryAfter)),
            })
            .Build();
    }

    /// <summary>Asks, and again a few times where that may help.</summary>
    /// <param name="handle">The task; takes up the new state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PollResult> AskAsync(TaskHandle handle, CancellationToken cancellationToken) => await AskAsync(handle, again: false, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks for a fresh link to a video of a task that has ended.</summary>
    /// <param name="handle">The task; takes up the new state.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where the gateway names none.</returns>
    /// <exception cref="VeoException">The gateway does not tell.</exception>
    public async Task<Uri?> FreshLinkAsync(TaskHandle handle, int index, CancellationToken cancellationToken)
    {
        VeoTask before = handle.Task;
        PollResult result = await AskAsync(handle, again: true, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error) throw error;
        return ReferenceEquals(result.Task, before) ? null : result.Task.Videos.FirstOrDefault(video => video.Index == index)?.Uri;
    }

    private async Task<PollResult> AskAsync(TaskHandle handle, bool again, CancellationToken cancellationToken)
    {
        if (IsTold(handle, again)) return new PollResult(handle.Task);
        await PaceOf(handle).FreeAsync(cancellationToken).ConfigureAwait(false);
        return await _patiently.ExecuteAsync(async token => await PollAsync(handle, again, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTold(TaskHandle handle, bool again) => VeoTaskStatus.IsFinal(handle.Task.Status) && !again;

    internal OriginPace PaceOf(TaskHandle handle) => _transport.PaceOf(handle.Profile.Endpoint);

    /// <summary>Asks a gateway that can cancel to end a task, and again a few times where that may help.</summary>
    /// <param name="handle">The task; takes up the new state. It may have ended otherwise meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>With an error where the gateway refuses, or <see cref="VeoErrorId.NotSupported"/> where it has no such call.</returns>
    public async Task<PollResult> CancelAsync(TaskHandle handle, CancellationToken cancellationToken)
    {
        VeoTask task = handle.Task;
        if (VeoTaskStatus.IsFinal(task.Status)) return new PollResult(task);
        if (handle.Profile.Gateway is not ICancelGateway gateway) return new PollResult(task, TaskErrors.CannotCancel(task, handle.Profile));
        PollResult result = await _patiently.ExecuteAsync(
            async token => await ExchangeAsync(handle, new PollStep(gateway.Cancel, gateway.ReadCancel), token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        if (result.Error is null && !VeoTaskStatus.IsFinal(result.Task.Status)) _log.Warning(TaskErrors.CancelAsked(result.Task, handle.Profile));
        return result;
    }

    /// <summary>Asks once. A task that has ended is asked for only where <paramref name="again"/> says so.</summary>
    /// <param name="handle">The task; takes up the new state.</param>
    /// <param name="again">True to ask for a task that has ended, for a fresh link.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PollResult> PollAsync(TaskHandle handle, bool again, CancellationToken cancellationToken)
    {
        if (IsTold(handle, again)) return new PollResult(handle.Task);
        return await ExchangeAsync(handle, new PollStep(handle.Profile.Gateway.Poll, handle.Profile.Gateway.ReadPoll), cancellationToken).ConfigureAwait(false);
    }

    private async Task<PollResult> ExchangeAsync(TaskHandle handle, PollStep first, CancellationToken cancellationToken)
    {
        VeoTask task = handle.Task;
        if (task.Id is not { } id) return new PollResult(task, TaskErrors.NoId(task));

        WireResponse response;
        PollAnswer answer;
        try
        {
            (response, answer) = await FollowAsync(handle.Profile, id, first, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            return new PollResult(task, TaskErrors.Unreachable(task, exception), Passing: exception is not CredentialException);
        }

        FaultPoint.Pass("poll answered");
        if (answer.Error?.Kind == VeoErrorKind.NotFound && IsCancelAsked(handle)) answer = new PollAnswer(new TaskSnapshot { Status = VeoTaskStatus.Canceled }, null);
        if (answer.Snapshot is { } snapshot) return new PollResult(Take(handle, snapshot, response.Body));
        bool passing = FreeCall.IsPassing(response.Status);
        if (answer.Error is { } error && (response.Json is not null || SaysEnough(error.Kind)))
        {
            return new PollResult(task, TaskErrors.Refused(task, Redactor.Shared.Redact(error), response.Status), passing || IsPassing(error.Kind), response.RetryAfter);
        }

        // A server that is down for a while is no riddle; an answer from one that is up, and that nobody can read, is: asked again, and not for ever.
        return new PollResult(task, TaskErrors.Unreadable(task, response.Status, Head(response.Body)), Passing: true, response.RetryAfter, Unreadable: !passing);
    }

    // A gateway may need more than one question to tell a state. One that leads on and on tells none.
    private async Task<(WireResponse Response, PollAnswer Answer)> FollowAsync(GatewayProfile profile, string id, PollStep first, CancellationToken cancellationToken)
    {
        PollStep step = first;
        for (int asked = 1; ; asked++)
        {
            WireResponse response = await _transport.AskAsync(profile.Endpoint, step.Ask(id, profile), AnswerLimit, cancellationToken).ConfigureAwait(false);
            PollAnswer answer = step.Read(response);
            if (answer.Next is not { } next || asked == MostSteps) return (response, answer);
            step = next;
        }
    }

    // A gateway may forget a task that it was asked to end, and then it is not there to say so.
    private static bool IsCancelAsked(TaskHandle handle) =>
        handle.Profile.Gateway.Table.Cancel?.AskedStatus is { } word && handle.Task.RawStatus == word;

    // By their status alone, whatever page comes with it.
    private static bool SaysEnough(string kind) => kind is VeoErrorKind.Unauthorized or VeoErrorKind.Forbidden or VeoErrorKind.NotFound or VeoErrorKind.RateLimited or VeoErrorKind.InsufficientCredits;

    private static bool IsPassing(string kind) => kind is VeoErrorKind.RateLimited or VeoErrorKind.Maintenance or VeoErrorKind.ProviderUnavailable or VeoErrorKind.UpstreamFailed;

    // Redacted before it is cut: half a key is not recognised.
    private static string Head(string body)
    {
        string text = Redactor.Shared.Redact(body);
        return text.Length > ShownOfBody ? text[..ShownOfBody] + "…" : text;
    }

    private VeoTask Take(TaskHandle handle, TaskSnapshot snapshot, string body)
    {
        VeoTask before = handle.Task;
        DateTime now = _time.GetUtcNow().UtcDateTime;
        DateTime ended = before.Completed ?? now;
        VeoVideo[] videos = [.. snapshot.Videos.Select((link, index) => Video(handle.Profile, link, index, ended)).Where(video => video.Uri is not null || video.Inline is not null)];
        string status = snapshot.Status ?? VeoTaskStatus.Running;

        // What has ended stays as it ended; only videos that are there after all are taken up.
        if (VeoTaskStatus.IsFinal(before.Status) && (status != VeoTaskStatus.Succeeded || videos.Length == 0)) return before;

        DateTime? missingBefore = handle.LinkMissingSince;
        if (status != VeoTaskStatus.Succeeded || videos.Length > 0) handle.LinkMissingSince = null;
        else status = WithoutLink(handle, now);

        // That its end was asked for stays to be seen until it has ended.
        bool final = VeoTaskStatus.IsFinal(status);
        VeoCost? stated = TaskCost.Stated(before, snapshot, handle.Profile.Gateway.Table.PriceUnit);
        string? word = !final && IsCancelAsked(handle) ? before.RawStatus : Redactor.Shared.Redact(snapshot.RawStatus);
        if (snapshot.Status is null && _unnamedTold.TryAdd($"{before.Profile}\n{word}", true))
        {
            _log.Warning($"{before.Profile}: the gateway gives the task {before.Id} the status '{word}', which its page does not name. It counts as running.");
        }

        VeoTask task = before with
        {
            Status = status,
            RawStatus = word ?? before.RawStatus,
            Progress = status == VeoTaskStatus.Succeeded ? 100 : snapshot.Progress,
            Updated = now,
            Completed = final ? ended : null,
            Videos = status == VeoTaskStatus.Succeeded ? new VeoList<VeoVideo>(videos) : VeoList<VeoVideo>.Empty,
            Cost = stated ?? before.Cost,
            Error = status is VeoTaskStatus.Succeeded ? null : snapshot.Error is { } error ? Redactor.Shared.Redact(error) : status == VeoTaskStatus.Filtered ? TaskErrors.EmptyResult : null,
            Raw = RawAnswer.Of(body),
        };
        if (task.Status != before.Status) _log.Verbose($"{task.Profile}: {task.Id} is {task.Status}.");
        handle.Task = task;
        bool cancelAsked = task.RawStatus != before.RawStatus && task.RawStatus == handle.Profile.Gateway.Table.Cancel?.AskedStatus;
        if (task.Status != before.Status || final || cancelAsked || handle.LinkMissingSince != missingBefore) Keep(handle, final ? stated : null);
        return task;
    }

    private static string WithoutLink(TaskHandle handle, DateTime now)
    {
        handle.LinkMissingSince ??= now;
        return now - handle.LinkMissingSince >= LinkGrace ? VeoTaskStatus.Filtered : VeoTaskStatus.Running;
    }

    private static VeoVideo Video(GatewayProfile profile, VideoLink link, int index, DateTime ended)
    {
        Uri? address = Address(profile, link.Link);
        return new VeoVideo
        {
            Index = index,
            Uri = address,
            Inline = address is null ? link.Inline : null,
            Resolution = link.Resolution,
            Duration = link.Duration,
            MimeType = link.MimeType,
            Expires = ended + profile.Gateway.Table.ResultLifetime,
        };
    }

    // A server's word: anything but a web address, or a path below the profile's base, is no link.
    private static Uri? Address(GatewayProfile profile, string link)
    {
        if (link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal)) link = profile.BaseUri.AbsoluteUri.TrimEnd('/') + link;
        return Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" ? uri : null;
    }

    private void Keep(TaskHandle handle, VeoCost? stated)
    {
        VeoTask task = handle.Task;
        if (task.SubmissionId.Length == 0) return;
        try
        {
            // What has ended stays as it ended, whichever process asked last; a fresh link is taken all the same. Only what a
            // gateway says of a task is taken over: an object that came from a file may lack the rest.
            LedgerEntry? kept = _ledger.Update(task.SubmissionId, entry => VeoTaskStatus.IsFinal(entry.Task.Status) && task.Status != VeoTaskStatus.Succeeded ? entry : entry with
            {
                Task = entry.Task with
                {
                    Id = task.Id,
                    Status = task.Status,
                    RawStatus = task.RawStatus,
                    Progress = task.Progress,
                    Updated = task.Updated,
                    Completed = task.Completed,
                    Videos = task.Videos,
                    Cost = task.Cost ?? entry.Task.Cost,
                    Error = task.Error,
                    Raw = task.Raw,
                },
                LinkMissingSince = handle.LinkMissingSince,
            });
            if (kept is not null && stated is not null) _ledger.Spend(new Spending(task.Profile, task.SubmissionId, stated.Amount, stated.Unit, IsFinal: true));
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            _log.Warning($"The ledger could not keep the state of {task.Id}. {exception.Message}");
        }
    }
}
