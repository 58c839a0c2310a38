using System.Globalization;

namespace VeoPS.Bench;

/// <summary>A call whose ledger knows nothing, and the same call again once it knows how long tasks take.</summary>
internal sealed class LearnedPart : BenchPart
{
    private static readonly Contender Second = Waiting("with what the first call learned");

    private static readonly Contender First = Waiting("with an empty ledger");

    private static int Count => Scale.Of(200, 5);

    private static TimeSpan Render => Scale.Seconds(60, 3);

    private static TimeSpan Spread => Scale.Seconds(10, 1);

    public override string Name => "learned";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        if (Workbench.Present([Second, First], report).Count < 2) return;
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--render-seconds",
            Render.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--render-spread",
            Spread.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Dictionary<string, string>? variables = null;
        Alternation all = await Alternation.RunInOrderAsync(bench.Quiet, [First, Second], async each =>
        {
            if (each == First || variables is null) variables = bench.Variables(gateway);
            variables["COUNT"] = Count.ToString(CultureInfo.InvariantCulture);
            await gateway.ResetAsync();
            return await PowerShell.MeasureAsync(each, variables, Count) with { Polls = await gateway.PollsAsync() };
        });

        void Add(string what, Unit unit, Func<Sample, double?> figure, string wanted) => report.Add(
            $"{Count} videos of {Render.TotalSeconds:0} ± {Spread.TotalSeconds:0} s, bought and waited for: {what}",
            unit,
            all.Of(Second, figure),
            First.Name,
            all.Of(First, figure),
            wanted);

        Add("requests", Unit.Count, sample => sample.Polls?.Polls, "≤ 0.5");
        Add("mean delay of notice", Unit.Seconds, sample => sample.Polls?.MeanDelaySeconds, "≤ 1");
        report.Show([Second]);
    }

    private static Contender Waiting(string name) =>
        new($"VeoPS, {name}", "1..$env:COUNT | ForEach-Object { \"film $_\" } | New-VeoVideo | Wait-VeoTask") {
            Setup = Workbench.ImportVeoPS };
}
