using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>TokenBay: submission, task and content, each task path under both of its names.</summary>
internal sealed class TokenBayProtocol(LoopbackGateway gateway) : NewApiProtocol(gateway)
{
    public const string FailReason = "The prompt was rejected by the content policy.";

    private const string Videos = "/v1/videos";

    public override Protocol Name => Protocol.TokenBay;

    protected override bool HidesStatus => true;

    /// <summary>Where a task's video is.</summary>
    public static string ContentOf(VideoTask task) => $"{Videos}/{task.Id}/content";

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        foreach (string path in new[] { Videos, "/v1/video/generations" })
        {
            bool isOpenAi = Gateway.Options.OpenAiVideos && path == Videos;
            endpoints.MapPost(path, pipeline.Run(new(this, Route.Submit, exchange => Submit(exchange, isOpenAi))));
            endpoints.MapGet(path + "/{id}", pipeline.Run(new(this, Route.Poll, exchange => Poll(exchange, isOpenAi))));
        }

        endpoints.MapMethods(Videos + "/{id}/content", ["GET", "HEAD"], pipeline.Run(new(this, Route.Download, Content)));
        endpoints.MapFallback("{*path}", pipeline.Run(new(this, Route.Other, NotFound) { NeedsKey = false }));
    }

    public override Answer RefuseKey() => Answer.Json(ErrorBody("invalid_api_key", "Invalid token"), StatusCodes.Status401Unauthorized);

    public override JsonObject ErrorBody(string code, string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = "new_api_error", ["code"] = code },
    };

    public override JsonObject ReceiptWithoutId() => new() { ["object"] = "video", ["status"] = "QUEUED", ["progress"] = 0 };

    private Answer Submit(Exchange exchange, bool isOpenAi)
    {
        if ((exchange.ReadJson() ?? (isOpenAi ? TokenBayForm.Reader.Read(exchange) : null)) is not { } body)
        {
            return isOpenAi && exchange.Context.Request.HasFormContentType
                ? Refuse("invalid_multipart_form", "The form cannot be read")
                : Refuse("invalid_json", "The request body is no JSON object");
        }

        if (TokenBayRules.Check(body) is { } problems)
        {
            return Refuse("invalid_request", problems);
        }

        var task = Gateway.Tasks.Accept(Name, body);
        return Answer.Json(isOpenAi ? OpenAiVideo.Of(task, Stage.Queued, task.Outcome, ContentOf(task)) : new JsonObject
        {
            ["id"] = task.Id,
            ["task_id"] = task.Id,
            ["object"] = "video",
            ["model"] = body.GetProperty("model").GetString(),
            ["status"] = "QUEUED",
            ["progress"] = 0,
            ["created_at"] = task.Accepted.AcceptedAt.ToUnixTimeSeconds(),
        });
    }

    private Answer Poll(Exchange exchange, bool isOpenAi)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("task_not_exist", "task_not_exist");
        }

        var (stage, outcome) = StateOf(exchange, task);
        if (isOpenAi)
        {
            return Answer.Json(OpenAiVideo.Of(task, stage, outcome, ContentOf(task)));
        }

        var details = Details(task, stage, outcome);
        return Answer.Json(Gateway.Options.WrapPolls
            ? new JsonObject { ["code"] = "success", ["message"] = "", ["data"] = details }
            : details);
    }

    private static JsonObject Details(VideoTask task, Stage stage, Outcome outcome)
    {
        (string status, string progress) = (stage, outcome) switch
        {
            (Stage.Queued, _) => ("QUEUED", "0%"),
            (Stage.Running, _) => ("IN_PROGRESS", "50%"),
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => ("SUCCESS", "100%"),
            (_, Outcome.UnknownStatus) => ("PAUSED", "50%"),
            _ => ("FAILURE", "100%"),
        };
        var details = new JsonObject { ["task_id"] = task.Id, ["status"] = status, ["progress"] = progress };
        if (status == "FAILURE")
        {
            details["fail_reason"] = FailReason;
        }
        else if (status == "SUCCESS" && outcome is Outcome.Success)
        {
            details["result_url"] = ContentOf(task);
        }

        return details;
    }

    private Answer NotFound(Exchange exchange) => Answer.Json(
        ErrorBody("", $"Invalid URL ({exchange.Request.Method} {exchange.Request.PathAndQuery})"), StatusCodes.Status404NotFound);
}
