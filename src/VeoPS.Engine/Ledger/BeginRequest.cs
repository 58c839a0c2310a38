namespace VeoPS.Engine.Ledger;

/// <summary>A purchase that is to begin.</summary>
internal sealed record BeginRequest
{
    /// <summary>
    /// The record to make, with a <see cref="VeoTask.SubmissionId"/> and the status <see cref="VeoTaskStatus.Submitting"/>.
    /// Its <see cref="VeoTask.JobKey"/> is claimed, and its <see cref="VeoTask.Cost"/> reserved, where it has them.
    /// </summary>
    public required LedgerEntry Entry { get; init; }

    /// <summary>The job key's scope at every listed profile, this one's among them. Needed with a job key.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The request's fingerprint as older versions made it, so that a recorded key outlives an upgrade.</summary>
    public IReadOnlyList<string> OlderHashes { get; init; } = [];

    /// <summary>Buys again under a key whose task was filtered or has expired.</summary>
    public bool Force { get; init; }

    /// <summary>How many attempts of a key may be taken by a gateway and fail, in all.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The most that the profile may spend in a UTC day, in the unit of the entry's cost; null for no limit.</summary>
    public decimal? DailyBudget { get; init; }

    /// <summary>The most that the profile may spend in a UTC month, in the unit of the entry's cost; null for no limit.</summary>
    public decimal? MonthlyBudget { get; init; }

    /// <summary>The request as JSON, without the bytes of media, so that it can be bought again.</summary>
    public string? Request { get; init; }

    /// <summary>The ledger id that the profile's setting <c>Ledger</c> pins; null for any.</summary>
    public string? LedgerId { get; init; }
}

/// <summary>How <see cref="ILedger.BeginAsync"/> ended.</summary>
internal enum BeginVerdict
{
    /// <summary>It is claimed, recorded and reserved; ours to send.</summary>
    Ours,

    /// <summary>The job key stands against it, see <see cref="BeginResult.Key"/>.</summary>
    Taken,

    /// <summary>A budget stands against it, see <see cref="BeginResult.Budget"/>.</summary>
    OverBudget,

    /// <summary>Another was bought in place of <see cref="VeoTask.RetryOf"/> before: <see cref="BeginResult.Entry"/>.</summary>
    HasSuccessor,
}

/// <summary>The answer to a <see cref="BeginRequest"/>.</summary>
/// <param name="Verdict">How it ended.</param>
internal sealed record BeginResult(BeginVerdict Verdict)
{
    /// <summary>The record: ours, or the other one's that stands against it; null where that was removed.</summary>
    public LedgerEntry? Entry { get; init; }

    /// <summary>The job key as it was found, where it has a claim; for <see cref="BeginVerdict.Ours"/>, the claim of ours.</summary>
    public JobKeyView? Key { get; init; }

    /// <summary>The action that the job key's state asks for.</summary>
    public JobKeyVerdict KeyVerdict { get; init; }

    /// <summary>UTC. For <see cref="JobKeyVerdict.Wait"/>: when the other's claim lapses unless it is renewed. For ours: when
    /// ours does.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Submissions that a process had left behind before it sent them, and that were canceled by this.</summary>
    public IReadOnlyList<LedgerEntry> TakenOver { get; init; } = [];

    /// <summary>The amounts spent and reserved when the budgets were checked, without this purchase; null where there are
    /// none.</summary>
    public BudgetState? Budget { get; init; }
}
