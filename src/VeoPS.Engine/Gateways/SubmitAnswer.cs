namespace VeoPS.Engine.Gateways;

/// <summary>What a submission's answer says. With neither id nor error it cannot be relied on.</summary>
/// <param name="TaskId">The gateway's id, wherever one can be read, even beside a failure.</param>
/// <param name="Error">The gateway's refusal or failure.</param>
/// <param name="BodyStatus">A status inside the body that stands over the HTTP status (Apikley's <c>code</c>).</param>
/// <param name="RawStatus">The gateway's word for the task's first status.</param>
internal sealed record SubmitAnswer(string? TaskId, VeoError? Error, int? BodyStatus = null, string? RawStatus = null)
{
    /// <summary>True where the gateway has taken it: an id was read, or it says so of what gets no id of its own.</summary>
    public bool IsTaken { get; init; } = TaskId is not null;

    /// <summary>What <see cref="RawStatus"/> means, one of <see cref="VeoTaskStatus"/>; null where the gateway's page does not
    /// name it.</summary>
    public string? Status { get; init; }

    /// <summary>What the gateway says that it costs; null where it does not say so yet.</summary>
    public VeoCost? Cost { get; init; }

    /// <summary>Neither an id nor an error could be read.</summary>
    public static SubmitAnswer Unreadable { get; } = new(null, null);
}
