# What a person would write without VeoPS: the same calls with Invoke-RestMethod. It keeps no ledger, and verifies nothing
# but a hash.

$base = $env:VEOPS_BASE_URI
$headers = @{ Authorization = "Bearer $env:VEOPS_API_KEY" }

<# Submits, and emits the task's id. #>
function New-ScriptVideo {
    param([Parameter(ValueFromPipeline)] [string] $Prompt)
    process {
        $body = @{ model = 'veo-3.1-fast-generate-preview'; prompt = $Prompt } | ConvertTo-Json
        (Invoke-RestMethod "$base/v1/videos" -Method Post -Headers $headers -ContentType 'application/json' -Body $body).id
    }
}

<# Waits for tasks, and emits the id of each that has succeeded. #>
function Wait-ScriptVideo {
    param([Parameter(ValueFromPipeline)] [string] $Id, [int] $Seconds = 5)
    begin { $waiting = [Collections.Generic.List[string]]::new() }
    process { $waiting.Add($Id) }
    end {
        while ($waiting.Count) {
            Start-Sleep $Seconds
            foreach ($each in @($waiting)) {
                $task = Invoke-RestMethod "$base/v1/videos/$each" -Headers $headers
                if ($task.status -eq 'FAILURE') { throw $task.fail_reason }
                if ($task.status -eq 'SUCCESS') { $null = $waiting.Remove($each); $each }
            }
        }
    }
}

<# Saves videos, and emits their hashes. #>
function Save-ScriptVideo {
    param([Parameter(ValueFromPipeline)] [string] $Id, [string] $OutputPath)
    process {
        Invoke-WebRequest "$base/v1/videos/$Id/content" -Headers $headers -OutFile "$OutputPath/$Id.mp4"
        Get-FileHash "$OutputPath/$Id.mp4"
    }
}

Export-ModuleMember -Function New-ScriptVideo, Wait-ScriptVideo, Save-ScriptVideo
