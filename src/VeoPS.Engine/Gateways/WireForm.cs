using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>Writes the parts of a form, which has texts and files only.</summary>
internal static class WireForm
{
    /// <summary>The members of a body as texts. A list is its key again and again; an object is its JSON.</summary>
    public static IEnumerable<FormPart> Texts(JsonObject body) => body.SelectMany(member =>
    {
        JsonNode?[] values = member.Value is JsonArray list ? [.. list] : [member.Value];
        return values.OfType<JsonNode>().Select(
            value => Text(member.Key, value is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : value.ToJsonString()));
    });

    /// <summary>A field that is a text.</summary>
    public static FormPart Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    /// <summary>A field that is a file.</summary>
    /// <param name="name">The field.</param>
    /// <param name="image">Its bytes.</param>
    /// <param name="index">Its place among the files of the field, from 0: its own name is made of both, and of no local path.</param>
    public static FormPart File(string name, InlineMedia image, int index = 0) =>
        new(name, image.Bytes, image.MimeType, FormattableString.Invariant($"{name}_{index}.{image.MimeType.Split('/')[^1]}"));
}
