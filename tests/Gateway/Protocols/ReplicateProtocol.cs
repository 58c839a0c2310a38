using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Replicate: predictions by model, their list, their end, and files.</summary>
internal sealed class ReplicateProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    private readonly ConcurrentDictionary<string, bool> _canceled = new();

    public override Protocol Name => Protocol.Replicate;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost("/v1/models/google/{model}/predictions", pipeline.Run(new(this, Route.Submit, Create)));
        endpoints.MapGet("/v1/predictions/{id}", pipeline.Run(new(this, Route.Poll, Get)));
        endpoints.MapPost("/v1/predictions/{id}/cancel", pipeline.Run(new(this, Route.Other, Cancel)));
        endpoints.MapGet("/v1/predictions", pipeline.Run(new(this, Route.Other, List)));
        endpoints.MapPost("/v1/files", pipeline.Run(new(this, Route.Upload, Upload)));
    }

    public override Answer RefuseKey() => Answer.Json(new JsonObject
    {
        ["title"] = "Unauthenticated",
        ["detail"] = "You did not pass a valid authentication token",
        ["status"] = StatusCodes.Status401Unauthorized,
    }, StatusCodes.Status401Unauthorized);

    public override JsonObject RateLimitBody() => ErrorBody("429", "Request was throttled. Your rate limit resets in ~30s.");

    public override JsonObject ErrorBody(string code, string message)
        => new() { ["detail"] = message, ["status"] = RealStatus(code), ["title"] = "Refused" };

    public override JsonObject ReceiptWithoutId() => new() { ["status"] = "starting", ["model"] = "google/veo-3.1-fast" };

    protected override int RealStatus(string code) =>
        int.TryParse(code, CultureInfo.InvariantCulture, out int status) ? status : StatusCodes.Status422UnprocessableEntity;

    private Answer Create(Exchange exchange)
    {
        string model = (string)exchange.Context.GetRouteValue("model")!;
        if (!ReplicateRules.Models.Contains(model))
        {
            return Refuse("404", "The requested resource could not be found.");
        }

        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("400", "The request body is no JSON object");
        }

        return ReplicateRules.Check(model, body) is { } problems
            ? Refuse("422", problems)
            : Answer.Json(Described(Gateway.Tasks.Accept(Name, body), "starting"), StatusCodes.Status201Created);
    }

    private Answer Get(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("404", "Prediction not found.");
        }

        if (_canceled.ContainsKey(task.Id))
        {
            return Answer.Json(Described(task, "canceled"));
        }

        var (stage, outcome) = StateOf(exchange, task);
        string status = (stage, outcome) switch
        {
            (Stage.Queued, _) => "starting",
            (Stage.Running, _) => "processing",
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => "succeeded",
            (_, Outcome.UnknownStatus) => "paused",
            _ => "failed",
        };
        var prediction = Described(task, status);
        if (status == "succeeded" && outcome is not (Outcome.NoVideo or Outcome.NoLink))
        {
            prediction["output"] = LinksTo(task)[0];
        }

        if (status == "failed")
        {
            prediction["error"] = outcome is Outcome.Failed
                ? "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"
                : "Prediction failed for an unknown reason.";
        }

        return Answer.Json(prediction);
    }

    private Answer Cancel(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("404", "Prediction not found.");
        }

        if (task.Stage is not Stage.Ended)
        {
            _canceled[task.Id] = true;
        }

        return Get(exchange);
    }

    private Answer List(Exchange exchange) => Answer.Json(new JsonObject
    {
        ["previous"] = null,
        ["next"] = null,
        ["results"] = new JsonArray([.. Gateway.Tasks.Accepted
            .Where(task => task.Protocol == Name)
            .Reverse()
            .Take(100)
            .Select(task => Described(Gateway.Tasks.Find(task.TaskId)!, "processing"))]),
    });

    private Answer Upload(Exchange exchange)
    {
        UploadedFile? stored = null;
        var reader = new FormReader
        {
            Take = file =>
            {
                // What else is to be known of the file: the client of Replicate's own sends it as a file, too.
                if (file.Field == "metadata")
                {
                    return "";
                }

                stored = new UploadedFile(file.Name, $"replicate/{Guid.NewGuid():N}/{file.Name}", file.ContentType, file.Content);
                return file.Field == "content" ? stored.Path : null;
            },
        };
        if (reader.Read(exchange) is null || stored is null)
        {
            return Refuse("400", "A form with one file under content is required");
        }

        Gateway.Store(stored);
        return Answer.Json(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString("N"),
            ["content_type"] = stored.ContentType,
            ["size"] = stored.Content.Length,
            ["urls"] = new JsonObject { ["get"] = new Uri(Gateway.BaseUri, "/uploads/" + stored.Path).AbsoluteUri },
        }, StatusCodes.Status201Created);
    }

    private JsonObject Described(VideoTask task, string status)
    {
        string link = new Uri(Gateway.BaseUri, "/v1/predictions/" + task.Id).AbsoluteUri;
        return new()
        {
            ["id"] = task.Id,
            ["model"] = "google/veo-3.1-fast",
            ["version"] = "hidden",
            ["input"] = JsonSerializer.SerializeToNode(task.Accepted.Request.GetProperty("input")),
            ["output"] = null,
            ["error"] = null,
            ["logs"] = "",
            ["status"] = status,
            ["created_at"] = task.Accepted.AcceptedAt.ToString("O", CultureInfo.InvariantCulture),
            ["data_removed"] = false,
            ["urls"] = new JsonObject { ["get"] = link, ["cancel"] = link + "/cancel", ["web"] = $"https://replicate.com/p/{task.Id}" },
        };
    }
}
