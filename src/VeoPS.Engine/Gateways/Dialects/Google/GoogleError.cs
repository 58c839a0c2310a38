using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// Google's errors: <c>{"error": {code, message, status, details}}</c> with an HTTP status as <c>code</c>
/// (<see href="https://cloud.google.com/apis/design/errors"/>), and a <c>google.rpc.Code</c> there where an operation failed.
/// </summary>
internal static class GoogleError
{
    // google.rpc.Code, by number.
    private static readonly string[] Words =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["INVALID_ARGUMENT"] = VeoErrorKind.InvalidRequest,
        ["FAILED_PRECONDITION"] = VeoErrorKind.InvalidRequest,
        ["OUT_OF_RANGE"] = VeoErrorKind.InvalidRequest,
        ["UNAUTHENTICATED"] = VeoErrorKind.Unauthorized,
        ["PERMISSION_DENIED"] = VeoErrorKind.Forbidden,
        ["NOT_FOUND"] = VeoErrorKind.NotFound,
        ["RESOURCE_EXHAUSTED"] = VeoErrorKind.RateLimited,
        ["UNIMPLEMENTED"] = VeoErrorKind.FeatureDisabled,
        ["UNAVAILABLE"] = VeoErrorKind.ProviderUnavailable,
        ["CANCELLED"] = VeoErrorKind.UpstreamFailed,
        ["UNKNOWN"] = VeoErrorKind.UpstreamFailed,
        ["DEADLINE_EXCEEDED"] = VeoErrorKind.UpstreamFailed,
        ["ABORTED"] = VeoErrorKind.UpstreamFailed,
        ["INTERNAL"] = VeoErrorKind.UpstreamFailed,
        ["DATA_LOSS"] = VeoErrorKind.UpstreamFailed,
    };

    // As Veo's answers word it: "… violates Vertex AI's usage guidelines. … Support codes: …", "Responsible AI practices".
    private static readonly string[] Policy = ["usage guidelines", "responsible ai", "support code"];

    // 429 is a limit of the minute, which passes, or of the day or of the account, which does not:
    // https://ai.google.dev/gemini-api/docs/rate-limits.
    private static readonly string[] Spent = ["per day", "perday", "daily", "prepay", "plan and billing", "spend", "depleted"];
    private static readonly string[] Minute = ["per minute", "perminute", "per_minute"];

    /// <summary>The status that an error under HTTP 200 stands for; null where it stands for none.</summary>
    public static int? BodyStatus(WireResponse response)
        => response.IsSuccess ? WireError.StatusOf(Find(response.Json).Text("code")) : null;

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    /// <param name="response">The gateway's answer.</param>
    /// <param name="isSubmission">True where only the model can be missing.</param>
    public static VeoError? Read(WireResponse response, bool isSubmission = false)
    {
        JsonElement? error = Find(response.Json);
        if (error is null && response.IsSuccess) return null;

        string? message = error.Text("message");
        string? code = error.Text("status") ?? error.Text("code");
        string kind = KindOf(error, WordOf(error), BodyStatus(response) ?? response.Status, message);
        bool isModel = isSubmission && kind == VeoErrorKind.NotFound && WireError.Says(message, "model");
        return WireError.Make(code, message ?? response.Describe(), isModel ? VeoErrorKind.ModelRetired : kind);
    }

    /// <summary>Why an operation failed, null where it did not.</summary>
    public static VeoError? OfOperation(JsonElement? operation)
    {
        if (Find(operation) is not { } error) return null;
        JsonElement? said = error;
        string? message = said.Text("message");
        return WireError.Make(said.Text("status") ?? said.Text("code"), message, KindOf(said, WordOf(said), status: null, message));
    }

    // Some of Google's servers wrap an error into an array.
    private static JsonElement? Find(JsonElement? body)
    {
        JsonElement? error = (body is { ValueKind: JsonValueKind.Array } ? body.Items().Cast<JsonElement?>().FirstOrDefault() : body)
            .Member("error");
        return error.Text("code") is { } code ? (code == "0" ? null : error) : error.Text("message") is null ? null : error;
    }

    private static string? WordOf(JsonElement? error) => error.Text("status")
        ?? (int.TryParse(error.Text("code"), NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code < Words.Length
            ? Words[code]
            : null);

    private static string KindOf(JsonElement? error, string? word, int? status, string? message)
    {
        if (WireError.IsRetired(message)) return VeoErrorKind.ModelRetired;
        if (WireError.Says(message, "API key not valid", "API key expired"))
            return VeoErrorKind.Unauthorized; // Under 400 INVALID_ARGUMENT.
        if (word == "RESOURCE_EXHAUSTED" || status == 429)
            return IsSpent(error, message) ? VeoErrorKind.InsufficientCredits : VeoErrorKind.RateLimited;
        if (status == 402) return VeoErrorKind.InsufficientCredits;
        if (word == "FAILED_PRECONDITION" && WireError.Says(message, "billing")) return VeoErrorKind.InsufficientCredits;
        if (word is null or "INVALID_ARGUMENT" && WireError.Says(message, Policy)) return VeoErrorKind.ContentRejected;
        if (word == "INVALID_ARGUMENT") return WireError.KindOf(message) ?? VeoErrorKind.InvalidRequest;
        if (word is not null && Kinds.TryGetValue(word, out string? kind)) return kind;
        return status is { } known ? WireError.KindOf(known, message) : WireError.KindOf(message) ?? VeoErrorKind.UpstreamFailed;
    }

    // Which quota it was is said in google.rpc.QuotaFailure; the sentence speaks of plan and billing in either case.
    private static bool IsSpent(JsonElement? error, string? message)
    {
        string quotas = string.Join(" ", error.Member("details").Items()
            .SelectMany(detail => detail.Member("violations").Items())
            .Select(violation => ((JsonElement?)violation).Text("quotaId") + " " + ((JsonElement?)violation).Text("quotaMetric")));
        if (WireError.Says(quotas, Spent)) return true;
        return !WireError.Says(quotas, Minute) && WireError.Says(message, Spent) && !WireError.Says(message, Minute);
    }
}
