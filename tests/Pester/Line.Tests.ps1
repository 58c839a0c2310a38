BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
    $line = @'
param($Rows, $Videos)
Import-Csv $Rows | New-VeoVideo -ThrottleLimit 8 | Wait-VeoTask -PollIntervalSec 5 | Save-VeoVideo -OutputPath $Videos -ThrottleLimit 8 |
    ForEach-Object { "$($_.TaskId) $($_.Length) $((Get-ChildItem $Videos -Filter *.mp4).Count)" }
'@
    function New-Rows([int] $Count) {
        $path = Join-Path (New-Folder) 'shots.csv'
        1..$Count | ForEach-Object { [pscustomobject]@{ Prompt = "shot $_"; AspectRatio = '9x16'; Seed = ''; JobKey = "job $_" } } | Export-Csv $path
        $path
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The whole line' {
    BeforeAll {
        # All at once, each in a PowerShell of its own, as scheduled tasks run.
        Invoke-Control 'reset' Post
        $runs = foreach ($provider in 'Apikley', 'TokenBay', 'Sandbox') {
            $videos = New-Folder -Missing
            $rows = New-Rows $(if ($provider -eq 'TokenBay') { 50 } else { 3 })
            [pscustomobject]@{
                Provider = $provider
                Rows     = $rows
                Videos   = $videos
                Script   = Start-Script "& { $line } '$rows' '$videos'" ((Get-GatewayVariable $provider) + @{ VEOPS_HOME = New-Folder })
            }
        }
        $results = @{}
        foreach ($run in $runs) {
            $result = Receive-Script $run.Script
            $results[$run.Provider] = [pscustomobject]@{ Result = $result; Files = @(Get-ChildItem $run.Videos) }
        }
        $accepted = Get-Accepted
    }

    It 'makes of 3 rows 3 films at <_>' -ForEach 'Apikley', 'Sandbox' {
        $results[$_].Result.Error | Should -BeNullOrEmpty
        $results[$_].Result.ExitCode | Should -Be 0
        $results[$_].Files.Extension | Should -Be (@('.mp4') * 3)
    }

    It 'makes of 50 rows 50 whole films, each bought once' {
        $results.TokenBay.Result.Error | Should -BeNullOrEmpty
        $bought = $accepted | Where-Object protocol -EQ 'tokenBay'
        $bought.request.prompt | Sort-Object -Unique | Should -HaveCount 50
        $bought | Should -HaveCount 50
        $results.TokenBay.Files.Name | Sort-Object | Should -Be ($bought.ForEach{ "$($_.taskId)_0.mp4" } | Sort-Object)
        foreach ($task in $bought) {
            $film = Invoke-WebRequest "$(Get-GatewayUri)/v1/videos/$($task.taskId)/content" -Headers @{ Authorization = 'Bearer test-key' }
            $file = $results.TokenBay.Files | Where-Object Name -EQ "$($task.taskId)_0.mp4"
            (Get-FileHash -LiteralPath $file).Hash | Should -Be (Get-FileHash -InputStream $film.RawContentStream).Hash
        }
    }

    It 'hands each film on while others are still to come' {
        $results.TokenBay.Result.Line | Should -HaveCount 50
        [int] $results.TokenBay.Result.Line[0].Split()[2] | Should -BeLessThan 50
    }

    It 'asks for what the rows say, with blank cells left out' {
        $accepted.request.aspectRatio | Sort-Object -Unique | Should -Be '9:16'
        $accepted.request.aspect_ratio | Sort-Object -Unique | Should -Be '9:16'
        $accepted.request.ForEach{ $_.PSObject.Properties.Name } | Should -Not -Contain 'seed'
    }

    It 'run again with the same job keys, buys nothing and fetches nothing' {
        $run = $runs | Where-Object Provider -EQ 'Apikley'
        $before = (Get-Accepted).Count
        $downloads = @(Get-Request 'download').Count
        Use-Environment (Get-GatewayVariable 'Apikley')
        $env:VEOPS_HOME = $run.Script.Ledger
        $saved = Import-Csv $run.Rows | New-VeoVideo | Wait-VeoTask | Save-VeoVideo -OutputPath $run.Videos
        $saved.Skipped | Should -Be (@($true) * 3)
        (Get-Accepted).Count | Should -Be $before
        @(Get-Request 'download').Count | Should -Be $downloads
    }
}

Describe 'A line in which something goes wrong' {
    BeforeEach { Use-Gateway }

    It 'saves the others, and tells each failure with its task' {
        Set-Outcome failed 'bad'
        $result = Invoke-Line { 'one', 'a bad one', 'three' | New-VeoVideo | Wait-VeoTask -PollIntervalSec 5 | Save-VeoVideo -OutputPath (New-Folder) }
        $result.Output | Should -HaveCount 2
        $result.ErrorId | Should -Be 'VeoTaskFailed'
        $result.Error.TargetObject.Prompt | Should -Be 'a bad one'
    }

    It 'buys a row once whatever happens to its answer: <_>' -ForEach 'reset', 'html200', 'noIdNoError', 'closeAfterReading' {
        Add-Fault @{ route = 'submit'; fault = $_; accepted = $true; prompt = 'two' }
        $result = Invoke-Line { 'one', 'two', 'three' | New-VeoVideo }
        $result.Output.Prompt | Sort-Object | Should -Be 'one', 'three'
        $result.ErrorId | Should -Be 'VeoSubmitUnknown'
        $result.Error.TargetObject.Status | Should -Be 'Unknown'
        Get-Request 'submit' | Should -HaveCount 3
        (Get-VeoTask -Status Unknown).Prompt | Should -Be 'two'
    }

    It 'submits nothing more after the first <id>' -ForEach @(
        @{ id = 'VeoUnauthorized'; fault = @{ status = 401; body = '{"error":{"message":"Invalid token","code":"invalid_api_key"}}' } }
        @{ id = 'VeoInsufficientCredits'; fault = @{ status = 403; body = '{"error":{"message":"no quota","code":"insufficient_user_quota"}}' } }
    ) {
        Add-Fault (@{ route = 'submit'; fault = 'status'; contentType = 'application/json' } + $fault)
        $result = Invoke-Line { 'one', 'two', 'three' | New-VeoVideo -ThrottleLimit 1 }
        $result.ErrorId | Should -Be $id, 'VeoNotSent', 'VeoNotSent'
        Get-Request 'submit' | Should -HaveCount 1
    }

    It 'submits nothing more after three unknown outcomes in a row' {
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true }
        $result = Invoke-Line { 1..5 | ForEach-Object { "shot $_" } | New-VeoVideo -ThrottleLimit 1 }
        $result.ErrorId | Should -Be (@('VeoSubmitUnknown') * 3 + @('VeoNotSent') * 2)
        Get-Request 'submit' | Should -HaveCount 3
    }
}
