namespace VeoPS.Engine.Gateways;

/// <summary>One thing that is wrong with a request, or doubtful.</summary>
/// <param name="Parameter">The parameter, without its dash.</param>
/// <param name="Rule">The rule that it breaks, without a full stop.</param>
/// <param name="Remedy">The nearest value that would pass, or what to do instead; null where leaving it out is the remedy.</param>
/// <param name="IsWarning">True where the gateway may take it all the same.</param>
public sealed record RequestFault(string Parameter, string Rule, string? Remedy = null, bool IsWarning = false)
{
    /// <summary>The page that states the rule; null where it is ours, and follows from what was given.</summary>
    public Uri? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"-{Parameter}: {Rule}.{(Remedy is null ? "" : $" {Remedy}.")}";
}
