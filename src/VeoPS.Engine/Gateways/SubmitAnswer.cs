namespace VeoPS.Engine.Gateways;

/// <summary>The content of a submission's answer. An answer with neither id nor error cannot be relied on.</summary>
/// <param name="TaskId">The gateway's id, wherever one can be read, even beside a failure.</param>
/// <param name="Error">The gateway's refusal or failure.</param>
/// <param name="BodyStatus">A status inside the body that stands over the HTTP status (Apikley's <c>code</c>).</param>
/// <param name="RawStatus">The gateway's word for the task's first status.</param>
internal sealed record SubmitAnswer(string? TaskId, VeoError? Error, int? BodyStatus = null, string? RawStatus = null)
{
    /// <summary>True where the gateway has taken it: an id was read, or the gateway says so of a submission that gets no id of its
    /// own.</summary>
    public bool IsTaken { get; init; } = TaskId is not null;

    /// <summary>The meaning of <see cref="RawStatus"/>, one of <see cref="VeoTaskStatus"/>; null where the gateway's page does not
    /// name the word.</summary>
    public string? Status { get; init; }

    /// <summary>The cost that the gateway states; null where it states none yet.</summary>
    public VeoCost? Cost { get; init; }

    /// <summary>Neither an id nor an error could be read.</summary>
    public static SubmitAnswer Unreadable { get; } = new(null, null);
}
