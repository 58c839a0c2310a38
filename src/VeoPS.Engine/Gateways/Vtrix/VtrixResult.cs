using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Vtrix;

/// <summary>The result and the cost of a task: <see href="https://doc.vtrix.ai/docs/api/google/veo-31-fast"/>.</summary>
internal static class VtrixResult
{
    /// <summary>The videos of <c>output[].content[]</c>.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? task) =>
    [
        .. task.Member("output").Items()
            .SelectMany(output => output.Member("content").Items())
            .Select(Video)
            .OfType<VideoLink>(),
    ];

    /// <summary>0 to 100. The page of its newer neighbour has a share, from 0.0 to 1.0.</summary>
    public static int? Progress(JsonElement? task)
    {
        bool isNumber = decimal.TryParse(task.Text("progress"), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value);
        return isNumber ? TaskReading.Percent(value <= 1 ? Math.Max(0, value) * 100 : value) : null;
    }

    /// <summary>"Total cost in USD", as text.</summary>
    public static VeoCost? Cost(JsonElement? task) => StatedCost.Of(task.Member("usage").Amount("cost"), "USD");

    private static VideoLink? Video(JsonElement content)
    {
        JsonElement? item = content;
        bool isVideo = item.Text("type") is null or "video";
        return isVideo && item.Text("url") is { } link ? new VideoLink(link, Duration: item.Amount("duration")) : null;
    }
}
