using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>A submission that the gateway took, and would bill.</summary>
public sealed record AcceptedTask
{
    /// <summary>Its place among all accepted submissions, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>The id that the gateway gave it, whether or not an answer carried it out.</summary>
    public required string TaskId { get; init; }

    /// <summary>Whose protocol it was submitted by.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The body of the submission.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>When it was taken, in UTC.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The prompt, or an empty text.</summary>
    public string Prompt
        => PromptIn(Request) ?? ((Wrapped(Request) ?? Instance(Request) ?? Input(Request)) is { } inner ? PromptIn(inner) : null) ?? "";

    /// <summary>What Vtrix has around parameters: <c>{"input":[{"params":…}]}</c>. Null where there is none.</summary>
    internal static JsonElement? Wrapped(JsonElement request) =>
        request.TryGetProperty("input", out var input)
        && input is { ValueKind: JsonValueKind.Array } && input.GetArrayLength() == 1
        && input[0] is { ValueKind: JsonValueKind.Object } item
        && item.TryGetProperty("params", out var parameters)
        && parameters is { ValueKind: JsonValueKind.Object }
            ? parameters
            : null;

    // What Google has around a prompt.
    private static JsonElement? Instance(JsonElement request) =>
        request.TryGetProperty("instances", out var instances) && instances is { ValueKind: JsonValueKind.Array }
            && instances.GetArrayLength() == 1 ? instances[0] : null;

    // What Replicate has around a prompt.
    private static JsonElement? Input(JsonElement request) =>
        request.TryGetProperty("input", out var input) && input is { ValueKind: JsonValueKind.Object } ? input : null;

    private static string? PromptIn(JsonElement fields) =>
        fields.TryGetProperty("prompt", out var prompt) && prompt is { ValueKind: JsonValueKind.String } ? prompt.GetString() : null;
}
