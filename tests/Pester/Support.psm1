# What the suites share: the module, a gateway process a file, VEOPS_* variables a test, and new PowerShell processes.

$root = Split-Path (Split-Path $PSScriptRoot)
$modulePath = if ($env:VEOPS_TEST_MODULE) { $env:VEOPS_TEST_MODULE } else { Join-Path $root 'out/VeoPS' } # The package's content, where that is tested.
$testGateway = 'VEOPS_TEST_GATEWAY' # Where the gateway is; set by who starts the suites.
$gateway = $null
$kept = @{}
Get-ChildItem Env:VEOPS_* | Where-Object Name -NotLike VEOPS_TEST_* | ForEach-Object { $kept[$_.Name] = $_.Value }

Import-Module $modulePath -Global

function Get-ModulePath { $modulePath }

function Get-RepositoryPath([string] $Path) { Join-Path $root $Path }

# --- The gateway ---

function Get-GatewayAssembly {
    $assembly = [Environment]::GetEnvironmentVariable($testGateway)
    if (-not $assembly) {
        $assembly = Get-ChildItem (Join-Path $root 'tests/Gateway/bin/*/*/VeoPS.TestGateway.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
    }
    if (-not $assembly) { throw 'There is no gateway. Build VeoPS.sln first.' }
    "$assembly"
}

<# On Windows, the program that the build makes beside the assembly: there need not be a dotnet. #>
function Get-GatewayCommand {
    $assembly = Get-GatewayAssembly
    $program = [IO.Path]::ChangeExtension($assembly, '.exe')
    if ((Test-OnWindows) -and (Test-Path -LiteralPath $program)) { $program } else { 'dotnet', $assembly }
}

function Test-OnWindows { $PSEdition -eq 'Desktop' -or $IsWindows }

<# Starts the gateway of a file. Tasks end with their first poll, unless the arguments say otherwise. #>
function Start-Gateway([string[]] $ArgumentList = @()) {
    # Its standard input is ours: it ends with this process, however that ends.
    $process = Start-Program @(Get-GatewayCommand)[0] (@(Get-GatewayCommand | Select-Object -Skip 1) + @('--exit-with-stdin', '--polls', '1') + $ArgumentList)
    $address = $process.StandardOutput.ReadLine() -replace '^Listening on '
    $script:gateway = [pscustomobject]@{ Process = $process; BaseUri = $address }
}

function Stop-Gateway {
    $gateway.Process.StandardInput.Close()
    if (-not $gateway.Process.WaitForExit(10000)) { $gateway.Process.Kill() }
    $script:gateway = $null
}

function Get-GatewayUri { $gateway.BaseUri }

function Invoke-Control([string] $Path, [string] $Method = 'Get', $Body) {
    $json = if ($null -ne $Body) { ConvertTo-Json -InputObject $Body -Depth 5 }
    Invoke-RestMethod "$($gateway.BaseUri)/_control/$Path" -Method $Method -Body $json -ContentType 'application/json' | Write-Output
}

<# What was bought. #>
function Get-Accepted { Invoke-Control 'accepted' }

<# What was asked, of one route. #>
function Get-Request([string] $Route) { Invoke-Control 'requests' | Where-Object route -EQ $Route }

<# Such as @{ route = 'submit'; fault = 'lateAnswer' }. #>
function Add-Fault([hashtable] $Fault) { Invoke-Control 'faults' Post @(, $Fault) }

<# How tasks end that are bought from now on. #>
function Set-Outcome([string] $Outcome, [string] $Prompt) {
    Invoke-Control 'outcome' Post $(if ($Prompt) { @{ outcome = $Outcome; prompt = $Prompt } } else { @{ outcome = $Outcome } })
}

# --- The environment ---

<# Sets these VEOPS_* variables and no others, with a ledger of the test's own. #>
function Use-Environment([hashtable] $Variable = @{}) {
    Get-ChildItem Env:VEOPS_* | Where-Object Name -NotLike VEOPS_TEST_* | Remove-Item
    $env:VEOPS_HOME = New-Folder
    foreach ($name in $Variable.Keys) { Set-Item "Env:$name" $Variable[$name] }
}

function Restore-Environment {
    Get-ChildItem Env:VEOPS_* | Where-Object Name -NotLike VEOPS_TEST_* | Remove-Item
    foreach ($name in $kept.Keys) { Set-Item "Env:$name" $kept[$name] }
    if (Test-OnWindows) { Wait-Ledger }
}

<# After a line that was stopped, its ledger stays open until it has been idle for some seconds. Windows deletes no file that is open. #>
function Wait-Ledger {
    foreach ($file in (Get-ChildItem (Get-PSDrive TestDrive).Root -Recurse -File -Filter ledger.db).FullName) {
        Wait-Until { try { [IO.File]::Open($file, 'Open', 'ReadWrite', 'None').Dispose(); $true } catch [IO.IOException] { $false } }
    }
}

<# The profile env is the gateway, which knows nothing of what was before. #>
function Use-Gateway([string] $Provider = 'TokenBay', [string] $Key = 'test-key') {
    Invoke-Control 'reset' Post
    Use-Environment (Get-GatewayVariable $Provider $Key)

    # A process is told once that the gateway's default model is retired: here, and not in the middle of a test.
    $null = Measure-VeoCost 'x' -WarningAction SilentlyContinue -ErrorAction Ignore
    Invoke-Control 'reset' Post
}

function Get-GatewayVariable([string] $Provider = 'TokenBay', [string] $Key = 'test-key') {
    @{ VEOPS_PROVIDER = $Provider; VEOPS_BASE_URI = $gateway.BaseUri; VEOPS_API_KEY = $Key }
}

<# A new folder, or the path of one that is not there yet. #>
function New-Folder([switch] $Missing) {
    $path = Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid().ToString('N').Substring(0, 8))
    if (-not $Missing) { $null = New-Item $path -ItemType Directory }
    $path
}

<# The bytes of a file, also while it is open elsewhere: a ledger stays open for some seconds, and Windows then refuses ReadAllBytes. #>
function Read-OpenFile([string] $Path) {
    $stream = [IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        $bytes = [IO.MemoryStream]::new()
        $stream.CopyTo($bytes)
        , $bytes.ToArray()
    } finally { $stream.Dispose() }
}

<# A file that begins as a PNG does, of a few kilobytes. #>
function New-Image([string] $Path) {
    [IO.File]::WriteAllBytes($Path, [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [byte[]] (0..4095 | ForEach-Object { $_ % 251 }))
    Get-Item -LiteralPath $Path
}

<# An empty assembly of any name and version. #>
function New-Assembly([string] $Folder, [string] $Name, [string] $Version) {
    $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName] "$Name, Version=$Version", [object].Assembly)
    $null = $builder.DefineDynamicModule($Name)
    $builder.Save("$Folder/$Name.dll")
}

# --- Running a line ---

<# Runs a line here, and sorts what comes by its stream. #>
function Invoke-Line([scriptblock] $Line) {
    $stopped = $null
    $said = try { & $Line *>&1 } catch { $stopped = $_ }
    $failed = @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) + @($stopped | Where-Object { $_ })
    [pscustomobject]@{
        Output  = @($said | Where-Object { -not (Test-Record $_) })
        Error   = $failed
        ErrorId = @($failed | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] })
        Warning = @($said | Where-Object { $_ -is [Management.Automation.WarningRecord] } | ForEach-Object Message)
        Stopped = $null -ne $stopped
        All     = @($said) + @($stopped)
    }
}

function Test-Record($Value) {
    $Value -is [Management.Automation.ErrorRecord] -or $Value -is [Management.Automation.InformationalRecord] -or $Value -is [Management.Automation.InformationRecord]
}

# Limits of real time tell what hangs from what does not, and nothing else: they are far above the time that anything takes on a
# machine that is busy with other things.
$longest = 300

<# Waits until something holds; for what another process or thread does. #>
function Wait-Until([scriptblock] $Condition, [double] $Seconds = $longest) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "Not within $Seconds s: $Condition" }
        [Threading.Thread]::Sleep(25)
    }
}

<# A line in a runspace of its own, to be stopped from outside. #>
function Start-Hosted([string] $Line) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($modulePath)
    $shell = [powershell]::Create($state).AddScript($Line)
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
    [pscustomobject]@{ Shell = $shell; Output = $output; Call = $call }
}

# --- New processes ---

<# Ends a process and those that it started. #>
function Stop-Tree($Process) {
    if ($PSEdition -eq 'Core') { $Process.Kill($true) } else { $null = & taskkill.exe /T /F /PID $Process.Id }
    $Process.WaitForExit()
}

<# The program of this PowerShell and its first arguments. A .NET tool has none of its own: dotnet runs its pwsh.dll. #>
function Get-PowerShellCommand {
    $program = (Get-Process -Id $PID).Path
    if ((Split-Path $program -Leaf) -match '^dotnet(\.exe)?$') { $program, (Join-Path $PSHOME 'pwsh.dll') } else { , $program }
}

<# One program that is this PowerShell, for lines that start pwsh by its path or find it on PATH. Its process is PowerShell itself. #>
function New-PowerShellProgram {
    $command = @(Get-PowerShellCommand)
    if ($command.Count -eq 1) { return $command[0] }
    $file = Join-Path (New-Folder) 'pwsh'
    Set-Content $file "#!/bin/sh`nexec '$($command -join "' '")' `"`$@`""
    & chmod +x $file
    $file
}

function Start-Program([string] $Name, [string[]] $ArgumentList, [hashtable] $Environment) {
    $start = [Diagnostics.ProcessStartInfo]::new($Name)
    if ($null -ne $start.ArgumentList) { $ArgumentList | ForEach-Object { $start.ArgumentList.Add($_) } }
    else { $start.Arguments = ($ArgumentList | ForEach-Object { if ($_ -match '[\s"]') { '"' + $_.Replace('"', '\"') + '"' } else { $_ } }) -join ' ' } # .NET Framework
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true # On Windows: a console of its own, so that Send-Interrupt reaches nobody else.
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    if ($Environment) {
        $start.RedirectStandardError = $true
        $start.Environment.Clear()
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    }
    [Diagnostics.Process]::Start($start)
}

<# Starts a script in a new PowerShell that has these variables, and what no process can do without. Nobody watches it. #>
function Start-Script([string] $Script, [hashtable] $Environment = @{}, [switch] $NoHome, [switch] $NoImport, [switch] $Interactive) {
    $all = @{ NO_COLOR = '1' }
    # Windows finds pwsh.exe as pwsh by PATHEXT.
    foreach ($name in 'PATH', 'PATHEXT', 'SystemRoot', 'TEMP', 'DOTNET_ROOT') {
        if ($value = [Environment]::GetEnvironmentVariable($name)) { $all[$name] = $value }
    }
    if (-not $NoHome) { $all.HOME = $all.USERPROFILE = $all.LOCALAPPDATA = New-Folder }
    foreach ($name in $Environment.Keys) { $all[$name] = $Environment[$name] }

    $file = Join-Path (New-Folder) 'line.ps1'
    Set-Content $file ($(if (-not $NoImport) { "Import-Module '$modulePath'`n" }) + $Script)
    $program, $first = Get-PowerShellCommand
    $process = Start-Program $program @($first | Where-Object { $_ }; '-NoProfile'; if (-not $Interactive) { '-NonInteractive' }; '-File'; $file) $all
    [pscustomobject]@{
        Process = $process
        Home    = $all.HOME
        Ledger  = $all.VEOPS_HOME
        Output  = $process.StandardOutput.ReadToEndAsync()
        Error   = $process.StandardError.ReadToEndAsync()
    }
}

<# Waits for it, and tells what it said. #>
function Receive-Script($Script, [int] $Seconds = $longest) {
    $Script.Process.StandardInput.Close()
    if (-not $Script.Process.WaitForExit($Seconds * 1000)) {
        Stop-Tree $Script.Process
        throw "The script did not end within $Seconds s: $($Script.Output.Result) $($Script.Error.Result)"
    }
    $text = $Script.Output.Result
    [pscustomobject]@{
        ExitCode = $Script.Process.ExitCode
        Output   = $text
        Line     = @($text.Split("`n").Trim() | Where-Object { $_ -and $_ -notmatch 'has not been served by its vendor' })
        Error    = $Script.Error.Result
        Home     = $Script.Home
    }
}

function Invoke-Script([string] $Script, [hashtable] $Environment = @{}, [switch] $NoHome, [switch] $NoImport, [switch] $Interactive) {
    Receive-Script (Start-Script $Script $Environment -NoHome:$NoHome -NoImport:$NoImport -Interactive:$Interactive)
}

<#
Ctrl+C, for a process that Start-Program started. Windows sends it to all processes of a console, so another PowerShell moves to that
console to send it. (https://learn.microsoft.com/windows/console/generateconsolectrlevent)
#>
function Send-Interrupt($Process) {
    if (-not (Test-OnWindows)) { & sh -c "kill -INT $($Process.Id)"; return }
    $sent = Invoke-Script -NoImport @"
Add-Type -Namespace Console -Name Native -MemberDefinition @'
    [DllImport("kernel32")] public static extern bool FreeConsole();
    [DllImport("kernel32")] public static extern bool AttachConsole(int process);
    [DllImport("kernel32")] public static extern bool SetConsoleCtrlHandler(IntPtr handler, bool ignore);
    [DllImport("kernel32")] public static extern bool GenerateConsoleCtrlEvent(int what, int group);
'@
`$null = [Console.Native]::FreeConsole()
if (-not [Console.Native]::AttachConsole($($Process.Id))) { throw 'It has no console.' }
`$null = [Console.Native]::SetConsoleCtrlHandler([IntPtr]::Zero, `$true)
if (-not [Console.Native]::GenerateConsoleCtrlEvent(0, 0)) { throw 'Ctrl+C was not sent.' }
"@
    if ($sent.ExitCode -ne 0) { throw "Ctrl+C was not sent: $($sent.Output) $($sent.Error)" }
}

# --- The lines of a page ---

<#
Runs the lines of pages as they are written, each page in a folder and with a ledger of its own, all in four processes at the same time.

An example has a Key and its Code: one block of lines, or several that run one after another in the same session. It may have Setup,
lines that run before them. Staged is a folder whose content every example finds in its own. The answer is a table by key, with the
errors, and the text that each block prints.
#>
function Invoke-Example([object[]] $Example, [string] $Staged, [hashtable] $Environment = @{}, [int] $Seconds = $longest) {
    $runner = @'
foreach ($example in Get-Content $list -Raw | ConvertFrom-Json) {
    $folder = (New-Item (Join-Path $work $example.Key) -ItemType Directory).FullName
    $env:VEOPS_HOME = Join-Path $folder ledger
    Copy-Item $staged/* $folder -Recurse
    Set-Location $folder
    $failed = [Collections.Generic.List[string]]::new()
    $texts = & {
        foreach ($code in @($example.Setup) + $example.Code) {
            $said = @(try { . ([scriptblock]::Create($code)) 2>&1 3>&1 } catch { $_ })
            $said | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { $failed.Add("$($_.FullyQualifiedErrorId): $_") }
            $said | Out-String -Width 100
        }
    }
    [pscustomobject]@{ Key = $example.Key; Error = $failed; Text = @($texts | Select-Object -Skip 1) } | ConvertTo-Json -Compress
}
'@
    $scripts = foreach ($index in 0..3) {
        $share = @(for ($at = $index; $at -lt $Example.Count; $at += 4) { $Example[$at] })
        if (-not $share) { continue }
        $list = Join-Path (New-Folder) 'examples.json'
        ConvertTo-Json $share -Depth 5 | Set-Content $list
        Start-Script "`$list = '$list'; `$work = '$(New-Folder)'; `$staged = '$Staged'`n$runner" $Environment
    }
    $results = @{}
    foreach ($script in $scripts) {
        foreach ($line in (Receive-Script $script $Seconds).Line -match '^\{') {
            $result = $line | ConvertFrom-Json
            $results[$result.Key] = $result
        }
    }
    $results
}

<# Finds faults without running anything: lines that do not parse, and cmdlets and parameters of the module that do not exist. #>
function Get-CodeFault([string] $Code) {
    $faults = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $faults)
    $faults | ForEach-Object { "$_" }
    foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
        $called = $call.GetCommandName()
        if ($called -notmatch '-Veo') { continue }
        if ($called -notin (Get-Module VeoPS).ExportedCmdlets.Keys) { "$called does not exist"; continue }
        $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName |
            Where-Object { $_ -notin (Get-Command $called).Parameters.Keys } | ForEach-Object { "$called has no -$_" }
    }
}
