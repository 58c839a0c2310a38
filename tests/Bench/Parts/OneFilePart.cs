namespace VeoPS.Bench;

/// <summary>One large video.</summary>
internal sealed class OneFilePart : DownloadPart
{
    public override string Name => "file";

    protected override int Count => 1;

    protected override int MiB => Scale.Of(1024, 8);

    protected override string Wanted => "≥ 1.2";

    protected override string What => "One file of 1 GiB";

    protected override IReadOnlyList<Contender> Contenders =>
    [
        new("VeoPS, one file", "$task | Save-VeoVideo -OutputPath $env:OUT") { Setup = $"{Workbench.ImportVeoPS}; $task = {Bought}" },
        new("curl && sync", """
            id=$(cat "$IDS")
            curl -sf -H "Authorization: Bearer $VEOPS_API_KEY" \
                -o "$OUT/$id.mp4" "$VEOPS_BASE_URI/v1/videos/$id/content" && sync "$OUT/$id.mp4"
            """) { Program = "curl" },
        new("Invoke-WebRequest and Get-FileHash", """
            Invoke-WebRequest "$base/v1/videos/$id/content" -Headers $headers -OutFile "$env:OUT/$id.mp4"
            Get-FileHash "$env:OUT/$id.mp4"
            """) {
        Setup = $"{Workbench.Script}; $id = Get-Content $env:IDS; $null = Invoke-RestMethod \"$base/v1/videos/$id\" -Headers $headers" },
    ];
}
