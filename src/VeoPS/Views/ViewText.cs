using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>Words for the columns of the views: ages, times, sizes and colours, the same in every culture.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    private static readonly string[] SizeUnits = ["B", "KB", "MB", "GB"];

    /// <summary>How long ago, or how long until then, in one unit: <c>12s</c>, <c>4m</c>, <c>3h</c>, <c>5d</c>, <c>in 2h</c>.</summary>
    /// <param name="time">A time; one without a kind is UTC.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Age(object? time) => Utc(time) is { } utc ? Age(DateTime.UtcNow - utc) : null;

    /// <summary>A time by the clock of this machine, and its age.</summary>
    /// <param name="time">A time; one without a kind is UTC.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Time(object? time)
    {
        if (Utc(time) is not { } utc) return null;
        string age = Age(DateTime.UtcNow - utc);
        return FormattableString.Invariant($"{utc.ToLocalTime():yyyy-MM-dd HH:mm:ss} ({(utc > DateTime.UtcNow ? age : age + " ago")})");
    }

    /// <summary>A date, as <c>2026-11-20</c>.</summary>
    /// <param name="time">A time.</param>
    /// <param name="format">How much of it.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Date(object? time, string format = "yyyy-MM-dd") => Utc(time)?.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A size, as <c>81 KB</c> or <c>3.4 MB</c>; a kilobyte is 1024 bytes, as in PowerShell.</summary>
    /// <param name="bytes">How many.</param>
    public static string Size(long bytes)
    {
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < SizeUnits.Length - 1; unit++) size /= 1024;
        string digits = unit >= 2 && size < 100 ? "0.0" : "0";
        return $"{size.ToString(digits, CultureInfo.InvariantCulture)} {SizeUnits[unit]}";
    }

    /// <summary>How long something took, as <c>0.4 s</c> or <c>2 min 5 s</c>.</summary>
    /// <param name="span">The time.</param>
    public static string Span(TimeSpan span) => span.TotalMinutes < 1
        ? FormattableString.Invariant($"{span.TotalSeconds:0.0} s")
        : FormattableString.Invariant($"{(int)span.TotalMinutes} min {span.Seconds} s");

    /// <summary>Text in a colour, where PowerShell has colours; it takes them away where its output is no terminal's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colour">A name in <c>$PSStyle.Foreground</c>; null for none.</param>
    public static string Paint(string text, string? colour)
    {
        // Windows PowerShell and the library that this is compiled against have no PSStyle.
        object? style = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance")?.GetValue(null);
        if (colour is null || style is null || new ViewObject(style).Of("Foreground") is not { } foreground) return text;
        return $"{foreground[colour]}{text}{new ViewObject(style)["Reset"]}";
    }

    /// <summary>An amount of money in an object that has an <c>Amount</c> and a <c>Unit</c>.</summary>
    /// <returns>Null where it has none.</returns>
    internal static string? Cost(ViewObject of) => of.Number("Amount") is { } amount ? Money.Text(amount, of.Text("Unit")) : null;

    private static string Age(TimeSpan age)
    {
        TimeSpan span = age.Duration();
        string text = span.TotalMinutes < 1 ? $"{(int)span.TotalSeconds}s"
            : span.TotalHours < 1 ? $"{(int)span.TotalMinutes}m"
            : span.TotalDays < 1 ? $"{(int)span.TotalHours}h"
            : $"{(int)span.TotalDays}d";
        return age < TimeSpan.Zero ? "in " + text : text;
    }

    private static DateTime? Utc(object? time) => (time is PSObject wrapped ? wrapped.BaseObject : time) switch
    {
        DateTime { Ticks: 0 } => null,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime utc => DateTime.SpecifyKind(utc, DateTimeKind.Utc),
        _ => null,
    };
}
