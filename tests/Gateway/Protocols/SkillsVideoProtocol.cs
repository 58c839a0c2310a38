using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>skills.video: generation by JSON or form, result, the list of what runs, and credits.</summary>
internal sealed class SkillsVideoProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    private const string Family = "VIDEO_GENERATION_";

    // What the page's example says of a generation.
    private const int CreditsPerVideo = 20;

    public override Protocol Name => Protocol.SkillsVideo;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost("/api/v1/generation/google/{model}", pipeline.Run(new(this, Route.Submit, Generate)));
        endpoints.MapGet("/api/v1/generation/{id}", pipeline.Run(new(this, Route.Poll, Result)));
        endpoints.MapGet("/api/v1/generations/running", pipeline.Run(new(this, Route.Other, Running)));
        endpoints.MapGet("/api/v1/credits", pipeline.Run(new(this, Route.Other, Credits)));
    }

    public override Answer RefuseKey() => Refuse("UNAUTHORIZED", "Invalid API key");

    public override JsonObject RateLimitBody() => ErrorBody("RATE_LIMITED", "Too many requests.");

    /// <summary>The newest of the page's shapes: <c>error</c> is an older word for <c>code</c>.</summary>
    public override JsonObject ErrorBody(string code, string message)
    {
        string bare = code.StartsWith(Family, StringComparison.Ordinal) ? code[Family.Length..] : code;
        return new() { ["error"] = bare, ["code"] = Family + bare, ["message"] = message };
    }

    public override JsonObject ReceiptWithoutId() => new() { ["status"] = "IN_QUEUE", ["input"] = new JsonObject(), ["usage"] = Usage(1) };

    public override int VideosOf(VideoTask task) =>
        task.Accepted.Request.TryGetProperty("n", out var n) ? n.GetInt32() : 1;

    protected override int RealStatus(string code) => code.Replace(Family, "", StringComparison.Ordinal) switch
    {
        "UNAUTHORIZED" => StatusCodes.Status401Unauthorized,
        "INSUFFICIENT_CREDITS" => StatusCodes.Status402PaymentRequired,
        "NOT_FOUND" => StatusCodes.Status404NotFound,
        "CONTENT_REJECTED" => StatusCodes.Status422UnprocessableEntity,
        "RATE_LIMITED" => StatusCodes.Status429TooManyRequests,
        "FAILED" => StatusCodes.Status502BadGateway,
        "PROVIDER_UNAVAILABLE" => StatusCodes.Status503ServiceUnavailable,
        "TIMEOUT" => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status400BadRequest,
    };

    private static JsonObject Usage(int videos) =>
        new() { ["total"] = videos * CreditsPerVideo, ["subscription"] = videos * CreditsPerVideo, ["permanent"] = 0 };

    private Answer Generate(Exchange exchange)
    {
        string model = (string)exchange.Context.GetRouteValue("model")!;
        if (!SkillsVideoRules.Models.Contains(model))
        {
            return Refuse("UNSUPPORTED_MODEL", $"{model} is not supported");
        }

        if ((exchange.ReadJson() ?? SkillsVideoForm.ReaderFor(Gateway).Read(exchange)) is not { } body)
        {
            return Refuse("INVALID_INPUT", "The request body is neither a JSON object nor a form");
        }

        return SkillsVideoRules.Check(model, body) is { } problems
            ? Refuse("INVALID_INPUT", problems)
            : Answer.Json(Summary(Gateway.Tasks.Accept(Name, body), "IN_QUEUE"), StatusCodes.Status202Accepted);
    }

    private Answer Result(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Refuse("NOT_FOUND", "Generation not found");
        }

        var (stage, outcome) = StateOf(exchange, task);
        (string status, string? code, string? message) = (stage, outcome) switch
        {
            (Stage.Queued, _) => ("IN_QUEUE", null, null),
            (Stage.Running, _) => ("IN_PROGRESS", null, null),
            (_, Outcome.Success or Outcome.NoVideo or Outcome.NoLink) => ("COMPLETED", null, null),
            (_, Outcome.UnknownStatus) => ("PAUSED", null, null),
            (_, Outcome.Failed) => ("FAILED", Family + "CONTENT_REJECTED", "The prompt was rejected."),
            _ => ("FAILED", (string?)(Family + "FAILED"), (string?)"Generation failed."),
        };
        var answer = Summary(task, status);
        answer["data"] = status == "COMPLETED" ? Data(task, outcome is Outcome.NoVideo or Outcome.NoLink ? [] : LinksTo(task)) : null;
        if (code is not null)
        {
            answer["code"] = code;
            answer["message"] = message;
        }

        return Answer.Json(answer);
    }

    private Answer Running(Exchange exchange)
    {
        string? limit = exchange.Context.Request.Query["limit"];
        if (!int.TryParse(limit ?? "50", CultureInfo.InvariantCulture, out int most) || most is < 1 or > 100)
        {
            return Refuse("INVALID_INPUT", "limit must be from 1 to 100");
        }

        var running = Gateway.Tasks.Accepted
            .Where(task => task.Protocol == Name)
            .Select(task => Gateway.Tasks.Find(task.TaskId))
            .OfType<VideoTask>()
            .Where(task => task.Stage is not Stage.Ended)
            .Take(most);
        return Answer.Json(
            new JsonArray([.. running.Select(task => Summary(task, task.Stage is Stage.Queued ? "IN_QUEUE" : "IN_PROGRESS"))]));
    }

    /// <summary>No page shows what it answers.</summary>
    private Answer Credits(Exchange exchange) => Answer.Json(new JsonObject { ["credits"] = Gateway.Options.Credits });

    private JsonObject Summary(VideoTask task, string status) => new()
    {
        ["id"] = task.Id,
        ["status"] = status,
        ["input"] = JsonSerializer.SerializeToNode(task.Accepted.Request),
        ["usage"] = Usage(VideosOf(task)),
    };

    /// <summary>As the page has it for images, with videos in their place: it leaves the fields to the models.</summary>
    private static JsonObject Data(VideoTask task, string[] links)
    {
        var videos = links.Select((link, index) => new JsonObject
        {
            ["url"] = link,
            ["file_name"] = $"{task.Id}_{index}.mp4",
            ["content_type"] = "video/mp4",
            ["width"] = 1920,
            ["height"] = 1080,
        }).ToArray();
        return new JsonObject
        {
            ["type"] = "video",
            ["n"] = links.Length,
            ["actual_prompt"] = task.Accepted.Prompt,
            ["video"] = videos.FirstOrDefault()?.DeepClone(),
            ["videos"] = new JsonArray(videos),
        };
    }
}
