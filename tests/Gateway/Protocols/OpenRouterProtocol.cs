using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>
/// OpenRouter, from the OpenAPI document of its clients: submission, job, content, the list of models, and the key. A job's links are
/// whole addresses, as its guide shows them.
/// </summary>
internal sealed class OpenRouterProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    private const string Videos = "/api/v1/videos";

    public override Protocol Name => Protocol.OpenRouter;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(Videos, pipeline.Run(new(this, Route.Submit, Submit)));
        endpoints.MapGet(
            Videos + "/models",
            pipeline.Run(new(this, Route.Other, _ => Answer.Json(OpenRouterModels.List())) { NeedsKey = false }));
        endpoints.MapGet(Videos + "/{id}", pipeline.Run(new(this, Route.Poll, Poll)));
        endpoints.MapMethods(Videos + "/{id}/content", ["GET", "HEAD"], pipeline.Run(new(this, Route.Download, Content)));
        endpoints.MapGet("/api/v1/key", pipeline.Run(new(this, Route.Other, Key)));
    }

    public override Answer RefuseKey() => Refuse("401", "Missing Authentication header");

    public override JsonObject RateLimitBody() => ErrorBody("429", "Rate limit exceeded");

    public override JsonObject ErrorBody(string code, string message) => new()
    {
        ["error"] = new JsonObject {
            ["code"] = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : code,
            ["message"] = message },
    };

    public override JsonObject ReceiptWithoutId() => new() { ["polling_url"] = Videos, ["status"] = "pending" };

    protected override int RealStatus(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 400 and < 600
            ? status
            : StatusCodes.Status400BadRequest;

    private Answer Submit(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("400", "Invalid JSON body");
        }

        if (OpenRouterRules.Check(body) is { } problems)
        {
            return Refuse("400", problems);
        }

        var task = Gateway.Tasks.Accept(Name, body);
        return Answer.Json(
            new JsonObject { ["id"] = task.Id, ["polling_url"] = $"{Videos}/{task.Id}", ["status"] = "pending" },
            StatusCodes.Status202Accepted);
    }

    private Answer Poll(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("404", "Resource not found");
        }

        var (stage, outcome) = StateOf(exchange, task);
        string status = (stage, outcome) switch
        {
            (Stage.Queued, _) => "pending",
            (Stage.Running, _) => "in_progress",
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => "completed",
            (_, Outcome.UnknownStatus) => "paused",
            _ => "failed",
        };
        var job = new JsonObject
        {
            ["id"] = task.Id,
            ["generation_id"] = "gen-" + task.Id,
            ["polling_url"] = new Uri(Gateway.BaseUri, $"{Videos}/{task.Id}").AbsoluteUri,
            ["status"] = status,
        };
        if (status == "failed")
        {
            job["error"] = outcome is Outcome.Failed
                ? "The prompt was blocked by the content policy of the provider"
                : "Provider returned error";
        }
        else if (status == "completed")
        {
            job["unsigned_urls"] = new JsonArray(
                outcome is Outcome.Success ? [new Uri(Gateway.BaseUri, $"{Videos}/{task.Id}/content?index=0").AbsoluteUri] : []);
            job["usage"] = new JsonObject { ["cost"] = Gateway.Options.Price, ["is_byok"] = false };
        }

        return Answer.Json(job);
    }

    private Answer Content(Exchange exchange)
    {
        bool isFirst = exchange.Context.Request.Query["index"].ToString() is "" or "0";
        if (exchange.FindTask() is not { HasVideo: true } task || !isFirst)
        {
            return Refuse("404", "Resource not found");
        }

        return task.ExpiredStatus(signature: null) is { } expired
            ? Answer.Json(ErrorBody("404", "Resource not found"), expired)
            : ClipDownload.For(Gateway.ClipOf(task.Id, 0), exchange.Context.Request.Headers, exchange.ForcedETag);
    }

    private Answer Key(Exchange exchange) => Answer.Json(new JsonObject
    {
        ["data"] = new JsonObject
        {
            ["label"] = "sk-or-v1-test",
            ["limit"] = Gateway.Options.Credits,
            ["limit_remaining"] = Gateway.Options.Credits,
            ["usage"] = 0,
            ["is_free_tier"] = false,
        },
    });
}
