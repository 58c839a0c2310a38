using System.Collections;
using System.Management.Automation;

namespace VeoPS.Input;

/// <summary>
/// Judges what came down the pipeline before anything is made of it. PowerShell's binder would stringify any object into
/// a prompt; nothing is ever bought for a stringified object.
/// </summary>
internal static class PipelineInput
{
    // Any of these makes an object a row: the prompt, or an image where that suffices.
    private static readonly string[] RowProperties = ["Prompt", "FirstFrame", "Image", "ReferenceImage", "ReferenceImages", "Images"];

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

    /// <summary>What it was and what it has, for a person to see why it is no row.</summary>
    public static string Describe(PSObject? input)
    {
        if (input is null) return "nothing ($null)";
        string[] names = [.. input.Properties.Select(property => property.Name).Take(12)];
        string having = names.Length == 0 ? "no properties" : "the properties " + string.Join(", ", names);
        string hint = input.BaseObject is IDictionary ? "; write [pscustomobject]@{…} to make it a row" : input.BaseObject is VeoTask ? "; Wait-VeoTask and Save-VeoVideo take tasks" : "";
        return $"a {input.TypeNames.FirstOrDefault() ?? input.BaseObject.GetType().FullName} with {having}{hint}";
    }
}
