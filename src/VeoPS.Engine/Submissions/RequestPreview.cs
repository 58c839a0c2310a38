using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Submissions;

/// <summary>What would be sent, for a person to look at. Uploads nothing, reads no more than the files that would be inlined.</summary>
public static class RequestPreview
{
    /// <summary>The body as JSON, redacted, with inline media left out. An image that would be uploaded first stands as words in brackets.</summary>
    /// <param name="request">What to make; already held against the gateway's table.</param>
    /// <param name="profile">Where.</param>
    public static string Of(VeoRequest request, GatewayProfile profile)
    {
        bool inlines = profile.Gateway.Table.Find(profile.ModelFor(request)).ImageForms.HasFlag(MediaForms.Data);
        WireRequest wire = profile.Gateway.Submit(
            request with
            {
                FirstFrame = Shown(request.FirstFrame),
                LastFrame = Shown(request.LastFrame),
                ReferenceImages = [.. request.ReferenceImages.Select(image => Shown(image)!)],
            },
            profile);
        return wire.Body switch
        {
            JsonBody body => RawAnswer.Of(Readable(body.Json))!,
            FormBody form => RawAnswer.Of(Readable(AsJson(form)))!,
            _ => "",
        };

        MediaInput? Shown(MediaInput? media) => media switch
        {
            FileMedia file when inlines => file.Read(),
            FileMedia file => UploadedFirst(Path.GetFileName(file.Path)),
            InlineMedia inline when !inlines => UploadedFirst(FormattableString.Invariant($"{inline.MimeType} of {inline.Bytes.Length} bytes")),
            _ => media,
        };
    }

    // Its link is not known before. A relative address is any text, and stands where the link will.
    private static LinkedMedia UploadedFirst(string what) => new(new Uri($"(uploaded first: {what})", UriKind.Relative));

    // A form as JSON would have it: a key that comes again is a list, a file its type and length.
    private static JsonObject AsJson(FormBody form) => new(form.Parts.GroupBy(part => part.Name).Select(field =>
    {
        JsonNode[] values = [.. field.Select(part => JsonValue.Create(part.MimeType is null ? Encoding.UTF8.GetString(part.Content.ToArray()) : FormattableString.Invariant($"({part.MimeType} of {part.Content.Length} bytes)")))];
        return new KeyValuePair<string, JsonNode?>(field.Key, values.Length == 1 ? values[0] : new JsonArray(values));
    }));

    // For a person: letters of every alphabet as they are.
    private static string Readable(JsonObject json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) json.WriteTo(writer);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
