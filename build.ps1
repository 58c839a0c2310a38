<#
.SYNOPSIS
    Builds, tests and shows VeoPS.
.EXAMPLE
    pwsh ./build.ps1 Demo
    Makes three test clips on the built-in sandbox: no key, no network, no cost.
#>
[CmdletBinding()]
param(
    # Build: an importable module in out/VeoPS. Test: every test. Demo: the whole line on the sandbox. Install: copies the
    # module to where PowerShell finds it by name. Pack: a package in out that Publish-PSResource -NupkgPath takes, after
    # the Pester suites passed over its content. Surface: writes docs/surface.txt anew, after a change that is meant.
    # Clean: removes everything that was built.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Install', 'Pack', 'Surface', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The folder that Demo saves to.
    [string] $OutputPath = (Join-Path $PSScriptRoot 'videos'),

    # For Install: the module path of this user, or the one of all users, which needs the right to write there.
    [ValidateSet('CurrentUser', 'AllUsers')]
    [string] $Scope = 'CurrentUser',

    # For Build, Demo and Install: takes the module in out/VeoPS as it is.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'VeoPS.sln'
$project = Join-Path $PSScriptRoot 'src/VeoPS/VeoPS.csproj'
$module = Join-Path $PSScriptRoot 'out/VeoPS'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with $LASTEXITCODE." }
}

function Build-Module {
    if (-not $NoBuild) { Invoke-DotNet build $project -c $Configuration -v quiet -nologo }
}

# The PowerShell that runs this: a program, or the pwsh.dll that dotnet runs where PowerShell is a .NET tool.
function Get-OwnPowerShell {
    $program = (Get-Process -Id $PID).Path
    if ((Split-Path $program -Leaf) -match '^dotnet(\.exe)?$') { Join-Path $PSHOME 'pwsh.dll' } else { $program }
}

# How a person opens a PowerShell from this folder.
function Get-OpenCommand {
    if ((Get-OwnPowerShell) -like '*.dll') { 'dotnet pwsh' } elseif ($PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' }
}

# The folder in which this edition of PowerShell looks for modules.
function Get-ModuleFolder {
    $name = if ($PSEdition -eq 'Core') { 'PowerShell' } else { 'WindowsPowerShell' }
    if ($env:OS -eq 'Windows_NT') {
        $base = [Environment]::GetFolderPath($(if ($Scope -eq 'AllUsers') { 'ProgramFiles' } else { 'MyDocuments' }))
        return Join-Path $base "$name/Modules"
    }
    if ($Scope -eq 'AllUsers') { return '/usr/local/share/powershell/Modules' }
    $data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { Join-Path $HOME '.local/share' }
    Join-Path $data 'powershell/Modules'
}

# A package is described by the module's manifest.
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

# NuGet does not compress as well as the format allows: that is 0.2 MB of the native libraries.
function Compress-Package([IO.FileInfo] $Package) {
    $smaller = "$Package.new"
    $from = [IO.Compression.ZipFile]::OpenRead($Package)
    $to = [IO.Compression.ZipFile]::Open($smaller, 'Create')
    try {
        foreach ($entry in $from.Entries) {
            $source = $entry.Open()
            $target = $to.CreateEntry($entry.FullName, 'SmallestSize').Open()
            $source.CopyTo($target)
            $target.Dispose()
            $source.Dispose()
        }
    } finally {
        $from.Dispose()
        $to.Dispose()
    }
    Move-Item -LiteralPath $smaller -Destination $Package -Force
}

switch ($Task) {
    'Build' {
        Build-Module
        Write-Host "Import-Module $module"
    }
    'Test' {
        Invoke-DotNet test $solution -c $Configuration
    }
    'Demo' {
        Build-Module
        if ($PSStyle -and [Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
        Import-Module $module -Force
        'A dog playing in a park', 'The same dog, asleep', 'A cat that watches both' |
            New-VeoVideo -Profile sandbox |
            Wait-VeoTask |
            Save-VeoVideo -OutputPath $OutputPath |
            Format-Table | Out-Host
        Write-Host 'These are test clips of the built-in sandbox: no key, no network, no cost.'
        Write-Host 'Next, open a PowerShell with the module:'
        Write-Host "  $(Get-OpenCommand) -NoExit -Command Import-Module ./out/VeoPS"
        Write-Host 'Make a clip there yourself, and see which gateways there are:'
        Write-Host "  'A dog playing in a park' | New-VeoVideo -Profile sandbox | Wait-VeoTask | Save-VeoVideo ./videos"
        Write-Host '  Get-VeoProvider'
    }
    'Install' {
        Build-Module
        $version = (Test-ModuleManifest (Join-Path $module 'VeoPS.psd1')).Version
        $folder = Join-Path (Get-ModuleFolder) 'VeoPS'
        $target = Join-Path $folder $version
        # The new one is whole before the old one goes.
        $new = "$target.new"
        Remove-Item $new -Recurse -Force -ErrorAction Ignore
        $null = New-Item $folder -ItemType Directory -Force
        Copy-Item $module $new -Recurse
        if (Test-Path $target) { Remove-Item $target -Recurse -Force }
        Move-Item $new $target
        Write-Host "VeoPS $version is in $target. Every new session has it."
        Write-Host 'To remove it:'
        Write-Host "  Remove-Item '$folder' -Recurse"
        Write-Host "That leaves the ledger. To remove that too, with its record of everything that was bought, see 'The ledger' in README.md."
    }
    'Pack' {
        Invoke-DotNet build $solution -c $Configuration -v quiet -nologo
        $nuspec = Join-Path $PSScriptRoot 'out/VeoPS.nuspec'
        New-Nuspec $nuspec
        # Without the analysis, which takes every package for one to compile against.
        Invoke-DotNet pack $project --no-build -c $Configuration -o (Join-Path $PSScriptRoot 'out') -v quiet -nologo "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module" "-p:NoPackageAnalysis=true"
        Remove-Item $nuspec
        $package = Get-Item (Join-Path $PSScriptRoot 'out/VeoPS.*.nupkg')
        if (@($package).Count -ne 1) { throw 'There is more than one package in out. Run Clean first.' }
        Compress-Package $package

        # The suites run over the content of the package, in the PowerShell that runs this.
        $env:VEOPS_TEST_MODULE = Join-Path $PSScriptRoot 'out/packed/VeoPS'
        $env:VEOPS_TEST_PWSH = Get-OwnPowerShell
        $env:VEOPS_TEST_REQUIRE = 'pwsh'
        try {
            Remove-Item $env:VEOPS_TEST_MODULE -Recurse -Force -ErrorAction Ignore
            [IO.Compression.ZipFile]::ExtractToDirectory($package, $env:VEOPS_TEST_MODULE)
            Invoke-DotNet test (Join-Path $PSScriptRoot 'tests/Unit') --no-build -c $Configuration --filter Category=Pester -nologo
        }
        finally {
            Remove-Item Env:VEOPS_TEST_MODULE, Env:VEOPS_TEST_PWSH, Env:VEOPS_TEST_REQUIRE
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
