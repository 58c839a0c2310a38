using VeoPS.Engine.Downloads;

namespace VeoPS.Hosting;

/// <summary>Carries a download's progress from its thread to its bar, with rate and what is left, a few times a second.</summary>
internal sealed class DownloadBar(ProgressBar bar, Action<Action> post) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _last;

    public void Report(DownloadProgress value)
    {
        if (TimeProvider.System.GetElapsedTime(_last) < Quiet) return;
        _last = TimeProvider.System.GetTimestamp();
        double rate = value.Received / Math.Max(0.001, TimeProvider.System.GetElapsedTime(_started).TotalSeconds);
        string text = value.Total is { } total
            ? FormattableString.Invariant($"{Size(value.Received)} of {Size(total)}, {Size(rate)}/s, {(total - value.Received) / Math.Max(1, rate):0} s left")
            : FormattableString.Invariant($"{Size(value.Received)}, {Size(rate)}/s");
        int percent = value.Total is > 0 and var whole ? (int)(value.Received * 100 / whole) : 0;
        post(() => bar.Show(text, percent));
    }

    public void Complete() => bar.Complete();

    private static string Size(double bytes) => bytes switch
    {
        >= 1 << 20 => FormattableString.Invariant($"{bytes / (1 << 20):0.0} MiB"),
        >= 1 << 10 => FormattableString.Invariant($"{bytes / (1 << 10):0} KiB"),
        _ => FormattableString.Invariant($"{bytes:0} B"),
    };
}
