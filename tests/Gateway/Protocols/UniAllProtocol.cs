using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>
/// UniAll: generation, and a task under its two paths: as the gateway's pages on other models show it, and as new-api does. It
/// is served below a path of its own, since TokenBay's paths are the same.
/// </summary>
internal sealed class UniAllProtocol(LoopbackGateway gateway) : NewApiProtocol(gateway)
{
    public const string Prefix = "/uniall";

    public override Protocol Name => Protocol.UniAll;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(Prefix + "/v1/video/generations", pipeline.Run(new(this, Route.Submit, Generate)));
        endpoints.MapGet(
            Prefix + "/v1/videos/{id}",
            pipeline.Run(new(this, Route.Poll, exchange => Query(exchange, Gateway.Options.WrapPolls))));
        endpoints.MapGet(Prefix + "/v1/videos/{id}/content", pipeline.Run(new(this, Route.Download, Content)));
        endpoints.MapGet(
            Prefix + "/v1/video/generations/{id}",
            pipeline.Run(new(this, Route.Poll, exchange => Query(exchange, wrapped: true))));
    }

    /// <summary>new-api's doors answer in OpenAI's form.</summary>
    public override Answer RefuseKey() => Answer.Json(
        new JsonObject { ["error"] = new JsonObject { ["message"] = "Invalid token", ["type"] = "new_api_error", ["code"] = "" } },
        StatusCodes.Status401Unauthorized);

    /// <summary>new-api's task routes answer flat.</summary>
    public override JsonObject ErrorBody(string code, string message) => new() { ["code"] = code, ["message"] = message, ["data"] = null };

    public override JsonObject ReceiptWithoutId() =>
        new() { ["object"] = "video.generation.job", ["status"] = "queued", ["progress"] = 0 };

    private Answer Generate(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("invalid_json", "The request body is no JSON object");
        }

        return UniAllRules.Check(body) is { } problems
            ? Refuse("invalid_request", problems)
            : Answer.Json(Head(Gateway.Tasks.Accept(Name, body), "queued", 0));
    }

    private Answer Query(Exchange exchange, bool wrapped)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("task_not_exist", "task_not_exist");
        }

        var (stage, outcome) = StateOf(exchange, task);
        return Answer.Json(wrapped ? Wrapped(task, stage, outcome) : Flat(task, stage, outcome));
    }

    private JsonObject Flat(VideoTask task, Stage stage, Outcome outcome)
    {
        (string status, int progress) = (stage, outcome) switch
        {
            (Stage.Queued, _) => ("queued", 0),
            (Stage.Running, _) => ("in_progress", 50),
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => ("completed", 100),
            (_, Outcome.UnknownStatus) => ("paused", 50),
            _ => ("failed", 100),
        };
        var answer = Head(task, status, progress);
        answer["prompt"] = task.Accepted.Prompt;
        answer["metadata"] = new JsonObject { ["total_time"] = 93.1, ["predict_time"] = 88.0 };
        answer["error"] = status == "failed" ? new JsonObject { ["code"] = "prompt_blocked", ["message"] = Reason(outcome) } : null;
        answer["video_url"] = status == "completed" && outcome is Outcome.Success ? LinksTo(task)[0] : null;
        return answer;
    }

    /// <summary>new-api's task, in its wrapper.</summary>
    private JsonObject Wrapped(VideoTask task, Stage stage, Outcome outcome)
    {
        (string status, string progress) = (stage, outcome) switch
        {
            (Stage.Queued, _) => ("NOT_START", "0%"),
            (Stage.Running, _) => ("IN_PROGRESS", "50%"),
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => ("SUCCESS", "100%"),
            (_, Outcome.UnknownStatus) => ("UNKNOWN", "50%"),
            _ => ("FAILURE", "100%"),
        };
        var details = new JsonObject
        {
            ["id"] = task.Accepted.Sequence,
            ["task_id"] = task.Id,
            ["status"] = status,
            ["fail_reason"] = status == "FAILURE" ? Reason(outcome) : "",
            ["progress"] = progress,
        };
        if (status == "SUCCESS" && outcome is Outcome.Success)
        {
            details["result_url"] = LinksTo(task)[0];
        }

        return new JsonObject { ["code"] = "success", ["message"] = "", ["data"] = details };
    }

    private static string Reason(Outcome outcome) =>
        outcome is Outcome.Failed ? "The prompt was rejected by the content policy." : "Video generation failed upstream.";

    private static JsonObject Head(VideoTask task, string status, int progress) => new()
    {
        ["id"] = task.Id,
        ["object"] = "video.generation.job",
        ["model"] = task.Accepted.Request.GetProperty("model").GetString(),
        ["status"] = status,
        ["progress"] = progress,
        ["created_at"] = task.Accepted.AcceptedAt.ToUnixTimeSeconds(),
    };
}
