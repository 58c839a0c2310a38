namespace VeoPS.Help;

/// <summary>A heading, the text below it up to the next, and the headings below it.</summary>
/// <param name="Path">The page.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Level">How many signs the heading has.</param>
/// <param name="Title">Its text, plain.</param>
internal sealed record MarkdownSection(string Path, int Line, int Level, string Title)
{
    private readonly List<MarkdownBlock> _blocks = [];
    private readonly List<MarkdownSection> _sections = [];

    public IReadOnlyList<MarkdownBlock> Blocks => _blocks;

    public IReadOnlyList<MarkdownSection> Sections => _sections;

    public void Add(MarkdownBlock block) => _blocks.Add(block);

    public void Add(MarkdownSection section) => _sections.Add(section);

    /// <summary>The section of a title.</summary>
    /// <exception cref="PageException">There is none.</exception>
    public MarkdownSection Section(string title) =>
        _sections.Find(section => section.Title == title) ?? throw Fault($"there is no section '{title}'");

    public PageException Fault(string message) => new(Path, Line, $"In '{Title}', {message}.");
}
