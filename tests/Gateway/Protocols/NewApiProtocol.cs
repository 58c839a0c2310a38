using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>What TokenBay and UniAll have from QuantumNous/new-api: its codes, and the HTTP statuses that they come with.</summary>
internal abstract class NewApiProtocol(LoopbackGateway gateway) : WireProtocol(gateway)
{
    public override JsonObject RateLimitBody() => ErrorBody("rate_limit_exceeded", "Too many requests, please try again later.");

    protected override int RealStatus(string code) => code switch
    {
        "rate_limit_exceeded" => StatusCodes.Status429TooManyRequests,
        "insufficient_user_quota" => StatusCodes.Status403Forbidden,
        "do_request_failed" or "invalid_response" or "read_response_body_failed" or "unmarshal_response_failed" =>
            StatusCodes.Status500InternalServerError,
        "get_channel_failed" or "channel_no_available_key" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>The content route: the bytes of a task's one video, for who has the key.</summary>
    protected Answer Content(Exchange exchange)
    {
        if (exchange.FindTask() is not { } task)
        {
            return Answer.Json(ErrorBody("task_not_exist", "Task not found"), StatusCodes.Status404NotFound);
        }

        if (!task.HasVideo)
        {
            return Answer.Json(
                ErrorBody("invalid_request", $"Task is not completed yet, current status: {task.Stage}"), StatusCodes.Status400BadRequest);
        }

        return task.ExpiredStatus(signature: null) is { } expired
            ? Answer.Json(ErrorBody("video_expired", "The video is no longer available"), expired)
            : ClipDownload.For(Gateway.ClipOf(task.Id, 0), exchange.Context.Request.Headers, exchange.ForcedETag);
    }
}
