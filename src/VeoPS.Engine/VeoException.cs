namespace VeoPS.Engine;

/// <summary>What the engine could not do, with the id that scripts depend on. Its message says what happened, whether money can have been spent, and what to do.</summary>
public sealed class VeoException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="errorId">One of <see cref="VeoErrorId"/>.</param>
    /// <param name="message">Redacted by whoever shows it.</param>
    /// <param name="innerException">What it came from.</param>
    public VeoException(string errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>One of <see cref="VeoErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The task that it is about, where there is one.</summary>
    public VeoTask? Task { get; init; }
}
