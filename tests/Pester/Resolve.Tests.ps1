BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    <# A submission that was sent and not answered, as the error that says so. #>
    function Get-Lost([string] $Prompt = 'a cat', [string] $JobKey = 'cat', [switch] $NotTaken) {
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = -not $NotTaken; first = 1 }
        (Invoke-Line { New-VeoVideo $Prompt -JobKey $JobKey }).Error[0]
    }

    <# The last line in an error's message that a pattern finds. #>
    function Find-Line($ErrorRecord, [string] $Pattern) {
        $found = [regex]::Matches("$ErrorRecord", $Pattern).Value | Select-Object -Last 1
        $found | Should -Not -BeNullOrEmpty -Because "$ErrorRecord should say it"
        $found
    }

    <# A task of the sandbox, which ends as it is told to. #>
    function Get-Ended([string] $Outcome) {
        New-VeoVideo 'a wild dog' -Profile sandbox -ProviderOption @{ outcome = $Outcome } | Wait-VeoTask -IncludeFailed
    }

    <# A task that its gateway no longer has. #>
    function Get-Expired {
        $null = Use-Gateway OpenRouter
        $task = New-VeoVideo 'a cat'
        $null = Add-Fault @{ route = 'poll'; fault = '200'; first = 1; contentType = 'application/json'; body = "{`"id`":`"$($task.Id)`",`"status`":`"expired`"}" }
        $task | Wait-VeoTask -TimeoutSec 0 -IncludeFailed
    }

    <# A task that is being made. #>
    function Get-Running {
        $null = Add-Fault @{ route = 'poll'; fault = 'unknownStatus' }
        New-VeoVideo 'a cat' | Get-VeoTask 3> $null
    }

    <# A task that another process is submitting, and goes on submitting until the gateway answers. #>
    function Get-Submitting {
        $null = Add-Fault @{ route = 'submit'; fault = 'lateAnswer'; first = 1 }
        $script:submitting = Start-Script 'New-VeoVideo "a cat" | Out-Null' (@{ VEOPS_HOME = $env:VEOPS_HOME } + (Get-GatewayVariable))
        Wait-Until { Get-Accepted }
        Get-VeoTask -Status Submitting
    }

    <# A task that succeeded, and has had no video anywhere for longer than one is looked for: the ledger says so here. #>
    function Get-Empty {
        $null = Add-Fault @{ route = 'poll'; fault = 'successWithoutVideo' }
        $null = Add-Fault @{ route = 'download'; fault = '404' }
        $task = New-VeoVideo 'a cat' | Get-VeoTask
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.Data.Sqlite' } | Select-Object -First 1
        $connection = [Activator]::CreateInstance($assembly.GetType('Microsoft.Data.Sqlite.SqliteConnection'), @("Data Source=$env:VEOPS_HOME/ledger.db;Pooling=False"))
        try {
            $connection.Open()
            $command = $connection.CreateCommand()
            $command.CommandText = "UPDATE veops_tasks SET doc = json_set(doc, '$.linkMissingSince', '2026-01-01T00:00:00Z') WHERE submission_id = '$($task.SubmissionId)'"
            $command.ExecuteNonQuery() | Should -Be 1
        }
        finally { $connection.Dispose() }
        $task | Get-VeoTask 3> $null
    }

    <# A task that failed at the gateway, which makes what comes after it. #>
    function Get-Failed([string] $Prompt = 'a dog', [hashtable] $More = @{}) {
        $null = Set-Outcome failed
        $task = New-VeoVideo $Prompt @More | Wait-VeoTask -TimeoutSec 0 -IncludeFailed
        $null = Set-Outcome success
        $task
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Resolve-VeoTask' {
    BeforeEach { Use-Gateway }

    It 'is the end of VeoSubmitUnknown, as the exact line for its task: taken' {
        $lost = Get-Lost
        $lost.FullyQualifiedErrorId | Should -BeLike 'VeoSubmitUnknown*'
        Find-Line $lost 'Resolve-VeoTask \S+ -NotTaken$' | Should -Be "Resolve-VeoTask $($lost.TargetObject.SubmissionId) -NotTaken"
        $line = Find-Line $lost 'Resolve-VeoTask \S+ -Id (?=<its id>)'
        $settled = Invoke-Expression "$line $((Get-Accepted).taskId) -Confirm:`$false"
        $settled.SubmissionId, $settled.Id | Should -Be $lost.TargetObject.SubmissionId, (Get-Accepted).taskId
        (New-VeoVideo 'a cat' -JobKey cat | Wait-VeoTask -TimeoutSec 0).Id | Should -Be $settled.Id
        Get-Accepted | Should -HaveCount 1
    }

    It 'is the end of VeoSubmitUnknown, as the exact line for its task: not taken' {
        $lost = Get-Lost -NotTaken
        (Invoke-Expression "$(Find-Line $lost 'Resolve-VeoTask \S+ -NotTaken$') -Confirm:`$false").Status | Should -Be 'Canceled'
        (New-VeoVideo 'a cat' -JobKey cat).Status | Should -Be 'Queued'
    }

    It 'takes a task by pipeline, and asks by itself, since only a person knows' {
        $null = Get-Lost -NotTaken
        (Get-Command Resolve-VeoTask).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).ConfirmImpact | Should -Be 'High'
        Get-VeoTask -Status Unknown | Resolve-VeoTask -NotTaken -WhatIf
        Get-VeoTask -Status Unknown | Should -HaveCount 1
        Get-VeoTask -Status Unknown | Resolve-VeoTask -NotTaken -Confirm:$false | ForEach-Object Status | Should -Be 'Canceled'
    }

    It 'refuses a task whose outcome is known before it asks for confirmation' {
        $task = New-VeoVideo 'a cat'
        $result = Invoke-Line { $task | Resolve-VeoTask -NotTaken -WhatIf }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        (Get-VeoTask).Status | Should -Be $task.Status
    }

    It 'refuses an id that the gateway does not know, and one that another task has, and changes nothing' {
        $other = New-VeoVideo 'a dog'
        $lost = (Get-Lost -NotTaken).TargetObject
        $result = Invoke-Line { $lost | Resolve-VeoTask -Id task_none -Force -Confirm:$false; $lost | Resolve-VeoTask -Id $other.Id -Confirm:$false }
        $result.Output | Should -BeNullOrEmpty
        $result.ErrorId | Should -Be 'VeoTaskNotFound', 'VeoRequestInvalid'
        $result.Error[1] | Should -Match $other.SubmissionId
        (Get-VeoTask -Status Unknown).SubmissionId | Should -Be $lost.SubmissionId
    }

    It 'refuses one id for two tasks, and what it does not have' {
        $null = Get-Lost -NotTaken
        $null = Get-Lost 'a dog' dog -NotTaken
        $result = Invoke-Line { Get-VeoTask -Status Unknown | Resolve-VeoTask -Id x -Confirm:$false; 'none' | Resolve-VeoTask -NotTaken; 42 | Resolve-VeoTask -NotTaken }
        $result.ErrorId | Should -Be 'VeoRequestInvalid', 'VeoTaskNotFound', 'VeoRequestInvalid'
        Get-VeoTask -Status Unknown | Should -HaveCount 2
    }

    It 'believes an id with -Force where the gateway cannot be asked, without its profile too' {
        $lost = (Get-Lost).TargetObject
        $id = (Get-Accepted).taskId
        $env:VEOPS_PROVIDER, $env:VEOPS_API_KEY = $null
        (Invoke-Line { $lost | Resolve-VeoTask -Id $id -Confirm:$false }).ErrorId | Should -Be 'VeoProfileNotFound'
        ($lost | Resolve-VeoTask -Id $id -Force -Confirm:$false).Id | Should -Be $id
    }

    It 'settles one whose record was removed, so that its job key is free' {
        $lost = (Get-Lost -NotTaken).TargetObject
        $lost | Remove-VeoTask -Force
        Get-VeoTask | Should -BeNullOrEmpty
        $closed = Invoke-Line { New-VeoVideo 'a cat' -JobKey cat }
        $closed.ErrorId | Should -Be 'VeoSubmitUnknown'
        (Invoke-Expression "$(Find-Line $closed.Error[0] 'Resolve-VeoTask \S+ -NotTaken$') -Confirm:`$false").Status | Should -Be 'Canceled'
        (New-VeoVideo 'a cat' -JobKey cat).Status | Should -Be 'Queued'
    }
}

Describe 'Restart-VeoTask' {
    BeforeEach { Use-Gateway }

    It 'buys the kept request again, once, however often the line is run' {
        $first = Get-Failed 'a dog' @{ JobKey = 'dog'; Tag = 'night'; AspectRatio = '9:16' }
        $again = @(1..3 | ForEach-Object { Get-VeoTask -Status Failed | Restart-VeoTask })
        $again | Should -HaveCount 3
        $again.Id | Select-Object -Unique | Should -HaveCount 1
        $again[0].RetryOf, $again[0].Prompt, $again[0].JobKey, "$($again[0].Tag)" | Should -Be $first.SubmissionId, 'a dog', 'dog', 'night'
        Get-Accepted | Should -HaveCount 2
        $bodies = Get-Request 'submit' | ForEach-Object body
        $bodies[1] | Should -Be $bodies[0]
        ($again[0] | Wait-VeoTask -TimeoutSec 0).Status | Should -Be 'Succeeded'
        (New-VeoVideo 'a dog' -JobKey dog -Tag night -AspectRatio 9:16).Id | Should -Be $again[0].Id
    }

    It 'takes another prompt, and shows with -WhatIf what would be bought' {
        $first = Get-Failed 'a dog' @{ JobKey = 'dog' }
        $first | Restart-VeoTask -Prompt 'a friendly dog' -WhatIf
        Get-Accepted | Should -HaveCount 1
        $again = $first | Restart-VeoTask -Prompt 'a friendly dog'
        $again.Prompt | Should -Be 'a friendly dog'
        (New-VeoVideo 'a dog' -JobKey dog).Id, (New-VeoVideo 'a friendly dog' -JobKey dog).Id | Should -Be $again.Id, $again.Id
        Get-Accepted | Should -HaveCount 2
    }

    It 'keeps to the limits of cost, and to the attempts of the whole chain' {
        $task = Get-Failed
        (Invoke-Line { $task | Restart-VeoTask -MaxCost 0.01 }).ErrorId | Should -Be 'VeoBudgetExceeded'
        (Invoke-Line { $task | Restart-VeoTask -MaxTotalCost 0.01 }).ErrorId | Should -Be 'VeoBudgetExceeded'
        $null = Set-Outcome failed
        $null = 2, 3 | ForEach-Object { $task | Restart-VeoTask | Wait-VeoTask -TimeoutSec 0 -IncludeFailed }
        $spent = Invoke-Line { $task | Restart-VeoTask }
        $spent.ErrorId | Should -Be 'VeoTaskFailed'
        "$($spent.Error[0])" | Should -Match '3 times.*-MaxAttempts 4'
        Get-Accepted | Should -HaveCount 3
        ($task | Restart-VeoTask -MaxAttempts 4).Status | Should -Be 'Queued'
    }

    It 'judges each chain once a call' {
        $task = Get-Failed
        $null = Set-Outcome failed
        $null = $task | Restart-VeoTask | Wait-VeoTask -TimeoutSec 0 -IncludeFailed
        Get-VeoTask -Status Failed | Should -HaveCount 2
        Get-VeoTask -Status Failed | Restart-VeoTask | Should -HaveCount 1
        Get-Accepted | Should -HaveCount 3
    }

    It 'reads local files again, and sends nothing where one is gone' {
        $image = New-Image (Join-Path (New-Folder) 'first.png')
        $task = Get-Failed 'a dog' @{ FirstFrame = $image.FullName }
        Remove-Item -LiteralPath $image.FullName
        $gone = Invoke-Line { $task | Restart-VeoTask }
        $gone.ErrorId | Should -Be 'VeoRequestInvalid'
        "$($gone.Error[0])" | Should -Match '-FirstFrame: .*first\.png'
        Get-Accepted | Should -HaveCount 1
    }

    It 'refuses what is not there' {
        (Invoke-Line { Restart-VeoTask none }).ErrorId | Should -Be 'VeoTaskNotFound'
        (Invoke-Line { Get-Process -Id $PID | Restart-VeoTask }).ErrorId | Should -Be 'VeoRequestInvalid'
    }
}

Describe 'Every state has a line that gets out of it' {
    BeforeEach { Use-Gateway }

    It '<state>: the error of <cmdlet> says <says>, and that line works' -ForEach @(
        @{ state = 'Failed'; cmdlet = 'Wait-VeoTask'; says = 'Restart-VeoTask'; make = { Get-Failed }; line = { $task | Wait-VeoTask }; after = 'Queued' }
        @{ state = 'Failed'; cmdlet = 'Save-VeoVideo'; says = 'Restart-VeoTask'; make = { Get-Failed }; line = { $task | Save-VeoVideo (New-Folder) }; after = 'Queued' }
        @{ state = 'Queued'; cmdlet = 'Restart-VeoTask'; says = 'Wait-VeoTask'; make = { New-VeoVideo 'a cat' }; line = { $task | Restart-VeoTask }; after = 'Succeeded' }
        @{ state = 'Queued'; cmdlet = 'Remove-VeoTask'; says = 'Wait-VeoTask'; make = { New-VeoVideo 'a cat' }; line = { $task | Remove-VeoTask }; after = 'Succeeded' }
        @{ state = 'Unknown'; cmdlet = 'Wait-VeoTask'; says = 'Resolve-VeoTask'; make = { (Get-Lost -NotTaken).TargetObject }; line = { $task | Wait-VeoTask }; after = 'Canceled' }
        @{ state = 'Unknown'; cmdlet = 'Restart-VeoTask'; says = 'Resolve-VeoTask'; make = { (Get-Lost -NotTaken).TargetObject }; line = { $task | Restart-VeoTask }; after = 'Canceled' }
        @{ state = 'Unknown'; cmdlet = 'Remove-VeoTask'; says = 'Resolve-VeoTask'; make = { (Get-Lost -NotTaken).TargetObject }; line = { $task | Remove-VeoTask }; after = 'Canceled' }
    ) {
        $task = & $make
        $task.Status | Should -Be $state
        $result = Invoke-Line $line
        $result.Error | Should -HaveCount 1
        $found = Find-Line $result.Error[0] "$says (veo\S+( -NotTaken)?|\S+ -Profile \S+)"
        (Invoke-Expression "$found$(if ($says -eq 'Resolve-VeoTask') { ' -Confirm:$false' })").Status | Should -Be $after
    }

    # Each row: how a task comes to its state, which line fails at it, and what the recommended line that is run then leads to.
    It '<state><more>: the action that <cmdlet> recommends leads to <after>' -ForEach @(
        @{ state = 'Failed'; cmdlet = 'Wait-VeoTask'; after = 'Queued'; make = { Get-Failed } }
        @{ state = 'Filtered'; cmdlet = 'Wait-VeoTask'; after = 'Queued'; make = { Get-Ended filtered } }
        @{ state = 'Filtered'; cmdlet = 'Save-VeoVideo'; after = 'Queued'; make = { Get-Ended filtered }; line = { $task | Save-VeoVideo (New-Folder) } }
        @{ state = 'Canceled'; cmdlet = 'Wait-VeoTask'; after = 'Queued'; make = { Get-Ended canceled } }
        @{ state = 'Expired'; cmdlet = 'Wait-VeoTask'; after = 'Queued'; make = { Get-Expired } }
        @{ state = 'Unknown'; more = ', if the gateway has it'; cmdlet = 'Wait-VeoTask'; after = 'Succeeded'; make = { (Get-Lost).TargetObject } }
        @{ state = 'Unknown'; more = ', if it has not'; cmdlet = 'Wait-VeoTask'; after = 'Canceled'; index = 1; make = { (Get-Lost -NotTaken).TargetObject } }
        @{ state = 'Submitting'; cmdlet = 'Wait-VeoTask'; after = 'Succeeded'; make = { Get-Submitting }; then = { $null = Invoke-Control release Post; $null = Receive-Script $script:submitting } }
        @{ state = 'Running'; cmdlet = 'Wait-VeoTask'; after = 'Succeeded'; make = { Get-Running }; line = { $task | Wait-VeoTask -TimeoutSec 0 }; then = { $null = Invoke-Control faults Delete } }
        @{ state = 'Running'; cmdlet = 'Save-VeoVideo'; after = 'a file'; make = { Get-Running }; line = { $task | Save-VeoVideo (New-Folder) }; then = { $null = Invoke-Control faults Delete } }
        @{ state = 'Succeeded'; more = ' without files'; cmdlet = 'Save-VeoVideo'; after = 'a file'; make = { Get-Empty }; line = { $task | Save-VeoVideo (New-Folder) }; then = { $null = Invoke-Control faults Delete } }
        @{ state = 'Succeeded'; more = ' and not saved'; cmdlet = 'Remove-VeoTask'; after = 'a file'; make = { New-VeoVideo 'a cat' | Get-VeoTask }; line = { $task | Remove-VeoTask } }
    ) {
        $task = & $make
        $task.Status | Should -Be $state
        $failed = @((Invoke-Line $(if ($line) { $line } else { { $task | Wait-VeoTask } })).Error)
        $failed | Should -HaveCount 1
        if ($then) { & $then }

        $lines = @([regex]::Matches("$($failed[0])", '\w+-Veo\w+ .+?(?=\. |\r?$)', 'Multiline').Value)
        $typed = $lines[[int] $index].Replace('<its id>', "$((Get-Accepted).taskId | Select-Object -Last 1)").Replace('<prompt>', "'a calm dog'")
        if ($typed -like 'Resolve-*') { $typed += ' -Confirm:$false' }
        Push-Location (New-Folder)
        try { $now = Invoke-Expression $typed } finally { Pop-Location }
        $now | Should -HaveCount 1
        if ($after -eq 'a file') { $now.TaskId, (Test-Path $now.FullName) | Should -Be $task.Id, $true } else { $now.Status | Should -Be $after }
    }

    It 'Succeeded and not saved: Remove-VeoTask says how to save it' {
        $task = New-VeoVideo 'a cat' -JobKey cat | Get-VeoTask
        $result = Invoke-Line { $task | Remove-VeoTask }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        "$($result.Error[0])" | Should -Match '\(''cat''\)'
        $line = Find-Line $result.Error[0] 'Save-VeoVideo -Id \S+ -Profile \S+ -Wait'
        Push-Location (New-Folder)
        try { Invoke-Expression $line | Should -HaveCount 1 } finally { Pop-Location }
        $task | Remove-VeoTask
        Get-VeoTask | Should -BeNullOrEmpty
    }
}

Describe 'Completion' {
    It 'gives <cmdlet> the ids of the tasks that it can do something with' -ForEach @(
        @{ cmdlet = 'Restart-VeoTask'; index = 0 }, @{ cmdlet = 'Resolve-VeoTask'; index = 1 }
    ) {
        Use-Gateway
        $null = New-VeoVideo 'a fish'
        $tasks = (Get-Failed), (Get-Lost).TargetObject
        $id = if ($tasks[$index].Id) { $tasks[$index].Id } else { $tasks[$index].SubmissionId }
        # Nothing is given where the ledger takes longer than a person waits.
        Wait-Until { $script:given = @(@((TabExpansion2 "$cmdlet " ($cmdlet.Length + 1)).CompletionMatches.ListItemText) -match '^(task_|veo-)'); $given }
        $given | Should -Be $id
    }
}

Describe 'An error about a task' {
    BeforeEach { Use-Gateway }

    It 'names the job key, else the start of the prompt' {
        $named = Get-Failed 'a dog' @{ JobKey = 'dog-7' }
        $long = Get-Failed "a cat that`nsleeps on a very long and very soft red sofa"
        foreach ($line in { $named, $long | Wait-VeoTask }, { $named, $long | Save-VeoVideo (New-Folder) }) {
            $said = (Invoke-Line $line).Error | ForEach-Object { "$_" } | Sort-Object
            @($said -match "\('dog-7'\) at 'env'") | Should -HaveCount 1
            @($said -match "\('a cat that sleeps on a very long and ver…'\) at 'env'") | Should -HaveCount 1
        }
    }
}
