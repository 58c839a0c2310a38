using System.Text.Json;
using System.Text.Json.Nodes;

namespace VeoPS.TestGateway;

/// <summary>
/// A task in the form of OpenAI's Videos API, in which new-api's <c>/v1/videos</c> tells of it (<c>dto/openai_video.go</c>).
/// TokenBay's page of errors has its words too.
/// </summary>
internal static class OpenAiVideo
{
    public static JsonObject Of(VideoTask task, Stage stage, Outcome outcome)
    {
        (string status, int progress) = (stage, outcome) switch
        {
            (Stage.Queued, _) => ("queued", 0),
            (Stage.Running, _) => ("in_progress", 50),
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => ("completed", 100),
            (_, Outcome.UnknownStatus) => ("unknown", 50),
            _ => ("failed", 100),
        };
        var video = new JsonObject
        {
            ["id"] = task.Id,
            ["task_id"] = task.Id,
            ["object"] = "video",
            ["model"] = Field(task, "model"),
            ["status"] = status,
            ["progress"] = progress,
            ["created_at"] = task.Accepted.AcceptedAt.ToUnixTimeSeconds(),
            ["seconds"] = Field(task, "seconds") ?? Field(task, "duration"),
            ["size"] = Field(task, "size") ?? Field(task, "resolution"),
        };
        if (status == "failed")
        {
            video["error"] = new JsonObject { ["code"] = "prompt_blocked", ["message"] = TokenBayProtocol.FailReason };
        }
        else if (status == "completed" && outcome is Outcome.Success)
        {
            video["metadata"] = new JsonObject { ["url"] = TokenBayProtocol.ContentOf(task) };
        }

        return video;
    }

    /// <summary>A field of the submission as text: OpenAI's seconds are one.</summary>
    private static string? Field(VideoTask task, string name) =>
        task.Accepted.Request.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
}
