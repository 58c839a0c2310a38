<#
.SYNOPSIS
    Builds, tests and shows VeoPS.
.EXAMPLE
    pwsh ./build.ps1 Demo
    Makes three test clips on the built-in sandbox: no key, no network, no cost.
#>
[CmdletBinding()]
param(
    # Build: an importable module in out/VeoPS. Test: every test. Demo: the whole line on the sandbox. Pack: a package in
    # out that Publish-PSResource -NupkgPath takes, after the Pester suites passed over what is in it. Surface: writes
    # docs/surface.txt anew, after a change that is meant. Clean: removes what was built.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Pack', 'Surface', 'Clean')]
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

# What a package says of itself is what the manifest says.
function New-Nuspec([string] $Path) {
    $manifest = Test-ModuleManifest (Join-Path $module 'VeoPS.psd1')
    $data = $manifest.PrivateData.PSData
    $text = { param($value) [Security.SecurityElement]::Escape("$value") }
    Set-Content $Path @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>$($manifest.Name)</id>
    <version>$($manifest.Version)</version>
    <authors>$(& $text $manifest.Author)</authors>
    <copyright>$(& $text $manifest.Copyright)</copyright>
    <description>$(& $text $manifest.Description)</description>
    <license type="expression">MIT</license>
    <projectUrl>$(& $text $data.ProjectUri)</projectUrl>
    <releaseNotes>$(& $text $data.ReleaseNotes)</releaseNotes>
    <tags>$(& $text ((@('PSModule') + $data.Tags + $manifest.ExportedCmdlets.Keys.ForEach({ "PSCmdlet_$_" }) | Sort-Object -Unique) -join ' '))</tags>
  </metadata>
  <files><file src="**" /></files>
</package>
"@
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
        Write-Host "`nThese are test clips. The line was: 'A dog playing in a park' | New-VeoVideo -Profile sandbox | Wait-VeoTask | Save-VeoVideo ./videos"
        Write-Host "Next: Import-Module $module; Get-Help about_VeoPS; Get-VeoProvider"
    }
    'Pack' {
        Invoke-DotNet build $solution -c $Configuration -v quiet -nologo
        $nuspec = Join-Path $PSScriptRoot 'out/VeoPS.nuspec'
        New-Nuspec $nuspec
        $project = Join-Path $PSScriptRoot 'src/VeoPS/VeoPS.csproj'
        # Without the analysis, which takes every package for one to compile against.
        Invoke-DotNet pack $project --no-build -c $Configuration -o (Join-Path $PSScriptRoot 'out') -v quiet -nologo "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module" "-p:NoPackageAnalysis=true"
        Remove-Item $nuspec
        $package = Get-Item (Join-Path $PSScriptRoot 'out/VeoPS.*.nupkg')
        if (@($package).Count -ne 1) { throw 'There is more than one package in out. Run Clean first.' }

        # What is tested is what ships.
        $env:VEOPS_TEST_MODULE = Join-Path $PSScriptRoot 'out/packed/VeoPS'
        Remove-Item $env:VEOPS_TEST_MODULE -Recurse -Force -ErrorAction Ignore
        [IO.Compression.ZipFile]::ExtractToDirectory($package, $env:VEOPS_TEST_MODULE)
        try {
            # In a process of its own, so that no preference of ours is the tests' too.
            & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "Invoke-Pester -Configuration @{ Run = @{ Path = '$(Join-Path $PSScriptRoot 'tests/Pester')'; Exit = `$true } }"
            if ($LASTEXITCODE -ne 0) { throw 'Tests failed over the package.' }
        }
        finally {
            Remove-Item Env:VEOPS_TEST_MODULE
        }

        $package
    }
    'Surface' {
        Invoke-DotNet build $solution -c $Configuration -v quiet -nologo
        Import-Module $module -Force
        Import-Module (Join-Path $PSScriptRoot 'tests/Pester/Surface.psm1')
        Get-Surface | Set-Content (Join-Path $PSScriptRoot 'docs/surface.txt')
    }
    'Clean' {
        Invoke-DotNet clean $solution -c $Configuration -v quiet -nologo
        Remove-Item (Join-Path $PSScriptRoot 'out') -Recurse -Force -ErrorAction Ignore
    }
}
