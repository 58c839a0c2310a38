namespace VeoPS.Bench;

/// <summary>A CSV of a hundred shots, from the first submission to the last file.</summary>
internal sealed class WholeLinePart : BenchPart
{
    private static int Count => Scale.Of(100, 4);

    public override string Name => "line";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender ours = new(
            "VeoPS, the whole line",
            "Import-Csv $env:SHOTS | New-VeoVideo | Wait-VeoTask -PollIntervalSec 5 | Save-VeoVideo -OutputPath $env:OUT") {
                Setup = Workbench.ImportVeoPS };
        Contender script = new("The script module, the whole line", "Import-Csv $env:SHOTS | ForEach-Object Prompt | "
            + "New-ScriptVideo | Wait-ScriptVideo -Seconds 5 | Save-ScriptVideo -OutputPath $env:OUT") { Setup = Workbench.ImportScript };
        Contender parallel = new("ForEach-Object -Parallel, the whole line", $$"""
            Import-Csv $env:SHOTS | ForEach-Object -ThrottleLimit {{Count}} -Parallel {
                Import-Module $using:module
                $_.Prompt | New-ScriptVideo | Wait-ScriptVideo -Seconds 5 | Save-ScriptVideo -OutputPath $env:OUT
            }
            """) { Setup = $"$module = ({Workbench.ImportScript} -PassThru).Path" };
        IReadOnlyList<Contender> contenders = Workbench.Present([ours, script, parallel], report);
        if (contenders.Count == 0) return;

        string shots = Path.Combine(bench.NewFolder(), "shots.csv");
        await File.WriteAllLinesAsync(shots, ["Prompt", .. Enumerable.Range(1, Count).Select(nth => $"shot {nth}")]);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--render-seconds",
            Scale.Of(6, 0).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--clip-bytes",
            (8 << 20).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, async each =>
        {
            await gateway.ResetAsync();
            string folder = bench.NewFolder();
            Dictionary<string, string> variables = bench.Variables(gateway);
            (variables["SHOTS"], variables["OUT"]) = (shots, folder);
            Sample sample = await PowerShell.MeasureAsync(each, variables, Count);
            Directory.Delete(folder, recursive: true);
            return sample;
        });
        foreach (Contender peer in contenders.Skip(1))
        {
            void Add(string what, Unit unit, Func<Sample, double?> figure, string wanted = "") =>
                report.Add(
                    $"The whole line, {Count} videos of 8 MiB: {what}",
                    unit,
                    all.Of(ours, figure),
                    peer.Name,
                    all.Of(peer, figure),
                    wanted);

            Add("time", Unit.Seconds, sample => sample.Seconds, peer == script ? "≤ 0.9" : "≤ 1");
            Add("CPU", Unit.Seconds, sample => sample.CpuSeconds);
            Add("peak memory over baseline", Unit.MiB, sample => sample.PeakMiB);
        }

        report.Show(contenders);
    }
}
