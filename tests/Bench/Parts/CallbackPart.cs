using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VeoPS.Bench;

/// <summary>Waiting for a thousand tasks whose gateway calls when they end: by polls alone, and with the calls heard.</summary>
internal sealed class CallbackPart : BenchPart
{
    private static int Count => Scale.Of(1000, 10);

    // From a submission to its task's end.
    private static TimeSpan Render => Scale.Seconds(60, 4);

    // How long it takes to submit them all, before the wait begins.
    private static TimeSpan Spread => Scale.Seconds(20, 0);

    private static Contender Polls => Waiting("", "polls alone");

    private static Contender Calls => Waiting(" -Prefix $env:HOOK", "callbacks");

    public override string Name => "callbacks";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender[] contenders = [Calls, Polls];
        if (Workbench.Present(contenders, report).Count < contenders.Length) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--render-seconds",
            Render.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        List<int> heard = [];
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each => WaitAsync(bench, gateway, each, heard));

        void Add(string what, Unit unit, Func<Sample, double?> figure) => report.Add(
            $"Waiting for {Count} tasks that call back: {what}", unit, all.Of(Calls, figure), Polls.Name, all.Of(Polls, figure));

        Add("requests", Unit.Count, sample => sample.Polls?.Polls);
        Add("mean delay of notice", Unit.Seconds, sample => sample.Polls?.MeanDelaySeconds);
        Add("CPU", Unit.Seconds, sample => sample.CpuSeconds);
        Add("peak memory over baseline", Unit.MiB, sample => sample.PeakMiB);
        report.Add($"Waiting for {Count} tasks that call back: calls that were heard, at least", Unit.Count, Figure.Of(heard.Min()), "");
        report.Show(contenders);
    }

    private static Contender Waiting(string prefix, string name) =>
        new($"VeoPS, {Count} tasks, {name}", $"$ids | Wait-VeoTask -Profile env{prefix}") {
            Setup = $"{Workbench.ImportVeoPS}; $ids = Get-Content $env:IDS" };

    private static async Task<Sample> WaitAsync(Workbench bench, GatewayProcess gateway, Contender contender, List<int> heard)
    {
        await gateway.ResetAsync();
        Uri hook = new($"http://127.0.0.1:{FreePort()}/veo/");
        (string[] ids, Task<int> calls) = await gateway.SubmitAsync(Count, Spread, hook, Render);
        string list = Path.Combine(bench.NewFolder(), "ids.txt");
        await File.WriteAllLinesAsync(list, ids);
        Dictionary<string, string> variables = bench.Variables(gateway);
        variables["VEOPS_PROVIDER"] = "Apikley";
        variables["IDS"] = list;
        variables["HOOK"] = hook.AbsoluteUri;
        Sample sample = await PowerShell.MeasureAsync(contender, variables, Count) with { Polls = await gateway.PollsAsync() };
        int count = await calls;
        if (contender == Calls) heard.Add(count);
        return sample;
    }

    // One that was free a moment ago.
    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
