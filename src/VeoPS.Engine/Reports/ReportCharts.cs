using System.Globalization;
using System.Net;
using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Reports;

/// <summary>The drawings above a report's tasks: how many ended how, and what was spent when. They are plain elements with widths and
/// heights in percent, so that the page needs no library.</summary>
internal static class ReportCharts
{
    // More columns than this cannot be told apart on a phone: months are drawn then.
    private const int MostDays = 62;

    // The page's style sheet has so many colours; further profiles begin again with the first.
    private const int Colours = 8;

    /// <summary>One bar with a part for each status, as wide as the status is frequent, and a button for each that hides the
    /// others.</summary>
    public static string Statuses(IReadOnlyCollection<ReportItem> items)
    {
        (string Name, int Count)[] statuses = [.. items.GroupBy(item => item.Task.Status)
            .Select(group => (group.Key, group.Count())).OrderByDescending(each => each.Item2)
            .ThenBy(each => each.Key, StringComparer.Ordinal)];
        if (statuses.Length == 0) return "";

        StringBuilder html = new("<div class=\"bar\" aria-hidden=\"true\">");
        foreach ((string name, int count) in statuses)
            html.Append(Invariant($"<span class=\"{StatusClass(name)}\" style=\"flex-grow:{count}\"></span>"));
        html.Append("</div><nav class=\"filter\" aria-label=\"Show only\">");
        foreach ((string name, int count) in statuses)
        {
            html.Append(Invariant($"<button type=\"button\" aria-pressed=\"false\" class=\"{StatusClass(name)}\" "))
                .Append(Invariant($"data-status=\"{Text(name)}\">{count} {Text(name)}</button>"));
        }

        return html.Append("</nav>").ToString();
    }

    /// <summary>A chart for each unit: a column for each day, or month, with a part for each profile. Tasks that cost nothing, or whose
    /// time of purchase is unknown, are not in it.</summary>
    public static string Spending(IEnumerable<ReportItem> items)
    {
        Payment[] payments = [.. items.Select(item => item.Task).Where(task => task.Cost?.Amount > 0 && task.Created != default)
            .Select(task => new Payment(task.Created.Date, task.Profile, task.Cost!.Unit, task.Cost.Amount))];
        string[] profiles = [.. payments.Select(payment => payment.Profile).Distinct().OrderBy(name => name, StringComparer.Ordinal)];
        return string.Concat(payments.GroupBy(payment => payment.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal)
            .Select(unit => Chart(unit.Key, [.. unit], profiles)));
    }

    /// <summary>The class of the style sheet that colours a status.</summary>
    public static string StatusClass(string status) => status switch
    {
        VeoTaskStatus.Succeeded => "good",
        VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Canceled or VeoTaskStatus.Expired => "bad",
        _ => "wait",
    };

    private static string Chart(string unit, Payment[] payments, string[] profiles)
    {
        DateTime first = payments.Min(payment => payment.Day);
        DateTime last = payments.Max(payment => payment.Day);
        bool isDaily = (last - first).Days < MostDays;
        DateTime[] columns = isDaily ? Steps(first, last, day => day.AddDays(1)) : Steps(Month(first), last, month => month.AddMonths(1));
        ILookup<DateTime, Payment> spent = payments.ToLookup(payment => isDaily ? payment.Day : Month(payment.Day));
        decimal highest = columns.Max(column => Sum(spent[column]));
        string pattern = isDaily ? "yyyy-MM-dd" : "yyyy-MM";

        StringBuilder html = new("<figure><div class=\"columns\" aria-hidden=\"true\">");
        foreach (DateTime column in columns)
        {
            string day = column.ToString(pattern, CultureInfo.InvariantCulture);
            html.Append(Invariant($"<div title=\"{day}: {Money(Sum(spent[column]), unit)}\">"));
            foreach (IGrouping<string, Payment> part in spent[column].GroupBy(payment => payment.Profile).OrderBy(part => part.Key))
            {
                html.Append(Invariant($"<span class=\"c{Array.IndexOf(profiles, part.Key) % Colours}\" "))
                    .Append(Invariant($"style=\"height:{Sum(part) / highest * 100:0.##}%\"></span>"));
            }

            html.Append("</div>");
        }

        html.Append("</div><figcaption>").Append(Invariant($"<span>{columns[0].ToString(pattern, CultureInfo.InvariantCulture)}"));
        if (columns.Length > 1) html.Append(Invariant($" to {columns[^1].ToString(pattern, CultureInfo.InvariantCulture)}"));
        html.Append(Invariant($" (UTC), highest {Money(highest, unit)} per {(isDaily ? "day" : "month")}</span>"));
        foreach (IGrouping<string, Payment> part in payments.GroupBy(payment => payment.Profile).OrderBy(part => part.Key))
        {
            html.Append(Invariant($"<span><i class=\"c{Array.IndexOf(profiles, part.Key) % Colours}\"></i>{Text(part.Key)}: "))
                .Append(Money(Sum(part), unit)).Append("</span>");
        }

        return html.Append("</figcaption></figure>").ToString();
    }

    private static DateTime Month(DateTime day) => new(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    private static DateTime[] Steps(DateTime first, DateTime last, Func<DateTime, DateTime> next)
    {
        List<DateTime> steps = [];
        for (DateTime step = first; step <= last; step = next(step)) steps.Add(step);
        return [.. steps];
    }

    private static decimal Sum(IEnumerable<Payment> payments) => Amounts.Sum(payments.Select(payment => payment.Amount));

    private static string Money(decimal amount, string unit) => Text(new VeoCost { Amount = amount, Unit = unit }.ToString());

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Payment(DateTime Day, string Profile, string Unit, decimal Amount);
}
