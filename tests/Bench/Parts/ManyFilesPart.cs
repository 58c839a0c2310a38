namespace VeoPS.Bench;

/// <summary>Many videos of the usual size, four at once.</summary>
internal sealed class ManyFilesPart : DownloadPart
{
    public override string Name => "files";

    protected override int Count => Scale.Of(100, 4);

    protected override int MiB => 8;

    protected override string Wanted => "≥ 1";

    protected override string What => "100 files of 8 MiB";

    protected override IReadOnlyList<Contender> Contenders =>
    [
        new("VeoPS, 100 files", "$tasks | Save-VeoVideo -OutputPath $env:OUT") { Setup = $"{Workbench.ImportVeoPS}; $tasks = {Bought}" },
        new("curl && sync under xargs -P 4", """
            xargs -P 4 -I{} sh -c 'curl -sf -H "Authorization: Bearer $VEOPS_API_KEY" \
                -o "$OUT/{}.mp4" "$VEOPS_BASE_URI/v1/videos/{}/content" && sync "$OUT/{}.mp4"' < "$IDS"
            """) { Program = "curl" },
        new("Invoke-WebRequest and Get-FileHash in ForEach-Object -Parallel", """
            $ids | ForEach-Object -ThrottleLimit 4 -Parallel {
                Invoke-WebRequest "$using:base/v1/videos/$_/content" -Headers $using:headers -OutFile "$env:OUT/$_.mp4"
                Get-FileHash "$env:OUT/$_.mp4"
            }
            """) { Setup
        = $"{Workbench.Script}; $ids = Get-Content $env:IDS; $null = Invoke-RestMethod \"$base/v1/videos/$($ids[0])\" -Headers $headers" },
    ];
}
