using System.Text.RegularExpressions;

namespace VeoPS.Bench;

/// <summary>How often a purchase has the disk keep something: strace counts the flushes of each file. Those of the log are commits;
/// those of the database itself are checkpoints, which come whenever the log has grown.</summary>
internal sealed partial class FlushPart : BenchPart
{
    private const string Tracer = "strace";

    private static int Few => Scale.Of(20, 2);

    private static int Many => Scale.Of(120, 4);

    public override string Name => "flushes";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        if (!PowerShell.IsFound || !Programs.Has(Tracer))
        {
            report.Note("Flushes were not counted: that needs PowerShell and strace.");
            return;
        }

        await using GatewayProcess gateway = await GatewayProcess.StartAsync();
        (int Commits, int Checkpoints) few = await CountAsync(bench, gateway, Few), many = await CountAsync(bench, gateway, Many);
        report.Add(
            "Flushes a purchase with key and budget",
            Unit.Ratio,
            Figure.Of((many.Commits - few.Commits) / (double)(Many - Few)),
            "3");
        report.Add($"Flushes of checkpoints, in {Many} purchases and at the end of the call", Unit.Count, Figure.Of(many.Checkpoints), "");
        report.Note($"Flushes were counted by `{Tracer} -f -y -e trace=fsync,fdatasync`, as the difference between {Many} and {Few} "
            + "purchases.");
    }

    private static async Task<(int Commits, int Checkpoints)> CountAsync(Workbench bench, GatewayProcess gateway, int count)
    {
        string trace = Path.Combine(bench.NewFolder(), "trace");
        Dictionary<string, string> variables = bench.Variables(gateway);
        variables["VEOPS_SETTINGS"] = SubmissionPart.Budget;
        string line = $"{Workbench.ImportVeoPS}; {SubmissionPart.Rows(count)}; $null = $rows | New-VeoVideo";
        string[] arguments = ["-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace];
        await Programs.RunAsync(Tracer, [.. arguments, PowerShell.Program, .. PowerShell.Arguments(line)], variables);
        string[] files = [.. File.ReadLines(trace).Select(each => Flushed().Match(each)).Where(match => match.Success)
            .Select(match => Path.GetFileName(match.Groups["path"].Value))];
        return (files.Count(file => file == "ledger.db-wal"), files.Count(file => file == "ledger.db"));
    }

    // Such as: 4711 fdatasync(12</tmp/home/ledger.db-wal>) = 0
    [GeneratedRegex(@"\bf(?:data)?sync\(\d+<(?<path>[^>]*)>")]
    private static partial Regex Flushed();
}
