using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>fal.ai: the queue with its status, result and end, uploads in two steps, prices and the balance.</summary>
internal sealed class FalProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    private const string Requests = "/fal-ai/veo3.1/requests/{id}";

    private readonly ConcurrentDictionary<string, bool> _removed = new();

    public override Protocol Name => Protocol.Fal;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        foreach (string endpoint in FalRules.Endpoints)
        {
            endpoints.MapPost("/" + endpoint, pipeline.Run(new(this, Route.Submit, exchange => Submit(exchange, endpoint))));
        }

        endpoints.MapGet(Requests + "/status", pipeline.Run(new(this, Route.Poll, Status)));
        endpoints.MapGet(Requests, pipeline.Run(new(this, Route.Poll, Result)));
        endpoints.MapPut(Requests + "/cancel", pipeline.Run(new(this, Route.Other, Cancel)));
        endpoints.MapGet("/v1/models/pricing", pipeline.Run(new(this, Route.Other, Price)));
        endpoints.MapGet("/v1/account/billing", pipeline.Run(new(this, Route.Other, _ => Balance())));
        endpoints.MapPost("/storage/upload/initiate", pipeline.Run(new(this, Route.Upload, Initiate)));
        endpoints.MapPut("/fal-cdn/{folder}/{name}", pipeline.Run(new(this, Route.Upload, Put) { NeedsKey = false }));
    }

    public override bool HasKey(RecordedRequest request) => request.Header("Authorization") == $"Key {Gateway.Options.ApiKey}";

    public override Answer RefuseKey() => Refuse("401", "Authentication is required to access this application");

    public override JsonObject RateLimitBody() => ErrorBody("429", "Too many requests");

    /// <summary>A number is an HTTP status with a sentence; a word is the type of a model's error.</summary>
    public override JsonObject ErrorBody(string code, string message) => int.TryParse(code, out _)
        ? new() { ["detail"] = message }
        : new()
        {
            ["detail"] = new JsonArray(new JsonObject
            {
                ["loc"] = new JsonArray("body", "prompt"), ["msg"] = message, ["type"] = code, ["url"]
                    = $"https://docs.fal.ai/errors#{code}",
            }),
        };

    public override JsonObject ReceiptWithoutId() => new() { ["status"] = "IN_QUEUE", ["queue_position"] = 0 };

    protected override int RealStatus(string code) => int.TryParse(code, out int status) ? status : code switch
    {
        "generation_timeout" => StatusCodes.Status504GatewayTimeout,
        "internal_server_error" or "downstream_service_error" or "downstream_service_unavailable" => StatusCodes
            .Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private Answer Submit(Exchange exchange, string endpoint)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("422", "The request body is no JSON object");
        }

        return FalRules.Check(endpoint, body) is { } problems
            ? Refuse("value_error", problems)
            : Answer.Json(Described(Gateway.Tasks.Accept(Name, body), "IN_QUEUE"));
    }

    // An answer that is not the last comes as 202.
    private Answer Status(Exchange exchange)
    {
        if (Find(exchange) is not { } task)
        {
            return Unknown();
        }

        var (stage, outcome) = StateOf(exchange, task);
        if (stage is not Stage.Ended)
        {
            return Answer.Json(Described(task, stage is Stage.Queued ? "IN_QUEUE" : "IN_PROGRESS"), StatusCodes.Status202Accepted);
        }

        if (outcome is Outcome.UnknownStatus)
        {
            return Answer.Json(Described(task, "PAUSED"), StatusCodes.Status202Accepted);
        }

        var ended = Described(task, "COMPLETED");
        ended["metrics"] = new JsonObject { ["inference_time"] = 61.5 };
        if (outcome is Outcome.Failed or Outcome.FailedUpstream)
        {
            ended["error"] = outcome is Outcome.Failed ? "Invalid status code: 422" : "Runner disconnected";
            ended["error_type"] = outcome is Outcome.Failed ? "bad_request" : "runner_disconnected";
        }

        return Answer.Json(ended);
    }

    private Answer Result(Exchange exchange)
    {
        if (Find(exchange) is not { } task)
        {
            return Unknown();
        }

        if (task.Stage is not Stage.Ended)
        {
            return Refuse("400", "Request is still in progress");
        }

        return task.Outcome switch
        {
            Outcome.Failed => Refuse("content_policy_violation", "The prompt violates the content policy."),
            Outcome.FailedUpstream => Answer.Json(
                new JsonObject {
                    ["detail"] = "Runner disconnected",
                    ["error_type"] = "runner_disconnected" }, StatusCodes.Status503ServiceUnavailable),
            Outcome.NoVideo or Outcome.NoLink => Answer.Json(new JsonObject()),
            _ => Answer.Json(new JsonObject
            {
                ["video"] = new JsonObject {
                    ["url"] = LinksTo(task)[0],
                    ["content_type"] = "video/mp4",
                    ["file_name"] = "output.mp4",
                    ["file_size"] = 4096 },
            }),
        };
    }

    // One that waits is taken out of the queue and is not there any more; one that runs need not obey.
    private Answer Cancel(Exchange exchange)
    {
        if (Find(exchange) is not { } task)
        {
            return Unknown();
        }

        if (task.Stage is Stage.Ended)
        {
            return Answer.Json(new JsonObject { ["status"] = "ALREADY_COMPLETED" }, StatusCodes.Status400BadRequest);
        }

        if (task.Stage is Stage.Queued)
        {
            _removed[task.Id] = true;
        }

        return Answer.Json(new JsonObject { ["status"] = "CANCELLATION_REQUESTED" }, StatusCodes.Status202Accepted);
    }

    private Answer Price(Exchange exchange)
    {
        string? endpoint = exchange.Context.Request.Query["endpoint_id"];
        var price = new JsonObject {
            ["endpoint_id"] = endpoint,
            ["unit_price"] = Gateway.Options.Price,
            ["unit"] = "seconds",
            ["currency"] = "USD" };
        return endpoint is null || !FalRules.Endpoints.Contains(endpoint)
            ? Refuse("404", "Endpoint not found")
            : Answer.Json(new JsonObject { ["prices"] = Gateway.Options.Price is null ? [] : new JsonArray(price), ["has_more"] = false });
    }

    private Answer Balance() => Answer.Json(new JsonObject
    {
        ["username"] = "somebody",
        ["credits"] = new JsonObject { ["current_balance"] = Gateway.Options.Credits, ["currency"] = "USD" },
    });

    private Answer Initiate(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body || exchange.Context.Request.Query["storage_type"] != "fal-cdn-v3")
        {
            return Refuse("422", "A JSON object and a storage type are required");
        }

        var rules = new FieldRules(body);
        rules.Only("content_type", "file_name");
        rules.Require(
            rules.Text("content_type") is not null && rules.Text("file_name") is not null,
            "content_type and file_name are required");
        if (rules.Problems is { } problems)
        {
            return Refuse("422", problems);
        }

        string path = $"/fal-cdn/{Guid.NewGuid():N}/{Uri.EscapeDataString(body.GetProperty("file_name").GetString()!)}";
        return Answer.Json(new JsonObject
        {
            ["upload_url"] = new Uri(Gateway.OtherOrigin, path + "?signature=one").AbsoluteUri,
            ["file_url"] = new Uri(Gateway.BaseUri, "/uploads" + path).AbsoluteUri,
        });
    }

    // The signed place is the permission: a key that comes along was given away.
    private Answer Put(Exchange exchange)
    {
        if (exchange.Request.Header("Authorization") is not null || exchange.Context.Request.Query["signature"] != "one")
        {
            return Refuse("400", "A signed address takes no key");
        }

        string name = (string)exchange.Context.GetRouteValue("name")!;
        string path = $"fal-cdn/{exchange.Context.GetRouteValue("folder")}/{name}";
        Gateway.Store(new UploadedFile(name, path, exchange.Context.Request.ContentType ?? "", exchange.Request.Body));
        return Answer.Empty(StatusCodes.Status200OK);
    }

    private VideoTask? Find(Exchange exchange) => exchange.FindTask() is { } task && !_removed.ContainsKey(task.Id) ? task : null;

    private static Answer Unknown() => Answer.Json(new JsonObject { ["status"] = "NOT_FOUND" }, StatusCodes.Status404NotFound);

    private JsonObject Described(VideoTask task, string status)
    {
        string request = new Uri(Gateway.BaseUri, Requests.Replace("{id}", task.Id, StringComparison.Ordinal)).AbsoluteUri;
        var described = new JsonObject
        {
            ["request_id"] = task.Id,
            ["status"] = status,
            ["response_url"] = request,
            ["status_url"] = request + "/status",
            ["cancel_url"] = request + "/cancel",
        };
        if (status == "IN_QUEUE")
        {
            described["queue_position"] = 1;
        }

        return described;
    }
}
