using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Fal;

/// <summary>
/// Errors in fal's forms: of a model (<c>{detail: [{loc, msg, type}]}</c>), of the runner of the model (<c>{detail, error_type}</c>), and
/// of a status (<c>{error, error_type}</c>). See <see href="https://fal.ai/docs/model-apis/faq"/> and
/// <see href="https://docs.fal.ai/model-apis/model-endpoints/reliability"/>.
/// </summary>
internal static class FalError
{
    /// <summary>The refusal of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        string? message = Message(response.Json);
        if (response.IsSuccess && message is null) return null;

        string? code = Code(response.Json);
        bool isUnknownId = response.Status == 404;
        string said = message ?? response.Json.Text("status") ?? response.Describe();
        return WireError.Make(
            code,
            said,
            isUnknownId ? VeoErrorKind.NotFound : KindOf(code, message) ?? WireError.KindOf(response.Status, message));
    }

    /// <summary>Why a request did not end well, where an answer says so by itself; null where it may be of the asking alone.</summary>
    public static VeoError? OfTask(JsonElement? body)
    {
        string? code = Code(body);
        return code is null && body.Text("error") is null ? null : WireError.Make(
            code,
            Message(body),
            KindOf(code, Message(body)) ?? WireError.KindOf(Message(body)) ?? VeoErrorKind.UpstreamFailed);
    }

    /// <summary>The cost of a request that failed: nothing, where fal's page says so; null where it may be charged.</summary>
    /// <param name="error">Why the request ended.</param>
    /// <param name="status">The HTTP status of its result.</param>
    public static VeoCost? CostOf(VeoError error, int status)
    {
        bool isNamed = FalTable.Ends.TryGetValue(error.Code ?? "", out (string Kind, bool IsFree) end);
        return (isNamed ? end.IsFree : status >= 500)
            ? new VeoCost {
                Amount = 0,
                Unit = "USD",
                Basis = "not charged, because fal's servers failed (https://fal.ai/docs/model-apis/faq)" }
            : null;
    }

    private static string? KindOf(string? code, string? message) =>
        code is null || !FalTable.Ends.TryGetValue(code, out (string Kind, bool) end) ? null
        : end.Kind == VeoErrorKind.InvalidRequest ? WireError.KindOf(message) ?? end.Kind
        : end.Kind;

    private static string? Code(JsonElement? body) =>
        body.Text("error_type")
            ?? body.Member("detail").Items().Select(item => ((JsonElement?)item).Text("type")).FirstOrDefault(type => type is not null);

    private static string? Message(JsonElement? body)
    {
        string[] details = [.. body.Member("detail").Items().Select(Detail).OfType<string>()];
        return details.Length > 0 ? string.Join("; ", details) : body.Text("detail") ?? body.Text("error") ?? body.Text("message");
    }

    // Which field it is about stands before it, where it says so.
    private static string? Detail(JsonElement item)
    {
        JsonElement? detail = item;
        string? field = detail.Member("loc").Items().Select(part => part.Text()).LastOrDefault();
        string? message = detail.Text("msg") ?? detail.Text("type");
        return field is null || message is null ? message : $"{field}: {message}";
    }
}
