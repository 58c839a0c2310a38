using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>A setting that one gateway needs and others don't.</summary>
/// <param name="Name">As <c>-Setting</c> and <c>VEOPS_SETTINGS</c> have it, any case.</param>
/// <param name="Text">What it is for, as a sentence without its full stop.</param>
/// <param name="Required">Whether there is no default.</param>
/// <param name="Values">The values that it may have; empty: any text.</param>
public sealed record SettingRule(string Name, string Text, bool Required = false, params string[] Values)
{
    /// <summary>The form of the whole value as a regular expression; null: any text. A value that becomes a part of an address has one.</summary>
    public string? Pattern { get; init; }
}
