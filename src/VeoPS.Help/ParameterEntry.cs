namespace VeoPS.Help;

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without its dash.</param>
/// <param name="Description">Its purpose.</param>
/// <param name="Uses">Its attributes in each of its parameter sets; at least one.</param>
internal sealed record ParameterEntry(string Name, IReadOnlyList<MarkdownBlock> Description, IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>The attributes of the parameter in a parameter set.</summary>
    /// <param name="set">The set's name; null where there is only one.</param>
    public ParameterUse In(string? set) => Uses.FirstOrDefault(use => use.IsFor(set)) ?? Uses[0];
}
