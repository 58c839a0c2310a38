using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>What the Gemini API and Vertex AI have in common: long-running operations, and Google's errors.</summary>
internal abstract class GoogleProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    private const int Rejected = 3;
    private const int Internal = 13;

    public override JsonObject RateLimitBody() => ErrorBody("RESOURCE_EXHAUSTED", "Quota exceeded for requests per minute per project.");

    public override JsonObject ErrorBody(string code, string message) => new()
    {
        ["error"] = new JsonObject { ["code"] = RealStatus(code), ["message"] = message, ["status"] = code },
    };

    public override JsonObject ReceiptWithoutId() => new() { ["metadata"] = new JsonObject() };

    protected override int RealStatus(string code) => code switch
    {
        "UNAUTHENTICATED" => StatusCodes.Status401Unauthorized,
        "PERMISSION_DENIED" => StatusCodes.Status403Forbidden,
        "NOT_FOUND" => StatusCodes.Status404NotFound,
        "RESOURCE_EXHAUSTED" => StatusCodes.Status429TooManyRequests,
        "INTERNAL" => StatusCodes.Status500InternalServerError,
        "UNAVAILABLE" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>The name of a task's operation.</summary>
    protected abstract string OperationOf(VideoTask task);

    /// <summary>The operation's <c>response</c>.</summary>
    protected abstract JsonObject ResponseOf(VideoTask task, bool hasVideo);

    /// <summary>Takes a submission for a model. The model is not in the body, so it is put there.</summary>
    protected Answer Predict(Exchange exchange, string model)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("INVALID_ARGUMENT", "Invalid JSON payload received.");
        }

        if (GoogleRules.Check(body, Name) is { } problems)
        {
            return Refuse("INVALID_ARGUMENT", problems);
        }

        var request = JsonObject.Create(body)!;
        request["model"] = model;
        var task = Gateway.Tasks.Accept(Name, JsonSerializer.SerializeToElement<JsonNode>(request));
        return Answer.Json(new JsonObject { ["name"] = OperationOf(task) });
    }

    /// <summary>Tells how a task's operation stands. Until it is done, <c>done</c> is left out, as Protocol Buffers do with a
    /// default.</summary>
    protected Answer Operation(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("NOT_FOUND", "Operation not found.");
        }

        var (stage, outcome) = StateOf(exchange, task);
        var operation = new JsonObject { ["name"] = OperationOf(task) };
        if (stage is not Stage.Ended || outcome is Outcome.UnknownStatus)
        {
            operation["metadata"] = new JsonObject { ["state"] = outcome is Outcome.UnknownStatus ? "PAUSED" : "RUNNING" };
            return Answer.Json(operation);
        }

        operation["done"] = true;
        switch (outcome)
        {
            case Outcome.Failed:
                operation["error"] = Status(Rejected, "The prompt could not be submitted: it violates Google's usage guidelines.");
                break;
            case Outcome.FailedUpstream:
                operation["error"] = Status(Internal, "Video generation failed due to an internal server issue.");
                break;
            default:
                operation["response"] = ResponseOf(task, hasVideo: outcome is Outcome.Success);
                break;
        }

        return Answer.Json(operation);
    }

    protected static string ModelOf(VideoTask task) => task.Accepted.Request.GetProperty("model").GetString()!;

    private static JsonObject Status(int code, string message) => new() { ["code"] = code, ["message"] = message };
}
