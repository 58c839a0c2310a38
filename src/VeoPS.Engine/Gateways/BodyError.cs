using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>The error under <c>error</c> in a body: an object of a code, a type and a message, or one sentence.</summary>
/// <param name="Code">The gateway's code, as text.</param>
/// <param name="Type">The gateway's word for the kind of error.</param>
/// <param name="Message">The gateway's sentence.</param>
internal sealed record BodyError(string? Code, string? Type, string? Message)
{
    private static readonly BodyError Nothing = new(null, null, null);

    /// <summary>Null where nothing is said. A task without an error may carry an empty one.</summary>
    public static BodyError? Of(JsonElement? body)
    {
        JsonElement? error = body.Member("error");
        if (error is { ValueKind: JsonValueKind.String } sentence)
            return sentence.Text() is { } text ? new BodyError(null, null, text) : null;

        string? code = error.Text("code");
        BodyError said = new(code == "0" ? null : code, error.Text("type"), error.Text("message") ?? error.Text("error_message"));
        return said == Nothing ? null : said;
    }
}
