using System.Text.Json;
using System.Text.RegularExpressions;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.OpenRouter;

/// <summary>A job's result and cost: <see href="https://openrouter.ai/docs/guides/overview/multimodal/video-generation"/>.</summary>
internal static class OpenRouterResult
{
    private static readonly Regex ContentRoute = new(
        "^https?://[^/?#]+(?<path>/api/v1/videos/[^/?#]+/content(\\?[^#]*)?)$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>
    /// The videos of a job. "urls" are signed links into a storage, which need no key (only the newer reference names them:
    /// <see href="https://openrouter.ai/docs/api_reference/videos.md"/>). "unsigned_urls" are the content route, which does.
    /// </summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? job)
    {
        VideoLink[] signed = [.. Links(job.Member("urls")).Select(link => new VideoLink(link))];
        return signed.Length > 0 ? signed : [.. Links(job.Member("unsigned_urls")).Select(link => new VideoLink(BelowBase(link)))];
    }

    /// <summary>The cost of the job, in USD. The gateway may give null, and states it once the job has ended.</summary>
    public static VeoCost? Cost(JsonElement? job) => StatedCost.Of(job.Member("usage").Amount("cost"), "USD");

    private static IEnumerable<string> Links(JsonElement? list)
        => list.Items().Select(item => item.Text()).OfType<string>().Distinct(StringComparer.Ordinal);

    // The content route is asked below the profile's base, where the key may go, whatever host the link has.
    private static string BelowBase(string link) => ContentRoute.Match(link) is { Success: true } route ? route.Groups["path"].Value : link;
}
