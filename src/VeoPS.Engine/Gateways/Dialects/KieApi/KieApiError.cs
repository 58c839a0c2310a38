using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.KieApi;

/// <summary>
/// The envelope <c>{code, msg, data}</c>. Its <c>code</c> stands over the HTTP status, which is 200 for errors too. Codes from
/// <see href="https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"/>, 451 from
/// <see href="https://docs.apikley.ru/veo3-api/veo3-api_get-veo-3-video-details"/>, 433 as clients of kie.ai saw it.
/// </summary>
internal static class KieApiError
{
    /// <summary>
    /// The body's <c>code</c> where it is a status that refuses. Below 300 it is none: in some copies 0 means success, and
    /// nothing counts as refused that may have been taken.
    /// </summary>
    public static int? Refusal(JsonElement? body) => body.Integer("code") is { } code and >= 300 ? code : null;

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        JsonElement? body = response.Json;
        int? code = Refusal(body);
        if (code is null && response.IsSuccess) return null;

        int status = code ?? response.Status;
        string message = body.Text("msg") ?? body.Text("message") ?? body.Text("error")
            ?? response.Describe();
        return WireError.Make(code?.ToString(CultureInfo.InvariantCulture), message, KindOf(status, message));
    }

    /// <summary>Why a task failed, from its record, or from the refusal that the record came with.</summary>
    public static VeoError OfTask(JsonElement? record, VeoError? refusal)
    {
        string? code = record.Text("errorCode") ?? refusal?.Code;
        string? message = record.Text("errorMessage") ?? refusal?.Message;
        int? number = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
        return WireError.Make(code, message, KindOf(number, message));
    }

    private static string KindOf(int? code, string? message) => code switch
    {
        401 => VeoErrorKind.Unauthorized,
        402 => VeoErrorKind.InsufficientCredits,
        404 => VeoErrorKind.NotFound,
        422 when WireError.Says(message, "recordInfo is null") => VeoErrorKind.NotFound,
        429 => WireError.KindOrCredits(429, message),
        433 => VeoErrorKind.InsufficientCredits, // "points used by apiKey has exceeded the daily limit": waiting a little does not help.
        451 => VeoErrorKind.InputFetchFailed,
        455 => VeoErrorKind.Maintenance,
        505 => VeoErrorKind.FeatureDisabled,
        null or 500 or 501 => WireError.KindOf(message) ?? VeoErrorKind.UpstreamFailed,
        { } status => WireError.KindOf(message) ?? WireError.KindOf(status),
    };
}
