BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $key = 'sk-C4nary+/=x~Y'
    Start-Gateway '--key', $key
    $secretManagement = 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretStore'
    $hasVaults = @(Get-Module $secretManagement -ListAvailable | Select-Object Name -Unique).Count -eq 2

    # What every script begins with: names for what it shows, and the key, which no script's text holds.
    $common = @'
$key = ConvertTo-SecureString $env:TEST_KEY -AsPlainText
$base = $env:TEST_GATEWAY
function Told { $Error.ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] }; $Error.Clear() }
function Says { $Error.ForEach{ $_.Exception.Message -replace '\r?\n\s*', ' ' }; $Error.Clear() }

'@
    # A SecretStore that never asks, as a service account has it.
    $open = $common + @'
$password = ConvertTo-SecureString 'pw' -AsPlainText
Register-SecretVault -Name store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Set-SecretStoreConfiguration -Authentication None -Interaction None -Confirm:$false -Password $password

'@
    # Opens one that has a password.
    $unlock = "Unlock-SecretStore -Password (ConvertTo-SecureString 'pw' -AsPlainText)`n"
    $registered = "`$null = Register-VeoProfile prod TokenBay -ApiKey `$key -BaseUri `$base -Default`n"

    # An account of its own: a home, so a list of vaults, and a ledger.
    function New-Account([hashtable] $Variable = @{}) {
        $folder = New-Folder
        @{
            HOME = $folder; USERPROFILE = $folder; LOCALAPPDATA = $folder; VEOPS_HOME = "$folder/veops"
            PSModulePath = $env:PSModulePath; TEST_KEY = $key; TEST_GATEWAY = Get-GatewayUri
        } + $Variable
    }

    # One with a SecretStore that has a password, and the profile prod.
    function New-LockedAccount([string] $Interaction = 'None') {
        $account = New-Account
        # In a process of its own: SecretStore forgets a password that is given while its new files are still being noticed.
        $null = Invoke-As $account @'
Register-SecretVault -Name store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Set-SecretStoreConfiguration -Authentication Password -Interaction None -Confirm:$false -Password (ConvertTo-SecureString 'pw' -AsPlainText)
'@
        $null = Invoke-As $account ($common + $unlock + $registered + "Set-SecretStoreConfiguration -Interaction $Interaction -Confirm:`$false")
        $account
    }

    # A script in an account; the account is there for the next script.
    function Invoke-As([hashtable] $Account, [string] $Script, [hashtable] $Variable = @{}, [switch] $Interactive) {
        $all = $Account.Clone()
        foreach ($name in $Variable.Keys) { $all[$name] = $Variable[$name] }
        Invoke-Script $Script $all -NoHome -Interactive:$Interactive
    }

    # A vault whose extension is a script, over one file a secret. Its words come from $Get, $Set and $SetInfo.
    function New-ScriptVault([string] $Get = '', [string] $Set = '', [string] $SetInfo) {
        $name = "Vault$([guid]::NewGuid().ToString('N').Substring(0, 6))"
        $module = Join-Path (New-Folder) $name
        $extension = New-Item (Join-Path $module "$name.Extension") -ItemType Directory
        $functions = @('Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Test-SecretVault'; if ($PSBoundParameters.ContainsKey('SetInfo')) { 'Set-SecretInfo' })
        "@{ ModuleVersion = '1.0'; NestedModules = @('./$name.Extension'); FunctionsToExport = @() }" | Set-Content "$module/$name.psd1"
        "@{ ModuleVersion = '1.0'; RootModule = '$name.Extension.psm1'; FunctionsToExport = @('$($functions -join "','")') }" | Set-Content "$extension/$name.Extension.psd1"
        @"
`$folder = '$(New-Folder)'
function PathOf(`$name) { Join-Path `$folder ([uri]::EscapeDataString(`$name)) }
function Get-Secret([string] `$Name, [string] `$VaultName, [hashtable] `$AdditionalParameters) {
    $Get
    if (Test-Path (PathOf `$Name)) { (Import-Clixml (PathOf `$Name)).Secret }
}
function Set-Secret([string] `$Name, [object] `$Secret, [string] `$VaultName, [hashtable] `$AdditionalParameters) {
    $Set
    [pscustomobject]@{ Name = `$Name; Secret = `$Secret; Metadata = @{} } | Export-Clixml (PathOf `$Name)
}
function Set-SecretInfo([string] `$Name, [hashtable] `$Metadata, [string] `$VaultName, [hashtable] `$AdditionalParameters) {
    $SetInfo
    `$item = Import-Clixml (PathOf `$Name)
    `$item.Metadata = `$Metadata
    `$item | Export-Clixml (PathOf `$Name)
}
function Remove-Secret([string] `$Name, [string] `$VaultName, [hashtable] `$AdditionalParameters) { Remove-Item (PathOf `$Name) }
function Test-SecretVault([string] `$VaultName, [hashtable] `$AdditionalParameters) { `$true }
function Get-SecretInfo([string] `$Filter, [string] `$VaultName, [hashtable] `$AdditionalParameters) {
    foreach (`$item in Get-ChildItem `$folder | Import-Clixml | Where-Object Name -Like `$Filter) {
        `$metadata = [Collections.Generic.Dictionary[string, object]]::new()
        foreach (`$each in `$item.Metadata.Keys) { `$metadata[`$each] = `$item.Metadata[`$each] }
        [Microsoft.PowerShell.SecretManagement.SecretInformation]::new(`$item.Name, 'SecureString', `$VaultName, [Collections.ObjectModel.ReadOnlyDictionary[string, object]]::new(`$metadata))
    }
}
"@ | Set-Content "$extension/$name.Extension.psm1"
        $module
    }

    # What a person sees who runs a script in a terminal and types something.
    function Invoke-Terminal([hashtable] $Account, [string] $Script, [string] $Typed = '') {
        if (-not (Get-Command script -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no script(1) here to make a terminal' }
        $file = Join-Path $Account.HOME 'line.ps1'
        "Import-Module '$(Get-ModulePath)'; `$Error.Clear(); $Script" | Set-Content $file
        $variables = @{ PATH = $env:PATH; TERM = 'dumb'; NO_COLOR = '1' } + $Account
        if ($env:DOTNET_ROOT) { $variables.DOTNET_ROOT = $env:DOTNET_ROOT }
        $process = InModuleScope Support { param($file, $variables) Start-Program 'script' ('-qec', "'$((Get-PowerShellCommand) -join "' '")' -NoProfile -File '$file'", '/dev/null') $variables } -Parameters @{ file = $file; variables = $variables }
        # With what a terminal says of its cursor, which PowerShell asks for and would wait for.
        $process.StandardInput.Write($Typed + "$([char] 27)[1;1R" * 8)
        $process.StandardInput.Flush()
        $text = $process.StandardOutput.ReadToEndAsync()
        $text.Wait(300000) | Should -BeTrue
        $text.Result
    }

    function Assert-Clean([string] $Text, [string] $Where) {
        $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($key))
        "$Text".Contains('C4nary') -or "$Text".Contains($encoded) | Should -BeFalse -Because "the key stands in $Where"
    }

    # In whatever encoding, but for the folder of the vault.
    function Assert-NoFile([string] $Folder) {
        foreach ($file in Get-ChildItem $Folder -Recurse -File -Force) {
            $bytes = (Read-OpenFile $file.FullName)
            Assert-Clean ([Text.Encoding]::GetEncoding(28591).GetString($bytes)) $file.FullName
            Assert-Clean ([Text.Encoding]::Unicode.GetString($bytes)) $file.FullName
        }
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Profiles in a vault' {
    BeforeEach {
        if (-not $hasVaults) { Set-ItResult -Skipped -Because 'SecretManagement and SecretStore are not installed: Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore' }
        Invoke-Control 'reset' Post
    }

    It 'buys with a key from the vault, and keeps the settings beside it and in a copy without it' {
        $account = New-Account
        $result = Invoke-As $account ($open + @'
Register-VeoProfile prod tokenbay -ApiKey $key -BaseUri $base -Default -Model veo-3.1-generate-preview -PricePerSecond 0.15 -PriceUnit USD -DailyBudget 5 -PassThru | ForEach-Object { "$($_.Name) $($_.Provider) $($_.Vault) $($_.Source) $($_.IsDefault) $($_.PricePerSecond)" }
(Get-SecretInfo VeoPS/prod).Metadata.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }
(Get-Secret VeoPS/prod).GetType().Name
'a cat' | New-VeoVideo -Verbose | ForEach-Object { "$($_.Profile) $($_.Model)" }
Told
'@)
        $result.Line | Where-Object { $_ -notmatch '^VERBOSE|^[{]' } | Should -Be @(
            'prod TokenBay store Vault True 0.15', "baseUri=$(Get-GatewayUri)/", 'dailyBudget=5', 'model=veo-3.1-generate-preview', 'pricePerSecond=0.15', 'priceUnit=USD', 'provider=TokenBay', 'SecureString', 'prod veo-3.1-generate-preview')
        $result.Output | Should -Match "VERBOSE: Profile 'prod' \(key from the vault 'store'\), because it is the registered default"
        (Get-Accepted).Count | Should -Be 1
        Assert-NoFile $account.HOME
    }

    It 'lists, completes and chooses the default without asking the vault, be it locked' {
        $account = New-LockedAccount
        $result = Invoke-As $account ($common + @'
Get-VeoProfile | ForEach-Object { "$($_.Name) $($_.IsDefault)" }
Get-VeoProfile p* | ForEach-Object Name
(TabExpansion2 'New-VeoVideo x -Profile ' -cursorColumn 24).CompletionMatches.CompletionText
(TabExpansion2 'Get-VeoTask 1 -Profile p' -cursorColumn 24).CompletionMatches.CompletionText
(TabExpansion2 'Test-VeoProfile s' -cursorColumn 17).CompletionMatches.CompletionText
(Set-VeoProfile prod -Default:$false -PassThru).IsDefault
@(Get-VeoProfile).Where{ $_.IsDefault }.Count
Told
'@)
        $result.Line | Should -Be 'prod True', 'sandbox False', 'prod', 'prod', 'sandbox', 'prod', 'sandbox', 'False', '0'
    }

    It 'is VeoVaultLocked where the vault is, <how>, and the script goes on' -ForEach @(
        @{ how = 'with -Interaction None'; interaction = 'None'; interactive = $false }
        @{ how = 'with -Interaction Prompt and -NonInteractive'; interaction = 'Prompt'; interactive = $false }
        @{ how = 'with -Interaction Prompt and no input'; interaction = 'Prompt'; interactive = $true }
    ) {
        $account = New-LockedAccount $interaction
        $result = Invoke-As $account -Interactive:$interactive ($common + @'
$ErrorActionPreference = 'SilentlyContinue'
'a cat' | New-VeoVideo; Told
Set-VeoProfile prod -Model m; Told
Set-VeoProfile prod -ApiKey $key; Told
Unregister-VeoProfile prod -Confirm:$false; Told
Register-VeoProfile test TokenBay -ApiKey $key -BaseUri $base; Told
Remove-Item $env:VEOPS_HOME/profiles.json
Get-VeoProfile prod; Says
try { Get-VeoBalance prod -ErrorAction Stop } catch { Told }
'@ + $unlock + @'
('a cat' | New-VeoVideo -Profile prod).Profile
exit 3
'@)
        $result.Line[0..4] | Should -Be (@('VeoVaultLocked') * 5)
        $result.Line[5] | Should -Match 'Unlock-SecretStore.*Set-SecretStoreConfiguration -Authentication None'
        $result.Line[6..7] | Should -Be 'VeoVaultLocked', 'prod'
        $result.ExitCode | Should -Be 3
        $result.Output | Should -Not -Match 'password:'
    }

    It 'asks a person for the password of the vault, and goes on' {
        $text = Invoke-Terminal (New-LockedAccount Prompt) '(''a cat'' | New-VeoVideo).Profile; "errors: $($Error.Count)"' "pw`r"
        $text | Should -Match 'Enter password:(?s).*prod\s+errors: 0'
    }

    It 'tells a password that is wrong, where the vault does' {
        $vault = New-ScriptVault -SetInfo '' -Get 'throw "Unable to unlock the vault. The provided password is incorrect."'
        $result = Invoke-As (New-Account) ($common + @"
Register-SecretVault -Name script -ModuleName '$vault' -DefaultVault
$registered
'a cat' | New-VeoVideo; `$Error[0].Exception.Message; Told
"@)
        $result.Line[0] | Should -Match "The vault 'script' cannot be unlocked: the password is wrong\. Nothing was sent\. Unlock it first"
        $result.Line[-1] | Should -Be 'VeoVaultLocked'
    }

    It 'says of a SecretStore that it got no password or a wrong one, which it does not tell apart' {
        $text = Invoke-Terminal (New-LockedAccount Prompt) '$null = ''a cat'' | New-VeoVideo -ErrorAction SilentlyContinue; "$($Error[0])"' "wrong`r"
        $text | Should -Match "The vault 'store' is locked: the password is missing or wrong\. Nothing was sent"
    }

    It 'warns of a budget that no price is known for, and Test-VeoProfile tells what to do' {
        $result = Invoke-As (New-Account) ($open + @'
$null = Register-VeoProfile prod Apikley -ApiKey $key -BaseUri $base -DailyBudget 50 -WarningVariable warned 3> $null; "$warned"
$check = Test-VeoProfile prod | Where-Object Check -EQ Budget; "$($check.Ok)|$($check.Remedy)"
$null = Set-VeoProfile prod -Model veo3 -WarningVariable warned 3> $null; "$warned"
$null = Set-VeoProfile prod -PricePerVideo 12 -WarningVariable warned; "<$warned>"
(Test-VeoProfile prod | Where-Object Check -EQ Budget).Ok
Measure-VeoCost 'a cat' -Profile prod | ForEach-Object { "$($_.Amount) $($_.Unit)" }
Get-VeoProfile prod | Format-Table | Out-String -Width 100
Says
'@)
        $result.Line[0, 2] | Should -Match 'no price is known for .* at Apikley, so every purchase will be refused\. To set the price that you pay, run: Set-VeoProfile prod -PricePerVideo <credits>'
        $result.Line[1] | Should -Be 'False|Set-VeoProfile prod -PricePerVideo <credits>'
        $result.Line[3..5] | Should -Be '<>', 'True', '12 credits'
        $result.Output | Should -Match '12 credits a video, 50\s+credits a day'
    }

    It 'completes vaults where SecretManagement is loaded, and asks none of them' {
        $account = New-LockedAccount
        $line = "(TabExpansion2 'Register-VeoProfile a b -Vault s' -cursorColumn 32).CompletionMatches.Where{ `$_.ResultType -eq 'ParameterValue' }.CompletionText`n"
        $result = Invoke-As $account ($line + "'then'; `$null = Get-SecretVault`n" + $line + '@(Get-Module *SecretStore*).Count')
        $result.Line | Should -Be 'then', 'store', '0'
    }

    It 'asks the vault for a profile that the copy has not' {
        $account = New-Account
        $result = Invoke-As $account ($open + $registered + @'
Remove-Item $env:VEOPS_HOME/profiles.json
Get-VeoProfile PROD | ForEach-Object { "$($_.Name) $($_.BaseUri) $($_.Vault)" }
('a cat' | New-VeoVideo -Profile prod).Profile
$null = Set-VeoProfile prod -Default
'a cat' | New-VeoVideo | ForEach-Object Profile
Register-VeoProfile other TokenBay -ApiKey $key -BaseUri $base -WhatIf
Get-VeoProfile nobody; Says
'@)
        $result.Line[0..2] | Should -Be "prod $(Get-GatewayUri)/ store", 'prod', 'prod'
        $result.Line[-1] | Should -Match "no profile 'nobody'. Available profiles: 'prod', 'sandbox'\. Nothing was sent\."
    }

    It 'changes what is given and nothing else, and asks no vault for the default' {
        $account = New-Account
        $result = Invoke-As $account ($open + @'
function Show { process { "$($_.Model)|$($_.Setting.Envelope)|$($_.PricePerSecond)|$($_.PricePerVideo)|$($_.DailyBudget)|$($_.IsDefault)" } }
Register-VeoProfile prod Vtrix -ApiKey $key -BaseUri $base -Model m -Setting @{ Envelope = 'flat' } -PricePerVideo 2 -DailyBudget 5 -PassThru | Show
Set-VeoProfile prod -Default -PassThru | Show
Set-VeoProfile prod -PricePerSecond 0.5 -PassThru | Show
Set-VeoProfile prod -Model '' -Setting @{ Envelope = $null } -DailyBudget $null -PassThru | Show
Set-VeoProfile prod -Setting @{ Color = 'blue' }; Told
Get-VeoProfile prod | Set-VeoProfile -Model n -PassThru | Show
(Get-SecretInfo VeoPS/prod).Metadata.model
Set-VeoProfile prod -Model never -WhatIf
Get-VeoProfile prod | Show
Set-VeoProfile sandbox -Model x; Told
'@)
        $result.Line | Should -Be 'm|flat||2|5|False', 'm|flat||2|5|True', 'm|flat|0.5||5|True', '||0.5|||True', 'VeoRequestInvalid', 'n||0.5|||True', 'n', 'What if: Performing the operation "Set-VeoProfile" on target "''prod'' (Vtrix)".', 'n||0.5|||True', 'VeoRequestInvalid'
    }

    It 'rotates a key, and puts back one that is gone from the vault' {
        $account = New-Account
        $result = Invoke-As $account ($open + @'
$null = Register-VeoProfile prod TokenBay -ApiKey (ConvertTo-SecureString 'old-key' -AsPlainText) -BaseUri $base
'a' | New-VeoVideo -Profile prod; Told
$null = Set-VeoProfile prod -ApiKey $key
('b' | New-VeoVideo -Profile prod).Status
Remove-Secret VeoPS/prod -Vault store
'c' | New-VeoVideo -Profile prod; Says
Set-VeoProfile prod -Model m; Told
$null = Set-VeoProfile prod -ApiKey $key
('d' | New-VeoVideo -Profile prod).Status
'@)
        $result.Line[0, 1, 3, 4] | Should -Be 'VeoUnauthorized', 'Queued', 'VeoProfileNotFound', 'Queued'
        $result.Line[2] | Should -Match "no secret 'VeoPS/prod'.*Set-VeoProfile prod -ApiKey"
    }

    It 'does not replace a profile unless told to, nor one that only the vault knows' {
        $account = New-Account
        $result = Invoke-As $account ($open + $registered + @'
Register-VeoProfile PROD TokenBay -ApiKey $key -BaseUri $base; Says
Remove-Item $env:VEOPS_HOME/profiles.json
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base; Says
(Register-VeoProfile prod Apikley -ApiKey $key -BaseUri $base -Force -PassThru).Provider
'@)
        $result.Line[0, 1] | Should -Match 'Set-VeoProfile prod changes it, -Force replaces it'
        $result.Line[2] | Should -Be 'Apikley'
    }

    It 'removes key and copy, after asking, and never asks where nobody is: -Confirm:$false or -Force say it' {
        $account = New-Account
        $result = Invoke-As $account -Interactive ($open + $registered + @'
Unregister-VeoProfile prod; Says
Unregister-VeoProfile prod -WhatIf
(Get-VeoProfile prod).Name
'a cat' | New-VeoVideo | Out-Null
Unregister-VeoProfile prod -Confirm:$false -Verbose 4>&1 | ForEach-Object Message
@(Get-SecretInfo).Count
(Get-VeoTask).Profile
Unregister-VeoProfile prod; Told
'@)
        $result.Line[0] | Should -Match 'This session cannot prompt for confirmation.*-Confirm:\$false'
        $result.Line[1] | Should -BeLike "What if: Remove the profile 'prod' and remove its key*"
        $result.Line[2] | Should -Be 'prod'
        $result.Output | Should -Match 'stay in the ledger'
        $result.Line[-3..-1] | Should -Be '0', 'prod', 'VeoProfileNotFound'
    }

    It 'forgets a profile with -Force though its vault is gone, and says where its key may be' {
        $account = New-Account
        $result = Invoke-As $account ($open + $registered + @'
Unregister-SecretVault store
'a cat' | New-VeoVideo; Says
Unregister-VeoProfile prod -Confirm:$false; Told
Unregister-VeoProfile prod -Force
Get-VeoProfile | ForEach-Object Name
'@)
        $result.Line[0] | Should -Match "no vault 'store'.*Register-SecretVault -Name 'store'"
        $result.Line[1] | Should -Be 'VeoVaultUnavailable'
        $result.Output | Should -Match "WARNING: The key of 'prod' may still be in the vault 'store', as 'VeoPS/prod'"
        $result.Line[-1] | Should -Be 'sandbox'
    }

    It 'finds every fault before a vault is touched' {
        $account = New-Account
        $result = Invoke-As $account ($common + @'
Register-VeoProfile 'a b' TokenBay -ApiKey $key -BaseUri http://gateway.invalid -DailyBudget -1; Says
Register-VeoProfile env Nobody; Says
Register-VeoProfile prod Apikley; Says
Register-VeoProfile prod Vertex; Says
$plain = $env:TEST_KEY
Register-VeoProfile prod Apikley -ApiKey $plain; Says
try { Register-VeoProfile prod Apikley -ApiKey $key -PricePerSecond 1 -PricePerVideo 1 } catch { Told }
[AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -like '*SecretManagement*' }.Count
Get-ChildItem $env:VEOPS_HOME -ErrorAction Ignore
'@)
        $result.Line[0] | Should -Match "only over https.*-Name: 'a b'.*-DailyBudget"
        $result.Line[1] | Should -Match "-Name: 'env'.*-Provider:.*One of: Apikley"
        $result.Line[2] | Should -Match '-ApiKey \(Read-Host -AsSecureString\)'
        $result.Line[3] | Should -Match 'lacks the setting Project'
        $result.Line[4] | Should -Match 'SecureString'
        $result.Line[5..6] | Should -Be 'AmbiguousParameterSet', '0'
        $result.Line | Should -HaveCount 7
        Assert-Clean ($result.Output + $result.Error) 'what was said'
    }

    It 'says of -WhatIf what it would do, and does nothing' {
        $account = New-Account
        $result = Invoke-As $account ($open + @'
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base -WhatIf
@(Get-SecretInfo).Count
Get-ChildItem $env:VEOPS_HOME -ErrorAction Ignore
'@)
        $result.Line[0] | Should -Match "What if:.*'prod' \(TokenBay, its key in the vault 'store'\)"
        $result.Line[1..9] | Should -Be '0'
    }

    It 'keeps a profile without a key in no vault' {
        $result = Invoke-As (New-Account) ($common + @'
Register-VeoProfile gcp Vertex -Setting @{ Project = 'p-1' } -Default -PassThru | ForEach-Object { "$($_.Name)|$($_.Vault)|$($_.Setting.Project)" }
Register-VeoProfile test Sandbox -Vault store; Told
[AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -like '*SecretManagement*' }.Count
'@)
        $result.Line | Should -Be 'gcp||p-1', 'VeoRequestInvalid', '0'
    }

    It 'goes to the vault that is named, else the default, else the only one' {
        $first = New-ScriptVault -SetInfo ''
        $second = New-ScriptVault -SetInfo ''
        $result = Invoke-As (New-Account) ($common + @"
Register-VeoProfile a TokenBay -ApiKey `$key -BaseUri `$base; Says
Register-SecretVault -Name first -ModuleName '$first'
(Register-VeoProfile a TokenBay -ApiKey `$key -BaseUri `$base -PassThru).Vault
Register-SecretVault -Name second -ModuleName '$second'
Set-SecretVaultDefault -Name second
(Register-VeoProfile b TokenBay -ApiKey `$key -BaseUri `$base -PassThru).Vault
(Register-VeoProfile c TokenBay -ApiKey `$key -BaseUri `$base -Vault FIRST -PassThru).Vault
Register-VeoProfile d TokenBay -ApiKey `$key -BaseUri `$base -Vault third; Says
Set-SecretVaultDefault -ClearDefault
Register-VeoProfile d TokenBay -ApiKey `$key -BaseUri `$base; Says
'a', 'b', 'c' | ForEach-Object { ('a cat' | New-VeoVideo -Profile `$_).Profile }
`$null = Register-VeoProfile a TokenBay -ApiKey `$key -BaseUri `$base -Vault second -Force
Remove-Item `$env:VEOPS_HOME/profiles.json
Get-VeoProfile a; Says
"@)
        $result.Line[0] | Should -Match 'No vault is registered.*Install-PSResource Microsoft.PowerShell.SecretStore; Register-SecretVault'
        $result.Line[1..3] | Should -Be 'first', 'second', 'first'
        $result.Line[4] | Should -Match "no vault 'third'"
        $result.Line[5] | Should -Match 'none is the default: .*-Vault'
        $result.Line[6..8] | Should -Be 'a', 'b', 'c'
        $result.Line[9] | Should -Match 'Several vaults contain.*Remove-Secret'
    }

    It 'keeps the settings in a second secret where the vault <what>' -ForEach @(
        @{ what = 'keeps nothing beside a secret'; vault = @{} }
        @{ what = 'refuses what is to stand beside one'; vault = @{ SetInfo = 'throw "no metadata here"' } }
    ) {
        $result = Invoke-As (New-Account) ($common + @"
Register-SecretVault -Name script -ModuleName '$(New-ScriptVault @vault)' -DefaultVault
$registered
(Get-SecretInfo).Name | Sort-Object
Remove-Item `$env:VEOPS_HOME/profiles.json
Get-VeoProfile prod | ForEach-Object { "`$(`$_.Provider) `$(`$_.BaseUri)" }
('a cat' | New-VeoVideo -Profile prod).Profile
(Set-VeoProfile prod -Model m -PassThru).Model
Remove-Item `$env:VEOPS_HOME/profiles.json
(Get-VeoProfile prod).Model
Unregister-VeoProfile prod -Force
@(Get-SecretInfo).Count
Says
"@)
        $result.Line | Should -Be 'VeoPS/prod', 'VeoPS/prod.settings', "TokenBay $(Get-GatewayUri)/", 'prod', 'm', 'm', '0'
    }

    It 'tells what a vault that throws said, without the key' {
        $vault = New-ScriptVault -SetInfo '' -Get 'throw "The disk is gone, $env:TEST_KEY"' -Set 'throw "The disk is full, $env:TEST_KEY"'
        $result = Invoke-As (New-Account) ($common + @"
Register-SecretVault -Name script -ModuleName '$vault' -DefaultVault
Register-VeoProfile prod TokenBay -ApiKey `$key -BaseUri `$base; Says
Set-Content (New-Item `$env:VEOPS_HOME/profiles.json -Force) '{"version":1,"profiles":[{"name":"prod","provider":"TokenBay","vault":"script"}]}'
'a cat' | New-VeoVideo -Profile prod
`$Error | Format-List * -Force | Out-String
Told
"@)
        $result.Line[0] | Should -Match "The vault 'script' failed: .*The disk is full, \*\*\*.*Test-SecretVault -Name 'script'"
        $result.Output | Should -Match 'The disk is gone'
        $result.Line[-1] | Should -Be 'VeoVaultUnavailable'
        Assert-Clean ($result.Line[0]) 'the error'
    }

    It 'waits for a slow vault, asks it once a line, and can be stopped while it waits' {
        $gate = New-Folder
        $vault = New-ScriptVault -SetInfo '' -Get "Add-Content '$gate/asked' 'x'; while (-not (Test-Path '$gate/open')) { Start-Sleep -Milliseconds 20 }"
        $result = Invoke-As (New-Account) ($common + @"
Register-SecretVault -Name script -ModuleName '$vault' -DefaultVault
$registered
`$shell = [powershell]::Create().AddScript("Import-Module '$(Get-ModulePath)'; Test-VeoProfile prod")
`$call = `$shell.BeginInvoke()
while (-not (Test-Path '$gate/asked')) { Start-Sleep -Milliseconds 20 }
(Measure-Command { `$shell.Stop() }).TotalSeconds -lt 30
Set-Content '$gate/open' ''
Remove-Item '$gate/asked'
@('a', 'b', 'c' | New-VeoVideo -Profile prod | Get-VeoTask | Save-VeoVideo '$gate').Count
@(Get-Content '$gate/asked').Count
`$null = 'd' | New-VeoVideo -Profile prod
@(Get-Content '$gate/asked').Count
Says
"@)
        $result.Line | Should -Be 'True', '3', '1', '2'
    }

    It 'is asked by several runspaces at once' {
        if ($PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel' }
        $result = Invoke-As (New-Account) ($open + $registered + @"
(1..8 | ForEach-Object -Parallel { Import-Module '$(Get-ModulePath)'; ('a cat' | New-VeoVideo -Profile prod).Status } | Group-Object | ForEach-Object { "`$(`$_.Count) `$(`$_.Name)" })
Says
"@)
        $result.Line | Should -Be '8 Queued'
    }

    It 'is not led astray by functions and defaults of the caller' {
        $result = Invoke-As (New-Account) ($open + @'
function Get-Secret { 'mine' }
function Set-Secret { 'mine' }
$PSDefaultParameterValues = @{ 'Get-Secret:AsPlainText' = $true; '*:Vault' = 'other' }
$null = Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base -Vault store
('a cat' | New-VeoVideo -Profile prod).Status
Says
'@)
        $result.Line | Should -Be 'Queued'
    }

    It 'is VeoVaultUnavailable without a HOME, with what to do, and the rest works' {
        $account = New-Account
        $account.Remove('HOME')
        $result = Invoke-As $account ($common + @'
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base; $Error.ForEach{ $_.Exception.Message }; Told
'a cat' | New-VeoVideo -Profile prod; Told
('a cat' | New-VeoVideo -Profile sandbox).Profile
Get-VeoProfile | ForEach-Object Name
'@)
        $result.Line[0] | Should -Match 'Set HOME.*VEOPS_API_KEY'
        $result.Line[1..9] | Should -Be 'VeoVaultUnavailable', 'VeoProfileNotFound', 'sandbox', 'sandbox'
    }
}

Describe 'Without SecretManagement' {
    BeforeAll {
        # A PowerShell that has not got it: its own modules may be where it is installed.
        $copy = Join-Path (New-Folder) 'pwsh'
        Copy-Item $PSHOME $copy -Recurse
        Remove-Item $copy/Modules/Microsoft.PowerShell.Secret* -Recurse
        $command = @(Get-PowerShellCommand)
        $bare = Join-Path $copy (Split-Path $command[-1] -Leaf)
        $start = (@($command | Select-Object -SkipLast 1) + $bare | ForEach-Object { "'$_'" }) -join ' '
    }

    It 'the module and every other profile work, and these cmdlets say what to install' {
        $line = Join-Path (New-Folder) 'bare.ps1'
        Set-Content $line ("Import-Module '$(Get-ModulePath)'`n" + $common + @'
$ErrorActionPreference = 'SilentlyContinue'
if (Get-Module Microsoft.PowerShell.SecretManagement -ListAvailable) { 'installed' }
Get-Command Register-VeoProfile | ForEach-Object Name
('a cat' | New-VeoVideo -Profile sandbox).Profile
('a cat' | New-VeoVideo).Profile
Get-VeoProfile | ForEach-Object Name
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base; $Error.ForEach{ $_.Exception.Message }; Told
'a cat' | New-VeoVideo -Profile nobody; Told
(Register-VeoProfile gcp Vertex -Setting @{ Project = 'p-1' } -PassThru).Name
Set-Content $env:VEOPS_HOME/profiles.json '{"version":1,"profiles":[{"name":"prod","provider":"TokenBay","vault":"store"}]}'
'a cat' | New-VeoVideo -Profile prod; Told
'@)
        Invoke-Control 'reset' Post
        $account = New-Account (Get-GatewayVariable TokenBay $key)
        $result = Invoke-As $account "`$env:PSModulePath = `$null; & $start -NoProfile -NonInteractive -File '$line'"
        if ($result.Line[0] -eq 'installed') { Set-ItResult -Skipped -Because 'SecretManagement is installed where every PowerShell finds it' }
        $result.Line[0..4] | Should -Be 'Register-VeoProfile', 'sandbox', 'env', 'env', 'sandbox'
        $result.Line[5] | Should -Match 'Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore'
        $result.Line[6..9] | Should -Be 'VeoSecretManagementMissing', 'VeoProfileNotFound', 'gcp', 'VeoSecretManagementMissing'
    }

    It 'import, the sandbox and env never load it' {
        Invoke-Control 'reset' Post
        $result = Invoke-As (New-Account (Get-GatewayVariable TokenBay $key)) @'
$null = 'a cat' | New-VeoVideo
$null = 'a cat' | New-VeoVideo -Profile sandbox
$null = Get-VeoProfile; $null = Test-VeoProfile env
@(Get-Module *SecretManagement*).Count
[AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -like '*SecretManagement*' }.Count
'@
        $result.Line | Should -Be '0', '0'
    }
}

Describe 'Which profile is meant' {
    BeforeEach {
        Invoke-Control 'reset' Post
        Use-Environment
    }

    It 'is <meant> with <what>, and -Verbose says why' -ForEach @(
        @{ what = 'VEOPS_PROFILE before all'; meant = 'sandbox'; why = 'VEOPS_PROFILE is set'; variables = @{ VEOPS_PROFILE = 'sandbox'; VEOPS_PROVIDER = 'Sandbox' } }
        @{ what = 'VEOPS_PROVIDER before the registered default'; meant = 'env'; why = 'VEOPS_PROVIDER is set'; variables = @{ VEOPS_PROVIDER = 'Sandbox' } }
        @{ what = 'a registered default, where nobody watches too'; meant = 'test'; why = 'it is the registered default'; variables = @{} }
    ) {
        Use-Environment $variables
        $null = Register-VeoProfile test Sandbox -Default
        $result = Invoke-Line { 'a cat' | New-VeoVideo -Verbose }
        $result.Output.Profile | Should -Be $meant
        $result.All | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Out-String -Width 500 | Should -Match "Profile '$meant' .*because $why"
        (Get-VeoProfile | Where-Object IsDefault).Name | Should -Be $meant
    }

    It 'cannot be made without <what>, and the error says what to type' -ForEach @(
        @{ what = 'a key'; line = { Register-VeoProfile p Gemini }; says = '-ApiKey \(Read-Host -AsSecureString\)' }
        @{ what = 'an address, where the gateway has none of its own'; line = { Register-VeoProfile p UniAll -ApiKey $secure }; says = 'Give -BaseUri <baseuri>\.' }
        @{ what = 'a project'; line = { Register-VeoProfile p Vertex }; says = "Give -Setting @\{ Project = '…' \}\." }
    ) {
        $secure = ConvertTo-SecureString 'k' -AsPlainText -Force
        $result = Invoke-Line $line
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error.Exception.Message | Should -Match $says
    }

    It 'is emitted only where it is asked for' {
        Register-VeoProfile quiet Sandbox | Should -BeNullOrEmpty
        Set-VeoProfile quiet -Model m | Should -BeNullOrEmpty
        (Register-VeoProfile told Sandbox -PassThru).Name | Should -Be 'told'
        (Set-VeoProfile told -Model m -PassThru).Model | Should -Be 'm'
    }

    It 'has no account where it is the sandbox, and nobody is sent to a website' {
        $result = Invoke-Line { Get-VeoBalance sandbox }
        $result.ErrorId | Should -Be 'VeoNotSupported'
        $result.Error.Exception.Message | Should -Match 'it has no account, and its videos are free'
        $result.Error.Exception.Message | Should -Not -Match 'website'
    }

    It 'is none where the list of profiles is torn, which is said, and the others still work' {
        $null = New-Item $env:VEOPS_HOME -ItemType Directory -Force
        Set-Content $env:VEOPS_HOME/profiles.json '{'
        $result = Invoke-Line { 'a cat' | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoProfileNotFound'
        $result.Error.Exception.Message | Should -Match 'profiles\.json.*is damaged'
        ('a cat' | New-VeoVideo -Profile sandbox).Profile | Should -Be 'sandbox'
        (Invoke-Line { Get-VeoProfile }).Output.Name | Should -Be 'sandbox'
    }

    It 'is told by Get-VeoProfile, which never shows a key' {
        Use-Gateway TokenBay $key
        $profiles = Get-VeoProfile
        $profiles.Name | Should -Be 'env', 'sandbox'
        $profiles.Source | Should -Be 'Environment', 'BuiltIn'
        Assert-Clean ($profiles | Format-List * -Force | Out-String) 'a profile'
        Assert-Clean ($profiles | ConvertTo-Json -Depth 5) 'a profile'
        (Get-VeoProfile e*).Name | Should -Be 'env'
        Get-VeoProfile zz* | Should -BeNullOrEmpty
    }
}

Describe 'A person in a terminal' {
    It 'is told shortly of a name that is no profile, whatever SecretManagement warns of' {
        $text = (Invoke-Terminal (New-Account) 'Get-VeoBalance Gemini -ErrorAction SilentlyContinue; Get-VeoBalance nobody -ErrorAction SilentlyContinue; foreach ($each in $Error) { "$each" }') -replace '\r?\n', ' '
        $text | Should -Match "'Gemini' is a gateway, not a profile\. Nothing was sent\. To register a profile: Register-VeoProfile <name> -Provider Gemini"
        $text | Should -Match "There is no profile 'nobody'\. Available profiles: 'sandbox'\. Nothing was sent\. To register a profile: Register-VeoProfile <name>"
        [regex]::Matches($text, 'Nothing was sent').Count | Should -Be 2
        $text | Should -Not -Match 'WARNING'
    }

    It 'is asked for the key that a gateway needs, once everything else is right' {
        # A short one: PowerShell asks the terminal for its cursor with each letter of a secret.
        $text = Invoke-Terminal (New-Account) 'Register-VeoProfile ''a b'' Gemini -ErrorAction SilentlyContinue; $Error[0].FullyQualifiedErrorId; Register-VeoProfile p Gemini -ErrorAction SilentlyContinue; $Error[0].FullyQualifiedErrorId' "pw`r"
        [regex]::Matches($text, 'The key for Gemini \(input is hidden\): ').Count | Should -Be 1
        $text | Should -Match '(?s)VeoRequestInvalid.*The key for Gemini.*(VeoSecretManagementMissing|VeoVaultUnavailable)'
    }

    It 'is warned of the sandbox where a video is made, and nowhere else' {
        $text = Invoke-Terminal (New-Account) '$ProgressPreference = ''SilentlyContinue''; $null = Measure-VeoCost x; $null = Get-VeoBalance -ErrorAction Ignore; $t = New-VeoVideo x; ''made''; $null = Get-VeoTask $t.Id; $null = $t.Id | Wait-VeoTask; ''the end'''
        $text | Should -Match '(?s)WARNING: No profile is specified.*made.*the end'
        [regex]::Matches($text, 'No profile is specified').Count | Should -Be 1
    }
}

Describe 'Test-VeoProfile' {
    BeforeEach {
        Use-Gateway TokenBay $key
    }

    It 'tells a line for everything that a profile needs' {
        $checks = Test-VeoProfile
        $checks.Check | Should -Be 'Ledger', 'Vault', 'Settings', 'Model', 'Address', 'Tls', 'Clock', 'Key', 'Balance'
        $checks.Ok | Should -Be $true, $null, $true, $null, $true, $null, $true, $true, $null
        $checks.Profile | Sort-Object -Unique | Should -Be 'env'
        Test-VeoProfile -Quiet | Should -BeTrue
        Get-Accepted | Should -BeNullOrEmpty
        $checks | Format-Table | Out-String -Width 200 | Should -Match 'Ledger\s+OK'
    }

    It 'tells which ledger it is, its version, size and tasks, and whether the profile is pinned to another' {
        (Test-VeoProfile)[0].Detail | Should -Match '^SQLite 3\.\d+\S* at .*ledger\.db\. VeoPS creates it with the first purchase\.$'
        Test-Path "$env:VEOPS_HOME/ledger.db" | Should -BeFalse
        New-VeoVideo 'a cat' | Out-Null
        (Test-VeoProfile)[0].Detail | Should -Match 'ledger\.db: ledger \S+, version \d+, 1 tasks, \d+\.\d MB\.$'
        $env:VEOPS_SETTINGS = '{"Ledger":"another"}'
        $check = (Test-VeoProfile)[0]
        $check.Ok | Should -BeFalse
        $check.Detail | Should -Match 'is pinned to the ledger another'
    }

    It 'tells the balance where the gateway does' {
        Use-Gateway Apikley $key
        (Test-VeoProfile | Where-Object Check -EQ 'Balance').Detail | Should -Be '100 credits left.'
    }

    It 'tells <what>, what to do, and false with -Quiet' -ForEach @(
        @{ what = 'a wrong key'; check = 'Key'; variables = @{ VEOPS_API_KEY = 'wrong-key' }; remedy = 'VEOPS_API_KEY' }
        @{ what = 'a ledger that cannot be written'; check = 'Ledger'; variables = @{ VEOPS_HOME = '/dev/null/none' }; remedy = 'VEOPS_HOME' }
        @{ what = 'an address that no one answers at'; check = 'Address'; variables = @{ VEOPS_BASE_URI = 'https://gateway.invalid' }; remedy = 'DNS|proxy' }
        @{ what = 'a profile that is none'; check = 'Profile'; variables = @{ VEOPS_PROFILE = 'nobody' }; remedy = '^Register-VeoProfile' }
    ) {
        foreach ($name in $variables.Keys) { Set-Item "Env:$name" $variables[$name] }
        $bad = @(Test-VeoProfile | Where-Object Ok -EQ $false)
        $bad.Check | Should -Be $check
        $bad.Remedy | Should -Match $remedy
        Test-VeoProfile -Quiet | Should -BeFalse
    }

    It 'tells of a locked vault what to do' {
        if (-not $hasVaults) { Set-ItResult -Skipped -Because 'SecretManagement and SecretStore are not installed' }
        $result = Invoke-As (New-LockedAccount) 'Test-VeoProfile prod | Where-Object Check -EQ Vault | ForEach-Object { "$($_.Ok)|$($_.Detail)|$($_.Remedy)" }'
        $result.Line[0] | Should -Match "^False\|The vault 'store' is locked: the password is missing or wrong\.\|Unlock it first, in this process: Unlock-SecretStore"
    }

    It 'takes several by name, and gives one answer for all' {
        'env', 'sandbox' | Test-VeoProfile -Quiet | Should -Be $true
        'env', 'nobody' | Test-VeoProfile -Quiet | Should -Be $false
        (Test-VeoProfile sandbox).Check | Should -Be 'Ledger', 'Vault', 'Settings', 'Address'
    }

    It 'ends a script with a code that a scheduler sees' {
        (Invoke-Script 'if (-not (Test-VeoProfile -Quiet)) { exit 1 }' ((Get-GatewayVariable TokenBay 'wrong') + @{ VEOPS_HOME = New-Folder })).ExitCode | Should -Be 1
        (Invoke-Script 'if (-not (Test-VeoProfile -Quiet)) { exit 1 }' ((Get-GatewayVariable TokenBay $key) + @{ VEOPS_HOME = New-Folder })).ExitCode | Should -Be 0
    }
}

Describe 'The key of a registered profile' {
    It 'is in no stream, transcript, file or $Error' {
        if (-not $hasVaults) { Set-ItResult -Skipped -Because 'SecretManagement and SecretStore are not installed' }
        Invoke-Control 'reset' Post
        $account = New-Account
        $result = Invoke-As $account ($open + @'
$null = Start-Transcript "$env:HOME/log.txt"
$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base -Default -PassThru | Format-List * -Force
Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $base
Register-VeoProfile other TokenBay -ApiKey $key -BaseUri $base -WhatIf
Register-VeoProfile other TokenBay -ApiKey $env:TEST_KEY -BaseUri $base
Set-VeoProfile prod -ApiKey $key -Model m -PassThru | ConvertTo-Json -Depth 5
Get-VeoProfile | Format-List * -Force
Test-VeoProfile | Format-List * -Force
'a cat' | New-VeoVideo | Wait-VeoTask | Save-VeoVideo "$env:HOME/videos" | Format-List * -Force
New-VeoVideo 'a cat' -WhatIf
Get-VeoBalance prod
Unregister-VeoProfile prod -Force
'a cat' | New-VeoVideo -Profile prod
Get-VeoProfile | Export-Clixml "$env:HOME/profiles.xml"
$Error | Format-List * -Force | Out-String -Width 4096
Get-Error
$null = Stop-Transcript
'the end'
'@)
        $result.Line[-1] | Should -Be 'the end'
        Assert-Clean $result.Output 'the output'
        Assert-Clean $result.Error 'the error stream'
        Assert-NoFile $account.HOME
        (Get-Request 'submit').Count | Should -BeGreaterThan 0
    }
}
