using System.Text.RegularExpressions;

namespace VeoPS.Help;

/// <summary>Reads as much of Markdown as help pages are written in: headings, paragraphs, flat lists and fenced code.</summary>
internal sealed partial class MarkdownPage
{
    private const string Fence = "```";

    private readonly string _path;
    private readonly string[] _lines;
    private readonly Stack<MarkdownSection> _open = [];
    private readonly List<string> _paragraph = [];
    private MarkdownBlockKind _kind;

    private MarkdownPage(string path)
    {
        _path = path;
        _lines = File.ReadAllLines(path);
    }

    /// <summary>Reads a page: the section of its one first-level heading, with all others below.</summary>
    /// <exception cref="PageException">It has no heading, or code that does not end.</exception>
    public static MarkdownSection Read(string path) => new MarkdownPage(path).Read();

    /// <summary>Text without its marks; a link to another place of the net keeps its address.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Split('`').Select((part, index) => index % 2 == 1 ? part : Marks().Replace(Links().Replace(part, Link), "")));

    private MarkdownSection Read()
    {
        for (int index = AfterFrontMatter(); index < _lines.Length; index++)
        {
            string line = _lines[index];
            if (line.StartsWith(Fence, StringComparison.Ordinal)) index = ReadCode(index);
            else if (Headings().Match(line) is { Success: true } heading)
                Open(new MarkdownSection(_path, index + 1, heading.Groups[1].Length, Plain(heading.Groups[2].Value)));
            else if (string.IsNullOrWhiteSpace(line)) EndParagraph();
            else ReadText(line);
        }

        EndParagraph();
        return _open.Count > 0
            ? _open.Last()
            : throw new PageException(_path, 1, "The page has no heading. It begins with '# ' and the name of what it tells about.");
    }

    private int AfterFrontMatter() => _lines is ["---", ..] ? Array.IndexOf(_lines, "---", 1) + 1 : 0;

    private int ReadCode(int start)
    {
        EndParagraph();
        int end = Array.IndexOf(_lines, Fence, start + 1);
        if (end < 0) throw new PageException(_path, start + 1, "The code that begins here does not end.");
        Add(new MarkdownBlock(MarkdownBlockKind.Code, string.Join('\n', _lines[(start + 1)..end]), _lines[start][Fence.Length..].Trim()));
        return end;
    }

    private void ReadText(string line)
    {
        bool isItem = line.StartsWith("- ", StringComparison.Ordinal);
        if (isItem) EndParagraph();
        if (_paragraph.Count == 0) _kind = isItem ? MarkdownBlockKind.Item : MarkdownBlockKind.Paragraph;
        _paragraph.Add((isItem ? line[2..] : line).Trim());
    }

    private void Open(MarkdownSection section)
    {
        EndParagraph();
        while (_open.Count > 0 && _open.Peek().Level >= section.Level) _open.Pop();
        if (_open.Count > 0) _open.Peek().Add(section);
        else if (section.Level > 1)
            throw new PageException(_path, section.Line, "A page begins with a heading of the first level, and has one.");
        _open.Push(section);
    }

    private void EndParagraph()
    {
        if (_paragraph.Count > 0) Add(new MarkdownBlock(_kind, Plain(string.Join(' ', _paragraph))));
        _paragraph.Clear();
    }

    private void Add(MarkdownBlock block)
    {
        if (_open.Count > 0) _open.Peek().Add(block);
    }

    private static string Link(Match link) =>
        link.Groups[2].Value.StartsWith("http", StringComparison.Ordinal) && link.Groups[1].Value != link.Groups[2].Value
            ? $"{link.Groups[1].Value} ({link.Groups[2].Value})"
            : link.Groups[1].Value;

    [GeneratedRegex(@"^(#+) +(.+?) *$")]
    private static partial Regex Headings();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)|\\(?=[\\<>*_\[\]])")]
    private static partial Regex Marks();
}
