using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.NewApi;

/// <summary>
/// A task as QuantumNous/new-api and its descendants describe it: in the form of <c>dto/openai_video.go</c>, in that of
/// <c>dto/video.go</c>, or as a <c>dto/task.go</c> inside <c>data</c>.
/// </summary>
internal static class NewApiTask
{
    /// <summary>Reads the receipt of a submission. <c>task_id</c> comes first: in a wrapped task, <c>id</c> is the number of a
    /// row.</summary>
    public static SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? receipt = response.Json;
        JsonElement? task = Unwrap(receipt);
        string? id = receipt.Text("task_id") ?? receipt.Text("id") ?? task.Text("task_id") ?? task.Text("id");
        SubmitAnswer answer = new(id, NewApiError.Read(response), NewApiError.BodyStatus(response));
        return TaskReading.Receipt(answer, task.Text("status"), NewApiTable.Statuses, () => NewApiError.OfTask(task));
    }

    /// <summary>
    /// Where a task's video is, with or without a link in its answer: <c>router/video-router.go</c> of new-api, and TokenBay's
    /// page. A task has
    /// one video.
    /// </summary>
    public static WireRequest Content(string taskId) => WireRequest.Get($"/v1/videos/{Uri.EscapeDataString(taskId)}/content");

    /// <summary>Reads a task's state.</summary>
    /// <param name="response">The answer to a poll.</param>
    /// <param name="videos">Finds the videos of a task that succeeded.</param>
    public static PollAnswer ReadPoll(WireResponse response, Func<JsonElement?, IReadOnlyList<VideoLink>> videos)
    {
        JsonElement? task = Unwrap(response.Json);
        string? word = task.Text("status");
        string? status = TaskReading.StatusOf(word, NewApiTable.Statuses);
        return TaskReading.Answer(response, word, status, NewApiError.Read(response), () => new TaskSnapshot
        {
            Progress = Progress(task),
            Videos = status == VeoTaskStatus.Succeeded ? videos(task) : [],
            Error = status == VeoTaskStatus.Failed ? NewApiError.OfTask(task) : null,
        });
    }

    /// <summary>The one video of a task that succeeded. Its link may be relative: <c>/v1/videos/{task_id}/content</c>.</summary>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? task)
    {
        string? link = task.Text("result_url")
            ?? task.Member("metadata").Text("url") ?? task.Text("url") ?? task.Text("video_url") ?? OldLink(task);
        return link is null ? [] : [Video(task, link)];
    }

    /// <summary>A link with the facts that the task gives about its video.</summary>
    public static VideoLink Video(JsonElement? task, string link) =>
        new(link, task.Text("resolution") ?? task.Text("size"), Duration(task) ?? Duration(task.Member("metadata")));

    // The object that describes the task. new-api's path /v1/video/generations wraps it in data.
    private static JsonElement? Unwrap(JsonElement? body)
    {
        JsonElement? data = body.Member("data");
        return !IsTask(body) && IsTask(data) ? data : body; // The data of a task itself is the raw answer of the model behind.
    }

    // 0 to 100: a number, or a text such as 50%.
    private static int? Progress(JsonElement? task)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        string? text = task.Text("progress")?.Replace("%", "").Trim();
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal value)
            ? TaskReading.Percent(value)
            : null;
    }

    private static bool IsTask(JsonElement? element) => (element.Text("status") ?? element.Text("task_id")) is not null;

    private static decimal? Duration(JsonElement? element) => element.Amount("duration") ?? element.Amount("seconds");

    // Old rows of new-api hold the link where the reason of a failure would stand; or the video itself, as a data URI.
    private static string? OldLink(JsonElement? task) =>
        task.Text("fail_reason") is { } text && (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) || MediaStrings.Is(text))
            ? text
            : null;
}
