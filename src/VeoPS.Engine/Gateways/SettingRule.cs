namespace VeoPS.Engine.Gateways;

/// <summary>A setting that one gateway needs and others don't.</summary>
/// <param name="Name">As <c>Setting</c> and <c>VEOPS_SETTINGS</c> have it, any case.</param>
/// <param name="Text">The purpose of the setting, as a sentence without its full stop.</param>
/// <param name="Required">Whether there is no default.</param>
/// <param name="Values">The values that it may have; empty: any text.</param>
internal sealed record SettingRule(string Name, string Text, bool Required = false, params string[] Values)
{
    /// <summary>True for a key with which a required setting can be left out; null: it never can.</summary>
    public Func<string?, bool>? IsNeedlessWith { get; init; }

    /// <summary>The form of the whole value as a regular expression; null: any text. A value that becomes a part of an address
    /// has one.</summary>
    public string? Pattern { get; init; }

    /// <summary>
    /// Where the setting names an origin beside the base that the credential may go to: that origin at the gateway's default base.
    /// Under another base, its paths are asked below that base unless the profile sets the address. Only names that the gateway's
    /// documentation has stand here. Null: the setting names no origin.
    /// </summary>
    public Uri? Origin { get; init; }
}
