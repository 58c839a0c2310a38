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
