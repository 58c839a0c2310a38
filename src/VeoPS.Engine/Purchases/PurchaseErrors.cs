using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Purchases;

/// <summary>Why something was not bought, or may have been, in words that say which.</summary>
internal static class PurchaseErrors
{
    /// <summary>A task as a person has to know it where the ledger does not.</summary>
    public static string Described(VeoTask task)
        => $"{task.SubmissionId}: profile {task.Profile}, id {task.Id ?? "none"}, status {task.Status}";

    /// <summary>How an order ends because of its job key; null where the key does not stand against buying.</summary>
    public static SubmissionOutcome? ExistingOutcome(PurchaseOrder order, JobKeyVerdict verdict, JobKeyView? view)
    {
        VeoTask? task = view is null ? null : TaskOf(order, view);
        string? id = view?.Claim.SubmissionId;
        return verdict switch
        {
            JobKeyVerdict.Return => new SubmissionOutcome(task, null, WasThere: true),
            JobKeyVerdict.Conflict => Refused(
                VeoErrorId.JobKeyConflict,
                $"The job key '{order.JobKey}' was used before for another request ({id}). Nothing was sent. Use another job "
                    + "key, or the same request."),
            JobKeyVerdict.AttemptsSpent => Refused(
                VeoErrorId.TaskFailed,
                $"The job key '{order.JobKey}' was bought {Times(order.MaxAttempts)}, and every attempt failed ({id}: "
                    + $"{Words(task?.Error) ?? task?.Status}). Nothing was sent now. "
                + "Change the request under another job key, or allow more with MaxAttempts.",
                new VeoRemedy(VeoRemedyAction.Restart) { Task = id }),
            JobKeyVerdict.Unknown => Refused(
                VeoErrorId.SubmitUnknown,
                $"The job key '{order.JobKey}' was submitted before as {id}, and "
                    + $"{(view!.Entry is null ? "its record was removed before its outcome was known" : "its outcome is unknown")}: "
                + "it may have been bought. Nothing was sent now. Look for it at the gateway, and settle it before you buy it again.",
                Settle(id!)),
            _ => null,
        };

        SubmissionOutcome Refused(string errorId, string message, params VeoRemedy[] remedies) =>
            new(null, new VeoException(errorId, message) { Task = task, Remedies = new(remedies) }, WasThere: true);
    }

    /// <summary>How an order ends where another process has bought in the same task's place before.</summary>
    public static SubmissionOutcome Successor(PurchaseOrder order, VeoTask task)
    {
        if (task.Status is VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded)
            return new SubmissionOutcome(task, null, WasThere: true);
        bool isUnknown = task.Status == VeoTaskStatus.Unknown;
        string words = $"The task {order.RetryOf} was bought again by another process, as {task}, which is "
            + $"{task.Status}{(isUnknown ? ": it may have been bought" : "")}. Nothing was sent now.";
        VeoRemedy remedy = isUnknown ? Settle(task.SubmissionId) : VeoRemedy.About(VeoRemedyAction.Restart, task);
        VeoException error = new(isUnknown ? VeoErrorId.SubmitUnknown : VeoErrorId.TaskFailed, words) {
            Task = task,
            Remedies = new([remedy]) };
        return new SubmissionOutcome(null, error, WasThere: true);
    }

    /// <summary>Why a preview would buy nothing because of the job key; null where it would.</summary>
    public static string? Preview(PurchaseOrder order, JobKeyVerdict verdict, JobKeyView? view) => verdict switch
    {
        JobKeyVerdict.Wait => $"the job key '{order.JobKey}' is being submitted as {view!.Claim.SubmissionId}",
        JobKeyVerdict.Return => $"the job key '{order.JobKey}' was bought before at '{TaskOf(order, view!).Profile}' as "
            + $"{TaskOf(order, view!)}, which is {view!.Status}",
        JobKeyVerdict.Conflict => $"it would be refused, because the job key '{order.JobKey}' was used before for another "
            + $"request ({view!.Claim.SubmissionId})",
        JobKeyVerdict.AttemptsSpent => $"it would be refused, because the job key '{order.JobKey}' was bought "
            + $"{Times(order.MaxAttempts)}, and every attempt failed",
        JobKeyVerdict.Unknown => $"it would be refused, because the job key '{order.JobKey}' was submitted before as "
            + $"{view!.Claim.SubmissionId} and may have been bought",
        _ => null,
    };

    /// <summary>Its claim lapsed before it could be sent.</summary>
    public static VeoException Lapsed(VeoTask task) => new(
        VeoErrorId.NotSent,
        $"The submission {task.SubmissionId} was not sent: this process was delayed for more than "
            + $"{LedgerTimes.ClaimLifetime.TotalSeconds:0} s, so its claim expired and another process may have taken over. "
        + "Nothing was bought here. Run the same command again: with a job key, it finds a purchase that another process made.") {
            Task = task };

    /// <summary>The ledger refused between two steps, before anything was taken.</summary>
    public static VeoException LedgerGone(VeoTask task, GatewayProfile profile, VeoException exception, bool isTurnedAway)
    {
        string before = isTurnedAway
            ? $"{profile} ({task.Provider}) did not accept the submission {task.SubmissionId}, and it is not sent again, because "
                + "the ledger cannot be written"
            : $"The submission {task.SubmissionId} was not sent to {profile} ({task.Provider}), because the ledger cannot be written";
        string reason = (exception.InnerException?.Message ?? exception.Message).TrimEnd('.');
        string text = $"{before} ({reason}). Nothing was bought. Run the command again when the ledger can be written.";
        return new VeoException(VeoErrorId.LedgerUnavailable, text, exception) { Task = task };
    }

    /// <summary>It was sent, and nobody can tell.</summary>
    public static VeoException Unknown(VeoTask task, GatewayProfile profile, Attempt answer) => new(
        VeoErrorId.SubmitUnknown,
        $"The submission {task.SubmissionId} was sent to {profile} ({task.Provider}), and its outcome is unknown: "
            + $"{answer.Decision.Words} ({answer.Says}). "
        + "It may have been bought. VeoPS does not send it again automatically.",
        answer.Failure)
    {
        Task = task,
        Remedies = new(profile.Gateway is IListGateway
            ? [new VeoRemedy(VeoRemedyAction.FindUnknown), Settle(task.SubmissionId)]
            : [Settle(task.SubmissionId)]),
    };

    /// <summary>Nothing was bought, and the gateway or the network said why.</summary>
    public static VeoException Refused(VeoTask task, GatewayProfile profile, Attempt answer, TimeSpan retryTimeout)
    {
        (string id, string remedy) = Remedy(answer, profile);
        string at = $"{profile} ({task.Provider}, {profile.Origin})";
        string text = answer.Decision.Verdict == SubmitVerdict.SendAgain
            ? $"{at} did not accept the submission within {retryTimeout.TotalSeconds:0} s: {answer.Says}."
            : answer.Failure is not null ? $"The submission was not sent to {at}: {answer.Says}."
            : $"{profile} ({task.Provider}) rejected the submission: {answer.Says}.";
        VeoRemedy[] remedies = id == VeoErrorId.ModelRetired ? [new(VeoRemedyAction.ShowModels) { Provider = task.Provider }] : [];
        return new VeoException(id, $"{text} Nothing was bought. {remedy}", answer.Failure) { Task = task, Remedies = new(remedies) };
    }

    /// <summary>The error id of an answer that bought nothing, and how to get past it.</summary>
    public static (string ErrorId, string Remedy) Remedy(
        Attempt answer,
        GatewayProfile profile) => (answer.Decision.Verdict, answer.Failure, answer.Error.Kind) switch
    {
        (SubmitVerdict.SendAgain, not null, _) => (VeoErrorId
            .NotSent, "Check the network and the profile's base address, then run the command again."),
        (_, { CannotHeal: true }, _) => (VeoErrorId.NotSent, TransportException.TrustRemedy + ", then run the command again."),
        (SubmitVerdict.SendAgain, null, _) => (VeoErrorId.RateLimited, "Run the command again later, or with fewer submissions at once."),
        (_, _, VeoErrorKind.Unauthorized) => (VeoErrorId.Unauthorized, profile.CheckKey),
        (_, _, VeoErrorKind.InsufficientCredits) => (VeoErrorId.InsufficientCredits, "Top up the account, then run the command again."),
        (_, _, VeoErrorKind.ModelRetired) => (VeoErrorId.ModelRetired, "Choose another model."),
        (_, _, VeoErrorKind.ContentRejected) => (VeoErrorId.ContentRejected, "Change the prompt or the images."),
        (_, _, VeoErrorKind.InputFetchFailed) => (VeoErrorId
            .SubmitRejected, "Check that the gateway can fetch the images that the request links to."),
        _ => (VeoErrorId.SubmitRejected, "Change the request as the gateway's answer says."),
    };

    /// <summary>The ledger speaks of itself alone; before anything is sent, its error says so.</summary>
    public static VeoException NothingBought(
        VeoException exception) => exception.ErrorId == VeoErrorId.LedgerUnavailable && exception.Task is null
        ? exception.With(exception.Summary + " Nothing was bought.")
        : exception;

    // The record may be gone: its claim says enough to go on with it.
    private static VeoTask TaskOf(PurchaseOrder order, JobKeyView view)
    {
        if (view.Entry is { } entry) return entry.Task;
        GatewayProfile profile = order.Profiles.FirstOrDefault(each => order.ScopeAt(each) == view.Claim.Scope) ?? order.Profiles[0];
        return new VeoTask
        {
            SubmissionId = view.Claim.SubmissionId,
            Id = view.Id,
            Profile = profile.Name,
            Provider = profile.Gateway.Table.Provider,
            JobKey = view.Claim.JobKey,
            Status = view.Status,
        };
    }

    private static VeoRemedy Settle(string submissionId) => new(VeoRemedyAction.Resolve) { Task = submissionId };

    private static string Times(int count) => count == 1 ? "once" : FormattableString.Invariant($"{count} times");

    private static string? Words(VeoError? error) => error?.ToString().TrimEnd('.', ' ');
}
