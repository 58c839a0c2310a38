namespace VeoPS.Help;

/// <summary>An example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What happens then.</param>
internal sealed record ExampleEntry(string Title, string Code, IReadOnlyList<MarkdownBlock> Remarks);
