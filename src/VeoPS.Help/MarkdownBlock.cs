namespace VeoPS.Help;

/// <summary>A paragraph, an item of a list, or a block of code.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Text">Plain text: of code line by line as it stands, else in one line.</param>
/// <param name="Language">The language that a block of code names.</param>
internal sealed record MarkdownBlock(MarkdownBlockKind Kind, string Text, string Language = "");
