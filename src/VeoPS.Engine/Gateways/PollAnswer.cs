namespace VeoPS.Engine.Gateways;

/// <summary>What a poll's answer says. With neither snapshot nor error it cannot be read.</summary>
/// <param name="Snapshot">The task's state.</param>
/// <param name="Error">Why the gateway did not tell. Says nothing about the task.</param>
public sealed record PollAnswer(TaskSnapshot? Snapshot, VeoError? Error)
{
    /// <summary>Neither a state nor a refusal could be read.</summary>
    public static PollAnswer Unreadable { get; } = new(null, null);
}
