using System.Text.RegularExpressions;

namespace VeoPS.Help;

/// <summary>Reads a cmdlet's page, which is in the form of PlatyPS (schema 2.0.0).</summary>
internal static partial class CmdletPageReader
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="PageException">It lacks something.</exception>
    public static CmdletPage Read(MarkdownSection page)
    {
        CmdletPage read = new()
        {
            Name = page.Title,
            Synopsis = page.Section("SYNOPSIS").Blocks,
            Description = page.Section("DESCRIPTION").Blocks,
            Syntax = Syntax(page.Section("SYNTAX")),
            Examples = [.. page.Section("EXAMPLES").Sections.Select(Example)],
            Parameters = [.. page.Section("PARAMETERS").Sections.Where(IsParameter).Select(Parameter)],
            Inputs = [.. page.Section("INPUTS").Sections.Select(Type)],
            Outputs = [.. page.Section("OUTPUTS").Sections.Select(Type)],
            Notes = page.Section("NOTES").Blocks,
            Links = [.. page.Section("RELATED LINKS").Blocks.Select(block => block.Text)],
        };
        foreach (string name in read.Syntax.SelectMany(syntax => syntax.Parameters))
        {
            if (read.Parameters.All(parameter => parameter.Name != name))
                throw page.Section("SYNTAX").Fault($"there is a parameter -{name} that PARAMETERS has not");
        }

        return read;
    }

    private static SyntaxEntry[] Syntax(MarkdownSection section) => section.Sections.Count == 0
        ? [Syntax(section, null)]
        : [.. section.Sections.Select(set => Syntax(set, set.Title.Replace(" (Default)", "", StringComparison.Ordinal)))];

    private static SyntaxEntry Syntax(MarkdownSection section, string? set) =>
        new(set, [.. Names().Matches(Code(section)).Select(name => name.Groups[1].Value)]);

    private static ExampleEntry Example(MarkdownSection section)
    {
        MarkdownBlock code = section.Blocks.FirstOrDefault(block => block.Kind == MarkdownBlockKind.Code)
            ?? throw section.Fault("there is no code");
        return new ExampleEntry(section.Title, code.Text, [.. section.Blocks.Where(block => block != code)]);
    }

    private static bool IsParameter(MarkdownSection section) => section.Title.StartsWith('-');

    private static ParameterEntry Parameter(MarkdownSection section)
    {
        MarkdownBlock[] uses = [.. section.Blocks.Where(block => block.Language == "yaml")];
        if (uses.Length == 0) throw section.Fault("there is no yaml block with what the parameter is");
        if (uses.Length == section.Blocks.Count) throw section.Fault("there is nothing on what the parameter is for");
        return new ParameterEntry(section.Title[1..], [.. section.Blocks.Except(uses)], [.. uses.Select(use => Use(section, use.Text))]);
    }

    private static ParameterUse Use(MarkdownSection section, string yaml)
    {
        Dictionary<string, string> values = yaml.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal))
            .ToDictionary(
                line => line[..line.IndexOf(':', StringComparison.Ordinal)].Trim(),
                line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        return new ParameterUse
        {
            Sets = Words(Value("Parameter Sets")),
            Type = Value("Type"),
            Aliases = Value("Aliases"),
            AcceptedValues = Words(values.GetValueOrDefault("Accepted values", "")),
            IsRequired = Value("Required") == "True",
            Position = Value("Position"),
            DefaultValue = Value("Default value"),
            PipelineInput = Value("Accept pipeline input"),
            AcceptsWildcards = Value("Accept wildcard characters") == "True",
        };

        string Value(string name)
            => values.TryGetValue(name, out string? value) ? value : throw section.Fault($"the yaml block has no '{name}'");
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static TypeEntry Type(MarkdownSection section) => new(section.Title, section.Blocks);

    private static string Code(MarkdownSection section) =>
        section.Blocks.FirstOrDefault(block => block.Kind == MarkdownBlockKind.Code)?.Text ?? throw section.Fault("there is no code");

    // A cmdlet's own name has a dash too, but none before which there is a space or a bracket.
    [GeneratedRegex(@"(?<=[\s\[])-(\w+)")]
    private static partial Regex Names();
}
