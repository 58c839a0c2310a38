using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// The fingerprint by which a job key recognises its request, so that the same key with another request is noticed. Recorded keys
/// outlive every upgrade: the form below belongs to its version and never changes. A new form gets a new version. <see cref="All"/>
/// then gives both, so that a request that was recorded in either form is recognised.
/// </summary>
/// <remarks>
/// The form is written by hand and not by a JSON library, whose escapes and numbers may change from release to release. It
/// has the names of options with values that are set, in ordinal order, so that an option that a later version adds changes
/// nothing about a request that does not use it, and every text with its length, so that no two requests meet.
/// </remarks>
internal static class RequestFingerprint
{
    private const string Version = "1";

    /// <summary>The version, a colon, and a SHA-256 in lower-case hexadecimal digits. An image counts by its bytes, wherever
    /// its file lies.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was bought.</exception>
    public static string Of(VeoRequest request)
    {
        StringBuilder form = new();
        foreach (KeyValuePair<string, object> each in request.Options.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            Text(form, each.Key);
            Append(form, each.Value);
        }

        return Version + ":" + Sha256Hex.Of(form.ToString());
    }

    /// <summary>The fingerprints of every version that may have been recorded, the newest first.</summary>
    /// <exception cref="VeoException">As <see cref="Of"/>.</exception>
    public static IReadOnlyList<string> All(VeoRequest request) => [Of(request)];

    private static void Append(StringBuilder form, object? value)
    {
        switch (value)
        {
            case null:
                form.Append('-');
                break;
            case string text:
                Text(form, text);
                break;
            case bool flag:
                form.Append(flag ? '+' : '!');
                break;
            case int or long:
                Number(form, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case Uri uri:
                Text(form, uri.AbsoluteUri);
                break;
            case MediaInput media:
                Text(form, Media(media));
                break;
            case JsonObject table:
                Table(form, table);
                break;
            case JsonValue json:
                Value(form, json);
                break;
            case IEnumerable<object?> list:
                form.Append('[');
                foreach (object? item in list) Append(form, item);
                form.Append(']');
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    // A table of PowerShell's has no order of its own: the same one comes in another in another process.
    private static void Table(StringBuilder form, JsonObject table)
    {
        form.Append('{');
        foreach (KeyValuePair<string, JsonNode?> each in table.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            Text(form, each.Key);
            Append(form, each.Value);
        }

        form.Append('}');
    }

    private static void Value(StringBuilder form, JsonValue value)
    {
        using JsonDocument document = JsonDocument.Parse(value.ToJsonString());
        JsonElement element = document.RootElement;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                Text(form, element.GetString()!);
                break;
            case JsonValueKind.Number:
                // 1, 1.0 and 1E0 are one number, whichever type of .NET a caller's shell made of it.
                Number(form, element.TryGetDecimal(out decimal number)
                    ? number.ToString("0.############################", CultureInfo.InvariantCulture)
                    : element.GetRawText());
                break;
            default:
                form.Append(element.ValueKind == JsonValueKind.True ? '+' : element.ValueKind == JsonValueKind.False ? '!' : '-');
                break;
        }
    }

    private static void Text(StringBuilder form, string text)
        => form.Append('\'').Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    private static void Number(StringBuilder form, string digits) => form.Append('#').Append(digits).Append(';');

    private static string Media(MediaInput media) => media switch
    {
        LinkedMedia link => "link:" + link.Uri.AbsoluteUri,
        InlineMedia inline => "bytes:" + Sha256Hex.Of(inline.Bytes.ToArray()),
        FileMedia file => "bytes:" + Sha256Hex.Of(file.Read().Bytes.ToArray()),
        TaskMedia task => "task:" + task.TaskId,
        _ => throw new NotSupportedException(media.GetType().Name),
    };
}
