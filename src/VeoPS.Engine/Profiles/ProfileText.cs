using System.Text.Json;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Profiles;

/// <summary>A profile's settings as a vault keeps them: as texts beside the key, or as one text in a secret of its own.</summary>
internal static class ProfileText
{
    private const string Setting = "setting";

    /// <summary>Names and texts. The profile's name and its vault are left out, because the
    /// secret's name and its vault give them.</summary>
    /// <param name="profile">The profile to keep.</param>
    public static IReadOnlyDictionary<string, string> Pairs(VeoProfile profile)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        JsonNode document = JsonSerializer.SerializeToNode(Bare(profile), ProfileJson.Readable.ProfileDocument)!;
        foreach (KeyValuePair<string, JsonNode?> each in document.AsObject())
        {
            pairs[each.Key] = each.Value is JsonValue text
                ? text.GetValue<string>()
                : each.Value!.ToJsonString(ProfileJson.Readable.Options);
        }

        return pairs;
    }

    /// <summary>The same as one text, for a vault that keeps nothing beside a secret.</summary>
    /// <param name="profile">The profile to keep.</param>
    public static string Whole(VeoProfile profile) => JsonSerializer.Serialize(Bare(profile), ProfileJson.Readable.ProfileDocument);

    /// <summary>Reads the texts that <see cref="Pairs"/> gave; null where this module did not write them.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="vault">Where it was found.</param>
    /// <param name="pairs">As the vault gives them back.</param>
    public static VeoProfile? FromPairs(string name, string vault, IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        JsonObject document = [];
        try
        {
            foreach (KeyValuePair<string, string?> each in pairs)
            {
                document[each.Key] = ProfileNames.Same(each.Key, Setting) && each.Value is { } setting
                    ? JsonNode.Parse(setting)
                    : JsonValue.Create(each.Value);
            }

            return Named(name, vault, document.Deserialize(ProfileJson.Readable.ProfileDocument));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the text that <see cref="Whole"/> gave; null where this module did not write it.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="vault">Where it was found.</param>
    /// <param name="text">As the vault gives it back.</param>
    public static VeoProfile? FromWhole(string name, string vault, string text)
    {
        try
        {
            return Named(name, vault, JsonSerializer.Deserialize(text, ProfileJson.Readable.ProfileDocument));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProfileDocument Bare(VeoProfile profile)
    {
        ProfileDocument document = ProfileDocument.From(profile);
        document.Name = null;
        document.Vault = null;
        return document;
    }

    private static VeoProfile? Named(string name, string vault, ProfileDocument? document)
    {
        if (document is null) return null;
        document.Name = name;
        document.Vault = vault;
        return document.ToProfile();
    }
}
