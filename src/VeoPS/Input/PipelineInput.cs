using System.Collections;
using System.Management.Automation;
using VeoPS.Engine.Gateways;

namespace VeoPS.Input;

/// <summary>
/// Judges an input of the pipeline before it is used. PowerShell's binder would stringify any object into
/// a prompt; nothing is ever bought for a stringified object.
/// </summary>
internal static class PipelineInput
{
    // Any of these makes an object a row: the prompt, or an image where that suffices.
    private static readonly string[] RowProperties = [.. new[] { "Prompt", "FirstFrame", "ReferenceImage" }
        .SelectMany(name => VideoOptions.Named(name).Aliases.Prepend(name))];

    private const int MostNames = 5;

    public enum Kind
    {
        Text,
        File,
        Row,
        Other,
    }

    public static Kind KindOf(PSObject? input) => input?.BaseObject switch
    {
        null => Kind.Other,
        string => Kind.Text,
        FileInfo => Kind.File,
        VeoTask or IDictionary or DirectoryInfo => Kind.Other,
        var value when value.GetType().IsPrimitive || value is decimal or DateTime => Kind.Other,
        _ when input.TypeNames.Any(name => name.EndsWith("VeoPS.VeoTask", StringComparison.Ordinal)) => Kind.Other,
        _ => RowProperties.Any(name => input.Properties[name] is not null) ? Kind.Row : Kind.Other,
    };

    /// <summary>True for a row whose cells are all empty or blank, and for a blank line of text.</summary>
    public static bool IsBlank(PSObject? input) => input?.BaseObject switch
    {
        string text => string.IsNullOrWhiteSpace(text),
        PSCustomObject => input.Properties.Any()
            && input.Properties.All(cell => cell.MemberType == PSMemberTypes.NoteProperty && IsBlankCell(Cell.Unwrap(cell.Value))),
        _ => false,
    };

    private static bool IsBlankCell(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    /// <summary>Its type and its properties, for a person to see why it is no row.</summary>
    public static string Describe(PSObject? input)
    {
        if (input is null) return "nothing ($null)";
        string[] names = [.. input.Properties.Select(property => property.Name).Take(MostNames + 1)];
        string shown = string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? " and more" : "");
        string having = names.Length == 0 ? "no properties" : $"the properties {shown}";
        string type = input.BaseObject is PSCustomObject
            ? "an object"
            : $"a {input.TypeNames.FirstOrDefault() ?? input.BaseObject.GetType().FullName}";
        return $"{type} with {having}{Hint(input, names)}";
    }

    private static string Hint(PSObject input, string[] names) => input.BaseObject switch
    {
        IDictionary => "; write [pscustomobject]@{…} to make it a row",
        VeoTask => "; Wait-VeoTask and Save-VeoVideo accept tasks",
        PSCustomObject when names is [var only]
            && only.Contains(';') => "; it looks like a CSV with another delimiter: Import-Csv -Delimiter ';'",
        PSCustomObject when names is [var only]
            && only.Contains('\t') => "; it looks like a CSV with another delimiter: Import-Csv -Delimiter \"`t\"",
        _ => "",
    };
}
