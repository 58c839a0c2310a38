namespace VeoPS.TestGateway;

/// <summary>What stands behind a path: whose protocol, for what, and the answer when nothing goes wrong.</summary>
internal sealed record Operation(WireProtocol Protocol, Route Route, Func<Exchange, Answer> Handle)
{
    /// <summary>False where the link itself is the permission.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>Finds the id of a task in a body; null where the path or the query has it.</summary>
    public Func<ReadOnlyMemory<byte>, string?>? TaskIdIn { get; init; }
}
