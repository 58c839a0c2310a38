using System.Text.Json;
using System.Text.RegularExpressions;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.KieApi;

/// <summary>A task's result, from its record: <see href="https://docs.apikley.ru/veo3-api/veo3-api_get-veo-3-video-details"/>.</summary>
internal static class KieApiResult
{
    // A signed link may have a comma in it: only one that stands before the next link divides.
    private const string BetweenLinks = @",(?=\s*[""']?https?://)";

    private static readonly char[] Wrapping = [' ', '\t', '\r', '\n', '"', '\''];

    /// <summary>The videos of a record.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? record)
    {
        JsonElement? response = record.Member("response");
        if (response is { ValueKind: JsonValueKind.String } text) response = JsonReading.Parse(text.Text());

        // fullResultUrls is filled after an extension only: the whole video, of which resultUrls is then a part.
        // originUrls is the video before it was cut to the aspect ratio, which nobody ordered.
        IReadOnlyList<string> links = Links(response.Member("fullResultUrls"));
        if (links.Count == 0) links = Links(response.Member("resultUrls"));
        string? resolution = response.Text("resolution");
        return [.. links.Select(link => new VideoLink(link, resolution))];
    }

    /// <summary>
    /// The cost of the task. Only newer copies of the protocol state it:
    /// <see href="https://docs.kie.ai/veo3-api/get-veo-3-4k-video-callbacks"/>.
    /// </summary>
    public static VeoCost? Cost(JsonElement? record) => StatedCost.Of(record.Amount("creditsConsumed"), "credits");

    /// <summary>The links of a list. The details page shows an array, the page of the callback "[http://…]" as text: a list in
    /// brackets that is no JSON.</summary>
    public static IReadOnlyList<string> Links(JsonElement? value)
    {
        IEnumerable<string?> items = value switch
        {
            { ValueKind: JsonValueKind.String } text => Split(text.Text() ?? ""),
            _ => value.Items().Select(item => item.Text()),
        };
        return [.. items.OfType<string>().Select(item => item.Trim(Wrapping)).Where(IsLink)];
    }

    private static IEnumerable<string?> Split(string text)
    {
        if (JsonReading.Parse(text) is { ValueKind: JsonValueKind.Array } array) return array.EnumerateArray().Select(item => item.Text());

        text = text.Trim(Wrapping);
        if (text.Length > 1 && text[0] == '[' && text[text.Length - 1] == ']') text = text.Substring(1, text.Length - 2);
        return Regex.Split(text, BetweenLinks, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private static bool IsLink(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || MediaStrings.Is(text);
}
