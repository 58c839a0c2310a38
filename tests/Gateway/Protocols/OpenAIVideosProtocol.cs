using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>
/// A relay in the shape of OpenAI's Videos API, from OpenAI's reference: a submission as JSON or as a form, objects without a link, the
/// content route, the list, and DELETE, which removes a video and cancels nothing. Its codes are those of New API.
/// </summary>
internal sealed class OpenAIVideosProtocol(LoopbackGateway gateway) : NewApiProtocol(gateway)
{
    public const string Prefix = "/relay";

    private const string Videos = Prefix + "/v1/videos";

    public override Protocol Name => Protocol.OpenAIVideos;

    public override void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline)
    {
        endpoints.MapPost(Videos, pipeline.Run(new(this, Route.Submit, Create)));
        endpoints.MapGet(Videos, pipeline.Run(new(this, Route.Other, List)));
        endpoints.MapGet(Videos + "/{id}", pipeline.Run(new(this, Route.Poll, Retrieve)));
        endpoints.MapDelete(Videos + "/{id}", pipeline.Run(new(this, Route.Other, Delete)));
        endpoints.MapMethods(Videos + "/{id}/content", ["GET", "HEAD"], pipeline.Run(new(this, Route.Download, Content)));
    }

    public override Answer RefuseKey()
        => Answer.Json(ErrorBody("invalid_api_key", "Incorrect API key provided"), StatusCodes.Status401Unauthorized);

    public override JsonObject ErrorBody(string code, string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error", ["param"] = null, ["code"] = code },
    };

    public override JsonObject ReceiptWithoutId() => new() { ["object"] = "video", ["status"] = "queued", ["progress"] = 0 };

    private Answer Create(Exchange exchange)
    {
        if ((exchange.ReadJson() ?? OpenAIVideosForm.ReaderFor(Gateway).Read(exchange)) is not { } body)
        {
            return Refuse("invalid_request", "The request body is neither a JSON object nor a form");
        }

        return OpenAIVideosRules.Check(body) is { } problems
            ? Refuse("invalid_request", problems)
            : Answer.Json(Object(Gateway.Tasks.Accept(Name, body), Stage.Queued, Outcome.Success));
    }

    private Answer Retrieve(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return NotFound();
        }

        var (stage, outcome) = StateOf(exchange, task);
        return Answer.Json(Object(task, stage, outcome));
    }

    private Answer List(Exchange exchange) => Answer.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Gateway.Accepted.Where(each => each.Protocol == Name).Reverse()
            .Select(each => Gateway.Tasks.Find(each.TaskId)!)
            .Select(task => Object(task, task.Stage, task.Outcome))]),
        ["has_more"] = false,
    });

    private Answer Delete(Exchange exchange) => exchange.FindTask() is { } task
        ? Answer.Json(new JsonObject { ["id"] = task.Id, ["object"] = "video.deleted", ["deleted"] = true })
        : NotFound();

    private Answer NotFound() => Answer.Json(ErrorBody("not_found", "Video not found"), StatusCodes.Status404NotFound);

    // As OpenAI's own clients type it: the prompt is there, and members without a value are null.
    private static JsonObject Object(VideoTask task, Stage stage, Outcome outcome)
    {
        var video = OpenAiVideo.Of(task, stage, outcome, link: null);
        video["prompt"] = task.Accepted.Prompt;
        foreach (string name in new[] { "completed_at", "error", "expires_at", "remixed_from_video_id" })
        {
            video[name] ??= null;
        }

        return video;
    }
}
