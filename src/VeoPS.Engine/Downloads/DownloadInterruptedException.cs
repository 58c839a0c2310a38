namespace VeoPS.Engine.Downloads;

/// <summary>A try that ended before the file did, and that another may get past.</summary>
internal sealed class DownloadInterruptedException(string message, Exception? innerException = null, TimeSpan? retryAfter = null)
    : Exception(message, innerException)
{
    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
