namespace VeoPS.Bench;

/// <summary>Importing the module, over an empty start of the same PowerShell.</summary>
internal sealed class ImportPart : BenchPart
{
    public override string Name => "import";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender empty = new("An empty start", "$null"), ours = new("VeoPS", Workbench.ImportVeoPS);
        List<Contender> contenders = [empty, ours, new("A binary module of one cmdlet", Workbench
            .ImportOneCmdlet), new("A script module of the same calls", Workbench.ImportScript)];
        if (Workbench.Present(contenders, report) is not { Count: > 0 }) return;
        Dictionary<string, string> variables = bench.Variables();
        if (await Vaults.FindAsync() is { } path)
        {
            variables["VAULTS"] = path;
            contenders.Insert(2, new Contender(Vaults.Name, "Import-Module $env:VAULTS"));
        }
        else
        {
            report.Note($"{Vaults.Name} was not measured: it is not installed.");
        }

        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each => PowerShell.StartAndEndAsync(each, variables));
        Figure? Over(Contender contender) => all.Over(contender, empty, sample => sample.Seconds * 1000);
        foreach (Contender peer in contenders.Skip(2))
            report.Add(
                "Import, over an empty start",
                Unit.Milliseconds,
                Over(ours),
                peer.Name,
                Over(peer),
                peer.Name == Vaults.Name ? "≤ 1" : "");
        report.Show(contenders.Skip(1));
    }
}
