using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Gateways.TokenBay;

/// <summary>
/// A task as the gateway describes it: the fields of <see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>, and
/// those of new-api (<c>dto/openai_video.go</c>, <c>dto/task.go</c>), which its fuller page is likely to have.
/// </summary>
internal static class TokenBayTask
{
    /// <summary>The object that describes the task. The page shows none around it; new-api's alias path wraps it in <c>data</c>.</summary>
    public static JsonElement? Unwrap(JsonElement? body)
    {
        JsonElement? data = body.Member("data");
        return !IsTask(body) && IsTask(data) ? data : body; // The data of a task itself is the raw answer of the model behind.
    }

    /// <summary>0 to 100. A number after the submission, a text such as <c>50%</c> from a poll.</summary>
    public static int? Progress(JsonElement? task)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        string? text = task.Text("progress")?.Replace("%", "").Trim();
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal value) ? (int)Math.Max(0, Math.Min(100, value)) : null;
    }

    /// <summary>The one video of a task that succeeded. Its link is mostly relative: <c>/v1/videos/{task_id}/content</c>.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? task)
    {
        JsonElement? metadata = task.Member("metadata");
        string? link = task.Text("result_url") ?? metadata.Text("url") ?? task.Text("url") ?? task.Text("video_url") ?? OldLink(task);
        string? resolution = task.Text("resolution") ?? task.Text("size");
        return link is null ? [] : [new VideoLink(link, resolution, Duration(task) ?? Duration(metadata))];
    }

    private static bool IsTask(JsonElement? element) => (element.Text("status") ?? element.Text("task_id")) is not null;

    private static decimal? Duration(JsonElement? element) => element.Amount("duration") ?? element.Amount("seconds");

    // Old rows of new-api hold the link where the reason of a failure would stand.
    private static string? OldLink(JsonElement? task) =>
        task.Text("fail_reason") is { } text && text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? text : null;
}
