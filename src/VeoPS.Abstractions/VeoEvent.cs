namespace VeoPS;

/// <summary>Something that happened: an information record of this module carries it, and so does a line of its log. Redacted.</summary>
public sealed record VeoEvent
{
    internal VeoEvent() { }

    /// <summary>UTC.</summary>
    public DateTime Time { get; internal init; }

    /// <summary>The name of the event, see <see cref="VeoEventName"/>.</summary>
    public string Event { get; internal init; } = "";

    /// <summary>The profile; null where it is about none.</summary>
    public string? Profile { get; internal init; }

    /// <summary>The gateway's id of the task; null where it is about none, or where it has none yet.</summary>
    public string? TaskId { get; internal init; }

    /// <summary>Our name for the task; null where it is about none, or where the ledger does not know it.</summary>
    public string? SubmissionId { get; internal init; }

    /// <summary>The same for a person to read.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>Further facts about the event, by name: text, numbers and booleans.</summary>
    public IReadOnlyDictionary<string, object> Data { get; internal init; } = new Dictionary<string, object>();

    /// <inheritdoc/>
    public override string ToString() => Message;
}
