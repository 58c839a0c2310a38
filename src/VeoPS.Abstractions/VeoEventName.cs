namespace VeoPS;

/// <summary>The values of <see cref="VeoEvent.Event"/>. The list is closed.</summary>
public static class VeoEventName
{
    /// <summary>A profile was chosen, and why.</summary>
    public const string ProfileChosen = nameof(ProfileChosen);

    /// <summary>A submission is written down, and is sent now.</summary>
    public const string Submitting = nameof(Submitting);

    /// <summary>The gateway has taken a submission.</summary>
    public const string Taken = nameof(Taken);

    /// <summary>A submission was sent, and its outcome is unknown: it may have been bought.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>A submission was refused, or never left. Nothing was bought.</summary>
    public const string NotTaken = nameof(NotTaken);

    /// <summary>A job key was bought before: that task is taken up, and nothing is bought.</summary>
    public const string BoughtBefore = nameof(BoughtBefore);

    /// <summary>A task is in another state than it was.</summary>
    public const string StatusChanged = nameof(StatusChanged);

    /// <summary>A video is on disk, whole.</summary>
    public const string Saved = nameof(Saved);

    /// <summary>A video was on disk before, whole, and was not fetched.</summary>
    public const string Skipped = nameof(Skipped);

    /// <summary>A warning was given: it tells a decision that a person should know of.</summary>
    public const string Warning = nameof(Warning);

    /// <summary>An error was given.</summary>
    public const string Error = nameof(Error);
}
