using System.Globalization;
using System.Text;

namespace VeoPS.Bench;

/// <summary>The table, row by row, and the commands that its figures come from.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];
    private readonly List<Contender> _contenders = [];
    private readonly List<string> _notes = [];

    /// <summary>What the figures depend on: above the table.</summary>
    public string Head { get; init; } = "";

    /// <summary>Adds a figure beside a peer's.</summary>
    /// <param name="what">Was measured.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="ours">Null where it cannot be told here.</param>
    /// <param name="peer">Who else.</param>
    /// <param name="theirs">Its figure; null where there is none.</param>
    /// <param name="wanted">What the ratio or the figure is to be.</param>
    public void Add(string what, Unit unit, Figure? ours, string peer, Figure? theirs, string wanted = "") => _rows.Add(
        $"| {what} | {Write(unit, ours)} | {peer} | {Write(unit, theirs)} | {Ratio(ours, theirs)} | {wanted} |");

    /// <summary>Adds a figure that has no peer.</summary>
    public void Add(string what, Unit unit, Figure? ours, string wanted) => Add(what, unit, ours, "–", null, wanted);

    /// <summary>Shows a command under the table.</summary>
    public void Show(IEnumerable<Contender> contenders) => _contenders.AddRange(contenders.Where(each => !_contenders.Contains(each)));

    /// <summary>Says what could not be measured.</summary>
    public void Note(string text) => _notes.Add(text);

    public string ToMarkdown()
    {
        StringBuilder text = new($"{Head}\n\n| Measured | VeoPS | Peer | Its figure | Ratio | Wanted |\n|---|---:|---|---:|---:|---|\n");
        text.AppendJoin('\n', _rows).Append('\n');
        foreach (string note in _notes) text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        foreach (Contender contender in _contenders) text.Append(Command(contender));
        return text.ToString();
    }

    private static string Command(Contender contender)
    {
        string before = contender.Setup.Length == 0 ? "" : $"{contender.Setup}   # before, and not measured\n";
        return $"\n{contender.Name}:\n\n```{(contender.IsPowerShell ? "powershell" : "sh")}\n{before}{contender.Line}\n```\n";
    }

    private static string Write(Unit unit, Figure? figure) => figure switch
    {
        null => "–",
        { } one when one.Low == one.High => unit.Write(one.Median),
        { } one => $"{unit.Write(one.Median)} ({unit.Number(one.Low)} to {unit.Number(one.High)})",
    };

    private static string Ratio(Figure? ours, Figure? theirs) =>
        ours is { } one && theirs is { Median: > 0 } other ? Unit.Ratio.Number(one.Median / other.Median) : "–";
}
