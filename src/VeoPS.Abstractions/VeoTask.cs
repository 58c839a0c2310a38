namespace VeoPS;

/// <summary>
/// One submission and its outcome. It flows from cmdlet to cmdlet; <see cref="Id"/> and <see cref="Profile"/> are enough to go on
/// with it in another process or on another machine. It never changes: a newer state is a new object.
/// </summary>
public sealed class VeoTask
{
    internal VeoTask() { }

    // A copy, whose initializer changes it. A record would do this by itself, but PowerShell lists the method <Clone>$ of a record
    // among the members of the object. That is why no type on the pipeline is a record.
    internal VeoTask(VeoTask other)
    {
        SubmissionId = other.SubmissionId;
        Id = other.Id;
        Profile = other.Profile;
        Failover = other.Failover;
        Provider = other.Provider;
        Model = other.Model;
        Status = other.Status;
        Progress = other.Progress;
        Prompt = other.Prompt;
        JobKey = other.JobKey;
        Tag = other.Tag;
        RetryOf = other.RetryOf;
        Created = other.Created;
        Updated = other.Updated;
        Completed = other.Completed;
        Videos = other.Videos;
        Cost = other.Cost;
        Error = other.Error;
        RawStatus = other.RawStatus;
        Raw = other.Raw;
    }

    /// <summary>Our own id, made before anything is sent. So every submission that may have been bought has a name.</summary>
    public string SubmissionId { get; internal init; } = "";

    /// <summary>The gateway's, null until its answer was read.</summary>
    public string? Id { get; internal init; }

    /// <summary>The profile that it was submitted with.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary>Why the profiles that were tried before took nothing, null where it was the first.</summary>
    public string? Failover { get; internal init; }

    /// <summary>The kind of gateway behind that profile.</summary>
    public string Provider { get; internal init; } = "";

    /// <summary>The model as it went out, null where the gateway chose.</summary>
    public string? Model { get; internal init; }

    /// <summary>One of <see cref="VeoTaskStatus"/>.</summary>
    public string Status { get; internal init; } = VeoTaskStatus.Submitting;

    /// <summary>0 to 100, or null where the gateway does not say.</summary>
    public int? Progress { get; internal init; }

    /// <summary>In clear, as it was given.</summary>
    public string? Prompt { get; internal init; }

    /// <summary>The caller's name for this purchase: the same key never buys twice.</summary>
    public string? JobKey { get; internal init; }

    /// <summary>The caller's words for finding it again.</summary>
    public VeoList<string> Tag { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The <see cref="SubmissionId"/> of the task that ended without a video and in whose place this was bought, else
    /// null.</summary>
    public string? RetryOf { get; internal init; }

    /// <summary>UTC. When the submission was recorded.</summary>
    public DateTime Created { get; internal init; }

    /// <summary>UTC. When this state was read.</summary>
    public DateTime Updated { get; internal init; }

    /// <summary>UTC. When it was first seen to have ended.</summary>
    public DateTime? Completed { get; internal init; }

    /// <summary>The videos that it made. Empty until it succeeded.</summary>
    public VeoList<VeoVideo> Videos { get; internal init; } = VeoList<VeoVideo>.Empty;

    /// <summary>The estimated or final cost. Null where no price is known and the gateway has told no cost.</summary>
    public VeoCost? Cost { get; internal init; }

    /// <summary>Why it did not end well, else null.</summary>
    public VeoError? Error { get; internal init; }

    /// <summary>The gateway's own word for its status.</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>The gateway's last answer, redacted, inline media left out.</summary>
    public string? Raw { get; internal init; }

    /// <summary>Its id, else our name for it, as a terminal may be shown it: an id is the gateway's word.</summary>
    public override string ToString() => ControlCharacters.Show(Id ?? SubmissionId);
}
