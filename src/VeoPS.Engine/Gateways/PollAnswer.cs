using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>The content of a poll's answer. An answer with neither snapshot nor error could not be read.</summary>
/// <param name="Snapshot">The task's state.</param>
/// <param name="Error">Why the gateway did not tell. Says nothing about the task.</param>
internal sealed record PollAnswer(TaskSnapshot? Snapshot, VeoError? Error)
{
    /// <summary>Neither a state nor a refusal could be read.</summary>
    public static PollAnswer Unreadable { get; } = new(null, null);

    /// <summary>The question that this answer leads to, where the state takes more than one; null where it is told here.</summary>
    public PollStep? Next { get; init; }

    /// <summary>The state is told by the answer to another question.</summary>
    /// <param name="next">That question.</param>
    public static PollAnswer Ask(PollStep next) => new(null, null) { Next = next };
}

/// <summary>
/// One question about a task and the reader of its answer: <see cref="IGateway.Poll"/> and <see cref="IGateway.ReadPoll"/> are the
/// first. Like those, it costs nothing and may be repeated, goes to the profile's own endpoint, and its reader never throws.
/// </summary>
/// <param name="Ask">The question, by the gateway's id of the task.</param>
/// <param name="Read">Reads the answer. The reader may know the content of earlier answers.</param>
internal sealed record PollStep(Func<string, WireRequest> Ask, Func<WireResponse, PollAnswer> Read);
