using System.Text;

namespace VeoPS.Help;

/// <summary>Writes an about_ topic as the text that <c>Get-Help</c> shows as it stands: 80 columns, in the form of PowerShell's
/// own.</summary>
internal static class AboutText
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>Whether a page is a topic, and not a cmdlet's.</summary>
    public static bool IsTopic(string path) => Path.GetFileName(path).StartsWith("about_", StringComparison.Ordinal);

    /// <summary>The text.</summary>
    /// <exception cref="PageException">It has no short description, from which Get-Help takes the topic's synopsis.</exception>
    public static string Of(MarkdownSection topic)
    {
        if (topic.Sections.Count == 0 || topic.Sections[0].Title != "SHORT DESCRIPTION")
            throw topic.Fault("there is no section 'SHORT DESCRIPTION' at the beginning");
        StringBuilder text = new();
        text.Append("TOPIC\n").Append(Indent).Append(topic.Title).Append('\n');
        foreach (MarkdownSection section in topic.Sections) Write(text, section);
        return text.ToString();
    }

    private static void Write(StringBuilder text, MarkdownSection section)
    {
        // The signs of the level below the sections' own, which stand at the margin.
        text.Append('\n').Append(section.Level > 2 ? "  " : "").Append(section.Title).Append('\n');
        MarkdownBlockKind? before = null;
        foreach (MarkdownBlock block in section.Blocks)
        {
            if (before is not null && !(before == MarkdownBlockKind.Item && block.Kind == MarkdownBlockKind.Item)) text.Append('\n');
            Write(text, block);
            before = block.Kind;
        }

        foreach (MarkdownSection below in section.Sections) Write(text, below);
    }

    private static void Write(StringBuilder text, MarkdownBlock block)
    {
        switch (block.Kind)
        {
            case MarkdownBlockKind.Code:
                foreach (string line in block.Text.Split('\n')) text.Append((Indent + Indent + line).TrimEnd()).Append('\n');
                break;
            case MarkdownBlockKind.Item:
                Wrap(text, block.Text, Indent + "- ", Indent + "  ");
                break;
            default:
                Wrap(text, block.Text, Indent, Indent);
                break;
        }
    }

    private static void Wrap(StringBuilder text, string words, string first, string others)
    {
        string line = first;
        bool isEmpty = true;
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line = others;
                isEmpty = true;
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        text.Append(line).Append('\n');
    }
}
