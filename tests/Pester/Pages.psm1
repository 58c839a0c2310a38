# What Pages.Tests.ps1 knows of the documents: their blocks, what stands in for a cloud, and which errors they are about.

Import-Module $PSScriptRoot/Support.psm1

# The default: the profile prod is the sandbox, which needs no key.
$sandbox = 'Register-VeoProfile prod Sandbox -Default'

# The profile prod is the loopback gateway, at a price.
$loopback = @'
$env:VEOPS_PROVIDER, $env:VEOPS_PROFILE_NAME, $env:VEOPS_API_KEY, $env:VEOPS_BASE_URI = '{0}', 'prod', 'test-key', '{1}'
$env:VEOPS_SETTINGS = '{{"PricePerVideo":"0.40","PriceUnit":"USD"}}'
'@

# Stand-ins, with names of parameters from the documentation of these cmdlets, and no others. Each needs the file that it is given.
$cloud = @'
function Write-S3Object {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $BucketName, [Parameter(Mandatory)] [string] $Key, [Parameter(Mandatory)] [string] $File)
    $null = Get-Item -LiteralPath $File -ErrorAction Stop
}
function New-AzStorageContext {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $StorageAccountName, [switch] $UseConnectedAccount)
    [pscustomobject]@{ StorageAccountName = $StorageAccountName }
}
function Set-AzStorageBlobContent {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $File, [Parameter(Mandatory)] [string] $Container, [string] $Blob, $Context, [switch] $Force)
    if (-not $Context.StorageAccountName) { throw 'There is no context.' }
    Get-Item -LiteralPath $File -ErrorAction Stop
}
function New-GcsObject {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Bucket, [string] $ObjectName, [Parameter(Mandatory)] [string] $File, [switch] $Force)
    Get-Item -LiteralPath $File -ErrorAction Stop
}
'@

# Where ffmpeg is installed, it runs. Elsewhere its stand-in needs the video, and writes a picture under the last name.
$ffmpeg = @'
if (-not (Get-Command ffmpeg -CommandType Application -ErrorAction Ignore)) {
    function ffmpeg {
        $null = Get-Item -LiteralPath $args[$args.IndexOf('-i') + 1] -ErrorAction Stop
        [IO.File]::WriteAllBytes((Join-Path $PWD $args[-1]), [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [byte[]]::new(64))
    }
}
'@

$buy = '| Wait-VeoTask -IncludeFailed | Out-Null'
$special = @{
    'cloud'      = @{ Setup = "$sandbox`nNew-VeoVideo 'A dog playing in a park' -JobKey dog $buy`n$cloud" }
    'budget'     = @{ Error = 'VeoBudgetExceeded' }
    'filtered'   = @{
        Provider = 'SkillsVideo'; Error = 'VeoTaskFailed'
        Setup    = "New-VeoVideo 'Two knights fight' -JobKey fight $buy`nNew-VeoVideo 'A wolf hunts' -JobKey wolf $buy"
    }
    'move'       = @{ Setup = "Register-VeoProfile old Sandbox; Register-VeoProfile new Sandbox`nNew-VeoVideo 'A dog playing in a park' -JobKey dog -Profile old" }
    'next-frame' = @{ Setup = "$sandbox`n$ffmpeg" }
    'unknown'    = @{
        Provider = 'SkillsVideo'; Error = 'VeoSubmitUnknown'
        Setup    = "`$ConfirmPreference = 'None' # Nobody is there to answer.`nNew-VeoVideo 'A boat at sunrise' -JobKey boat -ErrorAction Ignore"
    }
}

<# The documents whose lines run as they are written. #>
function Get-RunPage { Get-Item (Get-RepositoryPath 'docs/tasks/*.md'), (Get-RepositoryPath 'README.md') }

function Get-PageText([string] $Path) { [IO.File]::ReadAllText($Path).Replace("`r", '') }

<# The errors that a page is about, and that its lines therefore report. #>
function Get-ExpectedError([string] $Page) { $special[$Page].Error }

<# The blocks of PowerShell of a page, each with the text that the page says it prints. Run tells whether the tests run it. #>
function Get-PageBlock([string] $Path) {
    [regex]::Matches((Get-PageText $Path), '(?ms)^```powershell\n(?<code>.*?)^```\n(?:\n```text\n(?<printed>.*?)^```$)?').ForEach{
        $code = $_.Groups['code'].Value
        [pscustomobject]@{ Code = $code; Printed = $_.Groups['printed'].Value; Run = $code -notmatch '\A# Not run by the tests: |build\.ps1' }
    }
}

<# Text without what differs between two runs and systems: numbers, ids, folders, and where a line was broken. #>
function Get-Comparable([string] $Text) {
    $text = $Text.Replace('\', '/') -replace '\S+(?=/videos)' -replace '\bsbx_\w+|\bveo-[\d]{8}-\d+-\w+|\bgen_\w+|\b[0-9a-f]{8,}\b', '#' -replace '…', '' -replace '\d+([.,:]\d+)*([smh]\b)?', '#'
    $text -replace '[\s|─-]+', ''
}

<# Runs every page, with its CSV as shots.csv and with the samples of the repository. #>
function Invoke-TaskPage([string[]] $Name = '*') {
    # A lost answer of a task that the gateway has, one of a task that it has not, and prompts that its filter withholds.
    Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true; prompt = 'A fox in the snow' } | Out-Null
    Add-Fault @{ route = 'submit'; fault = 'status'; status = 500; prompt = 'A boat at sunrise' } | Out-Null
    'Two knights fight', 'A wolf hunts' | ForEach-Object { Set-Outcome failed $_ } | Out-Null

    $staged = New-Folder
    $null = New-Item "$staged/samples" -ItemType Directory
    Copy-Item (Get-RepositoryPath 'samples/automation') "$staged/samples" -Recurse
    $examples = foreach ($file in Get-RunPage | Where-Object BaseName -Like $Name) {
        $more = $special[$file.BaseName]
        $csv = [regex]::Match((Get-PageText $file.FullName), '(?ms)^```csv\n(.*?)^```').Groups[1].Value
        $setup = @(
            'Get-ChildItem Env:VEOPS_* | Where-Object Name -NE VEOPS_HOME | Remove-Item'
            if ($csv) { "@'`n$csv'@ | Set-Content shots.csv" }
            if ($more.Provider) { $loopback -f $more.Provider, (Get-GatewayUri) } elseif (-not $more.Setup) { $sandbox }
            $more.Setup
        ) -join "`n"
        [pscustomobject]@{ Key = $file.BaseName; Setup = $setup; Code = @((Get-PageBlock $file.FullName | Where-Object Run).Code) }
    }

    $program = Split-Path (New-PowerShellProgram)
    Invoke-Example @($examples) $staged @{
        PATH         = $program, $env:PATH -join [IO.Path]::PathSeparator
        PSModulePath = (Split-Path (Get-ModulePath)), $env:PSModulePath -join [IO.Path]::PathSeparator
    }
}

Export-ModuleMember -Function Get-RunPage, Get-PageText, Get-PageBlock, Get-Comparable, Get-ExpectedError, Invoke-TaskPage
