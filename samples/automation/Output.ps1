<#
.SYNOPSIS
    Writes the output of nightly.ps1 and worker.ps1: a line with the time for each video and for each error.
.DESCRIPTION
    Dot-source it. It sets preferences and defines functions for the script that does so.
#>

# An error in one row must not stop the other rows, whatever $ErrorActionPreference the caller has set.
$ErrorActionPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'

# Returns the line, and adds it to the file that the script's -Log names. A log that cannot be written changes nothing else.
function Write-Line([string] $Text) {
    $line = "$([DateTime]::UtcNow.ToString('yyyy-MM-dd HH:mm:ss'))Z $Text"
    if ($Log) { Add-Content -LiteralPath $Log -Value $line -Encoding UTF8 }
    $line
}

# Writes one line to the error output. PowerShell itself would write several, with a line of the script.
function Write-Fault([Management.Automation.ErrorRecord] $Record) {
    $id = $Record.FullyQualifiedErrorId.Split(',')[0]
    $Host.UI.WriteErrorLine((Write-Line "$(if ($id -like 'Veo*') { $id } else { 'Error' }): $("$Record" -replace '\s+', ' ')"))
}

# Takes what Save-VeoVideo writes, errors included (2>&1).
function Write-Outcome($Outcome) {
    if ($Outcome -is [Management.Automation.ErrorRecord]) { Write-Fault $Outcome }
    else { Write-Line "$(if ($Outcome.Skipped) { 'Exists' } else { 'Saved' }): $($Outcome.FullName)" }
}

# Color codes make files and emails hard to read. Returns the setting to restore.
function Disable-Color {
    if ($PSStyle -and ($env:NO_COLOR -or [Console]::IsOutputRedirected -or [Console]::IsErrorRedirected)) {
        $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }
}

function Restore-Color($Rendering) { if ($null -ne $Rendering) { $PSStyle.OutputRendering = $Rendering } }
