BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
    # The engine's 2 s are tested with a fake clock (StoppingTests). Here a line that is stopped ends, though the gateway holds its
    # answers for ever; the limit is far above 2 s for the sake of busy machines, and far below the engine's own time-outs.
    $limit = 120

    function Measure-Seconds([scriptblock] $Work) { (Measure-Command $Work).TotalSeconds }

    # Every id that goes on is said, each once.
    function Assert-Said([string[]] $Warning, [string[]] $Id, [string[]] $NotId) {
        $text = $Warning -join "`n"
        foreach ($each in $Id) { [regex]::Matches($text, [regex]::Escape($each)).Count | Should -Be 1 -Because "$each goes on, and is said once in: $text" }
        foreach ($each in $NotId) { $text | Should -Not -Match ([regex]::Escape($each)) }
    }

    function Get-TaskId([string] $Prompt) { (Get-Accepted | Where-Object { $_.request.prompt -like $Prompt }).taskId }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Stop' {
    BeforeEach { Use-Gateway }

    It 'ends <line> soon while it is <state>' -ForEach @(
        @{ state = 'submitting'; fault = @{ route = 'submit'; fault = 'lateAnswer' }; until = 'submit'; line = "'a cat' | New-VeoVideo" }
        @{ state = 'submitting a whole line'; fault = @{ route = 'submit'; fault = 'lateAnswer' }; until = 'submit'; count = 3; line = "'a', 'b', 'c' | New-VeoVideo | Wait-VeoTask | Save-VeoVideo `$env:VEOPS_HOME/videos" }
        @{ state = 'waiting to send again'; fault = @{ route = 'submit'; fault = 'rateLimited'; seconds = 4 }; until = 'submit'; line = "'a cat' | New-VeoVideo" }
        @{ state = 'waiting'; until = 'submit'; line = "'a cat' | New-VeoVideo | Wait-VeoTask" }
        @{ state = 'waiting for an answer'; fault = @{ route = 'poll'; fault = 'lateAnswer' }; until = 'poll'; line = "'a cat' | New-VeoVideo | Wait-VeoTask -TimeoutSec 0" }
        @{ state = 'asking'; fault = @{ route = 'poll'; fault = 'lateAnswer' }; until = 'poll'; line = "'a cat' | New-VeoVideo | Get-VeoTask" }
        @{ state = 'asking'; fault = @{ route = 'poll'; fault = 'lateAnswer' }; until = 'poll'; line = "'a cat' | New-VeoVideo | Save-VeoVideo `$env:VEOPS_HOME/videos" }
        @{ state = 'waiting'; fault = @{ route = 'poll'; fault = 'unknownStatus' }; until = 'submit'; line = "'a cat' | New-VeoVideo | Save-VeoVideo `$env:VEOPS_HOME/videos -Wait" }
        @{ state = 'downloading'; fault = @{ route = 'download'; fault = 'stall'; bytes = 2000 }; until = 'download'; line = "'a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo `$env:VEOPS_HOME/videos" }
    ) {
        if ($fault) { Add-Fault $fault }
        $run = Start-Hosted $line
        Wait-Until { @(Get-Request $until).Count -ge [Math]::Max(1, $count) }
        Measure-Seconds { $run.Shell.Stop() } | Should -BeLessThan $limit
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        @(Get-VeoTask).Count | Should -Be @(Get-Request 'submit' | Select-Object -First 3).Count
        Get-ChildItem "$env:VEOPS_HOME/videos" -Filter *.mp4 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'ends New-VeoVideo soon while it waits for another''s job key, and the other goes on' {
        Add-Fault @{ route = 'submit'; fault = 'lateAnswer' }
        $line = "'a cat' | New-VeoVideo -JobKey k"
        $first = Start-Hosted $line
        Wait-Until { Get-Request 'submit' }
        $second = Start-Hosted "$line -Verbose"
        Wait-Until { "$($second.Shell.Streams.Warning)" -match 'waiting for its outcome' } # The first of a call is a warning.
        Measure-Seconds { $second.Shell.Stop() } | Should -BeLessThan $limit
        Invoke-Control 'release' Post
        Wait-Until { $first.Call.IsCompleted }
        $first.Output.Status | Should -Be 'Queued'
        Get-Request 'submit' | Should -HaveCount 1
    }

    It 'keeps in the ledger what landed within its grace, and as unknown what did not' {
        Add-Fault @{ route = 'submit'; fault = 'lateAnswer'; prompt = 'soon'; seconds = 0.5 }
        Add-Fault @{ route = 'submit'; fault = 'lateAnswer'; prompt = 'late' }
        $run = Start-Hosted "'soon', 'late' | New-VeoVideo"
        Wait-Until { @(Get-Request 'submit').Count -eq 2 }
        $run.Shell.Stop()
        $tasks = Get-VeoTask
        ($tasks | Where-Object Prompt -EQ 'soon').Id | Should -Be (Get-TaskId 'soon')
        ($tasks | Where-Object Prompt -EQ 'late').Status | Should -Be 'Unknown'
    }

    It 'can go on with what was stopped: the same line with the same job keys finishes it' {
        $line = "'one', 'two' | ForEach-Object { [pscustomobject]@{ Prompt = `$_; JobKey = `$_ } } | New-VeoVideo | Wait-VeoTask -TimeoutSec `$seconds | Save-VeoVideo `$env:VEOPS_HOME/videos"
        $run = Start-Hosted "`$seconds = 60; $line"
        Wait-Until { @(Get-Accepted).Count -eq 2 }
        $run.Shell.Stop()
        $seconds = 0
        & ([scriptblock]::Create($line)) | Should -HaveCount 2
        Get-Accepted | Should -HaveCount 2
    }
}

Describe 'Select-Object -First 1' {
    BeforeEach {
        Use-Gateway
        $clock = [Diagnostics.Stopwatch]::new()
    }

    It 'ends New-VeoVideo soon, and says what else was bought' {
        Add-Fault @{ route = 'submit'; fault = 'lateAnswer'; prompt = 'slow'; seconds = 0.5 }
        $result = Invoke-Line { 'fast', 'slow 1', 'slow 2' | New-VeoVideo | ForEach-Object { $clock.Start(); $_ } | Select-Object -First 1 }
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $limit
        $result.Output.Prompt | Should -Be 'fast'
        Assert-Said $result.Warning (Get-TaskId 'slow*') (Get-TaskId 'fast')
        @(Get-VeoTask -Status Queued).Count | Should -Be @(Get-Accepted).Count
    }

    It 'ends a line that waits soon, and says each id that goes on, once' {
        Set-Outcome neverEnds 'slow'
        $result = Invoke-Line { 'fast', 'slow 1', 'slow 2' | New-VeoVideo | Wait-VeoTask -PollIntervalSec 5 | ForEach-Object { $clock.Start(); $_ } | Select-Object -First 1 }
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $limit
        $result.Output.Prompt | Should -Be 'fast'
        Assert-Said $result.Warning (Get-TaskId 'slow*') (Get-TaskId 'fast')
        $result.Warning | Should -Match 'Get-VeoTask -Status Queued,Running'
        @(Get-VeoTask -Status Queued, Running).Count | Should -Be 2
    }

    It 'ends Save-VeoVideo -Wait soon, and says each id that goes on, once' {
        Set-Outcome neverEnds 'slow'
        $tasks = 'fast', 'slow 1', 'slow 2' | ForEach-Object { New-VeoVideo $_ | Get-VeoTask }
        # The fast one comes last: a line that has ended knows nothing of what had not come yet.
        $result = Invoke-Line { $tasks[1, 2, 0] | Save-VeoVideo (New-Folder) -Wait | ForEach-Object { $clock.Start(); $_ } | Select-Object -First 1 }
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $limit
        $result.Output.TaskId | Should -Be $tasks[0].Id
        Assert-Said $result.Warning $tasks[1, 2].Id $tasks[0].Id
    }

    It 'ends Save-VeoVideo soon while another download is stalled' {
        $fast, $slow = 'fast', 'slow' | ForEach-Object { New-VeoVideo $_ | Get-VeoTask }
        Add-Fault @{ route = 'download'; fault = 'stall'; taskId = $slow.Id }
        $result = Invoke-Line { $slow, $fast | Save-VeoVideo (New-Folder) | ForEach-Object { $clock.Start(); $_ } | Select-Object -First 1 }
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $limit
        $result.Output.TaskId | Should -Be $fast.Id
        Assert-Said $result.Warning $slow.Id $fast.Id
        $result.Warning | Should -Match 'Get-VeoTask -Unsaved'
        (Get-VeoTask -Unsaved).Id | Should -Be $slow.Id
    }
}

Describe '-ErrorAction Stop' {
    BeforeEach { Use-Gateway }

    It 'ends the line at the first error, and says the other ids' {
        Set-Outcome neverEnds 'slow'
        Set-Outcome failed 'bad'
        $result = Invoke-Line { 'slow 1', 'bad', 'slow 2' | New-VeoVideo | Wait-VeoTask -PollIntervalSec 5 -ErrorAction Stop | Save-VeoVideo (New-Folder) }
        $result.Stopped | Should -BeTrue
        $result.ErrorId | Should -Be 'VeoTaskFailed'
        Assert-Said $result.Warning (Get-TaskId 'slow*') (Get-TaskId 'bad')
    }

    It 'at New-VeoVideo says what was bought and not handed on' {
        Add-Fault @{ route = 'submit'; fault = 'lateAnswer'; prompt = 'slow'; seconds = 0.5 }
        Add-Fault @{ route = 'submit'; fault = 'gatewayCode'; code = 'invalid_request'; prompt = 'bad' }
        $result = Invoke-Line { 'slow', 'bad' | New-VeoVideo -ErrorAction Stop }
        $result.ErrorId | Should -Be 'VeoSubmitRejected'
        Assert-Said $result.Warning (Get-TaskId 'slow')
    }
}

Describe 'Ctrl+C' {
    BeforeEach { Use-Gateway }

    It 'ends a script <state> soon, and says each id that goes on' -ForEach @(
        @{ state = 'that waits'; until = { @(Get-VeoTask -Status Queued, Running).Count -eq 3 }; outcome = 'neverEnds' } # They are in its ledger.
        @{ state = 'that submits'; until = { @(Get-Request 'submit').Count -eq 3 }; fault = @{ route = 'submit'; fault = 'lateAnswer'; seconds = 1 } }
    ) {
        # Who starts a process in a shell's background lets it ignore interrupts, and its children with it.
        $ignored = Get-Content /proc/self/status -ErrorAction Ignore | Where-Object { $_ -match '^SigIgn:\s*(\w+)' } | ForEach-Object { [Convert]::ToUInt64($Matches[1], 16) }
        if ($ignored -band 2) { Set-ItResult -Skipped -Because 'interrupts are ignored here' }

        if ($outcome) { Set-Outcome $outcome }
        if ($fault) { Add-Fault $fault }
        $ledger = $env:VEOPS_HOME = New-Folder
        $script = Start-Script "'a', 'b', 'c' | New-VeoVideo | Wait-VeoTask | Save-VeoVideo '$(New-Folder)'; 'after'" ((Get-GatewayVariable) + @{ VEOPS_HOME = $ledger })
        Wait-Until $until
        Send-Interrupt $script.Process
        $script.Process.WaitForExit($limit * 1000) | Should -BeTrue
        $result = Receive-Script $script
        $result.Output | Should -Not -Match 'after'
        Assert-Said $result.Output (Get-Accepted).taskId
        (Get-VeoTask -Status Queued, Running).Id | Sort-Object | Should -Be ((Get-Accepted).taskId | Sort-Object)
    }
}
