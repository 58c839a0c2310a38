namespace VeoPS;

/// <summary>What could not be done, with the id that scripts depend on. Its message says what happened, whether money can have been spent, and what to do.</summary>
public sealed class VeoException : Exception
{
    internal VeoException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>One of <see cref="VeoErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The task that it is about, where there is one.</summary>
    public VeoTask? Task { get; internal init; }
}
