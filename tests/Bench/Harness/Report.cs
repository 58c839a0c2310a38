using System.Globalization;
using System.Text;

namespace VeoPS.Bench;

/// <summary>The table, row by row, and the commands that its figures come from.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];
    private readonly List<Contender> _contenders = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a figure beside a peer's.</summary>
    /// <param name="what">Was measured.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="ours">The median; null where it cannot be told here.</param>
    /// <param name="peer">Who else.</param>
    /// <param name="theirs">Its median; null where there is none.</param>
    /// <param name="wanted">What the ratio or the figure is to be.</param>
    public void Add(string what, Unit unit, double? ours, string peer, double? theirs, string wanted = "") => _rows.Add(
        $"| {what} | {Write(unit, ours)} | {peer} | {Write(unit, theirs)} | {Ratio(ours, theirs)} | {wanted} |");

    /// <summary>Adds a figure that has no peer.</summary>
    public void Add(string what, Unit unit, double? ours, string wanted) => Add(what, unit, ours, "–", null, wanted);

    /// <summary>Shows a command under the table.</summary>
    public void Show(IEnumerable<Contender> contenders) => _contenders.AddRange(contenders.Where(each => !_contenders.Contains(each)));

    /// <summary>Says what could not be measured.</summary>
    public void Note(string text) => _notes.Add(text);

    public string ToMarkdown()
    {
        StringBuilder text = new("| Measured | VeoPS | Peer | Its figure | Ratio | Wanted |\n|---|---:|---|---:|---:|---|\n");
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

    private static string Write(Unit unit, double? value) => value is { } known ? unit.Write(known) : "–";

    private static string Ratio(double? ours, double? theirs) =>
        ours is { } one && theirs is > 0 and { } other ? (one / other).ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
