using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Vtrix;

/// <summary>
/// Errors in the forms that the page (<see href="https://doc.vtrix.ai/docs/api/google/veo-31-fast"/>), its newer neighbour and the
/// vendor's tools show: <c>{error: {code, error_message}}</c>, <c>{error: {code, message}}</c>, <c>{error: "…"}</c>, <c>{message}</c>.
/// The meaning of HTTP statuses: <see href="https://doc.vtrix.ai/docs/api/vtrix/vtrix-motion-i2v"/>.
/// </summary>
internal static class VtrixError
{
    /// <summary>The status that an error under HTTP 200 stands for; null where it stands for none.</summary>
    public static int? BodyStatus(WireResponse response)
        => response.IsSuccess ? WireError.StatusOf(BodyError.Of(response.Json)?.Code) : null;

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        BodyError? said = BodyError.Of(response.Json);
        if (said is null && response.IsSuccess) return null;

        string message = said?.Message ?? response.Json.Text("message") ?? response.Describe();
        return WireError.Make(
            said?.Code,
            message,
            KindOf(said?.Code, message) ?? WireError.KindOf(BodyStatus(response) ?? response.Status, message));
    }

    /// <summary>Why a task did not end well.</summary>
    public static VeoError OfTask(JsonElement? task)
    {
        BodyError? said = BodyError.Of(task);
        return WireError.Make(
            said?.Code,
            said?.Message,
            KindOf(said?.Code, said?.Message) ?? WireError.KindOf(said?.Message) ?? VeoErrorKind.UpstreamFailed);
    }

    private static string? KindOf(string? code, string? message) =>
        code is null || !VtrixTable.ErrorKinds.TryGetValue(code, out string? kind) ? null
        : kind is VeoErrorKind.InvalidRequest or VeoErrorKind.UpstreamFailed ? WireError.KindOf(message) ?? kind
        : kind;
}
