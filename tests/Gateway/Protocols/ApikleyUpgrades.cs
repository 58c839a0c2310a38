using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>
/// What is made of a video that is there: an extension, a 1080p and a 4K rendition. A rendition counts as bought with the
/// first asking, and is asked for again until it is there.
/// </summary>
internal sealed class ApikleyUpgrades(LoopbackGateway gateway, ApikleyProtocol protocol)
{
    private readonly ConcurrentDictionary<string, VideoTask> _made = new();

    public void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline, string before)
    {
        endpoints.MapPost(before + "/api/v1/veo/extend", pipeline.Run(new(protocol, Route.Submit, Extend)));
        endpoints.MapGet(before + "/api/v1/veo/get-1080p-video", pipeline.Run(new(protocol, Route.Submit, Get1080P)));
        endpoints.MapPost(before + "/api/v1/veo/get-4k-video", pipeline.Run(new(protocol, Route.Submit, Get4K)));
    }

    private Answer Extend(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return protocol.Refuse("422", "The request body is no JSON object");
        }

        var rules = new FieldRules(body);
        rules.Only("taskId", "prompt", "model", "seeds", "watermark", "callBackUrl");
        rules.Require(rules.Text("prompt") is not null, "prompt is required");
        rules.OneOf("model", protocol.ExtensionModels);
        rules.Integer("seeds", 10_000, 99_999);
        rules.Require(Source(rules.Text("taskId")) is not null, "taskId names no video that can be extended");
        return rules.Problems is { } problems
            ? protocol.Refuse("422", problems)
            : Success(new JsonObject { ["taskId"] = gateway.Tasks.Accept(protocol.Name, body).Id });
    }

    private Answer Get1080P(Exchange exchange)
    {
        var query = exchange.Context.Request.Query;
        if (Made(query["taskId"], query["index"], "1080p") is not { } made)
        {
            return protocol.Refuse("422", "recordInfo is null");
        }

        return made.Poll() is Stage.Ended
            ? Success(new JsonObject { ["resultUrl"] = gateway.Links.LinkTo(made, 0) })
            : protocol.Refuse("400", "1080P is processing. It should be ready in 1-2 minutes. Please check back shortly.");
    }

    private Answer Get4K(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body
            || !body.TryGetProperty("taskId", out var id)
            || Made(id.ToString(), body.TryGetProperty("index", out var index) ? index.ToString() : "0", "4k") is not { } made)
        {
            return protocol.Refuse("422", "recordInfo is null");
        }

        bool isFirst = made.Stage is Stage.Queued;
        bool isReady = made.Poll() is Stage.Ended;
        var data = new JsonObject
        {
            ["taskId"] = made.Id,
            ["resultUrls"] = isReady ? new JsonArray(gateway.Links.LinkTo(made, 0)) : null,
            ["imageUrls"] = null,
        };
        return isReady || isFirst
            ? Success(data)
            : Answer.Json(new JsonObject
            {
                ["code"] = 422,
                ["msg"] = "4k is processing. It should be ready in 5-10 minutes. Please check back shortly.",
                ["data"] = data,
            });
    }

    private static Answer Success(JsonNode data) =>
        Answer.Json(new JsonObject { ["code"] = 200, ["msg"] = "success", ["data"] = data });

    private VideoTask? Source(string? taskId) => gateway.Tasks.Find(taskId, protocol.Name) is { HasVideo: true } source ? source : null;

    private VideoTask? Made(string? taskId, string? index, string resolution) => Source(taskId) is null ? null : _made.GetOrAdd(
        $"{taskId} {index ?? "0"} {resolution}",
        _ => gateway.Tasks.Accept(protocol.Name, JsonSerializer.SerializeToElement(new { taskId, index = index ?? "0", resolution })));
}
