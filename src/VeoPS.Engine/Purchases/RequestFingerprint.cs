using System.Text.Json.Nodes;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>One hash for what was asked for, so that a job key that comes again with another request is noticed.</summary>
internal static class RequestFingerprint
{
    /// <summary>SHA-256 in lower-case hexadecimal digits, over every option; an image counts by its bytes, wherever its file lies.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was bought.</exception>
    public static string Of(VeoRequest request)
    {
        JsonArray parts =
        [
            request.Prompt, request.Model, Media(request.FirstFrame), Media(request.LastFrame),
            new JsonArray([.. request.ReferenceImages.Select(image => (JsonNode?)Media(image))]), Media(request.SourceVideo),
            request.AspectRatio, request.Resolution, request.Duration, request.Audio, request.EnhancePrompt, request.TranslatePrompt,
            request.NegativePrompt, request.Seed, request.Count, request.PersonGeneration, request.Watermark,
            request.CallbackUri?.AbsoluteUri, Sorted(request.ProviderOption),
        ];
        return Sha256Hex.Of(parts.ToJsonString());
    }

    // A table of PowerShell's has no order of its own: the same one comes in another in another process.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject table => new JsonObject(table.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => new KeyValuePair<string, JsonNode?>(each.Key, Sorted(each.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static string? Media(MediaInput? media) => media switch
    {
        null => null,
        LinkedMedia link => link.Uri.AbsoluteUri,
        InlineMedia inline => Sha256Hex.Of(inline.Bytes.ToArray()),
        FileMedia file => Sha256Hex.Of(file.Read().Bytes.ToArray()),
        TaskMedia task => "task:" + task.TaskId,
        _ => throw new NotSupportedException(media.GetType().Name),
    };
}
