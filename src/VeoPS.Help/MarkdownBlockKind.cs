namespace VeoPS.Help;

/// <summary>What a <see cref="MarkdownBlock"/> is.</summary>
internal enum MarkdownBlockKind
{
    Paragraph,
    Item,
    Code,
}
