using VeoPS.Engine.Downloads;
using VeoPS.Views;

namespace VeoPS.Hosting;

/// <summary>Carries a download's progress to its bar, with its rate and the time that is left.</summary>
internal sealed class DownloadBar(ProgressBar bar) : IProgress<DownloadProgress>
{
    // A download that is over by then needs no bar.
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(500);

    private long _began;
    private long _inherited;

    public void Report(DownloadProgress value)
    {
        // Bytes that were there before this download say nothing about the rate.
        if (_began == 0 || value.Received < _inherited) (_began, _inherited) = (TimeProvider.System.GetTimestamp(), value.Received);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(_began);
        if (elapsed > Brief && bar.IsDue)
            bar.Show(
                Describe(value, (value.Received - _inherited) / elapsed.TotalSeconds),
                value.Total is > 0 and var all ? (int)(value.Received * 100 / all) : 0);
    }

    public void Complete() => bar.Complete();

    // A rate of nothing is no rate.
    private static string Describe(DownloadProgress value, double rate)
    {
        string text = value.Total is { } total
            ? $"{ViewText.Size(value.Received)} of {ViewText.Size(total)}"
            : ViewText.Size(value.Received);
        if (rate > 0) text += $", {ViewText.Size((long)rate)}/s";
        return rate > 0 && value.Total is { } whole ? $"{text}, {Time(Math.Ceiling((whole - value.Received) / rate))} left" : text;
    }

    private static string Time(double seconds)
        => seconds < 90 ? FormattableString.Invariant($"{seconds:0} s") : FormattableString.Invariant($"{seconds / 60:0.#} min");
}
