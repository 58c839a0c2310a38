using System.Management.Automation;

namespace VeoPS.Hosting;

/// <summary>Makes PowerShell's error records, with ids that are stable and text that is redacted.</summary>
internal static class VeoErrors
{
    public static ErrorRecord Record(VeoException exception, object? target)
    {
        // The cause stays behind: its text is the network's, and -Force shows all of it.
        VeoException shown = new(exception.ErrorId, EngineHost.Redact(exception.Message)) { Task = exception.Task };
        return new ErrorRecord(shown, exception.ErrorId, CategoryOf(exception.ErrorId), exception.Task ?? target);
    }

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
