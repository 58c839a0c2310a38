using System.Globalization;

namespace VeoPS.Bench;

/// <summary>Waiting for many tasks, each asked for every five seconds, which is the gateway's floor.</summary>
internal class WaitPart : BenchPart
{
    private const int Seconds = 5;

    public override string Name => "wait";

    protected virtual int Count => 1000;

    /// <summary>From a submission to its task's end.</summary>
    protected virtual TimeSpan Render => TimeSpan.FromSeconds(30);

    /// <summary>How long it takes to submit them all, before the wait begins.</summary>
    protected virtual TimeSpan Spread => TimeSpan.FromSeconds(10);

    protected virtual IReadOnlyList<Contender> Contenders =>
    [
        new($"VeoPS, {Count} tasks", $"$ids | Wait-VeoTask -Profile env -PollIntervalSec {Seconds}") {
            Setup = $"{Workbench.ImportVeoPS}; $ids = Get-Content $env:IDS" },
        new(
            $"ForEach-Object -Parallel, {Count} tasks",
            $$"""
            $ids | ForEach-Object -ThrottleLimit {{Count}} -Parallel {
                do {
                    Start-Sleep {{Seconds}}
                    $task = Invoke-RestMethod "$using:base/v1/videos/$_" -Headers $using:headers
                } until ($task.status -eq 'SUCCESS')
                $task
            }
            """) { Setup = $"{Workbench.Script}; $ids = Get-Content $env:IDS" },
    ];

    public override async Task RunAsync(Workbench bench, Report report)
    {
        IReadOnlyList<Contender> contenders = Workbench.Present(Contenders, report);
        if (contenders.Count == 0) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--render-seconds",
            Render.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each => WaitAsync(bench, gateway, each));
        Tell(report, all, contenders);
        report.Show(contenders);
    }

    protected virtual void Tell(Report report, Alternation all, IReadOnlyList<Contender> contenders)
    {
        foreach (Contender peer in contenders.Skip(1))
        {
            void Add(string what, Unit unit, Func<Sample, double?> figure, string wanted = "") =>
                report.Add(
                    $"Waiting for {Count} tasks: {what}",
                    unit,
                    all.Median(contenders[0], figure),
                    peer.Name,
                    all.Median(peer, figure),
                    wanted);

            Add("requests", Unit.Count, sample => sample.Polls?.Polls);
            Add("mean delay of notice", Unit.Seconds, sample => sample.Polls?.MeanDelaySeconds, "≤ 2.5 s");
            Add("peak memory over baseline", Unit.MiB, sample => sample.PeakMiB, "≤ 0.1");
            Add("CPU", Unit.Seconds, sample => sample.CpuSeconds, "≤ 0.1");
            Add("threads over baseline", Unit.Count, sample => sample.Threads);
            report.Add(
                $"Waiting for {Count} tasks: lowest gap between two polls of one",
                Unit.Seconds,
                all.Least(contenders[0], Gap),
                peer.Name,
                all.Least(peer, Gap),
                "≥ 5 s");
        }
    }

    protected static double? Gap(Sample sample) => sample.Polls?.LowestGapSeconds;

    private async Task<Sample> WaitAsync(Workbench bench, GatewayProcess gateway, Contender contender)
    {
        await gateway.ResetAsync();
        string list = Path.Combine(bench.NewFolder(), "ids.txt");
        await File.WriteAllLinesAsync(list, await gateway.SubmitAsync(Count, Spread));
        Dictionary<string, string> variables = bench.Variables(gateway);
        variables["IDS"] = list;
        return await PowerShell.MeasureAsync(contender, variables, Count) with { Polls = await gateway.PollsAsync() };
    }
}
