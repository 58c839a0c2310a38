using System.Globalization;
using System.Net;
using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Reports;

/// <summary>Tasks as one HTML page that loads nothing from elsewhere: a player, the prompt and the outcome of each.</summary>
internal static class ReportPage
{
    // The columns to sort by: the words for each, the name in the page, and whether it is a number.
    private static readonly (string Words, string Key, bool IsNumber)[] Sorts =
        [("Time", "created", false), ("Status", "status", false), ("Prompt", "prompt", false), ("Gateway", "gateway", false),
         ("Cost", "cost", true), ("Took", "took", true)];

    private static readonly Lazy<string> s_template = new(ReadTemplate);

    // A multiple of three, so that every piece of base64 joins the next without padding.
    private const int EmbeddedChunk = 48 * 1024;

    /// <summary>Writes the page. Of a file that goes into it no more than a piece is held at once.</summary>
    /// <param name="writer">Gets the page.</param>
    /// <param name="title">Its title, as plain text.</param>
    /// <param name="items">The tasks, in their order.</param>
    /// <param name="made">UTC. When it is made.</param>
    /// <exception cref="IOException">A file that goes into the page cannot be read, or the page cannot be written.</exception>
    public static void Write(TextWriter writer, string title, IReadOnlyCollection<ReportItem> items, DateTime made)
    {
        Dictionary<string, Action> parts = new(StringComparer.Ordinal)
        {
            ["title"] = () => writer.Write(Text(title)),
            ["summary"] = () => writer.Write(Text(Summary(items, made))),
            ["statuses"] = () => writer.Write(ReportCharts.Statuses(items)),
            ["spending"] = () => writer.Write(ReportCharts.Spending(items)),
            ["sorts"] = () => writer.Write(string.Concat(Sorts.Select(Button))),
            ["items"] = () =>
            {
                foreach (ReportItem item in items) Item(writer, item);
            },
        };

        // In one pass: a prompt is never taken for a part of the template.
        string[] pieces = s_template.Value.Split(["{{", "}}"], StringSplitOptions.None);
        for (int index = 0; index < pieces.Length; index++)
        {
            if (index % 2 == 0) writer.Write(pieces[index]);
            else parts[pieces[index]]();
        }
    }

    private static string Button((string Words, string Key, bool IsNumber) sort)
    {
        string isNumber = sort.IsNumber ? "true" : "false";
        return $"<button type=\"button\" aria-pressed=\"false\" data-key=\"{sort.Key}\" data-number=\"{isNumber}\">{sort.Words}</button>";
    }

    private static string Summary(IReadOnlyCollection<ReportItem> items, DateTime made)
    {
        IEnumerable<string> statuses = items.GroupBy(item => item.Task.Status).OrderByDescending(group => group.Count())
            .Select(group => $"{Number(group.Count())} {group.Key}");
        IEnumerable<string> costs = items.Select(item => item.Task.Cost).OfType<VeoCost>().GroupBy(cost => cost.Unit)
            .Select(group => Money.Text(Amounts.Sum(group.Select(cost => cost.Amount)), group.Key));
        return string.Join(" · ", [$"{Number(items.Count)} tasks", .. statuses, .. costs, $"created {Time(made)}"]);
    }

    private static void Item(TextWriter page, ReportItem item)
    {
        VeoTask task = item.Task;

        // A task of another ledger may have no creation time here.
        TimeSpan? took = task.Created == default || task.Completed < task.Created ? null : task.Completed - task.Created;
        StringBuilder html = new();
        string created = task.Created == default ? "" : task.Created.ToString("o", CultureInfo.InvariantCulture);
        html.Append("<article").Append(Data("created", created)).Append(Data("status", task.Status))
            .Append(Data("prompt", task.Prompt ?? ""))
            .Append(Data("gateway", $"{task.Provider} {task.Profile}"))
            .Append(
                Data("cost", task.Cost is { } cost ? Number(cost.Amount) : ""))
            .Append(Data("took", took is { } time ? Number((long)time.TotalSeconds) : ""))
            .Append('>');
        html.Append("<div>");
        foreach (ReportVideo video in item.Videos)
        {
            html.Append("<video controls preload=\"none\" playsinline src=\"").Append(Text(video.Address ?? ""));
            if (video.File is { } file)
            {
                page.Write(html.ToString());
                html.Clear();
                Embed(page, file);
            }

            html.Append("\"></video>");
        }

        if (item.Videos.Count == 0)
            html.Append("<div class=\"none\">").Append(task.Status == VeoTaskStatus.Succeeded ? "not on disk" : "no video")
                .Append("</div>");
        html.Append("</div><div><h2>").Append(Text(task.Prompt ?? "(no prompt)")).Append("</h2>");
        html.Append("<div class=\"status ").Append(ReportCharts.StatusClass(task.Status)).Append("\">").Append(Text(task.Status))
            .Append("</div><dl>");
        Row(html, "Error", task.Error?.ToString());
        Row(html, "Gateway", $"{task.Provider}, profile {task.Profile}");
        Row(html, "Model", task.Model);
        Row(html, "Cost", task.Cost?.ToString());
        Row(html, "Created", task.Created == default ? null : Time(task.Created));
        Row(html, "Elapsed", took is { } span ? $"{Number((long)span.TotalSeconds)} s" : null);
        Row(html, "Job key", task.JobKey);
        Row(html, "Tags", task.Tag.Count == 0 ? null : string.Join(", ", task.Tag));
        Row(html, "Id", task.Id ?? task.SubmissionId);
        page.Write(html.Append("</dl></div></article>\n").ToString());
    }

    private static void Embed(TextWriter page, string file)
    {
        page.Write("data:video/mp4;base64,");
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] chunk = new byte[EmbeddedChunk];
        char[] digits = new char[EmbeddedChunk / 3 * 4];
        while (Fill(stream, chunk) is > 0 and int length) page.Write(digits, 0, Convert.ToBase64CharArray(chunk, 0, length, digits, 0));
    }

    // Whole, but for the last: a read may give less than it is asked for.
    private static int Fill(FileStream stream, byte[] chunk)
    {
        int filled = 0;
        while (filled < chunk.Length && stream.Read(chunk, filled, chunk.Length - filled) is > 0 and int read) filled += read;
        return filled;
    }

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
