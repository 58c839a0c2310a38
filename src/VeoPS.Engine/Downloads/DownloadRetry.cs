using Polly;
using Polly.Retry;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Downloads;

/// <summary>Tries on for as long as the file grows, and a few times more. The one place that decides about another try.</summary>
internal sealed class DownloadRetry
{
    private const int LongestStreak = 5;

    private readonly TimeProvider _time;
    private readonly Func<long> _received;
    private readonly ResiliencePipeline _pipeline;
    private long _farthest;
    private int _streak;

    /// <param name="time">The clock for the waits.</param>
    /// <param name="received">How many bytes are there.</param>
    public DownloadRetry(TimeProvider time, Func<long> received)
    {
        _time = time;
        _received = received;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, // The count is ours, since progress takes it back to zero.
                ShouldHandle = attempt => new ValueTask<bool>(
                    attempt.Outcome.Exception is DownloadInterruptedException interrupted && IsTriedAgain(interrupted)),
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(
                    Backoff.Delay(Math.Max(_streak - 1, 0), (attempt.Outcome.Exception as DownloadInterruptedException)?.RetryAfter)),
            })
            .Build();
    }

    /// <summary>Runs tries until one ends well.</summary>
    /// <exception cref="DownloadInterruptedException">Of the last one.</exception>
    public async Task ExecuteAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        _farthest = _received();
        _streak = 0;
        await _pipeline.ExecuteAsync(
            async token =>
            {
                try
                {
                    await attempt(token).ConfigureAwait(false);
                }
                catch (DownloadInterruptedException)
                {
                    // Farther than ever, not farther than at the start of this try: a file that has to be started over
                    // each time, and is always cut at the same place, must come to an end.
                    _streak = _received() > _farthest ? 0 : _streak + 1;
                    _farthest = Math.Max(_farthest, _received());
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private bool IsTriedAgain(DownloadInterruptedException interrupted) =>
        _streak < LongestStreak || interrupted.RetryUntil > _time.GetUtcNow().UtcDateTime;
}

/// <summary>A try that ended before the file did, and that another may get past.</summary>
internal sealed class DownloadInterruptedException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>UTC. Until then it is tried again, however often it was; null where a few tries are enough.</summary>
    public DateTime? RetryUntil { get; init; }
}
