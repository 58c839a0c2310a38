using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.SkillsVideo;

/// <summary>
/// Errors of <see href="https://docs.skills.video/http-status"/> in the four shapes that its versions and clients show:
/// <c>{error, code, message}</c>, of which <c>code</c> counts and <c>error</c> is an older word for the same;
/// <c>{error, message}</c>; <c>{message}</c>; <c>{error: {message}}</c>.
/// </summary>
internal static class SkillsVideoError
{
    private const string Family = "_GENERATION_";

    /// <summary>The status that an error under HTTP 200 stands for; null where it stands for none.</summary>
    public static int? BodyStatus(WireResponse response) => response.IsSuccess ? Meaning(Said(response.Json))?.Status : null;

    /// <summary>The error of an answer, null where neither body nor HTTP status refuses.</summary>
    public static VeoError? Read(WireResponse response)
    {
        BodyError said = Said(response.Json);
        if (response.IsSuccess && BodyError.Of(response.Json) is null && !IsOwn(said.Code)) return null;

        string message = said.Message ?? response.Describe();
        return WireError.Make(said.Code ?? said.Type, message, Meaning(said)?.Kind ?? WireError.KindOf(response.Status, message));
    }

    /// <summary>Why a task did not end well: <c>code</c> and <c>message</c> stand beside its status.</summary>
    public static VeoError OfTask(JsonElement? task)
    {
        BodyError said = Said(task);
        return WireError.Make(
            said.Code ?? said.Type,
            said.Message,
            Meaning(said)?.Kind ?? WireError.KindOf(said.Message) ?? VeoErrorKind.UpstreamFailed);
    }

    // The code, the older word for it as a type, and the sentence.
    private static BodyError Said(JsonElement? body)
    {
        BodyError? error = BodyError.Of(body);
        bool isWord = error?.Message is { } text && text.All(letter => letter is '_' or (>= 'A' and <= 'Z'));
        return new BodyError(
            body.Text("code") ?? error?.Code,
            isWord ? error?.Message : error?.Type,
            body.Text("message") ?? (isWord ? null : error?.Message));
    }

    private static (int Status, string Kind)? Meaning(BodyError said) => Meaning(said.Code) ?? Meaning(said.Type);

    private static (int Status, string Kind)? Meaning(string? code) =>
        code is not null && SkillsVideoTable.Codes.TryGetValue(WithoutFamily(code), out (int, string) known) ? known : null;

    private static bool IsOwn(string? code) => Meaning(code) is not null || code?.Contains(Family) == true;

    // VIDEO_GENERATION_RATE_LIMITED and RATE_LIMITED are the same.
    private static string WithoutFamily(string code)
    {
        int family = code.IndexOf(Family, StringComparison.OrdinalIgnoreCase);
        return family < 0 ? code : code.Substring(family + Family.Length);
    }
}
