BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force

    <# What completing a line gives that ends where the cursor is. #>
    function Complete-Line([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }

    function Get-Completion([string] $Line) { @(Complete-Line $Line).ListItemText }

    <# The same from the ledger. It gives less where reading takes longer than a person waits: a busy machine is asked again. #>
    function Complete-FromLedger([string] $Line, [int] $Count) {
        foreach ($try in 1..100) {
            $found = Complete-Line $Line
            if (@($found | Where-Object ResultType -EQ 'ParameterValue').Count -ge $Count) { break }
        }
        $found
    }

    function Assert-FromLedger([string] $Line, [string[]] $Expected) {
        (Complete-FromLedger $Line $Expected.Count).ListItemText | Should -Be $Expected
    }

    Use-Environment
    $folder = $env:VEOPS_HOME
    $bought = @(
        New-VeoVideo 'a dog in a park' -Profile sandbox -JobKey 'dog 1' -Tag summer, 'two words'
        New-VeoVideo "a cat`nthat sleeps" -Profile sandbox -JobKey cat-1 -Tag summer
        New-VeoVideo 'ends badly' -Profile sandbox -ProviderOption @{ outcome = 'failed' }
    )
    $null = $bought | Wait-VeoTask -IncludeFailed
    $running = New-VeoVideo 'goes on' -Profile sandbox
    $null = Register-VeoProfile studio Sandbox
    $null = Register-VeoProfile other Sandbox -Model sandbox
    function Use-Ledger {
        Use-Environment
        $env:VEOPS_HOME = $folder
    }

    $ids = $running.Id, $bought[2].Id, $bought[1].Id, $bought[0].Id
}

AfterAll { Restore-Environment }

Describe 'Completing a profile' {
    BeforeEach { Use-Ledger }

    It 'gives the registered ones, the environment''s and the one that is built in' {
        Get-Completion 'New-VeoVideo x -Profile ' | Should -Be 'other', 'studio', 'sandbox'
        $env:VEOPS_PROVIDER = 'TokenBay'
        Get-Completion 'New-VeoVideo x -Profile ' | Should -Be 'other', 'studio', 'env', 'sandbox'
        Get-Completion 'New-VeoVideo x -Profile studio, s' | Should -Be 'studio', 'sandbox'
        (Complete-Line 'New-VeoVideo x -Profile env')[0].ToolTip | Should -BeLike 'env: TokenBay, veo-3.1*'
    }

    It 'is there wherever one is named: <_>' -ForEach @(
        'Measure-VeoCost x -Profile ', 'Get-VeoTask x -Profile ', 'Wait-VeoTask x -Profile ', 'Save-VeoVideo -Profile ', 'Stop-VeoTask x -Profile ', 'Remove-VeoTask x -Profile ',
        'Get-VeoBalance ', 'Get-VeoProfile ', 'Set-VeoProfile ', 'Test-VeoProfile ', 'Unregister-VeoProfile '
    ) {
        Get-Completion "${_}stu" | Should -Be 'studio'
    }
}

Describe 'Completing a provider' {
    BeforeEach { Use-Ledger }

    It 'gives their names, with their models as the tip' {
        Get-Completion 'Get-VeoProvider v' | Should -Be 'Vertex', 'Vtrix'
        Get-Completion 'Register-VeoProfile new ' | Should -Be (Get-VeoProvider).Name
        (Complete-Line 'Get-VeoProvider Apikley').ToolTip | Should -Be 'Apikley: veo3, veo3_fast'
    }
}

Describe 'Completing a model' {
    BeforeEach { Use-Ledger }

    It 'gives those of the profile that is named' {
        Get-Completion 'New-VeoVideo x -Profile studio -Model ' | Should -Be 'sandbox'
        $env:VEOPS_PROVIDER = 'TokenBay'
        Get-Completion 'New-VeoVideo x -Profile env -Model veo-3.1-f' | Should -Be 'veo-3.1-fast-generate-preview'
    }

    It 'gives those of the profile that is meant where none is named' {
        $env:VEOPS_PROVIDER = 'Vtrix'
        Get-Completion 'Measure-VeoCost x -Model ' | Should -Be (Get-VeoProvider Vtrix).Models.Name
        $env:VEOPS_PROFILE = 'sandbox'
        Get-Completion 'Measure-VeoCost x -Model ' | Should -Be 'sandbox'
    }

    It 'gives those of the gateway that a profile is made for' {
        Get-Completion 'Register-VeoProfile new Apikley -Model ' | Should -Be 'veo3', 'veo3_fast'
        Get-Completion 'Register-VeoProfile -Provider Vtrix -Name new -Model ' | Should -Be 'veo_31_fast'
        Get-Completion 'Set-VeoProfile studio -Model ' | Should -Be 'sandbox'
    }

    It 'tells which is the default, and what each can do' {
        (Complete-Line 'Register-VeoProfile new Apikley -Model veo3_fast').ToolTip | Should -BeLike 'veo3_fast (default): Text, FirstFrame*'
    }

    It 'gives the families too, where -Resolution picks the model' {
        $env:VEOPS_PROVIDER = 'UniAll'
        Get-Completion 'New-VeoVideo x -Model veo3.1-video' | Should -Be 'veo3.1-video-720p', 'veo3.1-video-1080p', 'veo3.1-video-4k', 'veo3.1-video'
    }
}

Describe 'Completing an option' {
    BeforeEach { Use-Ledger }

    It 'gives for every model of every gateway what its table says: <_>' -ForEach 'Resolution', 'Duration', 'AspectRatio', 'PersonGeneration' {
        $option = $_
        Push-Location (New-Folder) # Where nothing can be given, PowerShell gives the files of a folder.
        try {
            foreach ($provider in Get-VeoProvider) {
                $env:VEOPS_PROVIDER = $provider.Name
                foreach ($model in $provider.Models) {
                    Get-Completion "New-VeoVideo x -Profile env -Model $($model.Name) -$option " | Should -Be @($model.$option).ForEach{ "$_" } -Because "$($model.Name) takes these"
                }
            }
        }
        finally { Pop-Location }
    }

    It 'gives nothing where it is no option there' {
        $env:VEOPS_PROVIDER = 'Apikley'
        Push-Location (New-Folder)
        try {
            Get-Completion 'New-VeoVideo x -Resolution ' | Should -BeNullOrEmpty
            Get-Completion 'New-VeoVideo x -Audio ' | Should -BeNullOrEmpty
        }
        finally { Pop-Location }
    }

    It 'leaves out what does not go with what else is typed, by any name' {
        $env:VEOPS_PROVIDER = 'Gemini'
        Get-Completion 'New-VeoVideo x -Resolution 1080p -Duration ' | Should -Be '8'
        Get-Completion 'New-VeoVideo x -Resolution 1080p -Seconds ' | Should -Be '8'
        Get-Completion 'New-VeoVideo x -Resolution 720p -Duration ' | Should -Be '4', '6', '8'
    }

    It 'tells the rule that another option would have to follow' {
        $env:VEOPS_PROVIDER = 'Gemini'
        (Complete-Line 'New-VeoVideo x -Duration 4 -Resolution 4k').ToolTip | Should -BeLike '4k (-Duration: 1080p and 4k require 8 seconds)'
        (Complete-Line 'New-VeoVideo x -Duration 4 -Resolution 720p').ToolTip | Should -BeLike '720p (default)'
    }

    It 'gives every resolution of a family, and the one of a model that is named whole' {
        $env:VEOPS_PROVIDER = 'UniAll'
        Get-Completion 'New-VeoVideo x -Resolution ' | Should -Be '720p', '1080p', '4k'
        Get-Completion 'New-VeoVideo x -Model veo3.1-video-4k -Resolution ' | Should -Be '4k'
    }

    It 'gives On and Off for a switch, and tells which is the default' {
        Get-Completion 'New-VeoVideo x -Profile sandbox -Audio ' | Should -Be 'On', 'Off'
        (Complete-Line 'New-VeoVideo x -Profile sandbox -EnhancePrompt Of').ToolTip | Should -Be 'Off (default)'
        Get-Completion 'New-VeoVideo x -Profile sandbox -Count ' | Should -Be '1', '2', '3', '4'
    }

    It 'gives the renditions that can be bought of a finished video' {
        Get-Completion 'Save-VeoVideo ./videos -Resolution ' | Should -Be '1080p', '4k'
        (Complete-Line 'Save-VeoVideo ./videos -Resolution 4').ToolTip | Should -BeLike '*Apikley*credits*'
    }
}

Describe 'Completing an id' {
    BeforeEach { Use-Ledger }

    It 'gives the ledger''s, newest first, with status, age and prompt as the tip' {
        Assert-FromLedger 'Get-VeoTask -Id ' $ids
        Assert-FromLedger 'Get-VeoTask ' $ids
        (Complete-FromLedger "Get-VeoTask -Id $($bought[0].Id)" 1).ToolTip | Should -Match '^Succeeded, \d+[sm] old, sandbox: a dog in a park$'
        (Complete-FromLedger "Get-VeoTask -Id $($bought[1].Id)" 1).ToolTip | Should -BeLike '*a cat that sleeps'
        Get-Completion 'Get-VeoTask -Id none' | Where-Object { $_ -like 'sbx*' } | Should -BeNullOrEmpty
    }

    It 'gives those that the cmdlet can do something with' {
        Assert-FromLedger 'Wait-VeoTask ' $running.Id
        Assert-FromLedger 'Stop-VeoTask -Id ' $running.Id
        Assert-FromLedger 'Save-VeoVideo ./videos -Id ' ($running.Id, $bought[1].Id, $bought[0].Id)
        Assert-FromLedger 'New-VeoVideo x -SourceVideo ' ($bought[1].Id, $bought[0].Id)
        Assert-FromLedger 'Remove-VeoTask ' $ids
    }

    It 'gives those of the profile that is named' {
        Assert-FromLedger 'Get-VeoTask -Profile sandbox -Id ' $ids
        Push-Location (New-Folder)
        try { Get-Completion 'Get-VeoTask -Profile studio -Id ' | Should -BeNullOrEmpty } finally { Pop-Location }
    }
}

Describe 'Completing a job key or a tag' {
    BeforeEach { Use-Ledger }

    It 'gives the keys on the list of jobs to the cmdlets of jobs' {
        $null = 'job 2', 'job-1' | ForEach-Object { Add-VeoJob 'x' -JobKey $_ -Profile sandbox }
        try {
            Assert-FromLedger 'Get-VeoJob ' ('job 2', 'job-1')
            (Complete-FromLedger 'Remove-VeoJob job-' 1).ToolTip | Should -Be 'Waiting, sandbox'
        } finally { Remove-VeoJob * }
    }

    It 'gives those that were used, quoted where they must be' {
        Assert-FromLedger 'Get-VeoTask -JobKey ' ('cat-1', 'dog 1')
        (Complete-FromLedger 'New-VeoVideo x -JobKey d' 1).CompletionText | Should -Be "'dog 1'"
        (Complete-FromLedger 'New-VeoVideo x -JobKey "dog' 1).CompletionText | Should -Be "'dog 1'"
        (Complete-FromLedger 'New-VeoVideo x -JobKey ''cat' 1).CompletionText | Should -Be "'cat-1'"
        Assert-FromLedger 'Get-VeoTask -Tag ' ('summer', 'two words')
        (Complete-FromLedger 'Get-VeoTask -Tag summer, two' 1).CompletionText | Should -Be "'two words'"
        (Complete-FromLedger 'Get-VeoTask -Tag su' 1).ToolTip | Should -Match '^summer: 2 of the newest tasks'
    }
}

Describe 'Completion' {
    BeforeEach { Use-Ledger }

    BeforeAll {
        # A profile whose vault would ask, and gateways that would be asked: neither may be.
        $locked = New-Folder
        @{ Version = 1; Default = 'prod'; Profiles = @(@{ Name = 'prod'; Provider = 'TokenBay'; Model = 'veo-3.1-generate-preview'; Vault = 'none-such'; BaseUri = 'https://gateway.invalid' }) } |
            ConvertTo-Json -Depth 5 | Set-Content "$locked/profiles.json"
    }

    It 'needs no vault and no key: the copy of the settings is enough' {
        $env:VEOPS_HOME = $locked
        Get-Completion 'New-VeoVideo x -Profile ' | Should -Be 'prod', 'sandbox'
        Get-Completion 'New-VeoVideo x -Resolution ' | Should -Be '720p', '1080p', '4k'
        Get-Completion 'New-VeoVideo x -Profile prod -Model veo-3.1-l' | Should -Be 'veo-3.1-lite-generate-preview'
        (Complete-Line 'New-VeoVideo x -Profile prod').ToolTip | Should -Be 'prod: TokenBay, veo-3.1-generate-preview'
        Get-Module Microsoft.PowerShell.SecretManagement | Should -BeNullOrEmpty
    }

    It 'says nothing where nothing can be told: <what>' -ForEach @(
        @{ what = 'an unknown profile'; given = 'New-VeoVideo x -Profile nobody -Model '; with = @{} }
        @{ what = 'an unknown provider'; given = 'New-VeoVideo x -Model '; with = @{ VEOPS_PROVIDER = 'nobody' } }
        @{ what = 'a list of profiles that is torn'; given = 'New-VeoVideo x -Model '; with = @{ torn = $true } }
        @{ what = 'a ledger that is nowhere'; given = 'Get-VeoTask -Id '; with = @{ VEOPS_HOME = 'relative' } }
    ) {
        Push-Location (New-Folder)
        try {
            if ($with.torn) {
                $env:VEOPS_HOME = New-Folder
                Set-Content "$env:VEOPS_HOME/profiles.json" '{"Prof'
            }
            else { $with.Keys | ForEach-Object { Set-Item "Env:$_" $with[$_] } }
            $Error.Clear()
            Get-Completion $given | Should -BeNullOrEmpty
            $Error | Should -BeNullOrEmpty
        }
        finally { Pop-Location }
    }

    It 'makes no folder and writes no file' {
        $env:VEOPS_HOME = New-Folder -Missing
        'Get-VeoTask -Id ', 'New-VeoVideo x -Profile ', 'New-VeoVideo x -Model ' | ForEach-Object { $null = Complete-Line $_ }
        Test-Path $env:VEOPS_HOME | Should -BeFalse
    }

    It 'does not read more of a ledger than a person waits for' {
        # By what is read, not by the clock, which is the machine's: a thousand tasks, of which only the newest count.
        Use-Environment @{ VEOPS_PROFILE = 'sandbox' }
        1..1000 | ForEach-Object { "shot $_" } | New-VeoVideo -ThrottleLimit 8 | Should -HaveCount 1000
        @(Complete-FromLedger 'Get-VeoTask -Id ' 1).Count | Should -BeLessOrEqual 200
    }

    It 'waits for nothing' {
        $lines = 'New-VeoVideo x -Profile ', 'New-VeoVideo x -Model ', 'New-VeoVideo x -Resolution ', 'Get-VeoTask -Id ', 'Get-VeoTask -Tag ', 'Get-VeoProvider '
        foreach ($line in $lines) {
            # Some milliseconds on a quiet machine. The limit is far above that: it finds what waits, not what is slow.
            $times = 1..7 | ForEach-Object { (Measure-Command { $null = TabExpansion2 $line $line.Length }).TotalSeconds }
            ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 10 -Because $line
        }
    }
}
