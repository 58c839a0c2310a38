using System.Text.Json.Nodes;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>Writes the bodies that gateways take: null is left out.</summary>
internal static class WireJson
{
    /// <summary>Adds a member where there is a value.</summary>
    public static JsonObject Set(this JsonObject body, string name, JsonNode? value)
    {
        if (value is not null) body[name] = value;
        return body;
    }

    /// <summary>
    /// Merges the caller's options for this gateway alone: objects into objects; arrays by index where both hold objects, so that
    /// <c>instances[0]</c> can get a member; anything else in place of the earlier value.
    /// </summary>
    public static JsonObject Merge(this JsonObject body, JsonObject? option)
    {
        foreach (KeyValuePair<string, JsonNode?> member in option ?? [])
        {
            if (body[member.Key] is JsonObject mine && member.Value is JsonObject theirs) mine.Merge(theirs);
            else if (body[member.Key] is JsonArray list && HoldsObjects(list) && HoldsObjects(member.Value))
                list.Merge(member.Value!.AsArray());
            else body[member.Key] = member.Value?.DeepClone();
        }

        return body;
    }

    private static void Merge(this JsonArray list, JsonArray other)
    {
        for (int index = 0; index < other.Count; index++)
        {
            if (index < list.Count) ((JsonObject)list[index]!).Merge((JsonObject)other[index]!);
            else list.Add(other[index]!.DeepClone());
        }
    }

    private static bool HoldsObjects(JsonNode? node) => node is JsonArray { Count: > 0 } list && list.All(item => item is JsonObject);

    /// <summary>A link as the caller wrote it, since a signature may cover its very text; or a data URI.</summary>
    public static string ToWire(this MediaInput media) => media switch
    {
        LinkedMedia link => link.Uri.OriginalString,
        InlineMedia inline => inline.ToDataUri(),
        TaskMedia { Link: { } link } => link.OriginalString,
        _ => throw new ArgumentException($"A {media.GetType().Name} is inlined or uploaded before a gateway maps it.", nameof(media)),
    };

    /// <summary>The question about a task. Ids are a server's text and may hold anything.</summary>
    public static WireRequest GetTask(string before, string taskId) => WireRequest.Get(before + Uri.EscapeDataString(taskId));
}
