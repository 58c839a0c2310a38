using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Profiles;

/// <summary>
/// <c>profiles.json</c>: a copy of the settings in the vaults, without the keys, and which profile is the default. Within a
/// version, later builds may add fields, and earlier ones keep them.
/// </summary>
internal sealed class ProfilesDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; set; } = CurrentVersion;
    public string? Default { get; set; }
    public ProfileDocument?[]? Profiles { get; set; }

    /// <summary>Fields that a later build wrote.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
