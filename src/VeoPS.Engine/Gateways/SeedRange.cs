namespace VeoPS.Engine.Gateways;

/// <summary>The seeds that a model takes, both ends included.</summary>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
internal sealed record SeedRange(long Min, long Max)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Min} to {Max}");
}
