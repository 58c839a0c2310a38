using System.Globalization;

namespace VeoPS.Bench;

/// <summary>Videos brought to the disk: hashed and flushed by VeoPS.</summary>
internal abstract class DownloadPart : BenchPart
{
    /// <summary>Bought before the line, in the same process, and known to have ended.</summary>
    protected const string Bought = "1..$env:COUNT | ForEach-Object { \"film $_\" } | New-VeoVideo | Get-VeoTask";

    protected abstract int Count { get; }

    /// <summary>Of one video, in MiB.</summary>
    protected abstract int MiB { get; }

    /// <summary>What the ratio to curl is to be.</summary>
    protected abstract string Wanted { get; }

    protected abstract string What { get; }

    protected abstract IReadOnlyList<Contender> Contenders { get; }

    public override async Task RunAsync(Workbench bench, Report report)
    {
        IReadOnlyList<Contender> contenders = Workbench.Present(Contenders, report);
        if (contenders.Count == 0 || !contenders[0].IsPowerShell) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--render-seconds",
            "0",
            "--clip-bytes",
            ((long)MiB << 20).ToString(CultureInfo.InvariantCulture));
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each => SaveAsync(bench, gateway, each));
        foreach (Contender peer in contenders.Skip(1))
        {
            report.Add(
                $"{What}: rate",
                Unit.MiBPerSecond,
                all.Of(contenders[0], Rate),
                peer.Name,
                all.Of(peer, Rate),
                peer.IsPowerShell ? "≥ 1" : Wanted);
            if (peer.IsPowerShell)
                report.Add(
                    $"{What}: peak memory over baseline",
                    Unit.MiB,
                    all.Of(contenders[0], Peak),
                    peer.Name,
                    all.Of(peer, Peak),
                    "≤ 32 MiB");
        }

        report.Show(contenders);
    }

    private static double? Peak(Sample sample) => sample.PeakMiB;

    private double? Rate(Sample sample) => Count * MiB / sample.Seconds;

    private async Task<Sample> SaveAsync(Workbench bench, GatewayProcess gateway, Contender contender)
    {
        await gateway.ResetAsync();
        string folder = bench.NewFolder(), list = Path.Combine(bench.NewFolder(), "ids.txt");
        await File.WriteAllLinesAsync(
            list,
            contender.Setup.Contains(Bought, StringComparison.Ordinal) ? [] : await gateway.SubmitAsync(Count, TimeSpan.Zero));
        Dictionary<string, string> variables = bench.Variables(gateway);
        (variables["OUT"], variables["IDS"], variables["COUNT"]) = (folder, list, Count.ToString(CultureInfo.InvariantCulture));
        Sample sample = contender.IsPowerShell
            ? await PowerShell.MeasureAsync(contender, variables, Count)
            : await Shell.MeasureAsync(contender, variables);
        if (Directory.EnumerateFiles(folder, "*.mp4").Sum(file => new FileInfo(file).Length) != (long)Count * MiB << 20)
            throw new InvalidOperationException($"{contender.Name}: the files are not whole.");
        Directory.Delete(folder, recursive: true);
        return sample;
    }
}
