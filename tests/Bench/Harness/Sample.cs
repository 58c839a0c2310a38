namespace VeoPS.Bench;

/// <summary>What one run took. Memory, threads and CPU time are those of its own process, over what it had before the line.</summary>
/// <param name="Seconds">Of the line alone.</param>
internal sealed record Sample(double Seconds)
{
    /// <summary>Of user and system; null for what is no PowerShell.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>In MiB, at most; null where there is no /proc.</summary>
    public double? PeakMiB { get; init; }

    /// <summary>At most; null where there is no /proc.</summary>
    public double? Threads { get; init; }

    /// <summary>How it asked for its tasks; null where it did not.</summary>
    public PollFigures? Polls { get; init; }
}
