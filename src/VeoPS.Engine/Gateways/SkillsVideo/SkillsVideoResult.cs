using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.SkillsVideo;

/// <summary>
/// The result of a generation: <see href="https://docs.skills.video/api-reference/get-generation-result"/>. The page leaves the fields of
/// <c>data</c> to each model and shows those of an image: <c>images[]</c>, with the first of them again in <c>image</c>.
/// </summary>
internal static class SkillsVideoResult
{
    // Fields whose links are pictures of the video, or its input.
    private static readonly string[] ImageNames = ["image", "thumbnail", "poster", "cover", "preview", "frame", "input"];

    private static readonly string[] OtherFiles
        = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".json", ".txt", ".srt", ".vtt", ".mp3", ".wav"];

    /// <summary>The videos of a generation, from the first place that has any. None where every one was filtered.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? data)
    {
        IEnumerable<VideoLink>[] places =
        [
            data.Member("videos").Items().Select(Video).OfType<VideoLink>(),
            [.. new[] { Video(data.Member("video")) }.OfType<VideoLink>()],
            [.. new[] { data.Text("video_url") ?? data.Text("url") }.OfType<string>().Select(link => new VideoLink(link))],
            Below(data),
            Links(data, isImage: false),
        ];
        VideoLink[] found = [.. places.FirstOrDefault(place => place.Any()) ?? []];
        return [.. found.Where((video, index) => Array.FindIndex(found, other => other.Link == video.Link) == index)];
    }

    /// <summary>The cost of the generation: <c>usage.total</c>, in credits.</summary>
    public static VeoCost? Cost(JsonElement? generation) => StatedCost.Of(generation.Member("usage").Amount("total"), "credits");

    private static VideoLink? Video(JsonElement item) => Video((JsonElement?)item);

    // The page leaves the output field open ("<OUTPUT_FIELD>": "<OUTPUT_VALUE>"): any web link of a video, wherever it stands, in lists
    // of links too. Last of all, so that it never adds to a place that is known. One that says that it is an image is none.
    private static IEnumerable<VideoLink> Links(JsonElement? element, bool isImage)
    {
        if (element is not { } node) return [];
        return node.ValueKind switch
        {
            JsonValueKind.String when !isImage && node.Text() is { } text && IsVideoLink(text) => [new VideoLink(text)],
            JsonValueKind.Array => node.EnumerateArray().SelectMany(item => Links(item, isImage)),
            JsonValueKind.Object => InObject(node, isImage || IsOfImage(element)),
            _ => [],
        };
    }

    private static IEnumerable<VideoLink> InObject(JsonElement node, bool isImage)
    {
        JsonElement? item = node;
        if (!isImage && item.Text("url") is { } link && IsVideoLink(link)) return [Video(item)!];
        return node.EnumerateObject().SelectMany(member => Links(member.Value, isImage || NamesImage(member)));
    }

    private static bool IsOfImage(JsonElement? item) =>
        item.Text("content_type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;

    private static bool NamesImage(JsonProperty member) =>
        ImageNames.Any(name => member.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

    // Without a file name that says otherwise, a link of a finished video is taken for one.
    private static bool IsVideoLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? link) && link.Scheme is "http" or "https"
        && !OtherFiles.Contains(Path.GetExtension(link.AbsolutePath), StringComparer.OrdinalIgnoreCase);

    // An object with a link, or the link itself.
    private static VideoLink? Video(JsonElement? item) =>
        item is { ValueKind: JsonValueKind.String } text
            ? text.Text() is { } bare ? new VideoLink(bare) : null
            : item.Text("url") is { } link
                ? new VideoLink(link, Resolution(item), item.Amount("duration"), item.Text("content_type"))
                : null;

    private static string? Resolution(JsonElement? item) =>
        item.Text("resolution") ?? (item.Integer("width") is { } width && item.Integer("height") is { } height
            ? FormattableString.Invariant($"{width}x{height}")
            : null);

    // Wherever it stands: an object that says that it is a video.
    private static IEnumerable<VideoLink> Below(JsonElement? element)
    {
        if (element is not { } node) return [];
        if (node.ValueKind == JsonValueKind.Array) return node.EnumerateArray().SelectMany(item => Below(item));
        if (node.ValueKind != JsonValueKind.Object) return [];
        return element.Text("content_type")?.StartsWith("video/", StringComparison.OrdinalIgnoreCase) == true && Video(element) is { } video
            ? [video]
            : node.EnumerateObject().SelectMany(member => Below(member.Value));
    }
}
