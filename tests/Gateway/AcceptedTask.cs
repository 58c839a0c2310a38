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
    public string Prompt => Request.TryGetProperty("prompt", out var prompt) ? prompt.GetString() ?? "" : "";
}
