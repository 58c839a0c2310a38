using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Replicate;

/// <summary>
/// Errors as <c>{detail, status, title}</c>, of which 429 stands on a page
/// (<see href="https://replicate.com/docs/topics/predictions/rate-limits"/>),
/// and of a prediction that failed as a sentence in its <c>error</c>.
/// </summary>
internal static class ReplicateError
{
    // The model's own code for a prompt or an image that it takes for sensitive.
    private const string Sensitive = "E005";

    /// <summary>The refusal of an answer, null where neither body nor HTTP status refuses. A prediction's own failure is none.</summary>
    public static VeoError? Read(WireResponse response)
    {
        string? message = response.Json.Text("detail") ?? response.Json.Text("title");
        if (response.IsSuccess && (message is null || response.Json.Text("id") is not null)) return null;

        message ??= response.Describe();
        return WireError.Make(
            null,
            message,
            WireError.KindOf(response.IsSuccess ? response.Json.Integer("status") ?? response.Status : response.Status, message));
    }

    /// <summary>Why a prediction failed. Whether it was charged is not stated.</summary>
    public static VeoError OfTask(JsonElement? prediction)
    {
        string? message = prediction.Text("error");
        bool isSensitive = WireError.Says(message, Sensitive);
        return WireError.Make(
            isSensitive ? Sensitive : null,
            message,
            isSensitive ? VeoErrorKind.ContentRejected : WireError.KindOf(message) ?? VeoErrorKind.UpstreamFailed);
    }
}
