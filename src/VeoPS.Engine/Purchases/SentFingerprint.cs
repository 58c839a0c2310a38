using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// The fingerprint of a submission, to find it in a gateway's list of tasks: the names of the fields that were sent, and one hash
/// over their values. A gateway that gives the input back may add defaults and leave files out. So only plain text and numbers
/// count, and only under the names that were sent.
/// </summary>
internal static class SentFingerprint
{
    /// <summary>The fingerprint of a body that is sent; null where nothing of it could be recognised.</summary>
    public static string? Of(WireBody? body)
    {
        Dictionary<string, string> fields = body switch
        {
            JsonBody json => Fields(json.Json),
            FormBody form => form.Parts.Where(part => part.MimeType is null).GroupBy(part => part.Name)
                .ToDictionary(field => field.Key, field => List(field.Select(part => Encoding.UTF8.GetString(part.Content.ToArray())))),
            _ => [],
        };
        return fields.Count == 0 ? null : Of(fields, [.. fields.Keys.OrderBy(name => name, StringComparer.Ordinal)]);
    }

    /// <summary>True where an input that a gateway gives back is the input that was sent.</summary>
    /// <param name="fingerprint">The fingerprint of the body that was sent.</param>
    /// <param name="input">As the gateway gives it back.</param>
    public static bool Matches(string fingerprint, JsonElement? input)
    {
        string[] names = fingerprint.Split(':')[0].Split(',');
        Dictionary<string, string> fields = input is { ValueKind: JsonValueKind.Object } given ? Fields(given) : [];
        return names.All(fields.ContainsKey) && Of(fields, names) == fingerprint;
    }

    private static string Of(Dictionary<string, string> fields, string[] names) =>
        string.Join(",", names) + ":" + Sha256Hex.Of(new JsonArray([.. names.Select(name => (JsonNode)fields[name])]).ToJsonString());

    private static Dictionary<string, string> Fields(JsonObject body)
    {
        using JsonDocument document = JsonDocument.Parse(body.ToJsonString());
        return Fields(document.RootElement);
    }

    // Twice the same name: the last one counts, as it does for most readers.
    private static Dictionary<string, string> Fields(JsonElement body)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in body.EnumerateObject())
        {
            bool isList = field.Value.ValueKind == JsonValueKind.Array;
            string?[] values = isList ? [.. field.Value.EnumerateArray().Select(Plain)] : [Plain(field.Value)];
            if (values.Length > 0 && values.All(value => value is not null) && !field.Name.Contains(',') && !field.Name.Contains(':'))
                fields[field.Name] = List(values!);
        }

        return fields;
    }

    private static string List(IEnumerable<string> values) => new JsonArray([.. values.Select(value => (JsonNode)value)]).ToJsonString();

    // A form has no types, and a list of one is a single part there: "8", 8 and ["8"] are the same.
    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetDecimal(out decimal number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
