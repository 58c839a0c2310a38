namespace VeoPS.Help;

/// <summary>The content of the help page of a cmdlet.</summary>
internal sealed record CmdletPage
{
    public required string Name { get; init; }

    public required IReadOnlyList<MarkdownBlock> Synopsis { get; init; }

    public required IReadOnlyList<MarkdownBlock> Description { get; init; }

    public required IReadOnlyList<SyntaxEntry> Syntax { get; init; }

    public required IReadOnlyList<ExampleEntry> Examples { get; init; }

    public required IReadOnlyList<ParameterEntry> Parameters { get; init; }

    public required IReadOnlyList<TypeEntry> Inputs { get; init; }

    public required IReadOnlyList<TypeEntry> Outputs { get; init; }

    public required IReadOnlyList<MarkdownBlock> Notes { get; init; }

    public required IReadOnlyList<string> Links { get; init; }
}
