namespace VeoPS.Engine.Gateways;

/// <summary>The state of a task at one moment, as its gateway reports it.</summary>
internal sealed record TaskSnapshot
{
    /// <summary>One of <see cref="VeoTaskStatus"/>, or null where the gateway's page does not name <see cref="RawStatus"/>: the
    /// task goes on.</summary>
    public string? Status { get; init; }

    /// <summary>The gateway's own word.</summary>
    public string? RawStatus { get; init; }

    /// <summary>0 to 100, where the gateway says.</summary>
    public int? Progress { get; init; }

    /// <summary>The videos of the task. Links may still be relative to the profile's base.</summary>
    public IReadOnlyList<VideoLink> Videos { get; init; } = [];

    /// <summary>The cost of the task, where the gateway states it.</summary>
    public VeoCost? Cost { get; init; }

    /// <summary>How many videos the gateway says it held back, and does not charge, beside those in <see cref="Videos"/>.</summary>
    public int WithheldVideos { get; init; }

    /// <summary>True where the gateway says that nothing is charged, or that it was given back: its cost is zero.</summary>
    public bool IsNotCharged { get; init; }

    /// <summary>Why it did not end well.</summary>
    public VeoError? Error { get; init; }
}
