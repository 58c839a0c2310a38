namespace VeoPS.Bench;

/// <summary>What the first call costs in a new process, where nothing is compiled yet.</summary>
internal sealed class FirstCallPart : BenchPart
{
    public override string Name => "first";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender empty = new("An empty start", "$null"), import = new("VeoPS, imported", Workbench.ImportVeoPS);
        Contender first = new("VeoPS, first cmdlet", $"{Workbench.ImportVeoPS}; $null = Get-VeoProvider");
        Contender submission = new("VeoPS, first submission", $"{Workbench.ImportVeoPS}; $null = New-VeoVideo 'a film'");
        Contender rest = new("Invoke-RestMethod, first submission", $"{Workbench.ImportScript}; $null = New-ScriptVideo 'a film'");
        Contender[] contenders = [empty, import, first, submission, rest];
        if (Workbench.Present(contenders, report) is not { Count: > 0 }) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync();
        Alternation all = await Alternation.RunAsync(
            bench.Quiet,
            contenders,
            each => PowerShell.StartAndEndAsync(each, bench.Variables(gateway)));
        double? Over(Contender contender, Contender start)
            => (all.Median(contender, sample => sample.Seconds) - all.Median(start, sample => sample.Seconds)) * 1000;
        report.Add("First cmdlet, over the import", Unit.Milliseconds, Over(first, import), "≤ 50 ms");
        report.Add(
            "Import and first submission, over an empty start",
            Unit.Milliseconds,
            Over(submission, empty),
            rest.Name,
            Over(rest, empty),
            "≤ 1");
        report.Show([first, submission, rest]);
    }
}
