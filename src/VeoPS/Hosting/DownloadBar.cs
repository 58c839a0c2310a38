using VeoPS.Engine.Downloads;

namespace VeoPS.Hosting;

/// <summary>Carries a download's progress to its bar, with its rate and the time that is left.</summary>
internal sealed class DownloadBar(ProgressBar bar) : IProgress<DownloadProgress>
{
    // What is over by then needs no bar.
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(500);

    private long _began;
    private long _inherited;

    public void Report(DownloadProgress value)
    {
        // What was there before this says nothing about the rate.
        if (_began == 0 || value.Received < _inherited) (_began, _inherited) = (TimeProvider.System.GetTimestamp(), value.Received);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(_began);
        if (elapsed > Brief && bar.IsDue) bar.Show(Describe(value, (value.Received - _inherited) / elapsed.TotalSeconds), value.Total is > 0 and var all ? (int)(value.Received * 100 / all) : 0);
    }

    public void Complete() => bar.Complete();

    // A rate of nothing is no rate.
    private static string Describe(DownloadProgress value, double rate)
    {
        string text = value.Total is { } total ? $"{Size(value.Received)} of {Size(total)}" : Size(value.Received);
        if (rate > 0) text += $", {Size(rate)}/s";
        return rate > 0 && value.Total is { } whole ? $"{text}, {Time(Math.Ceiling((whole - value.Received) / rate))} left" : text;
    }

    private static string Time(double seconds) => seconds < 90 ? FormattableString.Invariant($"{seconds:0} s") : FormattableString.Invariant($"{seconds / 60:0.#} min");

    private static string Size(double bytes) => bytes switch
    {
        >= 1 << 20 => FormattableString.Invariant($"{bytes / (1 << 20):0.0} MiB"),
        >= 1 << 10 => FormattableString.Invariant($"{bytes / (1 << 10):0} KiB"),
        _ => FormattableString.Invariant($"{bytes:0} B"),
    };
}
