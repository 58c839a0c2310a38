namespace VeoPS.Engine.Ledger;

/// <summary>A row of work that is shared between workers. Leases only spread the work: that it is bought once is the job key's
/// doing.</summary>
internal sealed record LedgerJob
{
    /// <summary>The caller's name for the purchase.</summary>
    public required string JobKey { get; init; }

    /// <summary>The profiles to buy at, in order.</summary>
    public required IReadOnlyList<string> Profiles { get; init; }

    /// <summary>The job key's scope at each of them, see <see cref="JobKeyClaim.ScopeOf"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The request's fingerprint.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The row as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The caller's words for finding it again.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>Higher comes first.</summary>
    public int Priority { get; init; }

    /// <summary>UTC. Not leased before this.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>One of <see cref="VeoJobState"/>.</summary>
    public string State { get; init; } = VeoJobState.Waiting;

    /// <summary>Leases that ended without a purchase.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it is <see cref="VeoJobState.Failed"/>, or why its last lease bought nothing.</summary>
    public string? Error { get; init; }

    /// <summary>UTC. When it was added, by the ledger's clock.</summary>
    public DateTime Added { get; init; }

    /// <summary>Who has it.</summary>
    public string? LeasedBy { get; init; }

    /// <summary>UTC. Until when.</summary>
    public DateTime? LeasedUntil { get; init; }

    /// <summary>The newest submission under its key.</summary>
    public string? SubmissionId { get; init; }

    /// <summary>The submission in whose place the next purchase comes; null where the next one is no restart.</summary>
    public string? RestartOf { get; init; }

    /// <summary>The record of that submission, where it is there.</summary>
    public LedgerEntry? Entry { get; init; }

    /// <summary>Names the job in this ledger: the same key at the same profiles is the same job.</summary>
    public string JobId => IdOf(Profiles, JobKey);

    /// <summary>The name of a job.</summary>
    /// <param name="profiles">In order, any case.</param>
    /// <param name="jobKey">Compared ordinally.</param>
    public static string IdOf(IReadOnlyList<string> profiles, string jobKey) =>
        jobKey + "\n" + string.Join("\n", profiles.Select(profile => profile.ToUpperInvariant()));
}

/// <summary>A worker's wish for work.</summary>
/// <param name="Holder">Names the worker.</param>
/// <param name="Count">At most this many.</param>
/// <param name="Lease">For how long.</param>
internal sealed record JobLeaseRequest(string Holder, int Count, TimeSpan Lease)
{
    /// <summary>Only jobs that have all of these, without case.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>Only jobs whose first profile is one of these, any case.</summary>
    public IReadOnlyList<string> Profile { get; init; } = [];
}

/// <summary>Why a lease ends.</summary>
internal enum JobReleaseReason
{
    /// <summary>The worker is through with it, or lets go of it; the job's task says the rest. Without a purchase it counts an
    /// attempt.</summary>
    Ended,

    /// <summary>Refused for good, as an invalid request is.</summary>
    Refused,

    /// <summary>Over budget: it waits for the next UTC day and counts no attempt.</summary>
    OverBudget,

    /// <summary>The worker stops renewing. A job that was bought under the lease becomes free. Where nothing was bought, the lease
    /// runs on until it lapses.</summary>
    NoLongerRenewed,

    /// <summary>The worker has more to do: only a job whose task has ended for good is let go of.</summary>
    IfOver,
}

/// <summary>The end of a lease.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="Holder">Who had it. Another's lease is not ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="Error">The reason in words, where nothing was bought.</param>
internal sealed record JobRelease(string JobId, string Holder, JobReleaseReason Reason, string? Error);

/// <summary>Which jobs to list.</summary>
internal sealed record JobQuery
{
    private readonly IReadOnlyList<string> _jobKey = [];

    /// <summary>Any of these, see <see cref="VeoJobState"/>.</summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>Patterns with <c>*</c> and <c>?</c>, spelt as <see cref="JobKeyText"/> has it; any of these.</summary>
    public IReadOnlyList<string> JobKey { get => _jobKey; init => _jobKey = [.. value.Select(JobKeyText.Pattern)]; }

    /// <summary>All of these, without case.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>The first profile is any of these, any case.</summary>
    public IReadOnlyList<string> Profile { get; init; } = [];
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">In the order of their keys.</param>
/// <param name="Next">Where the next page begins; null for the last.</param>
internal sealed record JobPage(IReadOnlyList<LedgerJob> Jobs, string? Next);
