namespace VeoPS.Help;

/// <summary>The kinds of <see cref="MarkdownBlock"/>.</summary>
internal enum MarkdownBlockKind
{
    Paragraph,
    Item,
    Code,
}
