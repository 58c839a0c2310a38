using System.Globalization;

namespace VeoPS.Bench;

/// <summary>Waiting for many tasks, each asked for every five seconds, which is the gateway's floor.</summary>
internal class WaitPart : BenchPart
{
    private const int Seconds = 5;

    public override string Name => "wait";

    protected virtual int Count => Scale.Of(1000, 20);

    /// <summary>From a submission to its task's end.</summary>
    protected virtual TimeSpan Render => Scale.Seconds(30, 0);

    /// <summary>How long it takes to submit them all, before the wait begins.</summary>
    protected virtual TimeSpan Spread => Scale.Seconds(10, 0);

    protected virtual IReadOnlyList<Contender> Contenders =>
    [
        new($"VeoPS, {Count} tasks", $"$ids | Wait-VeoTask -Profile env -PollIntervalSec {Seconds}") {
            Setup = $"{Workbench.ImportVeoPS}; $ids = Get-Content $env:IDS" },
        new($"A plain loop in a script module, {Count} tasks", $"$ids | Wait-ScriptVideo -Seconds {Seconds}") {
            Setup = $"{Workbench.ImportScript}; $ids = Get-Content $env:IDS" },
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
                    all.Of(contenders[0], figure),
                    peer.Name,
                    all.Of(peer, figure),
                    wanted);

            Add("requests", Unit.Count, sample => sample.Polls?.Polls);
            Add("mean delay of notice", Unit.Seconds, sample => sample.Polls?.MeanDelaySeconds, "≤ 2.5 s");
            bool isLoop = peer == contenders[1];
            Add("peak memory over baseline", Unit.MiB, sample => sample.PeakMiB, isLoop ? "≤ 1.5" : "≤ 0.1");
            Add("CPU", Unit.Seconds, sample => sample.CpuSeconds, isLoop ? "≤ 1" : "≤ 0.1");
            Add("threads over baseline", Unit.Count, sample => sample.Threads);
            report.Add(
                $"Waiting for {Count} tasks: lowest gap between two polls of one",
                Unit.Seconds,
                Least(all, contenders[0]),
                peer.Name,
                Least(all, peer),
                "≥ 5 s");
        }
    }

    protected static Figure? Least(Alternation all, Contender contender)
        => all.Least(contender, sample => sample.Polls?.LowestGapSeconds) is { } least ? Figure.Of(least) : null;

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
