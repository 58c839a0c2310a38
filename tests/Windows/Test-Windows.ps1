#Requires -Version 7.4
<#
.SYNOPSIS
    Runs the module and its tests with the Windows builds of PowerShell and .NET, under Wine, on a Debian machine.
.DESCRIPTION
    Run it by hand, in PowerShell 7.4 or later, as root, after dotnet build VeoPS.sln. Everything comes from the package sources that
    the machine has: Wine from the next Debian release (the one of Debian 12 cannot run .NET 10) into a folder of its own, which nothing
    of this machine is changed for; PowerShell and the Windows runtime from NuGet. The first run sets that up and needs about 3 GB.

    The build for Windows PowerShell 5.1 runs twice beside it: its cmdlets in PowerShell 7 under Wine, with the Windows API, and its
    engine on Mono, which has the behavior of .NET Framework. (For Mono a C compiler is needed: a small library stands in for Windows.)

    The answer is a table of what passed, what failed because of Wine, and what failed because of us. The exit code is the number of the
    last kind. Wine is not Windows: docs/windows.md says which parts of Windows this shows nothing about.
.EXAMPLE
    dotnet pwsh tests/Windows/Test-Windows.ps1
    The line in the sandbox by each build, four suites, and the tests in C# of ledger, disk and downloads.
#>
[CmdletBinding()]
param(
    # All suites, and all tests in C#.
    [switch] $Full,

    # These suites only, such as Save.
    [string[]] $Suite,

    # Where Wine and the programs lie. Delete it to set up anew.
    [string] $Folder = (Join-Path ($env:XDG_CACHE_HOME ? $env:XDG_CACHE_HOME : (Join-Path $HOME .cache)) veops-windows),

    # The release that Wine comes from.
    [string] $Release = 'trixie',

    # The version of the Windows runtime.
    [string] $Runtime = '10.0.14',

    # After so many minutes a part is ended, and counts as failed.
    [int] $Minutes = 30
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$repository = Split-Path (Split-Path $PSScriptRoot)
$root = Join-Path $Folder root
$drive = Join-Path $root 'root/.wine/drive_c'
$out = Join-Path $Folder out
$nuget = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget/packages)

# Tests that fail under Wine and not on Windows, each with what Wine lacks.
$wineLacks = [ordered]@{
    'SqliteStoreTests\.On_Windows_a_folder_that_denies' = 'As root it heeds no denied rights'
    'Network\.Tests\.ps1|UntrustedCertificateTests|TlsAndProxyTests' = 'It cannot make the certificates of TestAuthority'
    'RsaCompatTests\.The_reader_of_Windows_is_found' = 'CNG imports no PKCS #8'
}

#region Setting up

function Install-Wine {
    $apt = New-Item (Join-Path $Folder apt) -ItemType Directory -Force
    foreach ($each in 'lists/partial', 'archives/partial', 'state') { $null = New-Item "$apt/$each" -ItemType Directory -Force }
    Set-Content "$apt/state/status" $null -NoNewline

    # The source that this machine has for its own release.
    $source = & apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT) .' 'Created-By: Packages' |
        Where-Object { $_ -match '/debian/? \w+ main ' } | Select-Object -First 1
    if (-not $source) { throw 'apt-get has no source of a Debian release. Run apt-get update first.' }
    Set-Content "$apt/sources.list" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $($source.Split(' ')[0]) $Release main"
    Set-Content "$apt/apt.conf" @"
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
"@
    $env:APT_CONFIG = "$apt/apt.conf"
    try {
        & apt-get update -q
        & apt-get install -y -q --download-only wine64 base-files bash coreutils libc-bin dash mono-runtime mono-mcs libmono-cil-dev

        # For one folder of it: Mono's netstandard.dll. What it depends on is not needed.
        & sh -c 'cd "$1/archives" && apt-get download -q mono-devel' sh $apt
    } finally {
        $env:APT_CONFIG = $null
    }

    $null = New-Item $root -ItemType Directory -Force
    & sh -c 'for each in "$1"/archives/*.deb; do dpkg-deb --fsys-tarfile "$each"; done | tar -xi -C "$2" --keep-directory-symlink -f -' sh $apt $root
    Set-Content "$root/etc/passwd" 'root:x:0:0:root:/root:/bin/sh'
    Set-Content "$root/etc/hosts" '127.0.0.1 localhost' # .NET asks for the name.
    foreach ($each in 'repo', 'out', 'etc') { $null = New-Item "$root/$each" -ItemType Directory -Force }

    # libwine's own last step of its installation: it marks a library of another package as Wine's.
    & sh -c 'dpkg-deb --ctrl-tarfile "$1"/archives/libwine_*.deb | tar -xO ./postinst > "$2/tmp/postinst"' sh $apt $root
    Set-Content (Join-Path $Folder enter) @'
#!/bin/sh
# Runs a command where Wine is. What it starts ends with it.
root=$1 repo=$2 out=$3; shift 3
exec unshare --mount --pid --fork --kill-child sh -c '
root=$1 repo=$2 out=$3; shift 3
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mount --rbind "$repo" "$root/repo"
mount --bind "$out" "$root/out"
exec chroot "$root" /usr/bin/env -i HOME=/root XDG_RUNTIME_DIR=/tmp TERM=xterm LANG=C.UTF-8 PATH=/usr/lib/wine:/usr/bin:/usr/sbin \
    WINESERVER=/usr/lib/wine/wineserver64 WINEDEBUG=-all DOTNET_ROOT="C:\\dotnet" NO_COLOR=1 \
    POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off "$@"' sh "$root" "$repo" "$out" "$@"
'@
    Invoke-Inside sh -c 'ldconfig; sh /tmp/postinst configure; wine64 wineboot -i; wineserver64 -w' *> (Join-Path $out wineboot.log)
    if (-not (Test-Path "$drive/windows/system32/kernel32.dll")) { throw "Wine made no C:. See $out/wineboot.log." }
}

function Install-Programs([string] $PowerShell, [string] $Pester) {
    $restore = New-Item (Join-Path $Folder restore) -ItemType Directory -Force
    $packs = 'Microsoft.NETCore.App.Runtime', 'Microsoft.AspNetCore.App.Runtime', 'Microsoft.WindowsDesktop.App.Runtime', 'Microsoft.NETCore.App.Host'
    Set-Content "$restore/restore.csproj" @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    $($packs | ForEach-Object { "<PackageDownload Include=`"$_.win-x64`" Version=`"[$Runtime]`" />" })
  </ItemGroup>
</Project>
"@
    & dotnet restore "$restore/restore.csproj" -v q
    & dotnet tool restore --tool-manifest $repository/.config/dotnet-tools.json # The package has the Windows build of PowerShell too.
    foreach ($name in 'NETCore', 'AspNetCore', 'WindowsDesktop') {
        $pack = "$nuget/microsoft.$($name.ToLowerInvariant()).app.runtime.win-x64/$Runtime/runtimes/win-x64"
        $shared = New-Item "$drive/dotnet/shared/Microsoft.$name.App/$Runtime" -ItemType Directory -Force
        Get-ChildItem $pack/lib/net*/*, $pack/native/* -File -ErrorAction Ignore | Copy-Item -Destination $shared
    }
    $null = New-Item "$drive/dotnet/host/fxr/$Runtime" -ItemType Directory -Force
    Move-Item "$drive/dotnet/shared/Microsoft.NETCore.App/$Runtime/hostfxr.dll" "$drive/dotnet/host/fxr/$Runtime/" -Force
    Copy-Item "$nuget/powershell/$PowerShell/tools/net10.0/any/win" "$drive/pwsh" -Recurse -Force
    Copy-Item "$nuget/pester/$Pester/tools" "$drive/pester" -Recurse -Force
}

# A program for Windows that starts an assembly, as the build there makes one. The name of the assembly is written over a mark.
function New-Program([string] $Assembly) {
    $mark = 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2'
    $latin = [Text.Encoding]::Latin1
    $text = $latin.GetString([IO.File]::ReadAllBytes("$nuget/microsoft.netcore.app.host.win-x64/$Runtime/runtimes/win-x64/native/apphost.exe"))
    $text = $text.Replace($mark, (Split-Path $Assembly -Leaf).PadRight($mark.Length, "`0"))
    [IO.File]::WriteAllBytes([IO.Path]::ChangeExtension($Assembly, '.exe'), $latin.GetBytes($text))
}

#endregion

#region Running

function Invoke-Inside { & sh (Join-Path $Folder enter) $root $repository $out @args }

# Runs a program of Windows. Without a terminal, PowerShell ends at once with 0 and has done nothing.
function Invoke-Wine([string] $Log, [string[]] $Command) {
    $words = @('timeout', "$($Minutes)m", 'sh', "$Folder/enter", $root, $repository, $out, 'wine64') + $Command
    $line = ($words | ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }) -join ' '
    & sh -c 'script -qec "$1" /dev/null < /dev/null | tr -d "\000\r" > "$2"' sh $line (Join-Path $out $Log)
}

function Invoke-PowerShell([string] $Log, [string[]] $ArgumentList) {
    Invoke-Wine $Log (@('C:\pwsh\pwsh.exe', '-NoProfile', '-NonInteractive') + $ArgumentList)
}

function New-Part([string] $Name, [int] $Passed, [int] $Skipped, [object[]] $Failure, [timespan] $Elapsed) {
    $because = @(
        foreach ($each in $Failure) {
            $key = $wineLacks.Keys | Where-Object { "$($each.Name)" -match $_ } | Select-Object -First 1
            [pscustomobject]@{ Part = $Name; Test = $each.Name; Wine = $(if ($key) { $wineLacks[$key] }); Message = $each.Message }
        }
    )
    $part = [pscustomobject]@{
        Part     = $Name
        Passed   = $Passed
        Skipped  = $Skipped
        Wine     = @($because | Where-Object Wine).Count
        Ours     = @($because | Where-Object { -not $_.Wine }).Count
        Seconds  = [int] $Elapsed.TotalSeconds
        Failures = $because
    }
    # Everything takes long, and may be ended before the table.
    Write-Host "$($part.Part): $Passed passed, $Skipped skipped, failed: $($part.Wine) Wine, $($part.Ours) ours, $($part.Seconds) s"
    $part
}

function Test-Line([string] $Name, [string[]] $Module) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    Set-Content (Join-Path $out line.ps1) ($Module.ForEach{ "Import-Module Z:\repo\out\VeoPS$_`n" } -join '')
    Add-Content (Join-Path $out line.ps1) @'
$ErrorActionPreference = 'Stop'
$env:VEOPS_HOME = 'C:\line-' + [guid]::NewGuid()
[pscustomobject]@{ Prompt = 'A lighthouse in the fog'; JobKey = 'fog' } |
    New-VeoVideo -Profile sandbox | Wait-VeoTask | Save-VeoVideo -OutputPath $env:VEOPS_HOME\videos |
    ForEach-Object { "$($_.Length) $((Get-FileHash -LiteralPath $_.FullName).Hash -eq $_.Sha256)" } | Set-Content Z:\out\line.txt
'@
    Remove-Item (Join-Path $out line.txt) -ErrorAction Ignore
    Invoke-PowerShell line.log '-File', 'Z:\out\line.ps1'
    $said = Get-Content (Join-Path $out line.txt) -ErrorAction Ignore
    $passed = "$said" -match '^\d+ True$'
    $failure = if (-not $passed) { @{ Name = $Name; Message = "It said '$said'. See $out/line.log." } }
    New-Part $Name ([int] $passed) 0 @($failure | Where-Object { $_ }) $clock.Elapsed
}

function Test-Mono {
    $name = 'line, engine for 5.1 on Mono'
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if (-not (Get-Command cc -ErrorAction Ignore)) { return New-Part $name 0 1 @() $clock.Elapsed }
    Set-Content "$out/windows.c" @'
#include <stdio.h>
/* Paths of this test are ASCII. */
static const char *narrow(const unsigned short *text, char *to) { char *at = to; while ((*at++ = (char)*text++)) { } return to; }
void *LoadLibraryW(const unsigned short *path) { (void)path; return (void *)1; } /* The map below finds it. */
int MoveFileExW(const unsigned short *from, const unsigned short *to, int flags) {
    char a[4096], b[4096]; (void)flags; return rename(narrow(from, a), narrow(to, b)) == 0;
}
'@
    & cc -shared -fPIC -o "$out/windows.so" "$out/windows.c"
    Set-Content "$out/line.cs" @'
using System;
using VeoPS;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;

static class Line
{
    static void Main()
    {
        using (var client = new VeoClient())
        {
            VeoTask task = client.SubmitAsync(new VeoRequest { Prompt = "A lighthouse in the fog" }, "sandbox").GetAwaiter().GetResult();
            task = client.WaitAsync(task, TimeSpan.FromMinutes(2)).GetAwaiter().GetResult();
            foreach (SavedVideo saved in client.SaveAsync(task, "/out/mono-videos").GetAwaiter().GetResult())
                Console.WriteLine(saved.Length + " " + (new System.IO.FileInfo(saved.FullName).Length == saved.Length));
        }
    }
}
'@
    # What Windows has, by its stand-in; the rest as Mono is set up.
    $maps = 'kernel32', '/out/windows.so', 'e_sqlite3', '/repo/out/VeoPS/bin/native/linux-x64/libe_sqlite3.so'
    $own = "<configuration>`n<dllmap dll=`"$($maps[0])`" target=`"$($maps[1])`"/>`n<dllmap dll=`"$($maps[2])`" target=`"$($maps[3])`"/>"
    (Get-Content "$root/etc/mono/config" -Raw).Replace('<configuration>', $own) | Set-Content "$out/mono.config"
    Invoke-Inside sh -c 'cd /out && desktop=/repo/out/VeoPS/bin/Desktop && rm -rf mono-videos mono-home &&
        mcs -out:line.exe -r:$desktop/private/VeoPS.Engine.dll -r:$desktop/VeoPS.Abstractions.dll \
            -r:/usr/lib/mono/4.5/Facades/netstandard.dll line.cs &&
        VEOPS_HOME=/out/mono-home MONO_CONFIG=/out/mono.config MONO_PATH=$desktop:$desktop/private mono line.exe; true' *> "$out/mono.log"
    $passed = [bool] (Select-String '^\d+ True$' "$out/mono.log")
    $failure = if (-not $passed) { @{ Name = $name; Message = (Get-Content "$out/mono.log" -Raw) } }
    New-Part $name ([int] $passed) 0 @($failure | Where-Object { $_ }) $clock.Elapsed
}

function Test-Suite([string] $Name) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $result = Join-Path $out "$Name.json"
    Remove-Item $result -ErrorAction Ignore
    Invoke-PowerShell "$Name.log" @(
        '-File', 'Z:\repo\tests\Pester\Invoke-Suite.ps1', '-Suite', "Z:\repo\tests\Pester\$Name.Tests.ps1",
        '-Pester', 'C:\pester\Pester.psd1', '-Result', "Z:\out\$Name.json")
    $told = Get-Content $result -Raw -ErrorAction Ignore | ConvertFrom-Json
    if ($told -and $told.Result -in 'Passed', 'Failed') {
        New-Part $Name $told.Passed @($told.Skipped | Where-Object { $_ }).Count @($told.Failures | Where-Object { $_ }) $clock.Elapsed
    }
    else { New-Part $Name 0 0 @(@{ Name = $Name; Message = "It did not run, or not end within $Minutes minutes. See $out/$Name.log." }) $clock.Elapsed }
}

function Test-Unit([string] $Name, [string[]] $Selection) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $result = Join-Path $out "$Name.xml"
    Remove-Item $result -ErrorAction Ignore
    Invoke-Wine "$Name.log" (@("Z:\repo\$([IO.Path]::GetRelativePath($repository, $tests).Replace('/', '\'))".Replace('.dll', '.exe'),
            '-noColor', '-xml', "Z:\out\$Name.xml") + $Selection)
    if (-not (Test-Path $result)) {
        return New-Part $Name 0 0 @(@{ Name = $Name; Message = "It did not end within $Minutes minutes. See $out/$Name.log." }) $clock.Elapsed
    }
    $all = @(([xml] (Get-Content $result -Raw)).SelectNodes('//test'))
    $failures = @($all | Where-Object result -EQ Fail | ForEach-Object { @{ Name = $_.name; Message = $_.SelectSingleNode('failure/message').InnerText } })
    New-Part $Name @($all | Where-Object result -EQ Pass).Count @($all | Where-Object result -EQ Skip).Count $failures $clock.Elapsed
}

#endregion

if (-not $IsLinux -or (& id -u) -ne 0) { throw 'This needs root on a Debian machine: it mounts folders for Wine.' }
$tests = Get-ChildItem $repository/tests/Unit/bin/*/*/VeoPS.Tests.dll | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
$gateway = Get-ChildItem $repository/tests/Gateway/bin/*/*/VeoPS.TestGateway.dll | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
if (-not $tests -or -not $gateway) { throw 'Build VeoPS.sln first.' }

$null = New-Item $out -ItemType Directory -Force
$clock = [Diagnostics.Stopwatch]::StartNew()
$pwsh = (Get-Content $repository/.config/dotnet-tools.json | ConvertFrom-Json).tools.powershell.version
$pester = ([xml] (Get-Content $repository/Directory.Packages.props)).SelectSingleNode('//PesterVersion').InnerText
$version = "$Release $Runtime $pwsh $pester"
$mark = Join-Path $Folder version
if ((Get-Content $mark -ErrorAction Ignore) -ne $version) {
    Get-ChildItem $Folder -Exclude out | Remove-Item -Recurse -Force
    Install-Wine | Out-Host
    Install-Programs $pwsh $pester | Out-Host
    Set-Content $mark $version
    Write-Host "Set up in $([int] $clock.Elapsed.TotalSeconds) s: Debian $Release's Wine, PowerShell $pwsh, .NET $Runtime."
}
New-Program $tests
New-Program $gateway

$clock.Restart()
$parts = @(
    if (-not $Suite) {
        Test-Line 'line in the sandbox' ''
        Test-Line 'line, build for 5.1' '\bin\Desktop\VeoPS.Abstractions.dll', '\bin\Desktop\VeoPS.dll'
        Test-Mono
    }
    # pwsh -File passes one text.
    $names = if ($Suite) { $Suite -split ',' } elseif ($Full) { (Get-ChildItem $repository/tests/Pester/*.Tests.ps1).Name -replace '\.Tests\.ps1$' } else { 'Module', 'Save', 'Line', 'Task' }
    foreach ($name in $names) { Test-Suite $name }
    if ($Full) { Test-Unit 'tests in C#' '-trait-', 'Category=Pester' }
    elseif (-not $Suite) {
        Test-Unit 'tests in C#' @('Disk', 'Ledger', 'Downloads', 'NetStandard' | ForEach-Object { '-namespace'; "VeoPS.Tests.$_" })
    }
)

$parts | Format-Table Part, Passed, Skipped, @{ n = 'Failed: Wine'; e = 'Wine' }, @{ n = 'Failed: ours'; e = 'Ours' }, Seconds | Out-String -Width 120
$failures = @($parts | ForEach-Object Failures)
$failures | Where-Object Wine | Format-Table Part, Test, @{ n = 'What Wine lacks'; e = 'Wine' } -Wrap | Out-String -Width 160
$failures | Where-Object { -not $_.Wine } | Format-List Part, Test, Message | Out-String -Width 160
"$($clock.Elapsed.ToString('m\:ss')) minutes. The logs are in $out."
exit @($failures | Where-Object { -not $_.Wine }).Count
