namespace VeoPS.Tests.Gateways;

/// <summary>One spoiled answer.</summary>
/// <param name="Path">The place that was spoiled, such as <c>/data/taskId</c>; empty for the whole.</param>
/// <param name="How">What was done to it.</param>
/// <param name="Json">The text.</param>
internal sealed record Mutation(string Path, string How, string Json)
{
    /// <summary>True where every place is as it was, and something was put beside one.</summary>
    public bool IsIntact { get; init; }

    /// <summary>True where a place is as it was.</summary>
    public bool Spares(string place) => IsIntact || !(place + "/").StartsWith(Path + "/", StringComparison.Ordinal);

    public override string ToString() => $"{Path} {How}";
}
