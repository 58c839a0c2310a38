namespace VeoPS.Engine.Ledger;

/// <summary>The ledger's record of one task. Prompts are kept in clear. Keys and links with a query are never kept.</summary>
internal sealed record LedgerEntry
{
    /// <summary>The task as it was last seen.</summary>
    public required VeoTask Task { get; init; }

    /// <summary>Scheme, host and port that it was submitted to: it is never asked for anywhere else.</summary>
    public required string Origin { get; init; }

    /// <summary>UTC. Until then a submission may still be on its way; a <see cref="VeoTaskStatus.Submitting"/> entry that is
    /// older is <see cref="VeoTaskStatus.Unknown"/>.</summary>
    public DateTime SubmitDeadline { get; init; }

    /// <summary>The token that the address of a callback carries beside the submission's id; null where no callback was asked
    /// for.</summary>
    public string? CallbackToken { get; init; }

    /// <summary>The job key's scope, where it is not that of the profile (see <see cref="JobKeyClaim.ScopeOf"/>): a rendition's
    /// keys are its own. Not kept.</summary>
    public string? Scope { get; init; }

    /// <summary>The gateway's id of the task that this is a rendition of, null for a task of its own.</summary>
    public string? RenditionOf { get; init; }

    /// <summary>SHA-256 of the request, in hexadecimal digits: tells whether a job key comes again with another request.</summary>
    public string? RequestHash { get; init; }

    /// <summary>Identifies the submission in the gateway's list of tasks; null where nothing identifies it.</summary>
    public string? SentFingerprint { get; init; }

    /// <summary>True for an upgraded rendition of another task's video: it is saved with that task, and listed only where its
    /// outcome is unknown.</summary>
    public bool IsRendition { get; init; }

    /// <summary>The seed that was asked for, null where there was none.</summary>
    public long? Seed { get; init; }

    /// <summary>UTC. Since when the gateway says "succeeded" and names no link.</summary>
    public DateTime? LinkMissingSince { get; init; }

    /// <summary>How long the task took, where a change tells it. Kept among the times of its kind, and not in its record.</summary>
    public TimeTaken? Taken { get; init; }

    /// <summary>The files that its videos were saved to.</summary>
    public VeoList<SavedFile> Saved { get; init; } = VeoList<SavedFile>.Empty;
}
