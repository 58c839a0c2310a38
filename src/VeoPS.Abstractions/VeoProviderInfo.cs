namespace VeoPS;

/// <summary>One kind of gateway: what it offers and how it is asked.</summary>
public sealed record VeoProviderInfo
{
    internal VeoProviderInfo() { }

    /// <summary>Its name, as profiles use it.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Where it is, null where a profile must say.</summary>
    public Uri? DefaultBaseUri { get; internal init; }

    /// <summary>The model where neither the request nor the profile names one.</summary>
    public string DefaultModel { get; internal init; } = "";

    /// <summary>What each model can do.</summary>
    public VeoList<VeoModelInfo> Models { get; internal init; } = VeoList<VeoModelInfo>.Empty;

    /// <summary>How long after submission the first poll goes out.</summary>
    public TimeSpan FirstPoll { get; internal init; }

    /// <summary>The time between polls.</summary>
    public TimeSpan PollInterval { get; internal init; }

    /// <summary>The shortest <c>-PollIntervalSec</c> that it allows.</summary>
    public TimeSpan PollFloor { get; internal init; }

    /// <summary>How long a result can be fetched, null where that is not known.</summary>
    public TimeSpan? ResultLifetime { get; internal init; }

    /// <summary>True where a task that runs can be canceled.</summary>
    public bool CanCancel { get; internal init; }

    /// <summary>The page that all this comes from.</summary>
    public Uri? Documentation { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
