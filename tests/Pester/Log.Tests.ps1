BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    # What happened at each stage of a line, as objects.
    function Get-Event([scriptblock] $Line) {
        & $Line *>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] -and $_.Tags -contains 'VeoPS' } | ForEach-Object MessageData
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'What happens' {
    BeforeEach {
        Invoke-Control 'reset' Post
        Use-Gateway
    }

    It 'is told on the information stream as objects, from the choice of the profile to the file' {
        $told = Get-Event { 'a cat' | New-VeoVideo -JobKey k | Get-VeoTask | Save-VeoVideo (New-Folder) }
        $told.Event | Select-Object -Unique | Should -Be 'ProfileChosen', 'Submitting', 'Taken', 'StatusChanged', 'Saved'
        $taken = $told | Where-Object Event -EQ 'Taken'
        $taken.Profile, $taken.Data.JobKey, $taken.Data.Provider | Should -Be 'env', 'k', 'TokenBay'
        $taken.TaskId | Should -Be (Get-Accepted).taskId
        $taken.SubmissionId | Should -Match '^veo-'
        $taken.Time.Kind | Should -Be 'Utc'
        $told[-1].Data.Sha256 | Should -Be (Get-FileHash $told[-1].Data.FullName).Hash.ToLowerInvariant()
        ($told | Where-Object Event -EQ 'StatusChanged').Message | Select-Object -Last 1 | Should -Match 'is Succeeded'
    }

    It 'is told to -InformationVariable, and shown to nobody' {
        $all = 'a cat' | New-VeoVideo -InformationVariable told
        $all | Should -HaveCount 1
        $told.Tags | Select-Object -Unique | Should -Be 'VeoPS'
        "$($told[-1])" | Should -Match 'was accepted as'
        (Invoke-Script "'a cat' | New-VeoVideo -Profile sandbox" @{ VEOPS_HOME = New-Folder }).Output | Should -Not -Match 'was accepted'
    }

    It 'tells of a refusal, of what is unknown, of a warning and of an error too' {
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 400; prompt = 'bad' }
        Add-Fault @{ route = 'submit'; fault = 'closeAfterReading'; prompt = 'lost'; accepted = $true }
        $told = Get-Event { 'bad', 'lost' | New-VeoVideo -Model 'nobody-knows' -ThrottleLimit 1 }
        foreach ($event in 'NotTaken', 'Unknown', 'Warning') { $told.Event | Should -Contain $event }
        ($told | Where-Object Event -EQ 'Error').Data.ErrorId | Should -Be 'VeoSubmitRejected', 'VeoSubmitUnknown'
    }

    It 'names the job key with every error, of rows and of tasks' {
        $log = Join-Path (New-Folder) 'veops.log'
        $env:VEOPS_LOG = $log
        try {
            Set-Outcome failed
            $rows = [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'bad'; Duration = 'long' }, [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'ends badly' }
            $null = Invoke-Line { $rows | New-VeoVideo | Wait-VeoTask }
            $null = Invoke-Line { New-VeoVideo 'a dog' -JobKey typed -Duration long }
            $null = Invoke-Line { Get-VeoTask -JobKey 'ends badly' | Save-VeoVideo (New-Folder) }
        }
        finally { $env:VEOPS_LOG = $null }
        $failed = Get-Content $log | ConvertFrom-Json | Where-Object event -EQ 'Error'
        $failed.data.errorId | Should -Be 'VeoRequestInvalid', 'VeoTaskFailed', 'VeoRequestInvalid', 'VeoTaskFailed'
        $failed.data.jobKey | Should -Be 'bad', 'ends badly', 'typed', 'ends badly'
    }

    It 'has numbers as numbers' {
        $log = Join-Path (New-Folder) 'veops.log'
        $env:VEOPS_LOG = $log
        try { New-VeoVideo 'a cat' -Profile sandbox | Save-VeoVideo (New-Folder) -Wait | Out-Null } finally { $env:VEOPS_LOG = $null }
        $lines = Get-Content $log
        $lines -match '"event":"Saved".*"index":0,.*"length":82871,.*"elapsedSeconds":\d' | Should -HaveCount 1
        $lines -match '"event":"Taken".*"costAmount":0[,.]' | Should -HaveCount 1
    }

    It 'says that a job key was bought before' {
        $first = New-VeoVideo 'a cat' -JobKey k
        $told = Get-Event { New-VeoVideo 'a cat' -JobKey k }
        $told.Event | Should -Be 'ProfileChosen', 'BoughtBefore'
        $told[-1].TaskId | Should -Be $first.Id
    }

    It 'is one JSON object a line in the file of VEOPS_LOG, from several processes at once' {
        $log = Join-Path (New-Folder) 'veops.log'
        $variables = (Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder; VEOPS_LOG = $log }
        $runs = 1..2 | ForEach-Object { Start-Script "1..10 | ForEach-Object { `"cat $_ `$_`" } | New-VeoVideo" $variables }
        foreach ($run in $runs) { (Receive-Script $run).ExitCode | Should -Be 0 }
        $lines = Get-Content $log | ConvertFrom-Json
        ($lines | Where-Object event -EQ 'Taken').taskId | Sort-Object | Should -Be ((Get-Accepted).taskId | Sort-Object)
        $lines.process | Select-Object -Unique | Should -HaveCount 2
        $lines[0].time.Kind | Should -Be 'Utc'
    }

    It 'is bought all the same where the log cannot be written, which is warned of once' {
        $result = Invoke-Script "('a', 'b' | New-VeoVideo).Count" ((Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder; VEOPS_LOG = 'relative.log' })
        $result.Line -match 'VEOPS_LOG' | Should -HaveCount 1
        $result.Line[-1] | Should -Be '2'
    }
}
