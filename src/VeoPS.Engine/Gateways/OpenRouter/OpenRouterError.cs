using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.OpenRouter;

/// <summary>
/// Errors as <c>{"error": {code, message, metadata}}</c>, where the code is the HTTP status
/// (<see href="https://openrouter.ai/docs/api/reference/errors-and-debugging"/>), and as a sentence in a job that ended without a video.
/// </summary>
internal static class OpenRouterError
{
    /// <summary>The status that an error under HTTP 2xx stands for; null where it stands for none.</summary>
    public static int? BodyStatus(WireResponse response)
        => response.IsSuccess ? WireError.StatusOf(BodyError.Of(response.Json)?.Code) : null;

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        BodyError? said = BodyError.Of(response.Json);
        if (said is null && response.IsSuccess) return null;

        string message = said?.Message ?? response.Describe();
        return WireError.Make(
            said?.Code,
            message,
            KindOf(BodyStatus(response) ?? response.Status, message, response.Json.Member("error").Member("metadata")));
    }

    /// <summary>Why a job ended without a video.</summary>
    /// <param name="job">The job.</param>
    /// <param name="word">The gateway's word for its status.</param>
    public static VeoError OfTask(JsonElement? job, string word)
    {
        BodyError? said = BodyError.Of(job);
        string message = said?.Message ?? (word.Equals("expired", StringComparison.OrdinalIgnoreCase)
            ? "The job exceeded its time limit"
            : "The gateway gave no reason");
        return WireError.Make(said?.Code, message, WireError.KindOf(message) ?? VeoErrorKind.UpstreamFailed);
    }

    // "403: your input was flagged", with the reasons beside it; a key whose own limit is reached is refused with 402 or 403.
    private static string KindOf(int status, string message, JsonElement? metadata) => status switch
    {
        403 when metadata.Member("reasons") is not null => VeoErrorKind.ContentRejected,
        403 when WireError.Says(message, "limit exceeded") => VeoErrorKind.InsufficientCredits,
        403 => WireError.KindOf(message) ?? WireError.KindOf(status),
        _ => WireError.KindOf(status, message),
    };
}
