using System.Management.Automation;

namespace VeoPS.Hosting;

/// <summary>Makes PowerShell's error records, with ids that are stable and text that is redacted.</summary>
internal static class VeoErrors
{
    /// <param name="exception">The error.</param>
    /// <param name="target">The object that it is about, where it is about no task.</param>
    /// <param name="shown">The text of the record; null: the whole message.</param>
    public static ErrorRecord Record(VeoException exception, object? target, string? shown = null)
    {
        string text = EngineHost.Redact(shown ?? ErrorText.Of(exception));
        VeoException told = new(exception.ErrorId, text, Cause(exception.InnerException)) {
            Task = exception.Task,
            Faults = exception.Faults,
            Remedies = exception.Remedies,
            Text = text };
        return new ErrorRecord(told, exception.ErrorId, CategoryOf(exception.ErrorId), exception.Task ?? target);
    }

    // Get-Error shows the causes too, and their text is the network's: one that holds a secret is replaced by its redacted text.
    private static Exception? Cause(Exception? cause) =>
        cause is null
            ? null
            : EngineHost.Redact(cause.ToString()) == cause.ToString() ? cause : new RedactedException(cause, Cause(cause.InnerException));

    private sealed class RedactedException(Exception original, Exception? cause)
        : Exception($"{original.GetType().FullName}: {EngineHost.Redact(original.Message)}", cause);

    private static ErrorCategory CategoryOf(string errorId) => errorId switch
    {
        VeoErrorId.RequestInvalid or VeoErrorId.JobKeyConflict => ErrorCategory.InvalidArgument,
        VeoErrorId.Unauthorized => ErrorCategory.AuthenticationError,
        VeoErrorId.InsufficientCredits or VeoErrorId.BudgetExceeded => ErrorCategory.QuotaExceeded,
        VeoErrorId.RateLimited => ErrorCategory.LimitsExceeded,
        VeoErrorId.ContentRejected => ErrorCategory.PermissionDenied,
        VeoErrorId.TaskNotFound or VeoErrorId.ProfileNotFound => ErrorCategory.ObjectNotFound,
        VeoErrorId.VaultLocked => ErrorCategory.PermissionDenied,
        VeoErrorId.SecretManagementMissing => ErrorCategory.NotInstalled,
        VeoErrorId.WaitTimeout => ErrorCategory.OperationTimeout,
        VeoErrorId.TaskCanceled => ErrorCategory.OperationStopped,
        VeoErrorId.TaskExpired or VeoErrorId.TaskFiltered or VeoErrorId.VaultUnavailable => ErrorCategory.ResourceUnavailable,
        VeoErrorId.NotSupported or VeoErrorId.ModelRetired => ErrorCategory.NotImplemented,
        VeoErrorId.DownloadFailed => ErrorCategory.ReadError,
        VeoErrorId.DownloadCorrupt or VeoErrorId.Protocol => ErrorCategory.InvalidData,
        VeoErrorId.LedgerUnavailable => ErrorCategory.WriteError,
        VeoErrorId.SubmitUnknown or VeoErrorId.NotSent => ErrorCategory.ConnectionError,
        _ => ErrorCategory.InvalidResult,
    };
}
