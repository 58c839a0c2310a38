using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>The errors of a task that is bought already. Their words say that no error here loses or buys anything.</summary>
internal static class TaskErrors
{
    private const int ShownOfPrompt = 40;

    /// <summary>A task succeeded, and its gateway has no video of it (yet).</summary>
    /// <param name="task">The task.</param>
    public static VeoException NoVideoYet(VeoTask task) => new(
        VeoErrorId.DownloadFailed,
        $"The {Name(task)} succeeded, but the gateway has no video of it yet. It is paid for: do not buy it again. "
        + "Save it again later. If it still has no video, ask the gateway's support with the task's id.")
    {
        Task = task,
        Remedies = new([VeoRemedy.About(VeoRemedyAction.Save, task)]),
    };

    /// <summary>A task that did not end well, as an error; null for one that succeeded or goes on.</summary>
    /// <param name="task">The task.</param>
    public static VeoException? Ended(VeoTask task)
    {
        (string? id, string what, string then) = task.Status switch
        {
            VeoTaskStatus.Failed when task.Id is null => (VeoErrorId.TaskFailed, "was not accepted by the gateway", "Nothing was bought."),
            VeoTaskStatus.Failed when TaskCost.IsFree(task) =>
                (VeoErrorId.TaskFailed, "failed", "It was not charged. A new submission is a new purchase."),
            VeoTaskStatus.Failed => (VeoErrorId
                .TaskFailed, "failed", "Most gateways refund this. A new submission is a new purchase."),
            VeoTaskStatus.Filtered => (VeoErrorId.TaskFiltered, "ended without a video", Filtered(task)),
            VeoTaskStatus.Canceled => (VeoErrorId.TaskCanceled, "was canceled", "There is no video."),
            VeoTaskStatus.Expired => (VeoErrorId
                .TaskExpired, "is no longer kept by the gateway", "The gateway no longer has its video. Look for a copy on disk."),
            VeoTaskStatus.Unknown => (VeoErrorId
                .SubmitUnknown, "was sent, and its outcome is unknown", "It may have been bought. Settle it before you submit it again."),
            _ => ((string?)null, "", ""),
        };
        return id is null
            ? null
            : new VeoException(id, $"The {Name(task)} {what}{(task.Error is null ? "" : $": {Words(task.Error)}")}. {then}")
        {
            Task = task,
            Remedies = EndedRemedies(task),
        };
    }

    /// <summary>A task as a person knows it: its id, and its job key, else the start of its prompt.</summary>
    /// <param name="task">The task.</param>
    public static string Name(VeoTask task)
        => $"task {task}{((task.JobKey ?? Start(task.Prompt)) is { } called ? $" ('{called}')" : "")} at '{task.Profile}'";

    // Only a request that the ledger has can be bought again from there.
    private static VeoList<VeoRemedy> EndedRemedies(VeoTask task)
    {
        if (task.SubmissionId.Length == 0) return VeoList<VeoRemedy>.Empty;
        VeoRemedy remedy = new(task.Status == VeoTaskStatus.Unknown ? VeoRemedyAction.Resolve : VeoRemedyAction.Restart) {
            Task = task.SubmissionId };
        bool isPromptToChange = task.Status == VeoTaskStatus.Filtered && !IsSoundHeldBack(task);
        return new([isPromptToChange ? remedy with { Option = nameof(task.Prompt) } : remedy]);
    }

    // A task that goes on is waited for. A task that has succeeded is saved.
    private static VeoList<VeoRemedy> RemediesToContinue(VeoTask task) =>
        new([VeoRemedy.About(task.Status == VeoTaskStatus.Succeeded ? VeoRemedyAction.Save : VeoRemedyAction.Wait, task)]);

    private static string? Start(string? prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt)) return null;

        // Redacted before it is cut: half a key is not recognised.
        string line = string.Join(" ", Redactor.Shared.Redact(prompt!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= ShownOfPrompt) return line;
        int end = char.IsHighSurrogate(line[ShownOfPrompt - 1]) ? ShownOfPrompt - 1 : ShownOfPrompt;
        return line.Remove(end) + "…";
    }

    private static bool IsSoundHeldBack(VeoTask task) => WireError.Says(task.Error?.Message, "audio");

    // Where the filter heard something in the sound, the same prompt often passes the next time (googleapis/js-genai, issue 1272).
    private static string Filtered(VeoTask task)
    {
        string charged = TaskCost.IsFree(task) ? "It was not charged." : "Check at the gateway whether it was charged.";
        return IsSoundHeldBack(task)
            ? charged + " The filter blocked the sound. The same prompt often passes when it is bought again."
            : charged + " Change the prompt or the images before you buy it again.";
    }

    /// <summary>The wait ended before the task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeout">How long it was waited for.</param>
    public static VeoException TimedOut(VeoTask task, TimeSpan timeout) => new(
        VeoErrorId.WaitTimeout,
        FormattableString.Invariant($"The {Name(task)} had not ended after {timeout.TotalSeconds:0.###} s (last seen: {task.Status}).")
            + " It continues at the gateway and is still paid for.")
    {
        Task = task,
        Remedies = new([VeoRemedy.About(VeoRemedyAction.Wait, task)]),
    };

    internal static VeoException CannotCancel(VeoTask task, GatewayProfile profile) => new(
        VeoErrorId.NotSupported,
        $"{profile.Gateway.Table.Provider} cannot cancel a task: the {Name(task)} continues to its end and is paid for either way. "
        + "Nothing was sent.")
    {
        Task = task,
        Remedies = new([VeoRemedy.About(VeoRemedyAction.Save, task), VeoRemedy.About(VeoRemedyAction.Remove, task)]),
    };

    internal static string CancelAsked(VeoTask task, GatewayProfile profile) =>
        $"{profile.Gateway.Table.Provider} was asked to cancel the {Name(task)}, which has not ended yet: "
            + $"{profile.Gateway.Table.Cancel?.Text ?? "it may still finish and be charged"}. It remains open until the gateway ends it.";

    internal static VeoException NoId(VeoTask task) => Ended(task) ?? new VeoException(
        VeoErrorId.SubmitUnknown,
        $"The {Name(task)} has no id yet: another process is submitting it, or was stopped while it did. It may have been "
            + "bought. Try again in a minute.")
        {
            Task = task,
            Remedies = RemediesToContinue(task),
        };

    internal static VeoException Unreachable(VeoTask task, TransportException exception) => new(
        exception is CredentialException ? VeoErrorId.Unauthorized : VeoErrorId.Protocol,
        $"The gateway could not be asked about the {Name(task)}: {exception.Message} The task is unchanged and still paid for.",
        exception) { Task = task, Remedies = RemediesToContinue(task) };

    internal static VeoException Unreadable(VeoTask task, string came) => new(
        VeoErrorId.Protocol,
        $"The gateway's answer about the {Name(task)} cannot be read ({came}). The task is unchanged and still paid "
            + "for. Check the profile's base address.") { Task = task, Remedies = RemediesToContinue(task) };

    internal static VeoException Redirected(VeoTask task, GatewayProfile profile, Uri target) => new(
        VeoErrorId.Protocol,
        Redactor.Shared.Redact(
            $"The gateway redirects the query about the {Name(task)} to {target.GetLeftPart(UriPartial.Path)}. Nothing was "
                + $"sent there: the profile's key is sent only to {profile.Origin}. "
            + "The task is unchanged and still paid for. If the gateway has moved, change the profile's base address "
            + "(BaseUri) to the new one.")) { Task = task, Remedies = RemediesToContinue(task) };

    internal static VeoException Refused(TaskHandle handle, VeoError error, int status)
    {
        VeoTask task = handle.Task;
        (string id, string remedy) = error.Kind switch
        {
            VeoErrorKind.Unauthorized => (VeoErrorId.Unauthorized, handle.Profile.CheckKey),
            VeoErrorKind.NotFound => (VeoErrorId
                .TaskNotFound, "Check the id and the profile: the gateway does not have this task, or no longer has it."),
            VeoErrorKind.RateLimited => (VeoErrorId.RateLimited, "Try again later, or query less often."),
            _ => (VeoErrorId.Protocol, "Try again later."),
        };
        return new VeoException(
            id,
            $"The gateway refused the query about the {Name(task)} ({WireError.Words(status, error)}). The task is unchanged. {remedy}")
        {
            Task = task,
            Remedies = id != VeoErrorId.TaskNotFound ? RemediesToContinue(task)
                : task.SubmissionId.Length == 0 ? VeoList<VeoRemedy>.Empty
                : new([.. RemediesToContinue(task), VeoRemedy.About(VeoRemedyAction.Remove, task)]),
        };
    }

    private static string Words(VeoError error) => error.ToString().TrimEnd('.', ' ');
}
