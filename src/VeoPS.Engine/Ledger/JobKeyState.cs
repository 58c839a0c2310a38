namespace VeoPS.Engine.Ledger;

/// <summary>The claim on a job key in one scope.</summary>
/// <param name="Scope">See <see cref="ScopeOf"/>.</param>
/// <param name="JobKey">The caller's name for the purchase.</param>
/// <param name="Attempt">From 1. The newest.</param>
/// <param name="SubmissionId">The submission of that attempt.</param>
/// <param name="RequestHash">The fingerprint of the request that the key stands for.</param>
internal sealed record JobKeyClaim(string Scope, string JobKey, int Attempt, string SubmissionId, string RequestHash)
{
    /// <summary>The fingerprint of the newest attempt, where another request was bought in its place.</summary>
    public string? AttemptHash { get; init; }

    /// <summary>How many attempts before this one were taken by a gateway and ended without a video.</summary>
    public int Failed { get; init; }

    /// <summary>The status of the newest attempt when its record was removed; null while it is there.</summary>
    public string? RemovedStatus { get; init; }

    /// <summary>The gateway's id of the newest attempt when its record was removed.</summary>
    public string? RemovedId { get; init; }

    /// <summary>Where a key holds: the same key of another profile, provider or origin is another key.</summary>
    /// <param name="profile">Any case.</param>
    /// <param name="provider">The kind of gateway.</param>
    /// <param name="origin">Scheme, host and port.</param>
    public static string ScopeOf(string profile, string provider, string origin)
        => string.Join("|", profile.ToUpperInvariant(), provider, origin);
}

/// <summary>A job key in one scope: its claim, and the record of its newest attempt as it is at this moment.</summary>
/// <param name="Claim">Who has it.</param>
/// <param name="Entry">Null where the record was removed.</param>
/// <param name="ClaimedUntil">UTC. When the claim of a submission that is under way lapses unless it is renewed.</param>
internal sealed record JobKeyView(JobKeyClaim Claim, LedgerEntry? Entry, DateTime? ClaimedUntil)
{
    /// <summary>The attempt's status: <see cref="VeoTaskStatus.Submitting"/> only while its claim is alive.</summary>
    public string Status => Entry?.Task.Status ?? Claim.RemovedStatus ?? VeoTaskStatus.Unknown;

    /// <summary>The gateway's id of the attempt.</summary>
    public string? Id => Entry is null ? Claim.RemovedId : Entry.Task.Id;
}

/// <summary>The action that a job key's state asks of a buyer.</summary>
internal enum JobKeyVerdict
{
    /// <summary>Nobody has it: buy.</summary>
    Free,

    /// <summary>The attempt before ended in a way that allows another: buy.</summary>
    BuyAgain,

    /// <summary>Another is submitting it: wait, and look again.</summary>
    Wait,

    /// <summary>It was bought: return that task.</summary>
    Return,

    /// <summary>It may have been bought: <see cref="VeoErrorId.SubmitUnknown"/> until it is found or settled.</summary>
    Unknown,

    /// <summary>It stands for another request: <see cref="VeoErrorId.JobKeyConflict"/>.</summary>
    Conflict,

    /// <summary>Its attempts have failed as often as is allowed: return the last one.</summary>
    AttemptsSpent,
}

/// <summary>The question to <see cref="JobKeyState"/>.</summary>
/// <param name="Hashes">The fingerprints of the request: today's, and those of older versions.</param>
/// <param name="Force">Buys a task again that was filtered or has expired.</param>
/// <param name="MaxAttempts">How many attempts may be taken and fail in all.</param>
/// <param name="RetryOf">The submission in whose place this is bought, where it is a restart.</param>
internal sealed record JobKeyQuestion(IReadOnlyCollection<string> Hashes, bool Force, int MaxAttempts, string? RetryOf = null);

/// <summary>The job key's whole state machine: one pure function, which <see cref="ILedger.BeginAsync"/> applies inside its
/// transaction and a preview reads.</summary>
internal static class JobKeyState
{
    /// <summary>Decides over all listed scopes: the first that stands against buying counts.</summary>
    /// <param name="views">Of the scopes that have a claim, in the order of the profiles.</param>
    /// <param name="question">Who asks.</param>
    /// <returns>The verdict, and the view that it is about; none where nothing stands against it.</returns>
    public static (JobKeyVerdict Verdict, JobKeyView? View) Decide(IReadOnlyList<JobKeyView> views, JobKeyQuestion question)
    {
        int failed = views.Sum(view => view.Claim.Failed + (HasFailed(view) ? 1 : 0));
        JobKeyVerdict open = JobKeyVerdict.Free;
        foreach (JobKeyView view in views)
        {
            JobKeyVerdict verdict = Decide(view, question, failed);
            if (verdict is not (JobKeyVerdict.Free or JobKeyVerdict.BuyAgain)) return (verdict, view);
            if (verdict == JobKeyVerdict.BuyAgain) open = verdict;
        }

        return (open, null);
    }

    /// <summary>Decides over one scope.</summary>
    /// <param name="view">Null where the key has no claim there.</param>
    /// <param name="question">Who asks.</param>
    /// <param name="failed">How many attempts were taken and ended without a video, over all scopes.</param>
    public static JobKeyVerdict Decide(JobKeyView? view, JobKeyQuestion question, int failed)
    {
        if (view is null) return JobKeyVerdict.Free;
        bool isRestart = question.RetryOf is not null && question.RetryOf == view.Claim.SubmissionId;
        bool isSame = question.Hashes.Contains(view.Claim.RequestHash)
            || (view.Claim.AttemptHash is { } hash && question.Hashes.Contains(hash));
        if (!isRestart && !isSame) return JobKeyVerdict.Conflict;
        return view.Status switch
        {
            VeoTaskStatus.Submitting => JobKeyVerdict.Wait,
            VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded => JobKeyVerdict.Return,
            VeoTaskStatus.Filtered or VeoTaskStatus.Expired => question.Force || isRestart ? JobKeyVerdict.BuyAgain : JobKeyVerdict.Return,
            VeoTaskStatus.Failed or VeoTaskStatus.Canceled => isRestart || failed < question.MaxAttempts
                ? JobKeyVerdict.BuyAgain
                : JobKeyVerdict.AttemptsSpent,
            _ => JobKeyVerdict.Unknown,
        };
    }

    /// <summary>True for an attempt that a gateway took and that ended by a failure: only such count against the attempts.</summary>
    /// <param name="view">The attempt.</param>
    public static bool HasFailed(JobKeyView view) => view.Id is not null && view.Status is (VeoTaskStatus.Failed
        or VeoTaskStatus.Canceled);
}
