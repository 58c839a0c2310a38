using System.Globalization;
using System.Net;
using System.Text;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Reports;

/// <summary>Tasks as one HTML page that needs nothing from anywhere: a player, the prompt and what became of each.</summary>
public static class ReportPage
{
    // What can be sorted by: the words for it, the name in the page, and whether it is a number.
    private static readonly (string Words, string Key, bool IsNumber)[] Sorts =
        [("Time", "created", false), ("Status", "status", false), ("Prompt", "prompt", false), ("Gateway", "gateway", false), ("Cost", "cost", true), ("Took", "took", true)];

    private static readonly Lazy<string> s_template = new(ReadTemplate);

    /// <summary>Makes the page.</summary>
    /// <param name="title">Its title, as plain text.</param>
    /// <param name="items">The tasks, in their order.</param>
    /// <param name="made">UTC. When it is made.</param>
    public static string Of(string title, IReadOnlyCollection<ReportItem> items, DateTime made)
    {
        Dictionary<string, string> parts = new(StringComparer.Ordinal)
        {
            ["title"] = Text(title),
            ["summary"] = Text(Summary(items, made)),
            ["sorts"] = string.Concat(Sorts.Select(sort => $"<button type=\"button\" aria-pressed=\"false\" data-key=\"{sort.Key}\" data-number=\"{(sort.IsNumber ? "true" : "false")}\">{sort.Words}</button>")),
            ["items"] = string.Concat(items.Select(Item)),
        };

        // In one pass: what a prompt says is never taken for a part of the template.
        StringBuilder page = new();
        string[] pieces = s_template.Value.Split(["{{", "}}"], StringSplitOptions.None);
        for (int index = 0; index < pieces.Length; index++) page.Append(index % 2 == 0 ? pieces[index] : parts[pieces[index]]);
        return page.ToString();
    }

    private static string Summary(IReadOnlyCollection<ReportItem> items, DateTime made)
    {
        IEnumerable<string> statuses = items.GroupBy(item => item.Task.Status).OrderByDescending(group => group.Count()).Select(group => $"{Number(group.Count())} {group.Key}");
        IEnumerable<string> costs = items.Select(item => item.Task.Cost).OfType<VeoCost>().GroupBy(cost => cost.Unit).Select(group => $"{Number(group.Sum(cost => cost.Amount))} {group.Key}");
        return string.Join(" · ", [$"{Number(items.Count)} tasks", .. statuses, .. costs, $"made {Time(made)}"]);
    }

    private static string Item(ReportItem item)
    {
        VeoTask task = item.Task;
        TimeSpan? took = task.Completed - task.Created;
        StringBuilder html = new();
        html.Append("<article").Append(Data("created", task.Created.ToString("o", CultureInfo.InvariantCulture))).Append(Data("status", task.Status)).Append(Data("prompt", task.Prompt ?? ""))
            .Append(Data("gateway", $"{task.Provider} {task.Profile}")).Append(Data("cost", task.Cost is { } cost ? Number(cost.Amount) : "")).Append(Data("took", took is { } time ? Number((long)time.TotalSeconds) : "")).Append('>');
        html.Append("<div>");
        foreach (string video in item.Videos) html.Append("<video controls preload=\"metadata\" playsinline src=\"").Append(Text(video)).Append("\"></video>");
        if (item.Videos.Count == 0) html.Append("<div class=\"none\">").Append(task.Status == VeoTaskStatus.Succeeded ? "not on disk" : "no video").Append("</div>");
        html.Append("</div><div><h2>").Append(Text(task.Prompt ?? "(no prompt)")).Append("</h2>");
        html.Append("<div class=\"status ").Append(Colour(task.Status)).Append("\">").Append(Text(task.Status)).Append("</div><dl>");
        Row(html, "Error", task.Error?.ToString());
        Row(html, "Gateway", $"{task.Provider}, profile {task.Profile}");
        Row(html, "Model", task.Model);
        Row(html, "Cost", task.Cost?.ToString());
        Row(html, "Created", task.Created == default ? null : Time(task.Created));
        Row(html, "Took", took is { } span ? $"{Number((long)span.TotalSeconds)} s" : null);
        Row(html, "Job key", task.JobKey);
        Row(html, "Tags", task.Tag.Count == 0 ? null : string.Join(", ", task.Tag));
        Row(html, "Id", task.Id ?? task.SubmissionId);
        return html.Append("</dl></div></article>\n").ToString();
    }

    private static string Colour(string status) => status switch
    {
        VeoTaskStatus.Succeeded => "good",
        VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Canceled or VeoTaskStatus.Expired => "bad",
        _ => "wait",
    };

    private static void Row(StringBuilder html, string name, string? value)
    {
        if (value is not null) html.Append("<dt>").Append(name).Append("</dt><dd>").Append(Text(value)).Append("</dd>");
    }

    private static string Data(string name, string value) => $" data-{name}=\"{Text(value)}\"";

    // In quotes and between tags alike.
    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string ReadTemplate()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.html")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
