using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>Makes the body that would be sent, for a person to read. Uploads nothing, and reads
/// only the files that would be inlined.</summary>
internal static class RequestPreview
{
    // Whatever its size: a person has nothing of the digits.
    private static readonly Regex DataUri = new(
        "^data:([^;,]+)[^,]*;base64,(.*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline);

    /// <summary>The body as JSON, redacted, with inline media as its kind and size. An image that would be uploaded first
    /// stands as words in brackets.</summary>
    /// <param name="request">The request; already checked against the gateway's table.</param>
    /// <param name="profile">Where.</param>
    public static string Of(VeoRequest request, GatewayProfile profile)
    {
        Dictionary<string, string> media = new(StringComparer.Ordinal);
        bool inlines = profile.Gateway.Table.Find(profile.ModelFor(request)).ImageForms.HasFlag(MediaForms.Data);
        WireRequest wire = profile.Gateway.Submit(
            request.WithImages((_, image) => Shown(image)) with
            {
                CallbackUri = CallbackAddress.For(request, profile),
                SourceVideo = request.SourceVideo is InlineMedia video ? Noted(video) : request.SourceVideo,
            },
            profile);
        return wire.Body switch
        {
            JsonBody body => RawAnswer.Of(Readable((JsonObject)Elided(body.Json)!))!,
            FormBody form => RawAnswer.Of(Readable(AsJson(form)))!,
            _ => "",
        };

        MediaInput Shown(MediaInput input) => input switch
        {
            FileMedia file when inlines => Noted(file.Read()),
            FileMedia file => UploadedFirst(Path.GetFileName(file.Path)),
            InlineMedia inline when !inlines => UploadedFirst(
                FormattableString.Invariant($"{inline.MimeType} of {inline.Bytes.Length} bytes")),
            InlineMedia inline => Noted(inline),
            _ => input,
        };

        InlineMedia Noted(InlineMedia inline)
        {
            media[inline.ToBase64()] = Summary(inline.MimeType, inline.Bytes.Length);
            return inline;
        }

        JsonNode? Elided(JsonNode? node) => node switch
        {
            JsonObject table => new JsonObject(table.Select(each => new KeyValuePair<string, JsonNode?>(each.Key, Elided(each.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Elided)]),
            JsonValue value when value.TryGetValue(out string? text) => media.TryGetValue(text, out string? summary)
                ? summary
                : DataUri.Replace(text, OfDataUri),
            _ => node?.DeepClone(),
        };
    }

    private static string OfDataUri(Match uri) => Summary(uri.Groups[1].Value, uri.Groups[2].Value.TrimEnd('=').Length * 3L / 4);

    private static string Summary(string mimeType, long length) => length switch
    {
        < 1024 => FormattableString.Invariant($"<{mimeType}, {length} bytes>"),
        < 1024 * 1024 => FormattableString.Invariant($"<{mimeType}, {length / 1024} KB>"),
        _ => FormattableString.Invariant($"<{mimeType}, {length / (1024 * 1024.0):0.0} MB>"),
    };

    // Its link is not known before. A relative address is any text, and stands where the link will.
    private static LinkedMedia UploadedFirst(string what) => new(new Uri($"(uploaded first: {what})", UriKind.Relative));

    // A form as JSON would have it: a key that comes again is a list, a file its type and length.
    private static JsonObject AsJson(FormBody form) => new(form.Parts.GroupBy(part => part.Name).Select(field =>
    {
        JsonNode[] values = [.. field.Select(part => JsonValue.Create(part.MimeType is null
            ? Encoding.UTF8.GetString(part.Content.ToArray())
            : FormattableString.Invariant($"({part.MimeType} of {part.Content.Length} bytes)")))];
        return new KeyValuePair<string, JsonNode?>(field.Key, values.Length == 1 ? values[0] : new JsonArray(values));
    }));

    // For a person: letters of every alphabet as they are.
    private static string Readable(JsonObject json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
