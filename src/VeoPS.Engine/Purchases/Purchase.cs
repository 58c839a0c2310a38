using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// One purchase, from the job key to the gateway's id. <see cref="BuyAsync"/> is the whole protocol: read it from top to
/// bottom. A process may die after any line of it. A comment beside each step says which state the process leaves behind then, and
/// how the next process that runs the same line goes on from there. The crash tests kill a process at each of the steps.
/// </summary>
/// <param name="order">The order to buy.</param>
/// <param name="run">The call that it belongs to.</param>
/// <param name="place">Its place among the submissions in flight, which it gives up while it waits for another process.</param>
internal sealed class Purchase(PurchaseOrder order, PurchaseRun run, ISubmissionSlot? place)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private bool _isWaiting;
    private string? _failover;

    /// <summary>Buys once, at the first profile that takes it.</summary>
    /// <param name="stop">Canceled: nothing more is sent, and a submission in flight has <see cref="Sending.StopGrace"/> to land.</param>
    /// <exception cref="OperationCanceledException">Stopped, and nothing was bought.</exception>
    public async Task<SubmissionOutcome> MakeAsync(CancellationToken stop)
    {
        SubmissionOutcome? outcome = null;
        foreach (GatewayProfile profile in order.ToBuyAt)
        {
            // Fail over: only where the profile before can have taken nothing, and never after a ledger that refused, which
            // would refuse the next one too.
            if (outcome is { NothingBought: false }) break;
            if (outcome is { Error: { } error }) NoteFailover(error, profile);
            stop.ThrowIfCancellationRequested();
            try
            {
                outcome = await BuyAsync(profile, stop).ConfigureAwait(false);
            }
            catch (VeoException exception)
            {
                // An error that is thrown, and not returned, was thrown before anything was sent.
                bool mayTryNext = exception.ErrorId is VeoErrorId.NotSent or VeoErrorId.BudgetExceeded;
                outcome = new SubmissionOutcome(null, PurchaseErrors.NothingBought(exception), NothingBought: mayTryNext);
            }
        }

        return outcome!;
    }

    private async Task<SubmissionOutcome> BuyAsync(GatewayProfile profile, CancellationToken stop)
    {
        // 1. Look up the job key at every listed profile, and wait while another process submits under it.
        //    Dies here: nothing is left behind.
        if (await LookUpAsync(stop).ConfigureAwait(false) is { } before) return before;

        // 2. Prepare: the price, the limits of this call, files read and uploaded. All that can fail comes before the claim.
        //    Dies here: at most an uploaded image is left behind, which costs nothing.
        run.Fuse.Check(profile);
        using CallTotal.Reservation share = await PriceAsync(profile, stop).ConfigureAwait(false);
        Submission submission = await PrepareAsync(profile, share.Cost, stop).ConfigureAwait(false);

        // 3. Begin: claim the key at every profile, record the submission and reserve its money, in one commit.
        //    Dies here: the claim lapses within 60 s. The next call cancels the record, gives the money back, and buys.
        if (await BeginAsync(submission, stop).ConfigureAwait(false) is { } standing) return standing;
        using IDisposable alive = run.Heartbeat.Keep(submission.Entry.Task.SubmissionId);

        // 4. Send: mark it as sending in a commit of its own, then send it; again where it was provably not taken, after the
        //    mark was taken back.
        //    Dies between mark and answer: nobody can tell whether it was bought. Its claim lapses, and it is Unknown from then on.
        //    Dies while it waits for the next try, without the mark: as after step 3.
        Attempt? answer = await SendAsync(submission, stop).ConfigureAwait(false);

        // 5. Settle: the id, the refusal with its money given back, or Unknown, in one commit.
        //    Dies before it: Unknown, as in step 4. Dies after it: nothing is lost, the same line finds the task by its key.
        SubmissionOutcome outcome = await SettleAsync(submission, answer).ConfigureAwait(false);
        if (!outcome.NothingBought) share.Keep();
        run.Fuse.Note(profile, outcome.Error?.ErrorId);
        return outcome;
    }

    // ---- step 1

    private async Task<SubmissionOutcome?> LookUpAsync(CancellationToken stop)
    {
        if (order.JobKey is not { } key) return null;
        while (true)
        {
            IReadOnlyList<JobKeyView> views = await run.Ledger.LookAsync(order.Scopes, key, stop).ConfigureAwait(false);
            (JobKeyVerdict verdict, JobKeyView? view) = JobKeyState.Decide(views, order.Question);
            if (verdict == JobKeyVerdict.Wait)
            {
                TellOfWait(view!.Claim.SubmissionId, view.ClaimedUntil);
                await run.Time.Delay(LookAgain, stop).ConfigureAwait(false);
                continue;
            }

            if (PurchaseErrors.ExistingOutcome(order, verdict, view) is { } standing) return Reported(standing);
            await RetakeSlotAsync(stop).ConfigureAwait(false);
            return null;
        }
    }

    // Rows that are free go first: one that waits for another process gives its place to them.
    private void TellOfWait(string submissionId, DateTime? until)
    {
        if (_isWaiting) return;
        _isWaiting = true;
        place?.Leave();
        string lapses = until is { } time ? FormattableString.Invariant($", until {time:HH:mm:ss} UTC or until its claim ends") : "";
        string name = order.JobKey is { } key ? $"The job key '{key}'" : $"The task {order.RetryOf}";
        string who = run.Submissions.ContainsKey(submissionId)
            ? "is used twice in this command and is being submitted"
            : "is being submitted by another process";
        run.TellOfWait($"{name} {who} as {submissionId}; waiting for its outcome{lapses}.");
    }

    private async Task RetakeSlotAsync(CancellationToken stop)
    {
        if (!_isWaiting) return;
        if (place is not null) await place.ReturnAsync(stop).ConfigureAwait(false);
        _isWaiting = false;
    }

    private SubmissionOutcome Reported(SubmissionOutcome standing)
    {
        if (standing.Task is { } task) run.Log.Verbose($"The job key '{order.JobKey}' was bought before as {task}.");
        return standing;
    }

    // ---- step 2

    private async Task<CallTotal.Reservation> PriceAsync(GatewayProfile profile, CancellationToken stop)
    {
        bool isLimited = run.Total.IsLimited || PurchaseLimits.AreSet(order, profile);
        VeoCost? cost = isLimited ? await order.PriceAsync(run.Tools, profile, stop).ConfigureAwait(false) : order.Estimate(profile);
        if (isLimited && PurchaseLimits.Exceeded(order, profile, cost) is { } over)
        {
            throw new VeoException(VeoErrorId.BudgetExceeded, over)
            {
                Remedies = cost?.Amount > order.MaxCost
                    ? new([VeoRemedy.Give(nameof(order.MaxCost), Amounts.Text(cost.Amount))])
                    : VeoList<VeoRemedy>.Empty,
            };
        }

        return run.Total.Enter(profile, cost);
    }

    private async Task<Submission> PrepareAsync(GatewayProfile profile, VeoCost? cost, CancellationToken stop)
    {
        Submission submission = await order.PrepareAsync(run.Tools, profile, cost, stop).ConfigureAwait(false);
        FaultPoint.Pass("submission prepared");
        return submission with { Entry = submission.Entry with { Task = new VeoTask(submission.Entry.Task) { Failover = _failover } } };
    }

    // ---- step 3

    // Null where it is ours to send; else the outcome that stands against it.
    private async Task<SubmissionOutcome?> BeginAsync(Submission submission, CancellationToken stop)
    {
        VeoProfile profile = submission.Profile.Profile;
        BeginRequest request = new()
        {
            Entry = submission.Entry,
            Scopes = order.JobKey is null ? [] : order.Scopes,
            OlderHashes = order.JobKey is null ? [] : [.. order.Fingerprints.Skip(1)],
            Force = order.Force,
            MaxAttempts = order.MaxAttempts,
            DailyBudget = profile.DailyBudget,
            MonthlyBudget = profile.MonthlyBudget,
            Request = order.Stored,
            LedgerId = submission.Profile.Setting(GatewayProfile.LedgerSetting),
        };
        run.Submissions.TryAdd(submission.Entry.Task.SubmissionId, 0);
        while (true)
        {
            BeginResult begun = await run.Ledger.BeginAsync(request, stop).ConfigureAwait(false);
            foreach (LedgerEntry left in begun.TakenOver)
            {
                run.Log.Verbose($"The job key '{order.JobKey}' was claimed by a process that ended before it sent "
                    + $"{left.Task.SubmissionId}. VeoPS buys it again.");
            }

            switch (begun.Verdict)
            {
                case BeginVerdict.Ours:
                    return null;
                case BeginVerdict.OverBudget:
                    throw new VeoException(
                        VeoErrorId.BudgetExceeded,
                        PurchaseLimits.OverBudget(submission.Profile, begun.Budget!, submission.Entry.Task.Cost!));
                case BeginVerdict.Taken when begun.KeyVerdict == JobKeyVerdict.Wait:
                    if (await LookUpAsync(stop).ConfigureAwait(false) is { } outcome) return outcome;
                    run.Fuse.Check(submission.Profile);
                    continue;
                case BeginVerdict.Taken:
                    return Reported(PurchaseErrors.ExistingOutcome(order, begun.KeyVerdict, begun.Key)!);
                case BeginVerdict.HasSuccessor when begun.Entry!.Task.Status == VeoTaskStatus.Submitting:
                    TellOfWait(begun.Entry.Task.SubmissionId, begun.Entry.SubmitDeadline);
                    await run.Time.Delay(LookAgain, stop).ConfigureAwait(false);
                    continue;
                default:
                    await RetakeSlotAsync(stop).ConfigureAwait(false);
                    return PurchaseErrors.Successor(order, begun.Entry!.Task);
            }
        }
    }

    // ---- step 4

    // Null where it may not be sent any more.
    private async Task<Attempt?> SendAsync(Submission submission, CancellationToken stop)
    {
        string submissionId = submission.Entry.Task.SubmissionId;
        bool isTurnedAway = false;
        try
        {
            return await run.Sending.SendAsync(submission, MarkAsync, TakeBackAsync, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await KeepAsync(submission, Ended(submission, VeoTaskStatus.Canceled, NotSent("Stopped before the gateway accepted it.")))
                .ConfigureAwait(false);
            throw;
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            VeoTask task = Ended(
                submission,
                isTurnedAway ? VeoTaskStatus.Failed : VeoTaskStatus.Canceled,
                NotSent("Not sent, because the ledger could not be written."));
            await KeepAsync(submission, task).ConfigureAwait(false);
            throw PurchaseErrors.LedgerGone(task, submission.Profile, exception, isTurnedAway);
        }

        Task<bool> MarkAsync() => run.Ledger.MarkSendingAsync(submissionId, stop);

        async Task<bool> TakeBackAsync()
        {
            isTurnedAway = true;

            // Not to be stopped: a submission that nobody has taken must not look as if it had been sent.
            bool isOurs = await run.Ledger.UnmarkSendingAsync(submissionId, CancellationToken.None).ConfigureAwait(false);
            FaultPoint.Pass("submission taken back");
            return isOurs;
        }
    }

    // ---- step 5

    private async Task<SubmissionOutcome> SettleAsync(Submission submission, Attempt? answer)
    {
        SubmissionOutcome outcome = answer?.Decision.Verdict switch
        {
            null => LapsedOutcome(submission),
            SubmitVerdict.Taken => TakenOutcome(submission, answer),
            SubmitVerdict.Unknown => UnknownOutcome(submission, answer),
            _ => RefusedOutcome(submission, answer),
        };
        VeoTask task = (outcome.Task ?? outcome.Error!.Task)!;
        await KeepAsync(submission, task).ConfigureAwait(false);
        if (outcome.Task is not null)
            run.Log.Verbose($"{task.Profile}: {task.SubmissionId} was accepted{(task.Id is null ? "" : $" as {task.Id}")}.");
        return outcome;
    }

    // The purchase is made: a ledger that refuses now, in whatever way, must not hide it.
    private async Task KeepAsync(Submission submission, VeoTask task)
    {
        try
        {
            Settlement settlement = new(submission.Entry with { Task = task });
            SettleResult settled = await run.Ledger.SettleAsync(settlement, CancellationToken.None).ConfigureAwait(false);
            if (settled.IsWaiting)
                run.Log.Warning($"The ledger could not be reached to record the outcome of {PurchaseErrors.Described(task)}. It "
                    + "is stored on this machine and will be written to the ledger at the next connection.");
            if (settled.Overwritten is { } before) TellOfOverwritten(before.Task, task);
            if (settled.Spent is { } spent && PurchaseLimits.OverSpent(submission.Profile, task, spent) is { } over) run.Log.Warning(over);
        }
        catch (Exception exception)
        {
            run.Log.Warning($"The ledger could not record the outcome of {PurchaseErrors.Described(task)}. Write it down. "
                + exception.Message);
        }
    }

    private void TellOfOverwritten(VeoTask before, VeoTask task)
    {
        string text = $"{task.Profile}: {task.SubmissionId} was recorded as {before.Status} in the meantime, but the gateway's "
            + $"answer decides: it is {task.Status}{(task.Id is null ? "" : $", as {task.Id}")}.";
        if (task.Id is not null && before.Status != VeoTaskStatus.Unknown) run.Log.Warning(text);
        else run.Log.Verbose(text);
    }

    private SubmissionOutcome LapsedOutcome(Submission submission)
    {
        VeoTask task = Ended(submission, VeoTaskStatus.Canceled, NotSent("Not sent: its claim had expired."));
        return new SubmissionOutcome(null, PurchaseErrors.Lapsed(task), NothingBought: true);
    }

    // A receipt may say already how the task ended. A success is still asked for, since the links come with the poll.
    private SubmissionOutcome TakenOutcome(Submission submission, Attempt answer)
    {
        VeoTask task = submission.Entry.Task;
        SubmitAnswer receipt = answer.Answer!;
        string status = receipt.Status switch
        {
            VeoTaskStatus.Succeeded => VeoTaskStatus.Running,
            null => VeoTaskStatus.Queued,
            { } said => said,
        };
        bool isFinal = VeoTaskStatus.IsFinal(status);
        DateTime now = Now;
        task = new VeoTask(task)
        {
            Id = receipt.TaskId,
            Status = status,
            RawStatus = receipt.RawStatus,
            Error = isFinal ? receipt.Error : null,
            Completed = isFinal ? now : null,
            Cost = receipt.Cost ?? task.Cost,
            Updated = now,
            Raw = RawAnswer.Of(answer.Response!.Body),
        };
        return new SubmissionOutcome(task, null) { Answer = answer.Response };
    }

    private SubmissionOutcome UnknownOutcome(Submission submission, Attempt answer)
    {
        VeoTask task = new(submission.Entry.Task) { Status = VeoTaskStatus.Unknown, Updated = Now, Error = answer.Error, Raw = RawAnswer.Of(
            answer.Response?.Body) };
        return new SubmissionOutcome(null, PurchaseErrors.Unknown(task, submission.Profile, answer));
    }

    private SubmissionOutcome RefusedOutcome(Submission submission, Attempt answer)
    {
        VeoTask task = new(Ended(submission, VeoTaskStatus.Failed, answer.Error)) { Raw = RawAnswer.Of(answer.Response?.Body) };
        return new SubmissionOutcome(null, PurchaseErrors.Refused(task, submission.Profile, answer, run.RetryTimeout), NothingBought: true);
    }

    private DateTime Now => run.Time.GetUtcNow().UtcDateTime;

    private VeoTask Ended(Submission submission, string status, VeoError error)
    {
        DateTime now = Now;
        return new VeoTask(submission.Entry.Task) { Status = status, Error = error, Updated = now, Completed = now };
    }

    private static VeoError NotSent(string message) => new() { Kind = VeoErrorKind.Network, Message = message, Retryable = true };

    private void NoteFailover(VeoException error, GatewayProfile next)
    {
        run.Log.Warning($"{error.Message} Continuing with the profile '{next.Name}'.");
        _failover = _failover is null ? error.Message : $"{_failover} {error.Message}";
    }
}

/// <summary>A submission's place among those in flight.</summary>
internal interface ISubmissionSlot
{
    /// <summary>Gives the place to another row, while this one waits for another process.</summary>
    void Leave();

    /// <summary>Takes a place again, once one is free.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    Task ReturnAsync(CancellationToken cancellationToken);
}

/// <summary>How an order ended: a task, or an error that says whether money can have been spent.</summary>
/// <param name="Task">The task that was taken, or that a job key had bought before.</param>
/// <param name="Error">Why there is none; its <see cref="VeoException.Task"/> is as the ledger has it.</param>
/// <param name="NothingBought">True where it is certain, so that another profile may be tried.</param>
/// <param name="WasThere">True where a job key had it: nothing was bought now.</param>
internal sealed record SubmissionOutcome(VeoTask? Task, VeoException? Error, bool NothingBought = false, bool WasThere = false)
{
    /// <summary>The answer that took it.</summary>
    internal WireResponse? Answer { get; init; }
}
