using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.SkillsVideo;

/// <summary>
/// What a generation made: <see href="https://docs.skills.video/api-reference/get-generation-result"/>. The page leaves the fields of
/// <c>data</c> to each model and shows those of an image: <c>images[]</c>, with the first of them again in <c>image</c>.
/// </summary>
internal static class SkillsVideoResult
{
    /// <summary>The videos of a generation, from the first place that has any. None where every one was filtered.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? data)
    {
        IEnumerable<VideoLink>[] places =
        [
            data.Member("videos").Items().Select(Video).OfType<VideoLink>(),
            [.. new[] { Video(data.Member("video")) }.OfType<VideoLink>()],
            [.. new[] { data.Text("video_url") ?? data.Text("url") }.OfType<string>().Select(link => new VideoLink(link))],
            Below(data),
        ];
        VideoLink[] found = [.. places.FirstOrDefault(place => place.Any()) ?? []];
        return [.. found.Where((video, index) => Array.FindIndex(found, other => other.Link == video.Link) == index)];
    }

    /// <summary>What it cost: <c>usage.total</c>, in credits.</summary>
    public static VeoCost? Cost(JsonElement? generation) => StatedCost.Of(generation.Member("usage").Amount("total"), "credits");

    private static VideoLink? Video(JsonElement item) => Video((JsonElement?)item);

    // An object with a link, or the link itself.
    private static VideoLink? Video(JsonElement? item) =>
        item is { ValueKind: JsonValueKind.String } text
            ? text.Text() is { } bare ? new VideoLink(bare) : null
            : item.Text("url") is { } link ? new VideoLink(link, Resolution(item), item.Amount("duration"), item.Text("content_type")) : null;

    private static string? Resolution(JsonElement? item) =>
        item.Text("resolution") ?? (item.Integer("width") is { } width && item.Integer("height") is { } height ? FormattableString.Invariant($"{width}x{height}") : null);

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
