namespace VeoPS.Bench;

/// <summary>Submissions to a gateway that answers at once.</summary>
internal class SubmissionPart : BenchPart
{
    private const string Body
        = "-ContentType 'application/json' -Body (@{ model = 'veo-3.1-fast-generate-preview'; prompt = $_ } | ConvertTo-Json)";

    public override string Name => "submit";

    protected virtual int Count => Scale.Of(200, 5);

    /// <summary>How the gateway is started.</summary>
    protected virtual string[] Gateway => [];

    protected virtual string Wanted => "≤ 1.1 of the loop";

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

    /// <summary>A price and a budget that is never exceeded, for the profile <c>env</c>.</summary>
    public const string Budget = """{"PricePerVideo":"0.40","DailyBudget":"1000000"}""";

    /// <summary>Makes rows with job keys.</summary>
    public static string Rows(int count) =>
        $"$rows = 1..{count} | ForEach-Object {{ [pscustomobject]@{{ Prompt = \"shot $_\"; JobKey = \"shot-$_\" }} }}";

    /// <summary>The same with a job key for each, and a daily budget.</summary>
    protected virtual Contender? Keyed => new($"VeoPS, {Count} submissions with job key and budget", "$rows | New-VeoVideo") {
        Setup = $"{Workbench.ImportVeoPS}; {Rows(Count)}" };

    public override async Task RunAsync(Workbench bench, Report report)
    {
        Contender ours = Ours;
        Contender? keyed = Keyed;
        IReadOnlyList<Contender> contenders = Workbench.Present([ours, .. Peers, .. keyed is null ? [] : (Contender[])[keyed]], report);
        if (contenders.Count == 0) return;

        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Gateway);
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each =>
        {
            Dictionary<string, string> variables = bench.Variables(gateway);
            if (each == keyed) variables["VEOPS_SETTINGS"] = Budget;
            return PowerShell.MeasureAsync(each, variables, Count);
        });
        foreach (Contender one in contenders.Where(each => each == ours || each == keyed))
        {
            foreach (Contender peer in contenders.Where(each => each != ours && each != keyed))
            {
                report.Add(
                    $"{Count} submissions{(one == keyed ? ", with job key and budget" : Which)}",
                    Unit.Seconds,
                    all.Of(one, sample => sample.Seconds),
                    peer.Name,
                    all.Of(peer, sample => sample.Seconds),
                    Wanted);
            }
        }

        report.Show(contenders);
    }

    /// <summary>What is special about them.</summary>
    protected virtual string Which => ", each written to the ledger";
}
