using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.NewApi;

/// <summary>
/// Errors of QuantumNous/new-api in their two shapes: <c>{"error": {message, type, code}}</c>, at TokenBay under HTTP 200 too
/// (<see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>), and <c>{code, message, data: null}</c> with a code
/// that is a word, as its task routes answer. The meaning of HTTP statuses: <see href="https://www.tokenbay.com/docs/reference/errors"/>.
/// </summary>
internal static class NewApiError
{
    /// <summary>The status that an error under HTTP 200 stands for, in digits or as a rate limit; null where it stands for none.</summary>
    public static int? BodyStatus(WireResponse response)
    {
        if (!response.IsSuccess || Find(response.Json) is not { } said) return null;
        return KindOf(said) == VeoErrorKind.RateLimited ? 429 : WireError.StatusOf(said.Code);
    }

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        BodyError? said = Find(response.Json);
        if (said is null && response.IsSuccess) return null;

        string message = said?.Message ?? response.Json.Text("message") ?? response.Describe();
        return WireError.Make(said?.Code ?? said?.Type, message, KindOf(said, message, BodyStatus(response) ?? response.Status));
    }

    /// <summary>Why a task did not end well.</summary>
    public static VeoError OfTask(JsonElement? task)
    {
        BodyError? said = Find(task);
        string? message = task.Text("fail_reason") ?? said?.Message;
        string kind = WireError.IsRetired(message) ? VeoErrorKind.ModelRetired
            : KindOf(said) ?? WireError.KindOf(message) ?? VeoErrorKind.UpstreamFailed;
        return WireError.Make(said?.Code ?? said?.Type, message, kind);
    }

    private static string KindOf(BodyError? said, string message, int status) =>
        WireError.IsRetired(message) ? VeoErrorKind.ModelRetired : KindOf(said) ?? WireError.KindOf(status, message);

    private static string? KindOf(BodyError? said) => KindOf(said?.Code) ?? KindOf(said?.Type);

    private static string? KindOf(string? word) =>
        word is null ? null
        : NewApiTable.ErrorKinds.TryGetValue(word, out string? kind) ? kind
        : word.StartsWith("channel:", StringComparison.OrdinalIgnoreCase) ? VeoErrorKind.ProviderUnavailable
        : null;

    private static BodyError? Find(JsonElement? body)
    {
        if (BodyError.Of(body) is { } said) return said;

        BodyError flat = new(body.Text("code"), body.Text("type"), body.Text("message"));
        return flat.Code is not null && flat.Message is not null && IsRefusal(flat.Code) ? flat : null;
    }

    // A status that refuses, or a word that is not "success". Any other number is no word.
    private static bool IsRefusal(string code) =>
        WireError.StatusOf(code) is not null || (char.IsLetter(code[0]) && !code.Equals("success", StringComparison.OrdinalIgnoreCase));
}
