namespace VeoPS.Engine.Tasks;

/// <summary>The result of one question to a gateway: the task as it is now, or why its state could not be told.</summary>
/// <param name="Task">The task as it was last seen; its new state where <paramref name="Error"/> is null.</param>
/// <param name="Error">Null where the gateway told the state. Otherwise the task stays as it was.</param>
/// <param name="Passing">True where asking again later may help.</param>
/// <param name="RetryAfter">How long the gateway asks to be left alone.</param>
/// <param name="Unreadable">True where the gateway answered, and its answer cannot be read.</param>
internal sealed record PollResult(
    VeoTask Task,
    VeoException? Error = null,
    bool Passing = false,
    TimeSpan? RetryAfter = null,
    bool Unreadable = false);
