namespace VeoPS;

/// <summary>A setting that one kind of gateway has and others don't, as <c>Setting</c> and <c>VEOPS_SETTINGS</c> take it.</summary>
public sealed class VeoSettingInfo
{
    internal VeoSettingInfo() { }

    /// <summary>Its name; any case will do.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The purpose of the setting.</summary>
    public string Description { get; internal init; } = "";

    /// <summary>True where a profile must set it.</summary>
    public bool IsRequired { get; internal init; }

    /// <summary>The values that it may have; empty: any text.</summary>
    public VeoList<string> Value { get; internal init; } = VeoList<string>.Empty;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
