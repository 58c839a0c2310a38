namespace VeoPS.Help;

/// <summary>An example.</summary>
/// <param name="Title">The subject of the example.</param>
/// <param name="Code">The text to type.</param>
/// <param name="Remarks">The explanation of its effect.</param>
internal sealed record ExampleEntry(string Title, string Code, IReadOnlyList<MarkdownBlock> Remarks);
