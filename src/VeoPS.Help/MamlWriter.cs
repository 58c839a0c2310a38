using System.Globalization;
using System.Text;
using System.Xml;

namespace VeoPS.Help;

/// <summary>Writes pages as the XML that <c>Get-Help</c> reads, in both editions of PowerShell.</summary>
internal sealed class MamlWriter : IDisposable
{
    private const string Help = "http://msh";
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XmlWriter _xml;
    private readonly OnlineHelp _online;

    private MamlWriter(string path, OnlineHelp online)
    {
        _online = online;
        _xml = XmlWriter.Create(path, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" });
    }

    /// <summary>Writes a file of all the pages.</summary>
    public static void Write(string path, OnlineHelp online, IReadOnlyList<CmdletPage> pages)
    {
        using MamlWriter writer = new(path, online);
        writer.Element("helpItems", Help, () =>
        {
            writer._xml.WriteAttributeString("schema", "maml");
            foreach (CmdletPage page in pages) writer.Page(page);
        });
    }

    public void Dispose() => _xml.Dispose();

    private void Page(CmdletPage page) => Element("command:command", Command, () =>
    {
        _xml.WriteAttributeString("xmlns", "maml", null, Maml);
        _xml.WriteAttributeString("xmlns", "dev", null, Dev);
        Details(page);
        Prose("maml:description", page.Description);
        Element("command:syntax", Command, () =>
        {
            foreach (SyntaxEntry syntax in page.Syntax) Syntax(page, syntax);
        });
        Element("command:parameters", Command, () =>
        {
            foreach (ParameterEntry parameter in page.Parameters) Parameter(parameter, parameter.Uses[0], isSyntax: false);
        });
        Types("command:inputTypes", "command:inputType", page.Inputs);
        Types("command:returnValues", "command:returnValue", page.Outputs);
        Element("maml:alertSet", Maml, () => Prose("maml:alert", page.Notes));
        Examples(page.Examples);
        Links(page);
    });

    private void Details(CmdletPage page) => Element("command:details", Command, () =>
    {
        string[] name = page.Name.Split('-');
        Text("command:name", Command, page.Name);
        Text("command:verb", Command, name[0]);
        Text("command:noun", Command, name[^1]);
        Prose("maml:description", page.Synopsis);
    });

    private void Syntax(CmdletPage page, SyntaxEntry syntax) => Element("command:syntaxItem", Command, () =>
    {
        Text("maml:name", Maml, page.Name);
        foreach (string name in syntax.Parameters)
        {
            ParameterEntry parameter = page.Parameters.First(each => each.Name == name);
            Parameter(parameter, parameter.In(syntax.Set), isSyntax: true);
        }
    });

    private void Parameter(ParameterEntry parameter, ParameterUse use, bool isSyntax) => Element("command:parameter", Command, () =>
    {
        _xml.WriteAttributeString("required", Lower(use.IsRequired));
        _xml.WriteAttributeString("variableLength", "true");
        _xml.WriteAttributeString("globbing", Lower(use.AcceptsWildcards));
        _xml.WriteAttributeString("pipelineInput", use.PipelineInput);
        _xml.WriteAttributeString("position", use.Position.ToLowerInvariant());
        _xml.WriteAttributeString("aliases", use.Aliases.Length == 0 ? "none" : use.Aliases);
        Text("maml:name", Maml, parameter.Name);
        Prose("maml:description", parameter.Description);
        if (isSyntax && use.AcceptedValues.Count > 0) Element("command:parameterValueGroup", Command, () =>
        {
            foreach (string value in use.AcceptedValues) Value(value, isRequired: false);
        });
        else if (!use.IsSwitch) Value(use.Type, isRequired: true);
        Element("dev:type", Dev, () => Text("maml:name", Maml, use.Type));
        Text("dev:defaultValue", Dev, use.DefaultValue);
    });

    private void Value(string value, bool isRequired) => Element("command:parameterValue", Command, () =>
    {
        _xml.WriteAttributeString("required", Lower(isRequired));
        _xml.WriteAttributeString("variableLength", "false");
        _xml.WriteString(value);
    });

    private void Types(string list, string item, IReadOnlyList<TypeEntry> types) => Element(list, Command, () =>
    {
        foreach (TypeEntry type in types) Element(item, Command, () =>
        {
            Element("dev:type", Dev, () => Text("maml:name", Maml, type.Name));
            Prose("maml:description", type.Description);
        });
    });

    private void Examples(IReadOnlyList<ExampleEntry> examples) => Element("command:examples", Command, () =>
    {
        foreach (ExampleEntry example in examples) Element("command:example", Command, () =>
        {
            Text("maml:title", Maml, $"--- {example.Title} ---");
            Text("dev:code", Dev, example.Code);
            Prose("dev:remarks", example.Remarks);
        });
    });

    // The first address is the one that Get-Help -Online opens.
    private void Links(CmdletPage page) => Element("command:relatedLinks", Command, () =>
    {
        Link("Online version:", _online.Of(page.Name));
        foreach (string link in page.Links) Link(link, "");
    });

    private void Link(string text, string address) => Element("maml:navigationLink", Maml, () =>
    {
        Text("maml:linkText", Maml, text);
        Text("maml:uri", Maml, address);
    });

    private void Prose(
        string name,
        IReadOnlyList<MarkdownBlock> blocks) => Element(name, name.StartsWith("dev:", StringComparison.Ordinal) ? Dev : Maml, () =>
    {
        foreach (MarkdownBlock block in blocks) Text("maml:para", Maml, Line(block));
    });

    private static string Line(MarkdownBlock block) => block.Kind switch
    {
        MarkdownBlockKind.Item => "- " + block.Text,
        MarkdownBlockKind.Code => string.Join('\n', block.Text.Split('\n').Select(line => "    " + line)),
        _ => block.Text,
    };

    private void Text(string name, string space, string text) => Element(name, space, () => _xml.WriteString(text));

    private void Element(string name, string space, Action content)
    {
        string[] parts = name.Split(':');
        _xml.WriteStartElement(parts.Length == 2 ? parts[0] : null, parts[^1], space);
        content();
        _xml.WriteEndElement();
    }

    private static string Lower(bool value) => value.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
}
