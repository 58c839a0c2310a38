<#
.SYNOPSIS
    Buys and saves the videos of a CSV. You can start it again at any point: it buys nothing twice, and downloads only the
    files that are missing.
.DESCRIPTION
    Every row needs a JobKey, which is its permanent name. The columns are the parameters of New-VeoVideo.

    Exit code 0: the video of every row is on disk. 1: at least one was not saved; the output names it, and the next run
    continues with it. 2: another run is using the output folder, and this run did nothing.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File nightly.ps1 -Csv shots.csv -OutputPath /srv/videos
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File nightly.ps1 -Csv shots.csv -Delimiter ';' -OutputPath /srv/videos -FileName '{JobKey}.mp4'
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $Csv,

    [Parameter(Mandatory = $true)]
    [string] $OutputPath,

    # The delimiter of the CSV. In many countries, Excel uses ';'.
    [char] $Delimiter = ',',

    # The encoding of the CSV, if it is not UTF-8: a name or the number of a code page, such as 1252 for Excel's "CSV". Windows
    # PowerShell takes no numbers: there, Default is the code page of the system.
    [string] $Encoding,

    # The template for the names of the videos, such as '{JobKey}.mp4'. See Save-VeoVideo -FileName.
    [string] $FileName,

    # The profile to buy with. The default is the profile that VEOPS_PROFILE names, else 'env' if VEOPS_PROVIDER is set, else the
    # registered default.
    [string] $VeoProfile,

    # A file with the password of the SecretStore, which only this account can read. See Unlock-Store.ps1.
    [string] $PasswordFile,

    # The maximum cost of this run, in the unit of the profile. New-VeoVideo checks it: a [decimal] would take 0,50 for 50.
    [object] $MaxTotalCost,

    # A file to which the lines of the output are added, for a scheduler that keeps no output.
    [string] $Log
)

. (Join-Path $PSScriptRoot 'Output.ps1')

# The module removes outer white space and invisible characters from a key, and compares keys in Unicode form C. This does the same.
function Get-Key($Row) { [regex]::Replace("$($Row.JobKey)", '\A[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+\z', '').Normalize() }

# A spreadsheet can write rows of empty cells after its last row.
function Test-Blank($Row) { -not (@($Row.psobject.Properties.Value) -match '\S') }

function Select-Shot($All) {
    $rows = @($All | Where-Object { -not (Test-Blank $_) })
    $columns = @($rows | Select-Object -First 1 | ForEach-Object { $_.psobject.Properties.Name })
    if ($columns -and $columns -notcontains 'JobKey') { throw "'$Csv' has no column JobKey. Its columns are: $($columns -join ', '). Does it need another -Delimiter? Nothing was bought." }
    $keys = @($rows | ForEach-Object { Get-Key $_ })
    if ($keys -contains '') { throw "'$Csv': row $([array]::IndexOf($All, $rows[[array]::IndexOf($keys, '')]) + 1) has no JobKey. Without a JobKey, it would be bought again each night. Nothing was bought." }
    $twice = @($keys | Group-Object -CaseSensitive | Where-Object Count -GT 1)
    if ($twice) { throw "'$Csv': the JobKey '$($twice[0].Name)' appears in $($twice[0].Count) rows. Nothing was bought." }
    $rows
}

# Opens a lock file, and returns nothing if another run has it open. The system releases the lock when the process ends, even if it
# is killed.
function Enter-Run {
    $null = New-Item $OutputPath -ItemType Directory -Force -ErrorAction Stop
    $path = Join-Path (Resolve-Path -LiteralPath $OutputPath).ProviderPath '.nightly.lock'
    try { [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None') } catch [IO.IOException] { }
}

$rendering = Disable-Color
$run = $null
$code = 1
try {
    Import-Module VeoPS -ErrorAction Stop
    $read = @{}
    if ($Encoding) { $read.Encoding = if ($Encoding -match '^\d+$') { [int] $Encoding } else { $Encoding } }
    $rows = @(Import-Csv -LiteralPath $Csv -Delimiter $Delimiter @read -ErrorAction Stop)
    $shots = @(Select-Shot $rows)
    $run = Enter-Run
    if (-not $run) {
        Write-Line "Another run is using '$OutputPath'. Nothing was done."
        $code = 2
    }
    else {
        if ($shots.Count -lt $rows.Count) { Write-Line "Blank rows skipped: $($rows.Count - $shots.Count)." }
        if ($PasswordFile) { & (Join-Path $PSScriptRoot 'Unlock-Store.ps1') -PasswordFile $PasswordFile }
        $with = @{}
        if ($VeoProfile) { $with.Profile = $VeoProfile }
        if ($PSBoundParameters.ContainsKey('MaxTotalCost')) { $with.MaxTotalCost = $MaxTotalCost }

        $name = @{}
        if ($FileName) { $name.FileName = $FileName }

        # Write each video and each error immediately. Save-VeoVideo waits for the tasks itself, because after Wait-VeoTask it would emit
        # a file only when the next task ends. 2>&1 sends the errors to the same loop as the videos.
        $saved = [Collections.Generic.List[object]]::new()
        $failed = 0
        . { $shots | New-VeoVideo @with -OutVariable tasks | Save-VeoVideo -OutputPath $OutputPath -Wait @name } 2>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) { $failed++ } else { $saved.Add($_) }
            Write-Outcome $_
        }

        $done = @($tasks | Where-Object { $saved.TaskId -contains $_.Id } | ForEach-Object JobKey)
        $missing = @($shots | ForEach-Object { Get-Key $_ } | Where-Object { $done -cnotcontains $_ })
        Write-Line "$($done.Count) of $($shots.Count) rows are on disk.$(if ($missing) { ' Not saved: ' + ($missing -join ', ') })"
        $code = [int] ($missing.Count -gt 0 -or $failed -gt 0)
    }
}
catch {
    Write-Fault $_
}
finally {
    if ($run) { $run.Dispose() }
    Restore-Color $rendering
}

exit $code
