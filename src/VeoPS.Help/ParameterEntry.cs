namespace VeoPS.Help;

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without its dash.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Uses">What it is in which parameter sets; at least one.</param>
internal sealed record ParameterEntry(string Name, IReadOnlyList<MarkdownBlock> Description, IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>What it is in a parameter set.</summary>
    /// <param name="set">The set's name; null where there is only one.</param>
    public ParameterUse In(string? set) => Uses.FirstOrDefault(use => use.IsFor(set)) ?? Uses[0];
}
