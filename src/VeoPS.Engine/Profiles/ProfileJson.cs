using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Profiles;

/// <summary>The JSON of profiles, indented and unescaped, since people read it too.</summary>
[JsonSerializable(typeof(ProfilesDocument))]
[JsonSerializable(typeof(ProfileDocument))]
internal sealed partial class ProfileJson : JsonSerializerContext
{
    /// <summary>The one to use: an encoder cannot be named in an attribute.</summary>
    public static ProfileJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true, // Some vaults change the case of a secret's metadata.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
