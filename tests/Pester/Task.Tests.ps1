BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Get-VeoTask' {
    BeforeEach {
        Use-Gateway
        $task = New-VeoVideo 'a cat' -JobKey 'cat' -Tag 'pets', 'night'
    }

    It 'asks the gateway for a task that is given as <way>' -ForEach @(
        @{ way = 'an object'; line = { Get-VeoTask $task } }
        @{ way = 'an object by pipeline'; line = { $task | Get-VeoTask } }
        @{ way = 'an id'; line = { Get-VeoTask $task.Id } }
        @{ way = 'an id by pipeline'; line = { $task.Id | Get-VeoTask } }
        @{ way = '-Id'; line = { Get-VeoTask -Id $task.Id } }
        @{ way = '-TaskId and -Profile'; line = { Get-VeoTask -TaskId $task.Id -Profile env } }
        @{ way = 'a SubmissionId'; line = { Get-VeoTask $task.SubmissionId } }
        @{ way = 'a row'; line = { [pscustomobject]@{ Id = $task.Id; Profile = 'env' } | Get-VeoTask } }
        @{ way = 'a row with a TaskId'; line = { [pscustomobject]@{ TaskId = $task.Id; Profile = 'env' } | Get-VeoTask } }
    ) {
        $now = & $line
        $now.Id, $now.Status, $now.Prompt | Should -Be $task.Id, 'Succeeded', 'a cat'
        Get-Request 'poll' | Should -HaveCount 1
    }

    It 'keeps what the ledger knows of a task, whatever came of it' {
        $come = [pscustomobject]@{ Id = $task.Id; Profile = 'env' }, ($task | ConvertTo-Json -Depth 5 | ConvertFrom-Json), ($task | ConvertTo-Csv | ConvertFrom-Csv)
        foreach ($each in $come) {
            $each | Get-VeoTask | Out-Null
            $now = Get-VeoTask
            $now.Prompt, $now.JobKey, "$($now.Tag)", $now.Model, $now.Created | Should -Be 'a cat', 'cat', 'pets night', $task.Model, $task.Created
        }
    }

    It 'does not ask for a task that has ended' {
        $task | Get-VeoTask | Get-VeoTask | Get-VeoTask | ForEach-Object Status | Should -Be 'Succeeded'
        $task.Id | Get-VeoTask | Out-Null
        Get-Request 'poll' | Should -HaveCount 1
    }

    It 'takes several ids, and asks for a task of another machine' {
        Use-Environment (Get-GatewayVariable)
        $second = New-VeoVideo 'a dog'
        (Get-VeoTask -Id $task.Id, $second.Id).Status | Should -Be 'Succeeded', 'Succeeded'
    }

    It 'without an id lists the ledger, newest first, and asks nothing' {
        New-VeoVideo 'a dog' | Out-Null
        (Get-VeoTask).Prompt | Should -Be 'a dog', 'a cat'
        (Get-VeoTask -First 1).Prompt | Should -Be 'a dog'
        Get-Request 'poll' | Should -BeNullOrEmpty
    }

    It 'lists by <name>' -ForEach @(
        @{ name = '-Status'; given = @{ Status = 'Queued', 'Running' } }
        @{ name = '-Since'; given = @{ Since = (Get-Date).AddMinutes(-1) } }
        @{ name = '-Tag'; given = @{ Tag = 'pets', 'night' } }
        @{ name = '-JobKey'; given = @{ JobKey = 'cat' } }
        @{ name = '-Profile'; given = @{ Profile = 'ENV' } }
    ) {
        (Get-VeoTask @given).Id | Should -Be $task.Id
        $others = @{ Status = 'Failed'; Since = (Get-Date).AddMinutes(1); Tag = 'pets', 'day'; JobKey = 'Cat'; Profile = 'sandbox' }
        foreach ($key in @($given.Keys)) { $given[$key] = $others[$key] }
        Get-VeoTask @given | Should -BeNullOrEmpty
    }

    It 'lists all, newest first, and as many as -First says' {
        $null = 1..60 | ForEach-Object { "dog $_" } | New-VeoVideo -Profile sandbox -Tag many
        $all = Invoke-Line { Get-VeoTask }
        $all.Output | Should -HaveCount 61
        $all.Warning | Should -BeNullOrEmpty
        $all.Output[-1].Id | Should -Be $task.Id
        (Get-VeoTask -First 3).Id | Should -Be $all.Output[0..2].Id
        Get-VeoTask -Tag many -First 61 | Should -HaveCount 60
        (Get-VeoTask | Select-Object -First 2).Id | Should -Be $all.Output[0..1].Id
        (Get-VeoTask -Before $all.Output[-2].Created).Id | Should -Be $task.Id
    }

    It 'lists by job keys with wildcards: <pattern>' -ForEach @(
        @{ pattern = 'c*'; keys = 'cat', 'c[1]*' }, @{ pattern = '?at'; keys = 'cat' }, @{ pattern = 'c`[1`]`*'; keys = 'c[1]*' }
        @{ pattern = '*[0-9]*'; keys = 'c[1]*', 'dog 2' }, @{ pattern = 'CAT*'; keys = @() }, @{ pattern = 'cat', 'dog*'; keys = 'cat', 'dog 2' }
    ) {
        $null = 'dog 2', 'c[1]*' | ForEach-Object { New-VeoVideo 'x' -JobKey $_ }
        (Get-VeoTask -JobKey $pattern).JobKey | Sort-Object | Should -Be ($keys | Sort-Object)
    }

    It 'reports a job key that no task has, and not where another filter may be the reason' {
        $known = New-VeoVideo 'x' -JobKey 'in the ledger'
        $result = Invoke-Line { Get-VeoTask -JobKey 'in the ledger', nobody, 'none*' }
        $result.Output.Id | Should -Be $known.Id
        $result.ErrorId | Should -Be 'VeoTaskNotFound'
        $result.Error.Exception.Message | Should -BeLike "*'nobody'*"
        (Invoke-Line { Get-VeoTask -JobKey nobody -Status Failed }).Error | Should -BeNullOrEmpty
    }

    It 'says that a text is a job key and no id: <name>' -ForEach @(
        @{ name = 'Get-VeoTask'; line = { Get-VeoTask 'job [1]' } }, @{ name = 'Wait-VeoTask'; line = { Wait-VeoTask 'job [1]' } }
        @{ name = 'Save-VeoVideo'; line = { 'job [1]' | Save-VeoVideo (New-Folder) } }
    ) {
        $null = New-VeoVideo 'x' -JobKey 'job [1]'
        $result = Invoke-Line $line
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error.Exception.Message.EndsWith("For tasks of a job key: Get-VeoTask -JobKey 'job ``[1]'") | Should -BeTrue
    }

    It 'asks for what has not ended with -Refresh' {
        (Get-VeoTask -Refresh).Status | Should -Be 'Succeeded'
        (Get-VeoTask).Status | Should -Be 'Succeeded'
        Get-VeoTask -Refresh | Out-Null
        Get-Request 'poll' | Should -HaveCount 1
    }

    It 'lists with -Unsaved what succeeded and is not on disk' {
        Get-VeoTask -Unsaved | Should -BeNullOrEmpty
        $task | Get-VeoTask | Out-Null
        $saved = Get-VeoTask -Unsaved | Save-VeoVideo -OutputPath (New-Folder)
        $saved | Should -HaveCount 1
        Get-VeoTask -Unsaved | Should -BeNullOrEmpty
        $saved | Remove-Item
        (Get-VeoTask -Unsaved).Id | Should -Be $task.Id
    }

    It 'refuses what is no task: <what>' -ForEach @(
        @{ what = 'a number'; value = 42 }, @{ what = 'a hashtable'; value = @{ Id = 'x' } }, @{ what = 'a process'; value = (Get-Process -Id $PID) }
        @{ what = 'an object without a profile'; value = [pscustomobject]@{ Id = 'x' } }, @{ what = 'a file'; value = (Get-Item $PSCommandPath) }
    ) {
        $result = Invoke-Line { $value | Get-VeoTask }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        Get-Request 'poll' | Should -BeNullOrEmpty
    }

    It 'tells of an unknown id, of a profile that is none, and of one that points elsewhere' {
        (Invoke-Line { Get-VeoTask 'task_none' }).ErrorId | Should -Be 'VeoTaskNotFound'
        $result = Invoke-Line { 'task_none', 'task_other' | Get-VeoTask -Profile nobody }
        $result.ErrorId | Should -Be 'VeoProfileNotFound', 'VeoProfileNotFound'
        $result.Error[1] | Should -Match 'task_other: .*''nobody'''
        $polls = @(Get-Request 'poll').Count
        $env:VEOPS_PROVIDER = 'Apikley'
        (Invoke-Line { $task | Get-VeoTask }).ErrorId | Should -Be 'VeoRequestInvalid'
        @(Get-Request 'poll').Count | Should -Be $polls
    }
}

Describe 'A task' {
    BeforeEach {
        Use-Gateway
        $task = New-VeoVideo 'a cat' -Tag 'a', 'b'
    }

    It 'has no public constructor and no setters, so that the binder never makes one up' {
        [VeoPS.VeoTask].GetConstructors() | Should -BeNullOrEmpty
        [VeoPS.VeoTask].GetProperties().Where{ $_.SetMethod -and $_.SetMethod.IsPublic } | Should -BeNullOrEmpty
    }

    It 'went through <form>, and goes on in a new process' -ForEach @(
        @{ form = 'JSON'; write = { $task | ConvertTo-Json -Depth 5 | Set-Content $file }; read = 'Get-Content $file -Raw | ConvertFrom-Json' }
        @{ form = 'JSON in an array'; write = { ConvertTo-Json @($task, $task) | Set-Content $file }; read = '(Get-Content $file -Raw | ConvertFrom-Json)[0]' }
        @{ form = 'CSV'; write = { $task | Export-Csv $file }; read = 'Import-Csv $file' }
        @{ form = 'Clixml'; write = { $task | Export-Clixml $file }; read = 'Import-Clixml $file' }
        @{ form = 'Select-Object'; write = { $task | Select-Object Id, Profile | Export-Csv $file }; read = 'Import-Csv $file' }
        @{ form = 'a text file of ids'; write = { $task.Id | Set-Content $file }; read = 'Get-Content $file' }
    ) {
        $file = Join-Path (New-Folder) 'task'
        & $write
        $result = Invoke-Script @"
`$file = '$file'
`$come = { $read }
(& `$come | Get-VeoTask).Status
(& `$come | Wait-VeoTask -TimeoutSec 0).Status
(& `$come | Save-VeoVideo -OutputPath '$(New-Folder)').Name
"@ ((Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder })
        $result.Error | Should -BeNullOrEmpty
        $result.Line | Should -Be 'Succeeded', 'Succeeded', "$($task.Id)_0.mp4"
    }

    It 'reads well in a CSV cell' {
        $row = $task | Get-VeoTask | ConvertTo-Csv | ConvertFrom-Csv
        $row.Tag, $row.Status, $row.Profile | Should -Be 'a; b', 'Succeeded', 'env'
        $row.Videos | Should -Match '^#0'
        $row.Videos | Should -Not -Match '  | $'
        foreach ($cell in $row.PSObject.Properties.Value) { $cell | Should -Not -Match 'VeoPS\.|System\.' }
    }

    It 'tells its times in UTC, also after Clixml' {
        $file = Join-Path (New-Folder) 'task.xml'
        $task | Export-Clixml $file
        foreach ($each in $task, (Import-Clixml $file)) {
            $each.Created | Should -BeOfType datetime
            $each.Created.Kind | Should -Be 'Utc'
            $each.Created | Should -Be $task.Created
        }
    }
}

Describe 'Wait-VeoTask' {
    BeforeEach { Use-Gateway }

    It 'waits for a task that is given as <way>' -ForEach @(
        @{ way = 'an object'; line = { Wait-VeoTask $task } }
        @{ way = 'an id'; line = { Wait-VeoTask $task.Id } }
        @{ way = '-Id and -Profile'; line = { Wait-VeoTask -Id $task.Id -Profile env } }
        @{ way = 'a row'; line = { [pscustomobject]@{ Id = $task.Id; Profile = 'env' } | Wait-VeoTask } }
    ) {
        $task = New-VeoVideo 'a cat'
        # Seen to have ended, so that nothing has to be waited for.
        $task | Get-VeoTask | Out-Null
        (& $line).Status | Should -Be 'Succeeded'
    }

    It 'tells of an unknown outcome at once' {
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true }
        $lost = (Invoke-Line { New-VeoVideo 'a cat' }).Error.TargetObject
        foreach ($line in { $lost | Wait-VeoTask -IncludeFailed }, { Wait-VeoTask $lost.SubmissionId }, { Get-VeoTask -Status Unknown | Wait-VeoTask }) {
            $result = Invoke-Line $line
            $result.Output | Should -BeNullOrEmpty
            $result.ErrorId | Should -Be 'VeoSubmitUnknown'
            $result.Error.TargetObject.SubmissionId | Should -Be $lost.SubmissionId
        }
    }

    It 'looks once with -TimeoutSec 0, and the task stays usable' {
        $tasks = 'one', 'two' | New-VeoVideo
        Add-Fault @{ route = 'poll'; fault = 'unknownStatus'; first = 2 }
        $result = Invoke-Line { $tasks | Wait-VeoTask -TimeoutSec 0 -IncludeFailed }
        $result.ErrorId | Should -Be 'VeoWaitTimeout', 'VeoWaitTimeout'
        $result.Error.TargetObject.Id | Sort-Object | Should -Be ($tasks.Id | Sort-Object)
        ($tasks | Wait-VeoTask -TimeoutSec 0).Status | Should -Be 'Succeeded', 'Succeeded'
    }

    It 'goes on over a poll that is refused or unreadable: <_>' -ForEach 'html200', 'truncatedJson', 'reset', 'rateLimited' {
        $task = New-VeoVideo 'a cat'
        Add-Fault @{ route = 'poll'; fault = $_; first = 1 }
        ($task | Get-VeoTask).Status | Should -Be 'Succeeded'
    }

    It 'with -ErrorAction Stop ends at the first error, and says the other ids' {
        Set-Outcome failed 'bad'
        $bad, $good = 'bad', 'good' | ForEach-Object { New-VeoVideo $_ }
        $bad | Get-VeoTask | Out-Null
        $result = Invoke-Line { $good, $bad | Wait-VeoTask -ErrorAction Stop }
        $result.Stopped | Should -BeTrue
        $result.ErrorId | Should -Be 'VeoTaskFailed'
        "$($result.Warning)" | Should -Match $good.Id
        "$($result.Warning)" | Should -Not -Match $bad.Id
    }
}

Describe 'Wait-VeoTask over ends of every kind' {
    BeforeAll {
        Use-Environment @{ VEOPS_PROVIDER = 'Sandbox' }
        $tasks = @{}
        foreach ($outcome in 'succeeded', 'failed', 'filtered', 'canceled') { $tasks[$outcome] = New-VeoVideo $outcome -ProviderOption @{ outcome = $outcome } }
    }

    It 'stops after the first with -Any' {
        $result = Invoke-Line { $tasks.succeeded, $tasks.failed | Wait-VeoTask -Any -IncludeFailed }
        $result.Output | Should -HaveCount 1
        $result.Error | Should -BeNullOrEmpty
    }

    It 'tells a task that ended as <ends> by <id>, or emits it with -IncludeFailed' -ForEach @(
        @{ ends = 'Failed'; id = 'VeoTaskFailed' }, @{ ends = 'Filtered'; id = 'VeoTaskFiltered' }, @{ ends = 'Canceled'; id = 'VeoTaskCanceled' }
    ) {
        $task = $tasks[$ends]
        $result = Invoke-Line { $task | Wait-VeoTask }
        $result.Output | Should -BeNullOrEmpty
        $result.ErrorId | Should -Be $id
        $result.Error.TargetObject | Should -BeOfType VeoPS.VeoTask
        $result.Error.TargetObject.Id, $result.Error.TargetObject.Status | Should -Be $task.Id, $ends
        ($task | Wait-VeoTask -IncludeFailed).Status | Should -Be $ends
    }
}
