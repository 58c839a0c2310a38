<#
.SYNOPSIS
    Looks at Export-VeoReport's page in a headless Chromium. Outside dotnet test, since a browser is needed.
.EXAMPLE
    pwsh tests/Browser/Test-Report.ps1 -ScreenshotPath ./shots
    Checks the page, and keeps pictures of it: wide and narrow, in light and in dark.
#>
[CmdletBinding()]
param(
    # The browser: chromium of Debian's packages, or Chrome.
    [string] $Browser = 'chromium',

    # Where the pictures go.
    [string] $ScreenshotPath = (Join-Path ([IO.Path]::GetTempPath()) "veops-report-$PID")
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../../out/VeoPS')
$folder = (New-Item $ScreenshotPath -ItemType Directory -Force).FullName
$env:VEOPS_HOME = Join-Path $folder 'ledger'

$hostile = '<script>document.title = "taken over"</script>"><b>bold</b>'
$tasks = @(
    New-VeoVideo 'Zebras at a waterhole, seen from above in the last light of the day' -Profile sandbox -Tag 'night', 'first' -JobKey 'shot 1'
    New-VeoVideo 'A dog playing in a park' -Profile sandbox -AspectRatio 9:16
    New-VeoVideo $hostile -Profile sandbox -ProviderOption @{ outcome = 'failed' }
)
$saved = $tasks | Wait-VeoTask -ErrorAction SilentlyContinue | Save-VeoVideo -OutputPath (Join-Path $folder 'videos')
$page = @($tasks | Get-VeoTask) + @($saved) | Export-VeoReport (Join-Path $folder 'report.html') -Title 'Last night'

function Invoke-Browser([string[]] $ArgumentList, [IO.FileInfo] $File = $page) {
    $options = '--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--virtual-time-budget=5000', "--user-data-dir=$folder/profile"
    & $Browser @options @ArgumentList ([uri]::new($File.FullName, [UriKind]::Absolute)).AbsoluteUri 2>$null
}

function Assert([bool] $Condition, [string] $What) {
    if (-not $Condition) { throw "Not so: $What" }
    "ok  $What"
}

$dom = (Invoke-Browser '--dump-dom') -join "`n"
Assert ($dom -match '<title>Last night</title>') 'a prompt runs no script'
Assert (-not ($dom -match '<b>bold</b>')) 'a prompt brings no element'
Assert (([regex]::Matches($dom, '<video ')).Count -eq 2) 'each saved video has a player'
Assert (([regex]::Matches($dom, '<article ')).Count -eq 3) 'each task is there once'

# What a click does, done by a script in a copy of the page.
$sorted = New-Item (Join-Path $folder 'sorted.html') -Force -Value ((Get-Content $page -Raw) -replace '</body>', '<script>document.querySelector("nav button[data-key=prompt]").click()</script></body>')
$order = [regex]::Matches(((Invoke-Browser '--dump-dom' $sorted) -join "`n"), '<h2>([^<]{3})').ForEach({ $_.Groups[1].Value })
Assert ($order.Count -eq 3 -and $order[-1] -eq 'Zeb') 'a click sorts by prompt'

# The same for filters, and the picture of a video: a copy of the page says in its title what came of them.
$filtered = New-Item (Join-Path $folder 'filtered.html') -Force -Value ((Get-Content $page -Raw) -replace '</body>', @'
<script>
document.querySelector('nav button[data-status=Succeeded]').click();
search.value = 'DOG park';
search.dispatchEvent(new Event('input'));
document.title = document.querySelectorAll('article:not([hidden])').length + ' left: ' + document.querySelector('p[aria-live]').textContent;
document.querySelector('article:not([hidden]) video').addEventListener('seeking', event => { document.title += ', picture at ' + event.target.currentTime; });
</script></body>
'@)
$dom = (Invoke-Browser '--dump-dom' $filtered) -join "`n"
Assert ($dom -match '<title>1 left: 1 of 3 shown') 'status and words filter'
Assert ($dom -match 'picture at 0\.[1-9]') 'the picture is not the first frame'

foreach ($size in '1200,900', '390,844') {
    foreach ($scheme in 'light', 'dark') {
        $picture = Join-Path $folder "report-$scheme-$($size -replace ',', 'x').png"
        $dark = @(if ($scheme -eq 'dark') { '--blink-settings=preferredColorScheme=0' } else { '--blink-settings=preferredColorScheme=1' })
        Invoke-Browser (@("--window-size=$size", "--screenshot=$picture") + $dark) | Out-Null
        Assert (Test-Path $picture) "a picture in $scheme at $size`: $picture"
    }
}
