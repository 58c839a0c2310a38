namespace VeoPS.Engine.Gateways;

/// <summary>
/// The members of a gateway's body that the price depends on, as paths of names and places from 0 (<c>input.0.params.n</c>). A
/// provider option can set any of them, so a limit of cost reads the body that goes out. Names are compared without case and without
/// underscores. Where a gateway has several names for one thing, all of them are listed: two that contradict each other are refused.
/// </summary>
internal sealed record PricedFields
{
    /// <summary>The model's id. Empty where it is part of the address, which no option changes.</summary>
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>The resolution.</summary>
    public IReadOnlyList<string> Resolution { get; init; } = [];

    /// <summary>The duration, in seconds.</summary>
    public IReadOnlyList<string> Duration { get; init; } = [];

    /// <summary>The sound switch.</summary>
    public IReadOnlyList<string> Audio { get; init; } = [];

    /// <summary>How many videos.</summary>
    public IReadOnlyList<string> Count { get; init; } = [];

    /// <summary>Lists that hold exactly one item: another one would be another video.</summary>
    public IReadOnlyList<string> OneItem { get; init; } = [];
}
