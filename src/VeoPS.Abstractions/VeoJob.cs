using System.Collections;

namespace VeoPS;

/// <summary>
/// A row of work on a list that workers share. It has the request under the names of the options that describe a video, so
/// that it goes into a purchase as a row does. It never changes: a newer state is a new object.
/// </summary>
public sealed class VeoJob
{
    internal VeoJob() { }

    // A copy, whose initializer changes it.
    internal VeoJob(VeoJob other)
    {
        Options = other.Options;
        JobKey = other.JobKey;
        State = other.State;
        Attempts = other.Attempts;
        Error = other.Error;
        Priority = other.Priority;
        NotBefore = other.NotBefore;
        Added = other.Added;
        LeasedBy = other.LeasedBy;
        LeasedUntil = other.LeasedUntil;
        Task = other.Task;
        RetryOf = other.RetryOf;
        Profile = other.Profile;
        Tag = other.Tag;
        MaxCost = other.MaxCost;
    }

    /// <summary>The options of the video, by the names of the properties below.</summary>
    internal OptionValues Options { get; init; } = OptionValues.None;

    /// <summary>The caller's name for the purchase: the same key never buys twice, whoever works on the job.</summary>
    public string JobKey { get; internal init; } = "";

    /// <summary>One of <see cref="VeoJobState"/>.</summary>
    public string State { get; internal init; } = VeoJobState.Waiting;

    /// <summary>Leases that ended without a purchase. Five are <see cref="VeoJobState.Failed"/>.</summary>
    public int Attempts { get; internal init; }

    /// <summary>Why it has failed, or why its last lease bought nothing; else null.</summary>
    public string? Error { get; internal init; }

    /// <summary>Higher comes first. 0 where nobody said.</summary>
    public int Priority { get; internal init; }

    /// <summary>UTC. It is not handed out before this; null: at once.</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>UTC. When it was added, by the ledger's clock.</summary>
    public DateTime Added { get; internal init; }

    /// <summary>The worker that has it, null where none has.</summary>
    public string? LeasedBy { get; internal init; }

    /// <summary>UTC. Until when that worker has it unless it renews its lease.</summary>
    public DateTime? LeasedUntil { get; internal init; }

    /// <summary>The newest task that was bought under its key, null where none was.</summary>
    public VeoTask? Task { get; internal init; }

    /// <summary>The <see cref="VeoTask.SubmissionId"/> of the task that ended without a video and in whose place it is bought,
    /// else null.</summary>
    public string? RetryOf { get; internal init; }

    /// <summary>Where it is bought: tried in order.</summary>
    public VeoList<string> Profile { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The caller's words for finding it again.</summary>
    public VeoList<string> Tag { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The most that it may cost, in the unit of the profile that takes it; null: no limit.</summary>
    public decimal? MaxCost { get; internal init; }

    /// <summary>The description of the picture and the sound.</summary>
    public string? Prompt => Options.Of<string?>();

    /// <summary>The model's id; null: the profile's, else the gateway's default.</summary>
    public string? Model => Options.Of<string?>();

    /// <summary>The image to start with: a link, an absolute path, or a data URI.</summary>
    public string? FirstFrame => Options.Of<string?>();

    /// <summary>The image to end with: a link, an absolute path, or a data URI.</summary>
    public string? LastFrame => Options.Of<string?>();

    /// <summary>Images of people or things that shall appear in the video, null where there are none.</summary>
    public VeoList<string>? ReferenceImage => Options.Of<VeoList<string>?>();

    /// <summary>The video to go on with: a link, a gateway's task id, or a <see cref="VeoTask"/> where the link of its video is
    /// known too.</summary>
    public object? SourceVideo => Options.Of<object?>();

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    public string? AspectRatio => Options.Of<string?>();

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    public string? Resolution => Options.Of<string?>();

    /// <summary>In seconds.</summary>
    public int? Duration => Options.Of<int?>();

    /// <summary><c>On</c> or <c>Off</c>.</summary>
    public string? Audio => Options.Of<string?>();

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway may rewrite the prompt.</summary>
    public string? EnhancePrompt => Options.Of<string?>();

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway translates the prompt to English.</summary>
    public string? TranslatePrompt => Options.Of<string?>();

    /// <summary>The description of things that shall not be seen.</summary>
    public string? NegativePrompt => Options.Of<string?>();

    /// <summary>The random seed.</summary>
    public long? Seed => Options.Of<long?>();

    /// <summary>How many videos.</summary>
    public int? Count => Options.Of<int?>();

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    public string? PersonGeneration => Options.Of<string?>();

    /// <summary>A text to put into the picture.</summary>
    public string? Watermark => Options.Of<string?>();

    /// <summary>Where the gateway shall post when the task ends.</summary>
    public string? CallbackUri => Options.Of<string?>();

    /// <summary>Merged into the request's body as it is.</summary>
    public Hashtable? ProviderOption => Options.Of<Hashtable?>();

    /// <inheritdoc/>
    public override string ToString() => JobKey;
}

/// <summary>The values of <see cref="VeoJob.State"/>.</summary>
public static class VeoJobState
{
    /// <summary>Nobody works on it; handed out when it is due.</summary>
    public const string Waiting = nameof(Waiting);

    /// <summary>A worker has it.</summary>
    public const string Leased = nameof(Leased);

    /// <summary>Its task succeeded and every file is saved.</summary>
    public const string Done = nameof(Done);

    /// <summary>Nobody can tell whether it was bought, until its task is settled.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>It is not handed out again by itself; <see cref="VeoJob.Error"/> says why.</summary>
    public const string Failed = nameof(Failed);
}
