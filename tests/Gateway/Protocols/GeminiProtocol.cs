using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>The Gemini API: models, operations, and files that only the key opens.</summary>
internal sealed class GeminiProtocol(LoopbackGateway gateway) : GoogleProtocol(gateway)
{
    public override Protocol Name => Protocol.Gemini;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(
            "/v1beta/models/{model}:predictLongRunning",
            pipeline.Run(new(this, Route.Submit, exchange => Predict(exchange, (string)exchange.Context.GetRouteValue("model")!))));
        endpoints.MapGet("/v1beta/models/{model}/operations/{id}", pipeline.Run(new(this, Route.Poll, Operation)));
        endpoints.MapMethods("/v1beta/files/{id}:download", ["GET", "HEAD"], pipeline.Run(new(this, Route.Download, Download)));
    }

    public override bool HasKey(RecordedRequest request) => request.Header("x-goog-api-key") == Gateway.Options.ApiKey;

    public override Answer RefuseKey() => Refuse("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");

    protected override string OperationOf(VideoTask task) => $"models/{ModelOf(task)}/operations/{task.Id}";

    protected override JsonObject ResponseOf(VideoTask task, bool hasVideo)
    {
        var response = new JsonObject { ["@type"] = "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse" };
        var samples = new JsonArray(new JsonObject
        {
            ["video"] = new JsonObject { ["uri"] = new Uri(Gateway.BaseUri, $"/v1beta/files/{task.Id}:download?alt=media").AbsoluteUri },
        });
        response["generateVideoResponse"] = hasVideo ? new JsonObject { ["generatedSamples"] = samples } : new JsonObject();
        return response;
    }

    // The page's samples follow redirects (curl -L): the bytes lie on another host, which is not to see the key.
    private Answer Download(Exchange exchange)
    {
        if (exchange.FindTask() is not { HasVideo: true } task)
        {
            return Refuse("NOT_FOUND", "File not found.");
        }

        if (task.ExpiredStatus(signature: null) is { } expired)
        {
            return Answer.Json(
                ErrorBody("PERMISSION_DENIED", "You do not have permission to access the File or it may not exist."),
                expired);
        }

        if (!Gateway.Options.MediaOnOtherOrigin)
        {
            return ClipDownload.For(Gateway.ClipOf(task.Id, 0), exchange.Context.Request.Headers, exchange.ForcedETag);
        }

        var answer = Answer.Empty(StatusCodes.Status302Found);
        answer.Headers.Location = MediaLinks.LinkTo(Gateway.OtherOrigin, task.Id, index: 0).AbsoluteUri;
        return answer;
    }
}
