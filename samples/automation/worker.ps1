<#
.SYNOPSIS
    Buys and saves videos from the list of jobs that several machines share. Run it on each of them.
.DESCRIPTION
    Takes jobs that no other worker has, a few at a time, until no job is due. You can stop it or kill it at any point: the
    other workers take its jobs when their lease ends, and nothing is bought twice. Fill the list with Add-VeoJob. The workers
    share the ledger that VEOPS_LEDGER names. On one machine they share the SQLite ledger.

    Exit code 0: every job that this worker took is saved. 1: at least one is not; the output names it, and Get-VeoJob shows
    its state.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File worker.ps1 -OutputPath /srv/videos
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File worker.ps1 -OutputPath /srv/videos -FileName '{JobKey}.mp4' -Wait
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $OutputPath,

    # The template for the names of the videos. See Save-VeoVideo -FileName.
    [string] $FileName = '{Id}_{Index}.mp4',

    # How many jobs to take at a time. A smaller number divides the list more evenly.
    [ValidateRange(1, 1000)]
    [int] $First = 20,

    # Takes only jobs that have all of these tags.
    [string[]] $Tag,

    # Does not end when no job is due, and waits for new ones.
    [switch] $Wait,

    # A file with the password of the SecretStore, which only this account can read. See Unlock-Store.ps1.
    [string] $PasswordFile,

    # A file to which the lines of the output are added, for a scheduler that keeps no output.
    [string] $Log
)

. (Join-Path $PSScriptRoot 'Output.ps1')
$rendering = Disable-Color
$take = @{ First = $First; Wait = $Wait }
if ($Tag) { $take.Tag = $Tag }
$seen = [Collections.Generic.HashSet[string]]::new()
$saved = $failed = 0
try {
    Import-Module VeoPS -ErrorAction Stop
    if ($PasswordFile) { & (Join-Path $PSScriptRoot 'Unlock-Store.ps1') -PasswordFile $PasswordFile }
    do {
        # Save-VeoVideo does the waiting, because after Wait-VeoTask it would emit a file only when the next task ends.
        $jobs = $null
        . { Receive-VeoJob @take -OutVariable jobs | New-VeoVideo | Save-VeoVideo -OutputPath $OutputPath -FileName $FileName -Wait } 2>&1 |
            ForEach-Object {
                if ($_ -is [Management.Automation.ErrorRecord]) { $failed++ } else { $saved++ }
                Write-Outcome $_
            }
        # A job that could not be saved is handed out again. A later run continues with it, when the cause may be gone.
        $new = @($jobs | Where-Object { $seen.Add("$($_.Profile) $($_.JobKey)") })
    } while ($new)
    Write-Line "Jobs taken: $($seen.Count). Files saved: $saved. Errors: $failed."
}
catch {
    $failed++
    Write-Fault $_
}
finally {
    Restore-Color $rendering
}

exit [int] ($failed -gt 0)
