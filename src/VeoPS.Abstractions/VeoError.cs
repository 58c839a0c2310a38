namespace VeoPS;

/// <summary>Why a task did not end well, in the gateway's words and in ours.</summary>
public sealed class VeoError
{
    internal VeoError() { }

    // A copy, whose initializer changes it.
    internal VeoError(VeoError other)
    {
        Code = other.Code;
        Message = other.Message;
        Kind = other.Kind;
        Retryable = other.Retryable;
    }

    /// <summary>The gateway's code as text (<c>"002014001"</c> keeps its zeros), or null where it gave none.</summary>
    public string? Code { get; internal init; }

    /// <summary>The gateway's message, redacted.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>One of <see cref="VeoErrorKind"/>.</summary>
    public string Kind { get; internal init; } = VeoErrorKind.UpstreamFailed;

    /// <summary>True where the same request may pass later, as a new purchase or a new question.</summary>
    public bool Retryable { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Code is null ? Message : $"{Code}: {Message}";
}
