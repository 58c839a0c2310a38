namespace VeoPS.Engine.Tasks;

/// <summary>What one question brought: the task as it is now, or why that could not be told.</summary>
/// <param name="Task">As it was last seen; the new state where <paramref name="Error"/> is null.</param>
/// <param name="Error">Null where the gateway told. The task stays as it was.</param>
/// <param name="Passing">True where asking again later may help.</param>
/// <param name="RetryAfter">How long the gateway asks to be left alone.</param>
/// <param name="Unreadable">True where the gateway answered, and nobody can read what.</param>
internal sealed record PollResult(
    VeoTask Task,
    VeoException? Error = null,
    bool Passing = false,
    TimeSpan? RetryAfter = null,
    bool Unreadable = false);
