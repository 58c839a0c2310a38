namespace VeoPS;

/// <summary>One thing that is wrong with a request or a profile, or doubtful.</summary>
/// <param name="Option">The option that it is about, as a request or a profile names it, such as <c>AspectRatio</c>.</param>
/// <param name="Rule">The rule that it breaks, without a full stop.</param>
/// <param name="Remedy">The nearest value that would pass, or another way, without a full stop; null where leaving it out is
/// the remedy.</param>
/// <param name="IsWarning">True where the gateway may take it all the same.</param>
public sealed record VeoFault(string Option, string Rule, string? Remedy = null, bool IsWarning = false)
{
    /// <summary>True where the model is no longer served, so that another profile may be.</summary>
    internal bool IsRetirement { get; init; }

    /// <summary>The page that states the rule; null where the rule is our own.</summary>
    public Uri? Source { get; init; }

    /// <summary>A remedy that names a command or another option, as data; null where <see cref="Remedy"/> says it all.</summary>
    public VeoRemedy? Action { get; init; }

    /// <summary>The same in plain words; a shell has words of its own for the option and the action.</summary>
    public override string ToString() => $"{Option}: {Rule}.{(Remedy is null ? "" : $" {Remedy}.")}{(Action is null ? "" : $" {Action}")}";
}
