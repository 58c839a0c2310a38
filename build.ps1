<#
.SYNOPSIS
    Builds, tests and shows VeoPS.
.EXAMPLE
    pwsh ./build.ps1 Demo
    Makes three test clips on the built-in sandbox: no key, no network, no cost.
#>
[CmdletBinding()]
param(
    # Build: an importable module in out/VeoPS. Test: every test. Demo: the whole line on the sandbox. Clean: removes what was built.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Where Demo saves to.
    [string] $OutputPath = (Join-Path $PSScriptRoot 'videos')
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'VeoPS.sln'
$module = Join-Path $PSScriptRoot 'out/VeoPS'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with $LASTEXITCODE." }
}

switch ($Task) {
    'Build' {
        Invoke-DotNet build $solution -c $Configuration
        Write-Host "Import-Module $module"
    }
    'Test' {
        Invoke-DotNet test $solution -c $Configuration
    }
    'Demo' {
        Invoke-DotNet build $solution -c $Configuration -v quiet -nologo
        Import-Module $module -Force
        'A dog playing in a park', 'The same dog, asleep', 'A cat that watches both' |
            New-VeoVideo -Profile sandbox |
            Wait-VeoTask |
            Save-VeoVideo -OutputPath $OutputPath
    }
    'Clean' {
        Invoke-DotNet clean $solution -c $Configuration -v quiet -nologo
        Remove-Item (Join-Path $PSScriptRoot 'out') -Recurse -Force -ErrorAction Ignore
    }
}
