namespace VeoPS.Engine.Downloads;

/// <summary>Brings a growing file to the disk while the rest of it comes, so that the flush at its end finds little to do.</summary>
/// <param name="stream">The file. Written to by others meanwhile.</param>
internal sealed class BackgroundFlush(FileStream stream)
{
    private const long StepBytes = 32 << 20;

    private Task _flush = Task.CompletedTask;
    private long _next = StepBytes;

    /// <summary>Takes note of how long the file is now, in bytes.</summary>
    public void Grown(long length)
    {
        if (length < _next || _flush.Status != TaskStatus.RanToCompletion) return;
        _next = length + StepBytes;
#if NET
        // .NET Framework's stream is not for two threads at once: there, the end has all of it to do.
        _flush = Task.Run(() => RandomAccess.FlushToDisk(stream.SafeFileHandle));
#endif
    }

    /// <summary>Brings the rest to the disk.</summary>
    /// <exception cref="IOException">Some of the file, from wherever in it, could not be written.</exception>
    public void Finish()
    {
        // A disk tells of a failure once: an error that an earlier flush was told, the last one is not.
        _flush.GetAwaiter().GetResult();
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the file is left alone, however that went.</summary>
    public void Settle() => Task.WaitAny(_flush);
}
