namespace VeoPS.Help;

/// <summary>A type that goes into a cmdlet or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What is made of it.</param>
internal sealed record TypeEntry(string Name, IReadOnlyList<MarkdownBlock> Description);
