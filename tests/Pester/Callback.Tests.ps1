BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    # A port that was free a moment ago.
    function Get-FreePort {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $port
    }

    # The gateway calls as soon as the listener says that it listens.
    filter Send-Callback([string] $TaskId, [string] $To) {
        if ($_ -is [System.Management.Automation.VerboseRecord]) {
            if ("$_" -like 'Listening on*') { $answered.Add((Invoke-Control 'callback' Post @{ taskId = $TaskId; to = $To })) }
        }
        else { $_ }
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Receive-VeoCallback' {
    BeforeEach {
        Use-Gateway 'Apikley'
        $task = New-VeoVideo 'a cat' -CallbackUri 'https://hooks.example/veo/'
    }

    It 'takes a callback that was received elsewhere, and emits the task as it has ended' {
        $now = Receive-VeoCallback -Body "{`"code`":200,`"data`":{`"taskId`":`"$($task.Id)`"}}" -Header @{ 'Content-Type' = 'application/json' }
        $now.SubmissionId, $now.Status | Should -Be $task.SubmissionId, 'Succeeded'
    }

    It 'finds the task by the token in the address that was called' {
        $called = (Get-Accepted)[-1].request.callBackUrl
        (Receive-VeoCallback -Body '{}' -Uri $called).SubmissionId | Should -Be $task.SubmissionId
        Get-Request 'poll' | Should -HaveCount 1
    }

    It 'emits nothing for a callback about a task of nobody' {
        Receive-VeoCallback -Body '{"data":{"taskId":"veo_task_other"}}' | Should -BeNullOrEmpty
        Get-Request 'poll' | Should -BeNullOrEmpty
    }

    It 'refuses a body that is no JSON, and one that was read already' {
        Receive-VeoCallback -Body 'abc' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'VeoRequestInvalid*'
        Receive-VeoCallback -Body @{ a = 1 } -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception.Message | Should -BeLike '*-Body*'
    }

    It 'listens, and ends with the first that it needs' {
        $prefix = "http://127.0.0.1:$(Get-FreePort)/veo/"
        $answered = [System.Collections.Generic.List[int]]::new()
        $now = Receive-VeoCallback -Prefix $prefix -TimeoutSec 60 -Verbose 4>&1 | Send-Callback $task.Id $prefix | Select-Object -First 1
        $now.Id, $now.Status | Should -Be $task.Id, 'Succeeded'
        $answered | Should -Be 200
    }

    It 'asks once more for what is left when its time is up' {
        (Receive-VeoCallback -Prefix "http://127.0.0.1:$(Get-FreePort)/veo/" -TimeoutSec 1).SubmissionId | Should -Be $task.SubmissionId
    }

    It 'says which prefix it cannot listen on' {
        Receive-VeoCallback -Prefix 'https://hooks.example/veo/' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception.Message | Should -BeLike '*-Prefix*'
    }

    It 'wakes a wait, which polls at a tenth of its pace meanwhile' {
        $prefix = "http://127.0.0.1:$(Get-FreePort)/veo/"
        $answered = [System.Collections.Generic.List[int]]::new()
        $now = $task | Wait-VeoTask -Prefix $prefix -TimeoutSec 60 -Verbose 4>&1 | Send-Callback $task.Id $prefix
        $now.Status | Should -Be 'Succeeded'
        $answered | Should -Be 200
    }
}

Describe 'A callback that was received elsewhere' {
    BeforeEach {
        Use-Gateway 'Apikley'
        $task = New-VeoVideo 'a cat'
        $body = "{`"code`":200,`"data`":{`"taskId`":`"$($task.Id)`",`"info`":{`"resultUrls`":`"[https://a.example/b.mp4]`"}}}"
    }

    It 'pipes into Get-VeoTask as <what>' -ForEach @(
        @{ what = 'its data'; line = { ($body | ConvertFrom-Json).data | Get-VeoTask -Profile env } }
        @{ what = 'its body'; line = { $body | ConvertFrom-Json | Get-VeoTask -Profile env } }
        @{ what = 'a table'; line = { $body | ConvertFrom-Json -AsHashtable | Get-VeoTask -Profile env } }
        @{ what = 'its id'; line = { ($body | ConvertFrom-Json).data.taskId | Get-VeoTask -Profile env } }
    ) {
        $now = & $line
        $now.SubmissionId, $now.Status | Should -Be $task.SubmissionId, 'Succeeded'
    }
}

Describe 'docs/callbacks.md' {
    BeforeAll {
        $page = [IO.File]::ReadAllText((Get-RepositoryPath 'docs/callbacks.md')).Replace("`r", '')
        $blocks = [regex]::Matches($page, '(?ms)^```powershell\n(.*?)^```').ForEach{ $_.Groups[1].Value }
        $secret = 'whsec_dmVvcHMtdGVzdC1rZXktMDEyMzQ1Njc4OWFiY2RlZiE='

        <# The one block that has this in it. #>
        function Get-Block([string] $Text) {
            $found = @($blocks | Where-Object { $_.Contains($Text) })
            $found | Should -HaveCount 1
            $found[0]
        }

        <# A gateway that signs, in the environment of a function or of a machine with the profile prod; and a list of two shots. #>
        function Use-Page([string] $Name = 'env') {
            Use-Gateway Replicate
            $env:VEOPS_PROFILE_NAME = $Name
            $env:VEOPS_CALLBACK_SECRET = $secret
            $env:VEOPS_SETTINGS = '{"CallbackUri":"https://hooks.example.com/veo/"}'
            Set-Location (New-Folder)
            Set-Content shots.csv 'Prompt,JobKey', 'A dog,dog', 'A cat,cat'
        }

        <# Calls about each task, in a runspace of its own, as soon as so many are bought, and until somebody listens. #>
        function Start-Caller([string] $To, [int] $Count) {
            $caller = [powershell]::Create().AddScript({
                param($gateway, $to, $secret, $count)
                do { $tasks = Invoke-RestMethod "$gateway/_control/accepted" | Write-Output } until (@($tasks).Count -ge $count)
                foreach ($task in $tasks) {
                    $body = @{ taskId = $task.taskId; to = $to; secret = $secret } | ConvertTo-Json
                    do {
                        $status = try { Invoke-RestMethod "$gateway/_control/callback" -Method Post -ContentType application/json -Body $body } catch { 0 }
                        if ($status -ne 200) { [Threading.Thread]::Sleep(50) }
                    } until ($status -eq 200)
                }
            }).AddArgument((Get-GatewayUri)).AddArgument($To).AddArgument($secret).AddArgument($Count)
            $null = $caller.BeginInvoke()
            $caller
        }

        <# What a gateway calls with: its body, and headers that sign it. #>
        function Get-Call([string] $TaskId, [string] $Secret = $secret) {
            $body = "{`"id`":`"$TaskId`",`"status`":`"succeeded`"}"
            $time = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
            $hmac = [Security.Cryptography.HMACSHA256]::new([Convert]::FromBase64String($Secret.Substring(6)))
            $signature = [Convert]::ToBase64String($hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes("msg_7.$time.$body")))
            [pscustomobject]@{
                Body   = $body
                Header = @{ 'webhook-id' = 'msg_7'; 'webhook-timestamp' = "$time"; 'webhook-signature' = "v1,$signature" }
            }
        }

        $here = Get-Location
    }

    AfterEach { Set-Location $here }

    It 'has no block that is not run here' { $blocks | Should -HaveCount 6 }

    It 'hears callbacks for all that was bought, as it begins' {
        Use-Page prod
        $prefix = "http://127.0.0.1:$(Get-FreePort)/veo/"
        $block = (Get-Block 'Receive-VeoCallback -Prefix').Replace('http://127.0.0.1:8080/veo/', $prefix)

        # The profile stands in the environment here; what the line sets is what the environment has.
        $set, $buy, $receive = $block.TrimEnd().Split("`n")
        $set | Should -BeExactly 'Set-VeoProfile prod -CallbackUri https://hooks.example.com/veo/ -CallbackSecret (Read-Host -AsSecureString)'
        Invoke-Expression $buy

        # It listens until it is stopped.
        $hosted = Start-Hosted "Set-Location '$PWD'; $receive"
        $caller = Start-Caller $prefix 2
        try { Wait-Until { @(Get-ChildItem ./videos -Filter *.mp4 -ErrorAction Ignore).Count -eq 2 } }
        finally { $caller.Stop(); $hosted.Shell.Stop(); $caller, $hosted.Shell | ForEach-Object Dispose }
        (Get-Accepted).request.webhook | Should -BeLike 'https://hooks.example.com/veo/?veo=*&token=*'
        Get-Request poll | Should -HaveCount 2
    }

    It 'wakes a wait' {
        Use-Page prod
        $prefix = "http://127.0.0.1:$(Get-FreePort)/veo/"
        $caller = Start-Caller $prefix 2
        try { $saved = Invoke-Expression (Get-Block 'Wait-VeoTask -Prefix').Replace('http://127.0.0.1:8080/veo/', $prefix) } finally { $caller.Stop(); $caller.Dispose() }
        $saved.JobKey | Sort-Object | Should -Be 'cat', 'dog'
    }

    It 'names the address of a tunnel' {
        Use-Page prod
        function cloudflared { $script:tunnel = "$args" }
        Invoke-Expression (Get-Block 'cloudflared').Replace('<name>', 'my-name') | Out-Null
        $tunnel | Should -Be 'tunnel --url http://127.0.0.1:8080'
        (Get-Accepted).request.webhook | Should -BeLike 'https://my-name.trycloudflare.com/veo/?veo=*&token=*'
    }

    It 'answers in an Azure Function: <status> for <what>' -ForEach @(
        @{ what = 'a callback that is signed'; status = 200; saved = 1 }
        @{ what = 'a wrong signature'; status = 401; saved = 0; wrong = $true }
        @{ what = 'a body that is no JSON'; status = 400; saved = 0; body = 'abc' }
    ) {
        Use-Page
        $called = (New-VeoVideo 'A dog').Id
        $call = if ($wrong) { Get-Call $called 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } else { Get-Call $called }
        $request = [pscustomobject]@{ RawBody = $(if ($body) { $body } else { $call.Body }); Headers = $call.Header; Url = (Get-Accepted).request.webhook }
        function Push-OutputBinding($Name, $Value) { $script:answer = $Value }
        $temp = $env:TEMP
        $env:TEMP = New-Folder
        try {
            $out = & ([scriptblock]::Create((Get-Block 'Push-OutputBinding'))) $request
            $answer.StatusCode | Should -Be $status
            @($out).Count, @(Get-ChildItem $env:TEMP -Filter *.mp4).Count | Should -Be $saved, $saved
        }
        finally { $env:TEMP = $temp }
    }

    It 'answers in an AWS Lambda: <status> for <what>' -ForEach @(
        @{ what = 'a callback that is signed'; status = 200; saved = 1 }
        @{ what = 'a wrong signature'; status = 401; saved = 0; wrong = $true }
        @{ what = 'a body that is no JSON'; status = 400; saved = 0; body = 'abc' }
    ) {
        Use-Page
        $called = (New-VeoVideo 'A dog').Id
        $call = if ($wrong) { Get-Call $called 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } else { Get-Call $called }
        $folder = New-Folder
        $LambdaInput = [pscustomobject]@{
            body = $(if ($body) { $body } else { $call.Body }); headers = [pscustomobject] $call.Header; rawQueryString = ([uri] (Get-Accepted).request.webhook).Query.TrimStart('?')
        }
        $answer = Invoke-Expression (Get-Block '$LambdaInput').Replace('/tmp', $folder)
        $answer.statusCode, @(Get-ChildItem $folder -Filter *.mp4).Count | Should -Be $status, $saved
    }

    It 'pipes on what something else received' {
        Use-Page prod
        Invoke-Control reset Post
        $env:VEOPS_PROVIDER = 'Apikley'
        $task = New-VeoVideo 'A dog'
        $json = "{`"code`":200,`"data`":{`"taskId`":`"$($task.Id)`"}}"
        (Invoke-Expression (Get-Block '$callback.data')).Status | Should -Be 'Succeeded'
    }
}
