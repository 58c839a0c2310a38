namespace VeoPS.Help;

/// <summary>The attributes of a parameter that hold in some of its parameter sets.</summary>
internal sealed record ParameterUse
{
    private const string Everywhere = "(All)";

    /// <summary>The sets' names; <c>(All)</c> for every one.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Its type's short name; of a switch <c>SwitchParameter</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its other names, with commas; may be empty.</summary>
    public required string Aliases { get; init; }

    /// <summary>The only values that it takes; empty where there is no such list.</summary>
    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required bool IsRequired { get; init; }

    /// <summary>A number from 0, or <c>Named</c>.</summary>
    public required string Position { get; init; }

    /// <summary>Its value where it is left out; <c>None</c> for no value.</summary>
    public required string DefaultValue { get; init; }

    /// <summary>Whether and how it is read from the pipeline, as <c>Get-Help</c> writes it.</summary>
    public required string PipelineInput { get; init; }

    public required bool AcceptsWildcards { get; init; }

    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>Whether it is for a parameter set.</summary>
    /// <param name="set">The set's name; null where there is only one.</param>
    public bool IsFor(string? set) => set is null || Sets.Contains(set) || Sets.Contains(Everywhere);
}
