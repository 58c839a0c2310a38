using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// A request as it lies beside its record, so that it can be bought again: options under the names of their parameters, a
/// local file as its path and hash, never the bytes of media. A secret (a signed link) is stored redacted, and the request
/// says that it is not whole.
/// </summary>
internal static class StoredRequest
{
    private const string Incomplete = "Incomplete";

    /// <summary>The request as JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="withBytes">True where the bytes of media are stored too, because the process
    /// that buys the request does not have the file.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was bought.</exception>
    public static string ToJson(VeoRequest request, bool withBytes = false)
    {
        bool isWhole = true;
        JsonObject json = [];
        foreach (KeyValuePair<string, object> each in request.Options)
        {
            // The prompt is kept as it was given, here as in the task's own record.
            json[each.Key] = VideoOptions.Find(each.Key) is TextOption { IsProse: true } ? (string)each.Value : Stored(each.Value);
        }

        if (!isWhole) json[Incomplete] = true;
        return json.ToJsonString();

        JsonNode? Stored(object? value) => value switch
        {
            null => null,
            string text => Redacted(text),
            int number => number,
            long number => number,
            bool flag => flag,
            Uri uri => Redacted(uri.AbsoluteUri),
            LinkedMedia link => new JsonObject { ["Uri"] = Redacted(link.Uri.OriginalString) },
            FileMedia file when withBytes => WithBytes(file.Read()),
            FileMedia file => new JsonObject {
                ["Path"] = file.Path,
                ["MimeType"] = file.MimeType,
                ["Sha256"] = Sha256Hex.Of(file.Read().Bytes.ToArray()) },
            InlineMedia inline when withBytes => WithBytes(inline),
            InlineMedia inline => WithoutBytes(inline),
            TaskMedia { Link: null } task => new JsonObject { ["TaskId"] = task.TaskId },
            TaskMedia task => new JsonObject { ["TaskId"] = task.TaskId, ["Uri"] = Redacted(task.Link!.OriginalString) },
            JsonObject table => new JsonObject(table.Select(each => new KeyValuePair<string, JsonNode?>(each.Key, Stored(each.Value)))),
            JsonValue json => json.TryGetValue(out string? text) ? Redacted(text) : json.DeepClone(),
            IEnumerable<object?> list => new JsonArray([.. list.Select(Stored)]),
            _ => throw new NotSupportedException(value.GetType().Name),
        };

        JsonNode WithBytes(InlineMedia media) => new JsonObject { ["MimeType"] = media.MimeType, [SqlJobs.MediaBytes] = media.ToBase64() };

        JsonNode WithoutBytes(InlineMedia inline)
        {
            isWhole = false;
            return new JsonObject { ["MimeType"] = inline.MimeType, ["Sha256"] = Sha256Hex.Of(inline.Bytes.ToArray()) };
        }

        string Redacted(string text)
        {
            string redacted = Redactor.Shared.Redact(text);
            isWhole &= redacted == text;
            return redacted;
        }
    }

    /// <summary>The request, null where it was stored without a part of it: bytes that were no file, or a secret.</summary>
    /// <param name="json">Of <see cref="ToJson"/>. Names that a newer version wrote are passed over.</param>
    /// <param name="options">Those that are read; null for all.</param>
    /// <exception cref="InvalidDataException">It is no stored request.</exception>
    public static VeoRequest? FromJson(string json, IEnumerable<VideoOption>? options = null) =>
        RecordReading.Read("The request", () => Parse(json, options ?? VideoOptions.All));

    private static VeoRequest? Parse(string json, IEnumerable<VideoOption> options)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement stored = document.RootElement;
        if (stored.TryGetProperty(Incomplete, out _)) return null;
        return options.Aggregate(new VeoRequest(), (request, option) =>
            stored.TryGetProperty(option.Name, out JsonElement value) ? request.With(option.Name, Value(option, value)) : request);
    }

    /// <summary>The value of an option, as it is kept under its name.</summary>
    public static object Value(VideoOption option, JsonElement value) => option switch
    {
        TextOption or WordOption => value.GetString()!,
        NumberOption or CountOption => value.GetInt32(),
        RangeOption => value.GetInt64(),
        SwitchOption => value.GetBoolean(),
        AddressOption => new Uri(value.GetString()!),
        TableOption => JsonNode.Parse(value.GetRawText())!.AsObject(),
        MediaOption { IsList: true } => value.EnumerateArray().Select(Media).ToArray(),
        MediaOption => Media(value),
        _ => throw new NotSupportedException(option.GetType().Name),
    };

    private static MediaInput Media(JsonElement media)
    {
        Uri? link = media.TryGetProperty("Uri", out JsonElement uri) ? new Uri(uri.GetString()!) : null;
        if (media.TryGetProperty("Path", out JsonElement path))
            return new FileMedia(path.GetString()!, media.GetProperty("MimeType").GetString()!);
        if (media.TryGetProperty(SqlJobs.MediaBytes, out JsonElement bytes))
            return new InlineMedia(media.GetProperty("MimeType").GetString()!, bytes.GetBytesFromBase64());
        if (media.TryGetProperty("TaskId", out JsonElement id)) return new TaskMedia(id.GetString()!, link);
        return new LinkedMedia(link ?? throw new JsonException("A stored request has media that are not a link, a file or a task."));
    }
}
