BeforeDiscovery {
    # A line for each cmdlet, at a gateway that gives the key back wherever it can.
    $lines = @{
        'New-VeoVideo'      = { New-VeoVideo 'a dog' -Verbose -Debug -InformationAction Continue; New-VeoVideo 'a dog' -WhatIf -Verbose }
        'Get-VeoTask'       = { Get-VeoTask $task.Id -Profile env -Verbose -Debug; Get-VeoTask; Get-VeoTask 'nobody' -Profile env }
        'Wait-VeoTask'      = { $task | Wait-VeoTask -TimeoutSec 0 -Verbose -Debug -InformationAction Continue }
        'Save-VeoVideo'     = { $task | Save-VeoVideo "$env:VEOPS_HOME/videos" -Verbose -Debug; $task | Save-VeoVideo "$env:VEOPS_HOME/videos" -Resolution 4k }
        'Stop-VeoTask'      = { $task | Stop-VeoTask -Confirm:$false -Verbose -Debug }
        'Remove-VeoTask'    = { $task | Remove-VeoTask -Confirm:$false -Verbose; $task | Remove-VeoTask -Force -Confirm:$false -Verbose }
        'Resolve-VeoTask'   = { $task | Resolve-VeoTask -Id x -Confirm:$false -Verbose -Debug; $task | Resolve-VeoTask -NotTaken -Confirm:$false -Verbose }
        'Restart-VeoTask'   = { $task | Restart-VeoTask -Verbose -Debug; $task | Restart-VeoTask -WhatIf -Verbose }
        'Add-VeoJob'        = { [pscustomobject] @{ Prompt = 'a dog'; JobKey = 'a' } | Add-VeoJob -Verbose -Debug; Add-VeoJob 'a dog' -WhatIf }
        'Receive-VeoJob'    = { [pscustomobject] @{ Prompt = 'a dog'; JobKey = 'b' } | Add-VeoJob; Receive-VeoJob -Verbose -Debug | New-VeoVideo -Verbose }
        'Get-VeoJob'        = { [pscustomobject] @{ Prompt = 'a dog'; JobKey = 'c' } | Add-VeoJob; Get-VeoJob -Verbose -Debug }
        'Remove-VeoJob'     = { [pscustomobject] @{ Prompt = 'a dog'; JobKey = 'd' } | Add-VeoJob; Remove-VeoJob d -Verbose -Debug -Confirm:$false; Remove-VeoJob e }
        'Receive-VeoCallback' = { Receive-VeoCallback -Body "{`"task_id`":`"$($task.Id)`",`"key`":`"$key`"}" -Header @{ Authorization = "Bearer $key" } -Profile env -Verbose -Debug }
        'Measure-VeoCost'   = { Measure-VeoCost 'a dog' -Verbose -Debug; $task | Measure-VeoCost -Verbose }
        'Get-VeoBalance'    = { Get-VeoBalance env -Verbose -Debug }
        'Get-VeoProvider'   = { Get-VeoProvider -Verbose -Debug }
        'Export-VeoReport'  = { $task | Export-VeoReport "$env:VEOPS_HOME/report.html" -Verbose -Debug }
        'Get-VeoProfile'    = { Get-VeoProfile env -Verbose; Get-VeoProfile nobody }
        'Test-VeoProfile'   = { Test-VeoProfile env -Verbose -Debug -InformationAction Continue }
    }
    $cmdlets = $lines.GetEnumerator() | ForEach-Object { @{ name = $_.Key; line = $_.Value } }
}

BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    # Those that keep keys need a vault: they are in a test of their own.
    $withVault = 'Register-VeoProfile', 'Set-VeoProfile', 'Unregister-VeoProfile'
    $hasVaults = @(Get-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -ListAvailable | Select-Object Name -Unique).Count -eq 2
    # It changes under URL, JSON and base64 encoding; its middle does not, but for base64.
    $key = 'sk-C4nary+/=x~Y'
    Start-Gateway '--key', $key

    function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }

    # How a careless gateway gives a key back, ready to stand in a JSON text.
    $echo = @(
        $key, "Authorization: Bearer $key"
        [uri]::EscapeDataString($key), 'sk-C4nary%2b%2f%3dx~Y'
        'sk-C4nary\u002B\u002F\u003Dx~Y', 'sk-C4nary\u002b/=x~Y', 'sk-C4nary+\/=x~Y', 'sk-C4nary&#x2B;&#x2F;&#61;x~Y'
        (ConvertTo-Base64 $key), (ConvertTo-Base64 "Bearer $key"), (ConvertTo-Base64 "u:$key"), (ConvertTo-Base64 $key).Replace('+', '-').Replace('/', '_')
    ) -join ' , '

    # Base64 says a text in one of three ways, by where it begins; the ends, which its neighbours have a share in, are left off.
    $base64 = foreach ($before in '', 'x', 'xx') {
        $text = ConvertTo-Base64 "$before$key"
        $left = if ($before) { 4 } else { 0 }
        $core = $text.Substring($left, [Math]::Floor("$before$key".Length / 3) * 4 - $left)
        [regex]::Escape($core), [regex]::Escape($core.Replace('+', '-').Replace('/', '_'))
    }
    $secret = [regex] "C4nary|$($base64 -join '|')"

    function Assert-Clean([string] $Text, [string] $Where) {
        $found = $secret.Match($Text)
        $around = $Text.Substring([Math]::Max(0, $found.Index - 40), [Math]::Min(80, $Text.Length - [Math]::Max(0, $found.Index - 40)))
        $found.Success | Should -BeFalse -Because "the key stands in ${Where}: $around"
    }

    # Everything that a person, a transcript or a file gets to see of a line.
    function Assert-Secret([scriptblock] $Line) {
        $Error.Clear()
        $folder = New-Folder
        $result = Invoke-Line $Line
        Assert-Clean ($result.All | Out-String -Width 4096) 'what is shown'
        Assert-Clean ($result.All | Format-List * -Force | Out-String -Width 4096) 'what is shown'
        Assert-Clean ($Error | Format-List * -Force | Out-String -Width 4096) '$Error'
        $objects = @($result.Output) + @($result.Error.TargetObject) + @($result.Error.Exception.Task)
        Assert-Clean ($objects | ConvertTo-Json -Depth 10 -WarningAction Ignore) 'JSON'
        @($result.All) + $objects | Export-Clixml "$folder/all.xml" -Depth 5
        Assert-Clean (Get-Content "$folder/all.xml" -Raw) 'Clixml'
        foreach ($file in Get-ChildItem $env:VEOPS_HOME -Recurse -File -Force) {
            Assert-Clean ([Text.Encoding]::GetEncoding(28591).GetString((Read-OpenFile $file.FullName))) $file.Name
        }
        $result
    }

    # A task that ended an hour ago and that this ledger does not know: a link that is refused is not asked again for two minutes.
    function Get-OldTask {
        $task = 'a cat' | New-VeoVideo | Get-VeoTask
        $task.Status | Should -Be 'Succeeded'
        $null = [VeoPS.VeoTask].GetProperty('Completed').SetMethod.Invoke($task, @([datetime]::UtcNow.AddHours(-1)))
        $env:VEOPS_HOME = New-Folder
        $task
    }

    $line = { 'a cat' | New-VeoVideo -Verbose -Debug | Get-VeoTask -Verbose -Debug | Save-VeoVideo "$env:VEOPS_HOME/videos" -Verbose -Debug }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The key' {
    BeforeEach { Use-Gateway TokenBay $key }

    It 'is in nothing that a line at <_> shows or keeps' -ForEach 'TokenBay', 'Apikley' {
        Use-Gateway $_ $key
        (Assert-Secret $line).Output | Should -HaveCount 1
    }

    It 'is in nothing where the submission meets <_>' -ForEach 'reset', 'html200', 'noIdNoError', 'truncatedJson', 'rateLimitedInBody', 'redirectToOtherHost' {
        Add-Fault @{ route = 'submit'; fault = $_; first = 1 }
        $null = Assert-Secret $line
    }

    It 'is in nothing where the gateway <place> and gives it back' -ForEach @(
        @{ place = 'refuses a submission'; fault = @{ route = 'submit'; status = 401 } }
        @{ place = 'has no credits for a submission'; fault = @{ route = 'submit'; status = 402 } }
        @{ place = 'asks to slow down'; fault = @{ route = 'submit'; status = 429; first = 1 } }
        @{ place = 'fails in a submission'; fault = @{ route = 'submit'; status = 500 } }
        @{ place = 'takes a submission'; fault = @{ route = 'submit'; status = 200 }; body = '{"id":"task_1","status":"QUEUED","debug":"ECHO"}' }
        @{ place = 'refuses a poll'; fault = @{ route = 'poll'; status = 403 } }
        @{ place = 'ends a task'; fault = @{ route = 'poll'; status = 200 }; body = '{"status":"FAILURE","fail_reason":"ECHO"}' }
        @{ place = 'answers a poll with what is no JSON'; fault = @{ route = 'poll'; status = 200; first = 4 }; body = '<p>ECHO</p>' }
    ) {
        if (-not $body) { $body = '{"error":{"message":"Bad key ECHO given","code":"ECHO"},"debug":"ECHO"}' }
        Add-Fault ($fault + @{ fault = 'status'; contentType = 'application/json'; body = $body.Replace('ECHO', $echo) })
        $null = Assert-Secret $line
    }

    It 'is in nothing where the gateway refuses a download and gives it back' {
        $task = Get-OldTask
        Add-Fault @{ route = 'download'; fault = 'status'; status = 403; contentType = 'application/json'; body = "{`"error`":{`"message`":`"Bad key $echo given`"}}" }
        (Assert-Secret { $task | Save-VeoVideo "$env:VEOPS_HOME/videos" -Verbose -Debug }).ErrorId | Should -Be 'VeoDownloadFailed'
    }

    It 'is in nothing where a link to a video carries it' {
        Add-Fault @{ route = 'poll'; fault = 'status'; contentType = 'application/json'; status = 200; body = "{`"status`":`"SUCCESS`",`"result_url`":`"$(Get-GatewayUri)/none?key=$([uri]::EscapeDataString($key))`"}" }
        $task = Get-OldTask
        $result = Invoke-Line { $task | Save-VeoVideo "$env:VEOPS_HOME/videos" -Verbose }
        Assert-Clean ($result.Error | Format-List * -Force | Out-String) 'the error'
        foreach ($file in Get-ChildItem $env:VEOPS_HOME -Recurse -File) { Assert-Clean (Get-Content $file -Raw) $file.Name }
    }

    It 'is in no side file of a download that was stopped' {
        Add-Fault @{ route = 'download'; fault = 'stall'; bytes = 2000 }
        $run = Start-Hosted "'a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo `$env:VEOPS_HOME/videos"
        # A part without bytes is not kept: all that the gateway gives before it stalls is on disk first.
        Wait-Until { Get-ChildItem $env:VEOPS_HOME/videos -File -Force -ErrorAction Ignore | Where-Object Length -GE 2000 }
        $run.Shell.Stop()
        $left = Get-ChildItem $env:VEOPS_HOME -Recurse -File -Force
        $left.FullName -match 'videos' | Should -Not -BeNullOrEmpty
        foreach ($file in $left) { Assert-Clean ([Text.Encoding]::GetEncoding(28591).GetString((Read-OpenFile $file.FullName))) $file.Name }
    }

    It 'is in no transcript, and in neither stream of a process' {
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 400; contentType = 'application/json'; prompt = 'bad'; body = "{`"error`":{`"message`":`"Bad key $key`",`"code`":`"x`"}}" }
        $folder = New-Folder
        $result = Invoke-Script @"
`$null = Start-Transcript '$folder/log.txt'
'a cat', 'bad' | New-VeoVideo -Verbose -Debug -WarningAction SilentlyContinue | Get-VeoTask -Verbose | Save-VeoVideo '$folder/videos' -Verbose | Format-List *
New-VeoVideo 'bad' -WhatIf
Get-Error
Get-VeoTask | Format-List *
`$null = Stop-Transcript
"@ ((Get-GatewayVariable TokenBay $key) + @{ VEOPS_HOME = New-Folder })
        $result.Output | Should -Match 'Bad key'
        Assert-Clean $result.Output 'the output'
        Assert-Clean $result.Error 'the error stream'
        Assert-Clean (Get-Content "$folder/log.txt" -Raw) 'the transcript'
    }

    It 'is in nothing that <name> shows, keeps or logs, at a gateway that gives it back everywhere' -ForEach $cmdlets {
        $env:VEOPS_LOG = "$env:VEOPS_HOME/events.jsonl"
        $task = New-VeoVideo 'a cat'
        foreach ($route in 'submit', 'poll', 'download', 'other') {
            Add-Fault @{ route = $route; fault = 'status'; status = 403; contentType = 'application/json'; body = '{"error":{"message":"Bad key ECHO given","code":"ECHO"},"debug":"ECHO"}'.Replace('ECHO', $echo) }
        }
        $result = Assert-Secret $line
        $result.All | Should -Not -BeNullOrEmpty
        Get-Content $env:VEOPS_LOG | ConvertFrom-Json | Should -Not -BeNullOrEmpty
    }

    It 'is looked for at every cmdlet' {
        $looked = @((Get-Content $PSCommandPath) -match "^ {8}'\w+-Veo\w+' +=" -replace "^ +'([-\w]+)'.*", '$1') + $withVault
        $looked | Sort-Object | Should -Be ((Get-Command -Module VeoPS -CommandType Cmdlet).Name | Sort-Object)
    }

    It 'is in nothing that Register-, Set-, Get-, Test- and Unregister-VeoProfile show or keep, but for the vault' {
        if (-not $hasVaults) { Set-ItResult -Skipped -Because 'SecretManagement and SecretStore are not installed'; return }
        $folder = New-Folder
        $result = Invoke-Script @'
$null = Start-Transcript "$HOME/transcript.txt"
Register-SecretVault -Name store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Set-SecretStoreConfiguration -Authentication None -Interaction None -Confirm:$false -Password (ConvertTo-SecureString 'pw' -AsPlainText)
$key = ConvertTo-SecureString $env:TEST_KEY -AsPlainText
$said = & {
    Register-VeoProfile prod TokenBay -ApiKey $key -BaseUri $env:TEST_GATEWAY -Default -Verbose -Debug -InformationAction Continue
    Register-VeoProfile prod TokenBay -ApiKey $key
    Register-VeoProfile worse TokenBay -ApiKey (ConvertTo-SecureString "$env:TEST_KEY with a blank" -AsPlainText)
    Register-VeoProfile plain TokenBay -ApiKey $env:TEST_KEY
    Set-VeoProfile prod -ApiKey $key -Model veo-3.1-generate-preview -Verbose -Debug
    Set-VeoProfile prod -BaseUri 'http://elsewhere.invalid'
    Get-VeoProfile -Verbose
    Test-VeoProfile prod -Verbose -Debug
    'a cat' | New-VeoVideo -Verbose
    Unregister-VeoProfile prod -WhatIf
    Unregister-VeoProfile prod -Confirm:$false -Verbose
    Get-VeoProfile prod
} *>&1
$said | Out-String -Width 4096
$said | Format-List * -Force | Out-String -Width 4096
$Error | Format-List * -Force | Out-String -Width 4096
$said | Export-Clixml "$HOME/said.xml" -Depth 4
$null = Stop-Transcript
'@ @{ HOME = $folder; VEOPS_HOME = "$folder/ledger"; VEOPS_LOG = "$folder/events.jsonl"; PSModulePath = $env:PSModulePath; TEST_KEY = $key; TEST_GATEWAY = Get-GatewayUri } -NoHome
        $result.Output | Should -Match 'was accepted as'
        Assert-Clean $result.Output 'the output'
        Assert-Clean $result.Error 'the error stream'
        $files = Get-ChildItem $folder -Recurse -File -Force | Where-Object FullName -NotMatch 'secretmanagement'
        $files.Name | Should -Contain 'events.jsonl'
        foreach ($file in $files) { Assert-Clean ([Text.Encoding]::GetEncoding(28591).GetString((Read-OpenFile $file.FullName))) $file.Name }
    }

    It 'is in nothing that a process leaves which is killed while it <doing>' -ForEach @(
        @{ doing = 'submits'; fault = @{ route = 'submit'; fault = 'lateAnswer' } }
        @{ doing = 'downloads'; fault = @{ route = 'download'; fault = 'stall'; bytes = 2000 } }
    ) {
        Add-Fault $fault
        $folder = New-Folder
        $run = Start-Script "`$null = Start-Transcript '$folder/transcript.txt'; 'a cat' | New-VeoVideo -Verbose -Debug -WarningAction SilentlyContinue | Get-VeoTask -Verbose | Save-VeoVideo '$folder/videos' -Verbose" (
            (Get-GatewayVariable TokenBay $key) + @{ VEOPS_HOME = "$folder/ledger"; VEOPS_LOG = "$folder/events.jsonl" })
        Wait-Until { Get-Request $fault.route }
        Stop-Tree $run.Process
        Assert-Clean "$($run.Output.Result) $($run.Error.Result)" 'what it said'
        $files = Get-ChildItem $folder, $run.Home -Recurse -File -Force
        $files.Name | Should -Contain 'events.jsonl'
        foreach ($file in $files) { Assert-Clean ([Text.Encoding]::GetEncoding(28591).GetString((Read-OpenFile $file.FullName))) $file.Name }
    }

    It 'goes to the gateway''s own origin only' {
        Add-Fault @{ route = 'download'; fault = 'redirectToOtherHost'; first = 1 }
        'a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo (New-Folder) | Should -HaveCount 1
        $away = Invoke-Control 'requests' | Where-Object { $_.origin.TrimEnd('/') -ne (Get-GatewayUri) }
        $away | Should -Not -BeNullOrEmpty
        $away.headers.Authorization | Should -BeNullOrEmpty
    }
}
