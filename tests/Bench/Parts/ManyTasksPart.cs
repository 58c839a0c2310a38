namespace VeoPS.Bench;

/// <summary>Waiting for ten thousand tasks at the gateway's own cadence. No peer can.</summary>
internal sealed class ManyTasksPart : WaitPart
{
    public override string Name => "wait-many";

    protected override int Count => Scale.Of(10_000, 50);

    protected override TimeSpan Render => Scale.Seconds(60, 0);

    protected override TimeSpan Spread => Scale.Seconds(30, 0);

    protected override IReadOnlyList<Contender> Contenders =>
        [new($"VeoPS, {Count} tasks", "$ids | Wait-VeoTask -Profile env") {
            Setup = $"{Workbench.ImportVeoPS}; $ids = Get-Content $env:IDS" }];

    protected override void Tell(Report report, Alternation all, IReadOnlyList<Contender> contenders)
    {
        void Add(string what, Unit unit, Func<Sample, double?> figure, string wanted = "") =>
            report.Add($"Waiting for {Count} tasks: {what}", unit, all.Of(contenders[0], figure), wanted);

        Add("requests", Unit.Count, sample => sample.Polls?.Polls);
        Add("mean delay of notice", Unit.Seconds, sample => sample.Polls?.MeanDelaySeconds, "≤ 7.5 s");
        Add("peak memory over baseline", Unit.MiB, sample => sample.PeakMiB, "≤ 40 MiB");
        Add("CPU", Unit.Seconds, sample => sample.CpuSeconds);
        Add("threads over baseline", Unit.Count, sample => sample.Threads, "≤ 5");
        report.Add($"Waiting for {Count} tasks: lowest gap between two "
            + "polls of one", Unit.Seconds, Least(all, contenders[0]), "≥ 5 s");
    }
}
