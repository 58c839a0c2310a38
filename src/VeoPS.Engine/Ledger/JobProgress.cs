namespace VeoPS.Engine.Ledger;

/// <summary>Derives the state of a job from its task and from how its lease ended. All functions are pure.</summary>
internal static class JobProgress
{
    /// <summary>So many leases that end without a purchase are enough.</summary>
    public const int MaxAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>The job as it is to be shown: its task's end is its own, whoever has a lease on it, and a lease that lapsed is
    /// none.</summary>
    /// <param name="job">With its task's record.</param>
    /// <param name="now">By the ledger's clock.</param>
    /// <param name="home">The state folder whose files are looked at.</param>
    public static LedgerJob Shown(LedgerJob job, DateTime now, string? home)
    {
        if (EndOf(job, home) is { } end) return job with { State = end.State, Error = end.Error, LeasedBy = null, LeasedUntil = null };
        bool hasLapsed = job.State == VeoJobState.Leased && job.LeasedUntil <= now;
        return hasLapsed ? job with { State = VeoJobState.Waiting, LeasedBy = null, LeasedUntil = null } : job;
    }

    /// <summary>The job after its lease has ended.</summary>
    /// <param name="job">With its task's record.</param>
    /// <param name="release">How.</param>
    /// <param name="now">By the ledger's clock.</param>
    /// <param name="home">The state folder whose files are looked at.</param>
    public static LedgerJob AfterLease(LedgerJob job, JobRelease release, DateTime now, string? home)
    {
        LedgerJob leased = job;
        job = job with { State = VeoJobState.Waiting, LeasedBy = null, LeasedUntil = null };
        if (EndOf(job, home) is { } end) return job with { State = end.State, Error = end.Error };

        if (release.Reason == JobReleaseReason.IfOver) return leased;

        // It is bought and not saved: whoever comes next goes on with it.
        if (IsBought(job)) return job with { NotBefore = release.Error is null ? null : now + FirstPause, Error = release.Error };
        if (release.Reason == JobReleaseReason.NoLongerRenewed) return leased;
        if (release.Reason == JobReleaseReason.Refused) return job with { State = VeoJobState.Failed, Error = release.Error };
        if (release.Reason == JobReleaseReason.OverBudget) return job with { NotBefore = now.Date.AddDays(1), Error = release.Error };

        int attempts = job.Attempts + 1;
        string? error = release.Error ?? job.Entry?.Task.Error?.ToString() ?? job.Error;
        if (attempts >= MaxAttempts)
        {
            return job with { State = VeoJobState.Failed, Attempts = attempts, Error = error
                ?? $"{attempts} leases ended without a purchase." };
        }

        TimeSpan pause = TimeSpan.FromTicks(FirstPause.Ticks << (attempts - 1));
        return job with { Attempts = attempts, NotBefore = now + pause, Error = error };
    }

    private static bool IsBought(LedgerJob job) => CurrentTask(job) is { } entry
        && (entry.Task.Id is not null || entry.Task.Status is VeoTaskStatus.Submitting or VeoTaskStatus.Succeeded);

    private static (string State, string? Error)? EndOf(LedgerJob job, string? home)
    {
        if (CurrentTask(job) is not { } entry) return null;
        VeoTask task = entry.Task;
        return task.Status switch
        {
            VeoTaskStatus.Unknown => (VeoJobState.Unknown, task.Error?.ToString()),
            VeoTaskStatus.Succeeded when task.Videos.Count > 0 && !LedgerFilter.IsUnsaved(entry, home) => (VeoJobState.Done, null),
            VeoTaskStatus.Filtered or VeoTaskStatus.Expired => (VeoJobState.Failed, ErrorOf(task)),
            VeoTaskStatus.Failed or VeoTaskStatus.Canceled when task.Id is not null => (VeoJobState.Failed, ErrorOf(task)),
            _ => null,
        };
    }

    private static string ErrorOf(VeoTask task) => task.Error is { } error ? $"{task.Status}: {error}" : task.Status;

    // A restart waits for its own purchase: the old one's end is not its end.
    private static LedgerEntry? CurrentTask(LedgerJob job) =>
        job.Entry is { } entry && entry.Task.SubmissionId != job.RestartOf ? entry : null;
}
