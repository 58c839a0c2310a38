using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using VeoPS.Engine;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Architecture;

/// <summary>The engine carries options and remedies as data; only the module puts them into the words of PowerShell.</summary>
public sealed partial class EngineWordsTests
{
    [Theory]
    [InlineData(typeof(VeoTask))]
    [InlineData(typeof(VeoEngine))]
    public void No_text_of_the_engine_names_a_cmdlet_or_a_parameter(Type inAssembly)
    {
        string[] offending = [.. Texts(inAssembly.Assembly).Where(text => Words().IsMatch(text))];

        Assert.True(offending.Length == 0, string.Join(Environment.NewLine, offending));
    }

    [Theory]
    [InlineData("src/VeoPS.Abstractions")]
    [InlineData("src/VeoPS.Engine")]
    public void No_comment_of_the_engine_names_a_cmdlet_or_a_parameter(string folder)
    {
        string[] offending = [..
            from file in Directory.GetFiles(RepositoryFolder.File(folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            let comment = Comments().Match(line).Value
            where Words().IsMatch(comment)
            select $"{Path.GetFileName(file)}: {comment}"];

        Assert.True(offending.Length == 0, string.Join(Environment.NewLine, offending));
    }

    [Theory]
    [InlineData("Use -Force to replace it")]
    [InlineData("-FileName 'x' must not be empty")]
    [InlineData("To save it: 'Get-VeoTask -Unsaved'")]
    [InlineData("Move-Item it")]
    [InlineData("Give -")]
    public void Words_of_PowerShell_are_known(string text) => Assert.Matches(Words(), text);

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("X-Fal-No-Retry")]
    [InlineData("yyyyMMdd-HHmmss")]
    [InlineData("[A-Za-z0-9][A-Za-z0-9:.-]*")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("veo-3.1-fast-generate-preview")]
    public void Words_of_the_wire_are_not_taken_for_them(string text) => Assert.DoesNotMatch(Words(), text);

    private static IEnumerable<string> Texts(System.Reflection.Assembly assembly)
    {
        using PEReader file = new(File.OpenRead(assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        for (UserStringHandle at = MetadataTokens.UserStringHandle(1); !at.IsNil; at = reader.GetNextHandle(at))
            yield return reader.GetUserString(at);
    }

    [GeneratedRegex(@"(?:^|\s)//.*")]
    private static partial Regex Comments();

    // A parameter, also one whose name is put in later; a command of PowerShell's or ours.
    [GeneratedRegex(
        @"(?<![\w\-\]])-[A-Z][A-Za-z]+\b|\s-$|\b(?:Add|Copy|Export|ForEach|Get|Import|Measure|Move|New|Out|Read|Receive|Register|Remove"
        + @"|Resolve|Restart|Save|Select|Set|Stop|Test|Unregister|Wait|Where|Write)-[A-Z][a-z]\w+")]
    private static partial Regex Words();
}
