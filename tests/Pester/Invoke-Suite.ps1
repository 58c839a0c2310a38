<#
.SYNOPSIS
    Runs one suite and writes what came of each of its tests as JSON. PesterSuiteTests starts it, a process a suite.
#>
param(
    # The file of the suite.
    [Parameter(Mandatory = $true)] [string] $Suite,
    # Pester's manifest.
    [Parameter(Mandatory = $true)] [string] $Pester,
    # The file to write.
    [Parameter(Mandatory = $true)] [string] $Result
)

Import-Module $Pester -ErrorAction Stop

function Get-Failure([string] $Name, $ErrorRecord) {
    foreach ($each in $ErrorRecord) {
        # The last frame in the suite is the test's own line: the functions that it calls stand before it, Pester after it.
        $frame = @("$($each.ScriptStackTrace)".Split("`n") -match '\.Tests\.ps1: line \d+')[-1]
        $where = if ($frame -match ', (.+\.Tests\.ps1): line (\d+)') { "$($Matches[1]):$($Matches[2])" }
        @{ Name = $Name; Where = "$where"; Message = "$(if ($each.DisplayErrorMessage) { $each.DisplayErrorMessage } else { $each })" }
    }
}

$run = Invoke-Pester -Configuration @{ Run = @{ Path = $Suite; PassThru = $true }; Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' } }
$failures = @(
    foreach ($container in @($run.Containers)) { Get-Failure (Split-Path $Suite -Leaf) $container.ErrorRecord }
    foreach ($block in @($run.FailedBlocks)) { Get-Failure $block.ExpandedPath $block.ErrorRecord }
    foreach ($test in @($run.Failed)) { Get-Failure $test.ExpandedPath $test.ErrorRecord }
)
$skipped = @($run.Skipped | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" })
@{ Version = "$($PSVersionTable.PSVersion)"; Result = "$($run.Result)"; Passed = $run.PassedCount; Skipped = $skipped; Failures = $failures } |
    ConvertTo-Json -Depth 4 | Set-Content $Result -Encoding utf8
