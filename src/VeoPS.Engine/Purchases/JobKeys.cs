using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Buying once: a job key's first claim is made by exclusive creation, each new attempt by its numbered file. Whoever
/// comes second waits for the outcome of the first. That an attempt is sent is claimed in the same way: after its deadline
/// one that never was is given up, and bought anew.
/// </summary>
internal sealed class JobKeys(IFileLedger ledger, TimeProvider time, EngineLog log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Where a key holds.</summary>
    public static string Scope(GatewayProfile profile) => JobClaim.ScopeOf(profile.Name, profile.Gateway.Table.Provider, profile.Origin);

    /// <summary>What was bought under a key before; null where it may be bought now.</summary>
    /// <exception cref="OperationCanceledException">Stopped while waiting for another process.</exception>
    public async Task<SubmissionOutcome?> FindAsync(string key, string requestHash, GatewayProfile profile, bool force, CancellationToken stop) =>
        (await LookAsync(key, requestHash, profile, force, stop).ConfigureAwait(false)).Found;

    /// <summary>Claims the next attempt.</summary>
    /// <returns>Null where it is ours to submit; else what another bought first.</returns>
    public async Task<SubmissionOutcome?> ClaimAsync(string key, string requestHash, GatewayProfile profile, bool force, string submissionId, CancellationToken stop)
    {
        while (true)
        {
            (SubmissionOutcome? found, int attempt) = await LookAsync(key, requestHash, profile, force, stop).ConfigureAwait(false);
            if (found is not null) return found;

            // By the clock of now: to look may have taken as long as another's whole attempt.
            DateTime deadline = time.GetUtcNow().UtcDateTime + Submitter.Deadline;
            if (ledger.TryClaim(new JobClaim(Scope(profile), key, attempt, submissionId, requestHash, deadline)) is null) return null;
        }
    }

    /// <summary>True where a key was claimed at a profile and may be, or was, bought there. Waits for nobody.</summary>
    public bool IsTaken(string key, GatewayProfile profile, bool force) =>
        ledger.LastClaim(Scope(profile), key) is { } claim && !IsGivenUp(claim, profile) && ledger.Find(claim.SubmissionId)?.Task.Status switch
        {
            VeoTaskStatus.Failed or VeoTaskStatus.Canceled => false,
            null or VeoTaskStatus.Unknown or VeoTaskStatus.Filtered or VeoTaskStatus.Expired => !force || time.GetUtcNow().UtcDateTime < claim.Deadline,
            _ => true,
        };

    /// <summary>Why an order would not be bought at a profile now, as a sentence without its full stop; null where it would. Waits for nobody and changes nothing.</summary>
    public string? Foretell(SubmissionOrder order, GatewayProfile profile)
    {
        if (ledger.LastClaim(Scope(profile), order.JobKey!) is not { } claim) return null;
        if (claim.RequestHash != order.Fingerprint) return $"it would be refused, since the job key '{order.JobKey}' was used before, for another request ({claim.SubmissionId})";
        VeoTask? task = ledger.Find(claim.SubmissionId)?.Task;
        return task?.Status switch
        {
            null or VeoTaskStatus.Submitting when task is not null || time.GetUtcNow().UtcDateTime < claim.Deadline => $"the job key '{order.JobKey}' is being submitted at '{profile}' as {claim.SubmissionId}",
            null or VeoTaskStatus.Unknown when WasSent(claim, profile) && !order.Force => $"it would be refused without -Force, since the job key '{order.JobKey}' was submitted before as {claim.SubmissionId} and may have been bought",
            VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded => Bought(),
            VeoTaskStatus.Filtered or VeoTaskStatus.Expired when !order.Force => Bought(),
            _ => null,
        };

        string Bought() => $"the job key '{order.JobKey}' was bought before at '{profile}' as {task}, which is {task!.Status}";
    }

    /// <summary>Claims that an attempt which is recorded is sent. From here on it may have been bought.</summary>
    /// <returns>False where it must not be sent: its deadline has passed, and another process has given it up.</returns>
    public bool TrySend(VeoTask task, GatewayProfile profile) =>
        ledger.LastClaim(Scope(profile), task.JobKey!) is { } claim
        && claim.SubmissionId == task.SubmissionId
        && ledger.TryClaim(claim with { Scope = SentScope(profile) }) is null;

    private bool WasSent(JobClaim claim, GatewayProfile profile) =>
        ledger.LastClaim(SentScope(profile), claim.JobKey) is { } sent && sent.Attempt == claim.Attempt && sent.SubmissionId == claim.SubmissionId;

    private bool IsGivenUp(JobClaim claim, GatewayProfile profile) =>
        ledger.LastClaim(SentScope(profile), claim.JobKey) is { } sent && sent.Attempt == claim.Attempt && sent.SubmissionId != claim.SubmissionId;

    // Its process died before it was sent, or will find out that it must not: who claims the sending first has it.
    private bool TryGiveUp(JobClaim claim, VeoTask? task, GatewayProfile profile)
    {
        JobClaim instead = claim with { Scope = SentScope(profile), SubmissionId = ledger.NewSubmissionId() };
        if (ledger.TryClaim(instead)?.SubmissionId == claim.SubmissionId) return false;

        if (task?.Cost is { } cost) ledger.Spend(new Spending(profile.Name, claim.SubmissionId, 0, cost.Unit, IsFinal: true));
        DateTime now = time.GetUtcNow().UtcDateTime;
        VeoError error = new() { Kind = VeoErrorKind.Network, Message = "Never sent: the process that was about to send it had ended.", Retryable = true };
        ledger.Update(claim.SubmissionId, entry => VeoTaskStatus.IsFinal(entry.Task.Status) ? entry : entry with
        {
            Task = entry.Task with { Status = VeoTaskStatus.Canceled, Error = error, Updated = now, Completed = now },
        });
        log.Verbose($"The job key '{claim.JobKey}' was claimed by a process that ended before it sent {claim.SubmissionId}; it is bought anew.");
        return true;
    }

    private static string SentScope(GatewayProfile profile) => Scope(profile) + "|sent";

    private async Task<(SubmissionOutcome? Found, int NextAttempt)> LookAsync(string key, string requestHash, GatewayProfile profile, bool force, CancellationToken stop)
    {
        bool told = false;
        while (true)
        {
            if (ledger.LastClaim(Scope(profile), key) is not { } claim) return (null, 1);
            VeoTask? task = ledger.Find(claim.SubmissionId)?.Task;
            if (claim.RequestHash != requestHash) return (Refused(VeoErrorId.JobKeyConflict, $"The job key '{key}' was used before, for another request ({claim.SubmissionId}). Nothing was sent. Use another -JobKey, or the same request.", task), 0);

            bool mayStillLand = time.GetUtcNow().UtcDateTime < claim.Deadline;
            switch (task?.Status)
            {
                case null or VeoTaskStatus.Submitting when task is not null || mayStillLand:
                    if (!told) log.Verbose($"The job key '{key}' is being submitted by another process as {claim.SubmissionId}; waiting for its outcome.");
                    told = true;
                    await time.Delay(LookAgain, stop).ConfigureAwait(false);
                    continue;
                case VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded:
                case VeoTaskStatus.Filtered or VeoTaskStatus.Expired when !force:
                    log.Verbose($"The job key '{key}' was bought before as {task.Id}.");
                    return (new SubmissionOutcome(task, null), 0);
                case null or VeoTaskStatus.Unknown when !TryGiveUp(claim, task, profile) && !force:
                    string what = task is null ? "the ledger has no record of what became of it" : "its outcome is unknown";
                    return (Refused(VeoErrorId.SubmitUnknown, $"The job key '{key}' was submitted before as {claim.SubmissionId}, and {what}: it may have been bought. Nothing was sent now. Look for it at the gateway; -Force buys it again.", task), 0);
                default:
                    return (null, claim.Attempt + 1);
            }
        }

        static SubmissionOutcome Refused(string id, string message, VeoTask? task) => new(null, new VeoException(id, message) { Task = task });
    }
}
