using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>Asks a gateway once how a task is doing, and keeps the answer. Asking never changes a purchase.</summary>
internal sealed class TaskPoller
{
    /// <summary>How long a success without a link is asked again before it ends as <see cref="VeoTaskStatus.Succeeded"/>
    /// without videos.</summary>
    public static readonly TimeSpan LinkGrace = TimeSpan.FromSeconds(120);

    /// <summary>For how long after a purchase "not found" is no answer: the stores behind a gateway may learn of a task later
    /// than its seller.</summary>
    public static readonly TimeSpan NotFoundGrace = TimeSpan.FromSeconds(120);

    // A status, its result, and one to spare.
    private const int MostSteps = 3;

    private const int ShownOfBody = 200;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly HttpTransport _transport;
    private readonly ILedger _ledger;
    private readonly TimeProvider _time;
    private readonly EngineLog _log;
    private readonly ConcurrentDictionary<string, bool> _unnamedTold = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline<PollResult> _patiently;
    private int _ledgerTold;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where the task's state is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where changes of tasks are told.</param>
    public TaskPoller(HttpTransport transport, ILedger ledger, TimeProvider time, EngineLog log)
    {
        _transport = transport;
        _ledger = ledger;
        _time = time;
        _log = log;
        _patiently = new ResiliencePipelineBuilder<PollResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<PollResult>
            {
                MaxRetryAttempts = Backoff.Retries,
                ShouldHandle = new PredicateBuilder<PollResult>().HandleResult(result => result is { Error: not null, Passing: true }),
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(
                    Backoff.Delay(attempt.AttemptNumber, attempt.Outcome.Result?.RetryAfter)),
            })
            .Build();
    }

    /// <summary>Asks, and again a few times where that may help.</summary>
    /// <param name="handle">The task; takes up the new state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PollResult> AskAsync(TaskHandle handle, CancellationToken cancellationToken)
        => await AskAsync(handle, again: false, cancellationToken).ConfigureAwait(false);

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
        return await _patiently.ExecuteAsync(async token => await PollAsync(handle, again, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    // A success without a video is asked for again, whoever asks: its video is paid for, and may be there by now.
    private static bool IsTold(TaskHandle handle, bool again) =>
        VeoTaskStatus.IsFinal(handle.Task.Status) && !again
            && (handle.Task.Status != VeoTaskStatus.Succeeded || handle.Task.Videos.Count > 0);

    /// <summary>How long the newest tasks of a kind took, as the ledger knows. Waiting goes on without it.</summary>
    /// <param name="kind">As <see cref="TimeTaken.KindOf"/> has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<IReadOnlyList<TimeTaken>> TimesAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            return await _ledger.TimesAsync(kind, cancellationToken).ConfigureAwait(false);
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            _log.Verbose("The duration of earlier tasks cannot be read from the ledger, so the default polling interval is used. "
                + exception.Message);
            return [];
        }
    }

    internal OriginPace PaceOf(TaskHandle handle) => _transport.PaceOf(handle.Profile.Endpoint);

    /// <summary>Asks a gateway that can cancel to end a task, and again a few times where that may help.</summary>
    /// <param name="handle">The task; takes up the new state. It may have ended otherwise meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>With an error where the gateway refuses, or <see cref="VeoErrorId.NotSupported"/> where it has no such call.</returns>
    public async Task<PollResult> CancelAsync(TaskHandle handle, CancellationToken cancellationToken)
    {
        VeoTask task = handle.Task;
        if (VeoTaskStatus.IsFinal(task.Status)) return new PollResult(task);
        if (handle.Profile.Gateway is not ICancelGateway gateway)
            return new PollResult(task, TaskErrors.CannotCancel(task, handle.Profile));
        PollResult result = await _patiently.ExecuteAsync(
            async token => await ExchangeAsync(handle, new PollStep(id => gateway.Cancel(id, handle.Profile), gateway.ReadCancel), token)
                .ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        if (result.Error is null && !VeoTaskStatus.IsFinal(result.Task.Status))
            _log.Warning(TaskErrors.CancelAsked(result.Task, handle.Profile));
        return result;
    }

    /// <summary>Asks once. A task that has ended is asked for only where <paramref name="again"/> says so.</summary>
    /// <param name="handle">The task; takes up the new state.</param>
    /// <param name="again">True to ask for a task that has ended, for a fresh link.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PollResult> PollAsync(TaskHandle handle, bool again, CancellationToken cancellationToken)
    {
        if (IsTold(handle, again)) return new PollResult(handle.Task);
        IGateway gateway = handle.Profile.Gateway;
        return await ExchangeAsync(handle, new PollStep(id => gateway.Poll(id, handle.Profile), gateway.ReadPoll), cancellationToken)
            .ConfigureAwait(false);
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
            // An address that cannot be right is asked a few times more, and not for ever.
            return new PollResult(
                task,
                TaskErrors.Unreachable(task, exception),
                Passing: exception is not CredentialException,
                Unreadable: exception.CannotHeal);
        }

        FaultPoint.Pass("poll answered");
        if (response.Location is { } target && !handle.Profile.Endpoint.IsOwnOrigin(target))
            return new PollResult(task, TaskErrors.Redirected(task, handle.Profile, target));
        if (answer.Error?.Kind == VeoErrorKind.NotFound && IsCancelAsked(handle))
            answer = new PollAnswer(new TaskSnapshot { Status = VeoTaskStatus.Canceled }, null);
        if (answer.Snapshot is { } snapshot)
        {
            bool hasVideo = snapshot.Videos.Any(link => Located(handle.Profile, link, response) != (null, null));
            if (!hasVideo) snapshot = snapshot with { Videos = [] };
            snapshot = await WithContentAsync(handle.Profile, id, snapshot, cancellationToken).ConfigureAwait(false);
            return new PollResult(await TakeAsync(handle, snapshot, response).ConfigureAwait(false));
        }

        bool passing = response.IsPassing;
        if (answer.Error is { } error && !response.IsPage && (response.Json is not null || SaysEnough(error.Kind)))
        {
            if (error.Kind == VeoErrorKind.NotFound && IsJustBought(task))
            {
                _log.Verbose($"{task.Profile}: the gateway does not have {task.Id} yet "
                    + $"({WireError.Words(response.Status, error)}), although it was just bought. Trying again.");
                return new PollResult(task);
            }

            return new PollResult(
                task,
                TaskErrors.Refused(handle, Redactor.Shared.Redact(error), response.Status),
                passing || IsPassing(error.Kind),
                response.RetryAfter);
        }

        // A server that is down for a while is no riddle; an answer from one that is up, and that nobody can read, is: asked
        // again, and not for ever.
        string came = response.IsPage || response.Body.Length == 0
            ? response.Describe()
            : $"{response.Describe()}: {Redactor.Shared.Redact(response.Body, ShownOfBody, "…")}";
        return new PollResult(task, TaskErrors.Unreadable(task, came), Passing: true, response.RetryAfter, Unreadable: !passing);
    }

    // A gateway may need more than one question to tell a state. One that leads on and on tells none.
    private async Task<(WireResponse Response, PollAnswer Answer)> FollowAsync(
        GatewayProfile profile,
        string id,
        PollStep first,
        CancellationToken cancellationToken)
    {
        PollStep step = first;
        for (int asked = 1; ; asked++)
        {
            // Relays put the video itself where a link belongs: any answer may have one in it.
            WireRequest question = step.Ask(id) with { HasInlineMedia = true };
            WireResponse response = await _transport.AskAsync(profile.Endpoint, question, AnswerLimit, cancellationToken)
                .ConfigureAwait(false);
            PollAnswer answer = step.Read(response);
            if (answer.Next is not { } next || asked == MostSteps) return (response, answer);
            step = next;
        }
    }

    // A gateway may forget a task that it was asked to end, and then it is not there to say so.
    private static bool IsCancelAsked(TaskHandle handle) =>
        handle.Profile.Gateway.Table.Cancel?.AskedStatus is { } word && handle.Task.RawStatus == word;

    // A success that names no video may have it at the content route: that one is asked before the video counts as missing.
    private async Task<TaskSnapshot> WithContentAsync(
        GatewayProfile profile, string id, TaskSnapshot snapshot, CancellationToken cancellationToken)
    {
        bool isMissing = snapshot is { Status: VeoTaskStatus.Succeeded, Videos.Count: 0 };
        if (!isMissing || profile.Gateway is not IContentGateway gateway) return snapshot;
        WireRequest content = gateway.Content(id, 0, profile);
        using TimeLimit limit = new(_time, cancellationToken);
        limit.Start(AnswerLimit);
        try
        {
            using HttpResponseMessage response = await _transport.OpenAnswerAsync(profile.Endpoint, content, limit.Token)
                .ConfigureAwait(false);
            string? type = response.Content.Headers.ContentType?.MediaType;
            if (LeadsToVideo(response)) return snapshot with { Videos = [new VideoLink(content.Path, MimeType: type)] };
            _log.Verbose($"{profile.Name}: {id} has no link, and its content route answers HTTP {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is TransportException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _log.Verbose($"{profile.Name}: {id} has no link, and its content route could not be reached: {exception.Message}");
        }

        return snapshot;
    }

    // A page or a JSON error under a status of success is no video; a redirect leads to where the file is stored.
    private static bool LeadsToVideo(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308) return response.Headers.Location is not null;
        string type = response.Content.Headers.ContentType?.MediaType ?? "";
        bool isText = type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        return response.IsSuccessStatusCode && !isText && response.Content.Headers.ContentLength != 0;
    }

    // Its receipt is in the ledger, and outweighs a gateway that does not know it yet.
    private bool IsJustBought(VeoTask task) =>
        task.SubmissionId.Length > 0 && !VeoTaskStatus.IsFinal(task.Status) && _time.GetUtcNow().UtcDateTime - task.Created < NotFoundGrace;

    // By their status alone, where nothing comes with it. A page of HTML is from something between, and says nothing of the task.
    private static bool SaysEnough(
        string kind) => kind is VeoErrorKind.Unauthorized or VeoErrorKind.Forbidden or VeoErrorKind.NotFound or VeoErrorKind
            .RateLimited or VeoErrorKind.InsufficientCredits;

    private static bool IsPassing(string kind)
        => kind is VeoErrorKind.RateLimited or VeoErrorKind.Maintenance or VeoErrorKind.ProviderUnavailable or VeoErrorKind.UpstreamFailed;

    private async Task<VeoTask> TakeAsync(TaskHandle handle, TaskSnapshot snapshot, WireResponse response)
    {
        VeoTask before = handle.Task;
        DateTime now = _time.GetUtcNow().UtcDateTime;
        DateTime ended = before.Completed ?? now;
        IEnumerable<VeoVideo> named = snapshot.Videos.Select((link, index) => Video(handle.Profile, link, response, index, ended));
        VeoVideo[] videos = [.. named.Where(video => video.Uri is not null || video.Inline is not null)];
        string status = snapshot.Status ?? VeoTaskStatus.Running;

        // A task that has ended keeps its end. Only videos that turn out to be there are taken over.
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
            _log.Warning($"{before.Profile}: the gateway gives the task {before.Id} the status '{word}', which its page does "
                + "not list. VeoPS treats it as running.");
        }

        VeoTask task = new(before)
        {
            Status = status,
            RawStatus = word ?? before.RawStatus,
            Progress = status == VeoTaskStatus.Succeeded ? 100 : snapshot.Progress,
            Updated = now,
            Completed = final ? ended : null,
            Videos = status == VeoTaskStatus.Succeeded ? new VeoList<VeoVideo>(videos) : VeoList<VeoVideo>.Empty,
            Cost = stated ?? before.Cost,
            Error = status is VeoTaskStatus.Succeeded || snapshot.Error is not { } error ? null : Redactor.Shared.Redact(error),
            Raw = RawAnswer.Of(response.Body),
        };
        if (task.Status != before.Status) _log.Verbose($"{task.Profile}: {task.Id} is {task.Status}.");
        if (final && task is { Status: VeoTaskStatus.Succeeded, Videos.Count: 0 }) _log.Warning(TaskErrors.NoVideoYet(task).Message);
        handle.Task = task;
        TimeTaken? taken = VeoTaskStatus.IsFinal(before.Status) ? null : handle.Timing?.Note(status);
        bool cancelAsked = task.RawStatus != before.RawStatus && task.RawStatus == handle.Profile.Gateway.Table.Cancel?.AskedStatus;
        bool isNews = task.Status != before.Status || final || cancelAsked || handle.LinkMissingSince != missingBefore;
        if (isNews) await KeepAsync(handle, stated, taken).ConfigureAwait(false);
        return task;
    }

    // Never Filtered: only the gateway may call it so, because people buy a filtered task again.
    private static string WithoutLink(TaskHandle handle, DateTime now)
    {
        handle.LinkMissingSince ??= now;
        return now - handle.LinkMissingSince >= LinkGrace ? VeoTaskStatus.Succeeded : VeoTaskStatus.Running;
    }

    private static VeoVideo Video(GatewayProfile profile, VideoLink link, WireResponse response, int index, DateTime ended)
    {
        (Uri? address, int? place) = Located(profile, link, response);
        return new VeoVideo
        {
            Index = index,
            Uri = address,
            Inline = place,
            StorageUri = Redactor.Shared.Redact(link.StorageUri),
            Resolution = Redactor.Shared.Redact(link.Resolution),
            Duration = link.Duration,
            MimeType = Redactor.Shared.Redact(link.MimeType) ?? MediaStrings.TypeOf(link.Link),
            Expires = ended + profile.Gateway.Table.ResultLifetime,
        };
    }

    // A server's word: anything but a web address, a path below the profile's base, or the video itself, is no link.
    private static (Uri? Address, int? Place) Located(GatewayProfile profile, VideoLink link, WireResponse response)
    {
        string text = link.Link;
        bool isPath = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);
        if (isPath) text = profile.Endpoint.Below(text);
        return LinkText.ToUri(text) is { } address
            ? (address, null)
            : (null, MediaStrings.PlaceOf(response.Json, link.Link, profile.Gateway.Table.InlineMembers));
    }

    private async Task KeepAsync(TaskHandle handle, VeoCost? stated, TimeTaken? taken)
    {
        VeoTask task = handle.Task;
        if (task.SubmissionId.Length == 0) return;
        VeoCost? booked = null;
        try
        {
            // The answer is here, and is kept to the end whatever becomes of the caller. The ledger books a cost that has changed.
            LedgerEntry? kept = await _ledger.UpdateAsync(task.SubmissionId, Change, CancellationToken.None).ConfigureAwait(false);
            if (kept is not null && stated is not null && stated.Amount > (booked?.Amount ?? 0))
                await TellOfOverspendAsync(handle.Profile, kept.Task, stated).ConfigureAwait(false);
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            // Waiting goes on without the ledger: its gateway can be asked again. A person is told once.
            string text = $"The ledger could not record the state of {task.Id}. {exception.Message}";
            if (Interlocked.Exchange(ref _ledgerTold, 1) == 0) _log.Warning(text);
            else _log.Verbose(text);
        }

        // A task that has ended keeps its end, whichever process asked last; a fresh link is still taken over. Only the gateway's
        // own words of a task are taken over, because an object that came from a file may lack the rest.
        LedgerEntry Change(LedgerEntry entry)
        {
            booked = entry.Task.Cost;
            if (VeoTaskStatus.IsFinal(entry.Task.Status) && task.Status != VeoTaskStatus.Succeeded) return entry;
            VeoTask changed = new(entry.Task)
            {
                Id = task.Id,
                Status = task.Status,
                RawStatus = task.RawStatus,
                Progress = task.Progress,
                Updated = task.Updated,
                Completed = task.Completed,
                Videos = task.Videos,
                Cost = stated ?? entry.Task.Cost,
                Error = task.Error,
                Raw = task.Raw,
            };
            return entry with
            {
                Task = changed,
                LinkMissingSince = handle.LinkMissingSince,
                Taken = VeoTaskStatus.IsFinal(entry.Task.Status) ? null : taken, // Counted once, whoever else asked.
            };
        }
    }

    // A budget is held before it is bought; only a gateway that charges more than was reserved can exceed it.
    private async Task TellOfOverspendAsync(GatewayProfile profile, VeoTask task, VeoCost cost)
    {
        if (!PurchaseLimits.IsBudgeted(profile.Profile)) return;
        SpentSums spent = await _ledger.SpentAsync(profile.Name, cost.Unit, CancellationToken.None).ConfigureAwait(false);
        if (PurchaseLimits.OverSpent(profile, task, spent) is { } over) _log.Warning(over);
    }
}
