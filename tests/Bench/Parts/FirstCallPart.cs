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
        report.Add("First cmdlet, over the import", Unit.Milliseconds, all.Over(first, import, Wall), "≤ 50 ms");
        (string, Func<Sample, double?>)[] figures = [("time", Wall), ("CPU", Cpu)];
        foreach ((string what, Func<Sample, double?> figure) in figures)
        {
            report.Add(
                $"Import and first submission of a new process, over an empty start: {what}",
                Unit.Milliseconds,
                all.Over(submission, empty, figure),
                rest.Name,
                all.Over(rest, empty, figure),
                "≤ 0.9");
        }

        report.Show([first, submission, rest]);
    }

    private static double? Wall(Sample sample) => sample.Seconds * 1000;

    private static double? Cpu(Sample sample) => sample.CpuSeconds * 1000;
}
