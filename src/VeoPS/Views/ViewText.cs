using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using VeoPS.Engine.Gateways;

namespace VeoPS.Views;

/// <summary>
/// Words for the tables and lists of <c>VeoPS.Format.ps1xml</c>: ages, sizes, money, and the colour of a status.
/// Public for these only, and the same in every culture. Takes objects that went through Clixml or a job, too.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    private static readonly string[] SizeUnits = ["B", "KB", "MB", "GB"];

    private static readonly (string Property, string Per)[] PricesOf =
    [
        ("PricePerSecond", "a second"), ("PricePerVideo", "a video"), ("DailyBudget", "a day"), ("MonthlyBudget", "a month"),
    ];

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
    /// <returns>Null where there is none.</returns>
    public static string? Date(object? time) => Utc(time)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

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

    /// <summary>An amount of money with its unit, USD with cents: <c>0.40 USD</c>, <c>120 credits</c>.</summary>
    /// <param name="cost">An object with an <c>Amount</c> and a <c>Unit</c>.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Money(PSObject? cost)
    {
        if (cost is null) return null;
        if (Value(cost, "Amount") is not { } amount) return cost.ToString();
        string? unit = Value(cost, "Unit")?.ToString();
        string format = unit == "USD" ? "#,0.00####" : "#,0.####";
        return $"{Convert.ToDecimal(amount, CultureInfo.InvariantCulture).ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>The prices and budgets of a profile, each with its unit; 0 is one like any other: <c>12 credits a video</c>,
    /// <c>0 USD a day</c>.</summary>
    /// <param name="profile">The profile.</param>
    public static string[] Prices(PSObject profile)
    {
        string? unit = Value(profile, "PriceUnit")?.ToString()
            ?? GatewayCatalog.Find(Value(profile, "Provider")?.ToString() ?? "")?.Table.PriceUnit;
        return [.. PricesOf.Select(each => (Amount: Value(profile, each.Property), each.Per)).Where(each => each.Amount is not null)
            .Select(each => string.Join(
                " ",
                new[] { Convert.ToString(each.Amount, CultureInfo.InvariantCulture), unit, each.Per }.Where(word => word is not null)))];
    }

    /// <summary>The status of a task, with how far it is, in its colour.</summary>
    /// <param name="task">The task.</param>
    /// <param name="style"><c>$PSStyle</c>; null where PowerShell has none, and then without a colour.</param>
    public static string Status(PSObject task, object? style)
    {
        string status = Value(task, "Status")?.ToString() ?? "";
        object? progress = status == VeoTaskStatus.Running ? Value(task, "Progress") : null;
        return Paint(progress is null ? status : FormattableString.Invariant($"{status} {progress}%"), ColourOf(status), style);
    }

    /// <summary>Text in a colour. PowerShell takes the colour away where its output is no terminal's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colour">A name in <c>$PSStyle.Foreground</c>; null for none.</param>
    /// <param name="style"><c>$PSStyle</c>; null where PowerShell has none.</param>
    public static string Paint(string text, string? colour, object? style)
    {
        if (colour is null || style is null || Value(style, "Foreground") is not { } foreground) return text;
        return $"{Value(foreground, colour)}{text}{Value(style, "Reset")}";
    }

    private static string? ColourOf(string status) => status switch
    {
        VeoTaskStatus.Succeeded => "Green",
        VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Expired => "Red",
        VeoTaskStatus.Unknown => "Yellow", // It may have been bought.
        VeoTaskStatus.Submitting or VeoTaskStatus.Queued or VeoTaskStatus.Running => "Cyan",
        _ => null,
    };

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

    private static object? Value(object of, string property) => PSObject.AsPSObject(of).Properties[property]?.Value;
}
