using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Apikley: generation, details, balance, temporary links, and the files that its results link to.</summary>
internal class ApikleyProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    public override Protocol Name => Protocol.Apikley;

    /// <summary>What stands before its paths, where two gateways have the same.</summary>
    protected virtual string Before => "";

    /// <summary>What an extension may call its model.</summary>
    public virtual string[] ExtensionModels => ["fast", "quality"];

    /// <summary>The field of a generation that has the aspect ratio.</summary>
    protected virtual string AspectRatio => "aspectRatio";

    /// <summary>Where files are uploaded, before the way.</summary>
    protected virtual string UploadPath => "/file-upload/api";

    /// <summary>What is wrong with a generation, or null.</summary>
    protected virtual string? Check(JsonElement body) => ApikleyRules.Check(body);

    protected override bool HidesStatus => true;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(Before + "/api/v1/veo/generate", pipeline.Run(new(this, Route.Submit, Generate)));
        endpoints.MapGet(Before + "/api/v1/veo/record-info", pipeline.Run(new(this, Route.Poll, RecordInfo)));
        endpoints.MapGet(Before + "/api/v1/chat/credit", pipeline.Run(new(this, Route.Other, _ => Success(Gateway.Options.Credits))));
        endpoints.MapPost(Before + "/api/v1/common/download-url", pipeline.Run(new(this, Route.Other, DownloadUrl)));
        new ApikleyUploads(Gateway, this).Map(endpoints, pipeline, Before + UploadPath);
        new ApikleyUpgrades(Gateway, this).Map(endpoints, pipeline, Before);
    }

    public override Answer RefuseKey() => Refuse("401", "You do not have access permissions");

    public override JsonObject RateLimitBody() => ErrorBody("429", "Your call frequency is too high. Please try again later.");

    public override JsonObject ErrorBody(string code, string message) =>
        Envelope(int.Parse(code, CultureInfo.InvariantCulture), message, null);

    public override int VideosOf(VideoTask task) => Gateway.Options.VideosPerTask;

    public override JsonObject ReceiptWithoutId() => Envelope(200, "success", new JsonObject());

    protected override int RealStatus(string code) => int.Parse(code, CultureInfo.InvariantCulture);

    private static Answer Success(JsonNode? data) => Answer.Json(Envelope(200, "success", data));

    private static JsonObject Envelope(int code, string message, JsonNode? data) =>
        new() { ["code"] = code, ["msg"] = message, ["data"] = data };

    private Answer Generate(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("422", "The request body is no JSON object");
        }

        return Check(body) is { } problems
            ? Refuse("422", problems)
            : Success(new JsonObject { ["taskId"] = Gateway.Tasks.Accept(Name, body).Id });
    }

    private Answer RecordInfo(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("422", "recordInfo is null");
        }

        var (stage, outcome) = StateOf(exchange, task);
        return Success(Details(task, stage, outcome));
    }

    private JsonObject Details(VideoTask task, Stage stage, Outcome outcome)
    {
        bool ended = stage is Stage.Ended;
        (int flag, int? errorCode, string errorMessage) = (ended, outcome) switch
        {
            (true, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => (1, null, ""),
            (true, Outcome.Failed) => (2, 400, "Your prompt was flagged by Website as violating content policies."),
            (true, Outcome.FailedUpstream) => (3, 501, "Video generation task failed"),
            (true, Outcome.UnknownStatus) => (7, null, ""),
            _ => (0, (int?)null, ""),
        };
        return new JsonObject
        {
            ["taskId"] = task.Id,
            ["paramJson"] = task.Accepted.Request.GetRawText(),
            ["completeTime"] = flag == 0 ? null : Time(Gateway.Options.TimeProvider.GetUtcNow()),
            ["response"] = flag == 1 ? Response(task, outcome) : null,
            ["successFlag"] = flag,
            ["errorCode"] = errorCode,
            ["errorMessage"] = errorMessage,
            ["createTime"] = Time(task.Accepted.AcceptedAt),
            ["fallbackFlag"] = false,
        };
    }

    private JsonObject Response(VideoTask task, Outcome outcome)
    {
        string[] links = outcome is Outcome.NoVideo or Outcome.NoLink ? [] : LinksTo(task);
        bool hasOrigin = task.Accepted.Request.TryGetProperty(AspectRatio, out var ratio) && ratio.GetString() != "16:9";
        return new JsonObject
        {
            ["taskId"] = task.Id,
            ["resultUrls"] = Links(links),
            ["originUrls"] = hasOrigin ? Links(links) : null,
            ["resolution"] = "1080p",
        };
    }

    private JsonNode Links(string[] links) => Gateway.Options.ResultUrlsAsText
        ? JsonValue.Create($"[{string.Join(',', links)}]")
        : new JsonArray([.. links.Select(link => JsonValue.Create(link))]);

    private Answer DownloadUrl(Exchange exchange)
    {
        if (exchange.ReadJson() is not { } body
            || !body.TryGetProperty("url", out var url)
            || Gateway.Links.Read(url.ToString()) is not { } link)
        {
            return Refuse("422", "The url is not one that this service made");
        }

        link.Task.RenewLinks();
        return Success(Gateway.Links.LinkTo(link.Task, link.Index));
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
