namespace VeoPS;

/// <summary>The ids of every error of VeoPS. The list is closed; scripts may depend on it.</summary>
public static class VeoErrorId
{
    /// <summary>The request breaks a rule. Nothing was sent.</summary>
    public const string RequestInvalid = "VeoRequestInvalid";

    /// <summary>The gateway refused the submission. Nothing was bought.</summary>
    public const string SubmitRejected = "VeoSubmitRejected";

    /// <summary>Sent, and no answer that can be relied on. It may have been bought.</summary>
    public const string SubmitUnknown = "VeoSubmitUnknown";

    /// <summary>Never left this machine. Nothing was bought.</summary>
    public const string NotSent = "VeoNotSent";

    /// <summary>The account has not enough credits. Nothing was bought.</summary>
    public const string InsufficientCredits = "VeoInsufficientCredits";

    /// <summary>The gateway does not accept the key.</summary>
    public const string Unauthorized = "VeoUnauthorized";

    /// <summary>The gateway went on refusing for being asked too often. Nothing was bought.</summary>
    public const string RateLimited = "VeoRateLimited";

    /// <summary>The gateway no longer offers the model.</summary>
    public const string ModelRetired = "VeoModelRetired";

    /// <summary>The gateway's content policy refused the request.</summary>
    public const string ContentRejected = "VeoContentRejected";

    /// <summary>Neither the ledger nor the gateway knows the task.</summary>
    public const string TaskNotFound = "VeoTaskNotFound";

    /// <summary>The task ended by a failure.</summary>
    public const string TaskFailed = "VeoTaskFailed";

    /// <summary>The task ended without a video.</summary>
    public const string TaskFiltered = "VeoTaskFiltered";

    /// <summary>The task was canceled.</summary>
    public const string TaskCanceled = "VeoTaskCanceled";

    /// <summary>The task's result is no longer kept.</summary>
    public const string TaskExpired = "VeoTaskExpired";

    /// <summary>The wait ended before the task. The task goes on.</summary>
    public const string WaitTimeout = "VeoWaitTimeout";

    /// <summary>The gateway cannot do this.</summary>
    public const string NotSupported = "VeoNotSupported";

    /// <summary>The file could not be fetched or written.</summary>
    public const string DownloadFailed = "VeoDownloadFailed";

    /// <summary>The file that was fetched is not a whole MP4.</summary>
    public const string DownloadCorrupt = "VeoDownloadCorrupt";

    /// <summary>There is no such profile.</summary>
    public const string ProfileNotFound = "VeoProfileNotFound";

    /// <summary>The vault that holds a key is locked, and must not or cannot ask for its password. Nothing was sent.</summary>
    public const string VaultLocked = "VeoVaultLocked";

    /// <summary>The vault that holds a key is not registered, does not answer, or fails. Nothing was sent.</summary>
    public const string VaultUnavailable = "VeoVaultUnavailable";

    /// <summary>The module that keys are kept with is not installed. Nothing was sent.</summary>
    public const string SecretManagementMissing = "VeoSecretManagementMissing";

    /// <summary>A budget would be exceeded, or cannot be judged. Nothing was sent.</summary>
    public const string BudgetExceeded = "VeoBudgetExceeded";

    /// <summary>The job key belongs to another request. Nothing was sent.</summary>
    public const string JobKeyConflict = "VeoJobKeyConflict";

    /// <summary>The ledger cannot be written. Nothing was sent.</summary>
    public const string LedgerUnavailable = "VeoLedgerUnavailable";

    /// <summary>An answer to a poll or a download cannot be read.</summary>
    public const string Protocol = "VeoProtocol";
}
