using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Vtrix: generation, task, and the price before it is bought.</summary>
internal sealed class VtrixProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    public const string Prefix = "/model";

    public override Protocol Name => Protocol.Vtrix;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(Prefix + "/v1/generation", pipeline.Run(new(this, Route.Submit, Generate)));
        endpoints.MapPost(Prefix + "/v1/generation/precharge", pipeline.Run(new(this, Route.Other, Precharge)));
        endpoints.MapGet(Prefix + "/v1/generation/task/{id}", pipeline.Run(new(this, Route.Poll, Query)));
    }

    public override Answer RefuseKey() => Refuse("401", "Invalid API key");

    public override JsonObject RateLimitBody() => ErrorBody("1002", "Rate limit exceeded");

    /// <summary>The page says that a code is an integer; one that begins with a zero is none.</summary>
    public override JsonObject ErrorBody(string code, string message)
    {
        bool isInteger = long.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && code[0] != '0';
        JsonNode value = isInteger ? JsonValue.Create(number) : JsonValue.Create(code);
        return new() { ["error"] = new JsonObject { ["code"] = value, ["error_message"] = message } };
    }

    public override JsonObject ReceiptWithoutId() => new() { ["status"] = "in_progress", ["model"] = "veo_31_fast" };

    protected override int RealStatus(string code) => code switch
    {
        "401" or "403" or "404" or "429" or "500" => int.Parse(code, CultureInfo.InvariantCulture),
        "1002" => StatusCodes.Status429TooManyRequests,
        "40201" => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };

    private Answer Generate(Exchange exchange)
        => Checked(exchange, body => Answer.Json(Details(Gateway.Tasks.Accept(Name, body), "in_progress")));

    private Answer Precharge(Exchange exchange) => Checked(exchange, _ => Answer.Json(Gateway.Options.Price is { } price
        ? new JsonObject
        {
            ["status"] = "success",
            ["data"] = new JsonObject
            {
                ["billing_model"] = "veo_31_fast",
                ["cost"] = price.ToString(CultureInfo.InvariantCulture),
                ["currency"] = "USD",
                ["model"] = "veo_31_fast",
                ["sample_count"] = 1,
            },
        }
        : new JsonObject { ["status"] = "failed", ["data"] = new JsonObject { ["cost"] = null, ["reason"] = "COST_CACHE_MISS" } }));

    private Answer Checked(Exchange exchange, Func<System.Text.Json.JsonElement, Answer> answer) =>
        exchange.ReadJson() is not { } body ? Refuse("400", "The request body is no JSON object")
        : VtrixRules.Check(body, Gateway.Options.FlatEnvelope) is { } problems ? Refuse("400", problems)
        : answer(body);

    private Answer Query(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("404", "Task not found");
        }

        var (stage, outcome) = StateOf(exchange, task);
        string status = (stage, outcome) switch
        {
            (Stage.Queued or Stage.Running, _) => "in_progress",
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => "completed",
            (_, Outcome.UnknownStatus) => "paused",
            _ => "failed",
        };
        var details = Details(task, status);
        if (status == "in_progress")
        {
            details["progress"] = stage is Stage.Queued ? 0.0 : 0.5;
        }
        else if (status == "failed")
        {
            details["error"] = outcome is Outcome.Failed
                ? ErrorBody("110001", "The prompt violates the content policy")["error"]!.DeepClone()
                : ErrorBody("002014001", "video generation failed")["error"]!.DeepClone();
        }
        else if (status == "completed")
        {
            string[] links = outcome is Outcome.NoVideo or Outcome.NoLink ? [] : LinksTo(task);
            details["output"] = new JsonArray([.. links.Select(link => new JsonObject { ["content"] = new JsonArray(Content(link)) })]);
            details["usage"] = Usage();
        }

        return Answer.Json(details);
    }

    private static JsonObject Content(string link) => new() { ["type"] = "video", ["url"] = link, ["jobId"] = "remote-1" };

    private JsonObject Usage() => new()
    {
        ["cost"] = (Gateway.Options.Price ?? 0).ToString(CultureInfo.InvariantCulture),
        ["discount"] = 0.7,
        ["input_tokens"] = 0,
        ["output_tokens"] = 0,
        ["total_tokens"] = 0,
    };

    private static JsonObject Details(VideoTask task, string status) => new()
    {
        ["id"] = task.Id,
        ["created_at"] = task.Accepted.AcceptedAt.ToUnixTimeSeconds(),
        ["status"] = status,
        ["model"] = "veo_31_fast",
        ["metadata"] = new JsonObject(),
    };
}
