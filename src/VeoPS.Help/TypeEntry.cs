namespace VeoPS.Help;

/// <summary>A type that goes into a cmdlet or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">The meaning that an object of this type has for the cmdlet.</param>
internal sealed record TypeEntry(string Name, IReadOnlyList<MarkdownBlock> Description);
