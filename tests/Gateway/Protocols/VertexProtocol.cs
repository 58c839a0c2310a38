using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Vertex AI: models, operations with the videos inside, and the endpoint that gives tokens for a service account.</summary>
internal sealed class VertexProtocol(LoopbackGateway gateway) : GoogleProtocol(gateway)
{
    private const string Models = "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}";

    // Express mode: an API key instead of a project. The operation's name says which project the key belongs to.
    private const string ExpressModels = "/v1/publishers/google/models/{model}";
    private const string ExpressProject = "projects/express-1/locations/us-central1";

    public override Protocol Name => Protocol.Vertex;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(
            Models + ":predictLongRunning",
            pipeline.Run(new(this, Route.Submit, exchange => Predict(exchange, ResourceIn(exchange)))));
        endpoints.MapPost(
            ExpressModels + ":predictLongRunning",
            pipeline.Run(new(
                this,
                Route.Submit,
                exchange => Predict(
                    exchange,
                    $"{ExpressProject}/publishers/google/models/{exchange.Context.Request.RouteValues["model"]}"))));
        endpoints.MapPost(Models + ":fetchPredictOperation", pipeline.Run(new(this, Route.Poll, Fetch) { TaskIdIn = TaskIdIn }));
        endpoints.MapPost(
            "/token",
            pipeline.Run(new(this, Route.Other, exchange => Gateway.Tokens.Exchange(exchange.Context.Request.Form)) { NeedsKey = false }));
    }

    public override bool HasKey(RecordedRequest request) =>
        (Gateway.Options.ApiKey.StartsWith("AQ.", StringComparison.Ordinal) && request.Header("x-goog-api-key") == Gateway.Options.ApiKey)
        || request.Header("Authorization") is { } value
            && (value == $"Bearer {Gateway.Options.ApiKey}" || Gateway.Tokens.IsGood(value["Bearer ".Length..]));

    public override Answer RefuseKey() => Refuse("UNAUTHENTICATED", "Request had invalid authentication credentials.");

    public override int VideosOf(VideoTask task) =>
        Parameter(task, "sampleCount") is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : 1;

    protected override string OperationOf(VideoTask task) => $"{ModelOf(task)}/operations/{task.Id}";

    protected override JsonObject ResponseOf(VideoTask task, bool hasVideo)
    {
        var response = new JsonObject {
            ["@type"] = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse",
            ["raiMediaFilteredCount"] = 0 };
        if (hasVideo)
        {
            response["videos"] = new JsonArray([.. Enumerable.Range(0, VideosOf(task)).Select(index => VideoOf(task, index))]);
        }

        return response;
    }

    // An operation is told of by the model that made it, and by no other.
    private Answer Fetch(Exchange exchange) =>
        exchange.FindTask() is { } task && ModelOf(task) != ResourceIn(exchange)
            ? Refuse("INVALID_ARGUMENT", "The operation is none of this model.")
            : Operation(exchange);

    private static string? TaskIdIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("operationName").GetString()!.Split('/')[^1];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return null;
        }
    }

    private static string ResourceIn(Exchange exchange)
    {
        var values = exchange.Context.Request.RouteValues;
        return $"projects/{values["project"]}/locations/{values["location"]}/publishers/google/models/{values["model"]}";
    }

    private JsonObject VideoOf(VideoTask task, int index)
    {
        if (Parameter(task, "storageUri") is { ValueKind: JsonValueKind.String } folder)
        {
            return new() { ["gcsUri"] = $"{folder.GetString()!.TrimEnd('/')}/{task.Id}/sample_{index}.mp4", ["mimeType"] = "video/mp4" };
        }

        using var clip = Gateway.ClipOf(task.Id, index).Open();
        byte[] bytes = new byte[clip.Length];
        clip.ReadExactly(bytes);
        return new() { ["bytesBase64Encoded"] = Convert.ToBase64String(bytes), ["mimeType"] = "video/mp4" };
    }

    private static JsonElement? Parameter(VideoTask task, string name) =>
        task.Accepted.Request.TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty(name, out var value)
            ? value
            : null;
}
