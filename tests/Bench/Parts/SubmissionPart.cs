namespace VeoPS.Bench;

/// <summary>Submissions to a gateway that answers at once.</summary>
internal class SubmissionPart : BenchPart
{
    private const string Body
        = "-ContentType 'application/json' -Body (@{ model = 'veo-3.1-fast-generate-preview'; prompt = $_ } | ConvertTo-Json)";

    public override string Name => "submit";

    protected virtual int Count => 200;

    /// <summary>How the gateway is started.</summary>
    protected virtual string[] Gateway => [];

    protected virtual string Wanted => "≤ 1";

    protected string Prompts => $"$prompts = 1..{Count} | ForEach-Object {{ \"shot $_\" }}";

    protected Contender Ours
        => new($"VeoPS, {Count} submissions", "$prompts | New-VeoVideo") { Setup = $"{Workbench.ImportVeoPS}; {Prompts}" };

    protected Contender InParallel(int throttle) => new(
        $"ForEach-Object -Parallel -ThrottleLimit {throttle}, {Count} submissions",
        $"$prompts | ForEach-Object -ThrottleLimit {throttle} -Parallel {{ Invoke-RestMethod \"$using:base/v1/videos\" -Method "
            + $"Post -Headers $using:headers {Body} }}") { Setup = $"{Workbench.Script}; {Prompts}" };

    protected virtual IEnumerable<Contender> Peers =>
    [
        new(
            $"An Invoke-RestMethod loop, {Count} submissions",
            $"$prompts | ForEach-Object {{ Invoke-RestMethod \"$base/v1/videos\" -Method Post -Headers $headers {Body} }}") {
                Setup = $"{Workbench.Script}; {Prompts}" },
        InParallel(4),
    ];

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender ours = Ours;
        IReadOnlyList<Contender> contenders = Workbench.Present([ours, .. Peers], report);
        if (contenders.Count == 0) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Gateway);
        Alternation all = await Alternation.RunAsync(
            bench.Quiet,
            contenders,
            each => PowerShell.MeasureAsync(each, bench.Variables(gateway), Count));
        foreach (Contender peer in contenders.Skip(1))
        {
            report.Add(
                $"{Count} submissions{Which}",
                Unit.Seconds,
                all.Median(ours, sample => sample.Seconds),
                peer.Name,
                all.Median(peer, sample => sample.Seconds),
                Wanted);
        }

        report.Show(contenders);
    }

    /// <summary>What is special about them.</summary>
    protected virtual string Which => ", each written to the ledger";
}
