BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Measure-VeoCost' {
    It 'emits costs that compare with each other, by their amounts' {
        Use-Gateway Gemini
        $short, $long = 4, 8 | ForEach-Object { Measure-VeoCost 'a cat' -Duration $_ }
        $long, $short | Where-Object { $_ -gt $short } | Should -Be $long
        @($long, $short | Sort-Object { $_ })[0] | Should -Be $short
        (Measure-VeoCost 'a dog' -Duration 4) -eq $short | Should -BeTrue
        { $short -gt [pscustomobject]@{} } | Should -Throw
    }

    It 'tells what a CSV would cost, by model, and buys nothing' {
        Use-Gateway Gemini
        $csv = Join-Path (New-Folder) 'shots.csv'
        'Prompt,Model,Duration', 'a cat,,8', 'a dog,,8', 'a bird,veo-3.1-generate-preview,8' | Set-Content $csv

        $sums = Import-Csv $csv | Measure-VeoCost

        $sums.Model | Should -Be 'veo-3.1-fast-generate-preview', 'veo-3.1-generate-preview'
        $sums.Requests | Should -Be 2, 1
        $sums[0].Amount | Should -BeOfType [decimal]
        $sums[0].Amount | Should -Be (2 * (Measure-VeoCost 'a cat' -Duration 8).Amount)
        $sums[0].Basis | Should -Match 'https://'
        Get-Accepted | Should -BeNullOrEmpty
        Invoke-Control 'requests' | Should -BeNullOrEmpty
    }

    It 'asks a gateway that tells prices, and -WhatIf does not' {
        Use-Gateway Vtrix
        $env:VEOPS_BASE_URI += '/model'
        (Measure-VeoCost 'a cat').Unit | Should -Be 'USD'
        Get-Request 'other' | Should -HaveCount 1
        New-VeoVideo 'a cat' -WhatIf 6>&1 | Out-Null
        Get-Request 'other' | Should -HaveCount 1
    }

    It 'sums tasks by profile, model and day' {
        Use-Environment
        1..3 | ForEach-Object { New-VeoVideo "shot $_" -Profile sandbox } | Out-Null
        $sum = Get-VeoTask | Measure-VeoCost
        $sum.Requests, $sum.Profile, $sum.Day | Should -Be 3, 'sandbox', (Get-VeoTask)[0].Created.Date
    }

    It 'says where nobody tells a price, and how to tell it' {
        Use-Gateway Apikley
        $line = Invoke-Line { 'a cat', 'a dog' | Measure-VeoCost }
        $line.ErrorId | Should -Be 'VeoNotSupported', 'VeoNotSupported'
        $line.Error[0] | Should -Match 'does not publish it\. Nothing was bought\. Set VEOPS_SETTINGS to {"PricePerVideo":"<credits>"}\.$'
        New-VeoVideo 'a cat' | Out-Null
        (Invoke-Line { Get-VeoTask | Measure-VeoCost }).Warning | Should -Match '^1 task is not included, because its cost is unknown\.$'
    }

    It 'says what to pipe or give where there is nothing to measure' {
        Use-Environment
        $line = Invoke-Line { Measure-VeoCost -Profile sandbox }
        $line.ErrorId | Should -Be 'VeoRequestInvalid'
        $line.Error[0] | Should -BeLike 'There is no input to measure. Pipe prompts*Get-VeoTask | Measure-VeoCost*-Prompt*'
        (Invoke-Line { Measure-VeoCost -FirstFrame none.png -Profile sandbox }).Error[0] | Should -BeLike '*-FirstFrame*'
    }

    It 'refuses what New-VeoVideo would refuse' {
        Use-Gateway Apikley
        (Invoke-Line { Measure-VeoCost 'a cat' -Seed 99999999 -Resolution 9k }).ErrorId | Should -Be 'VeoRequestInvalid'
        (Invoke-Line { 17 | Measure-VeoCost }).ErrorId | Should -Be 'VeoRequestInvalid'
    }
}

Describe 'Stop-VeoTask' {
    It 'cancels where that can be done' {
        Use-Environment
        $task = New-VeoVideo 'a cat' -Profile sandbox
        ($task | Stop-VeoTask).Status | Should -Be 'Canceled'
        (Get-VeoTask).Status | Should -Be 'Canceled'
        (Invoke-Line { $task | Wait-VeoTask }).ErrorId | Should -Be 'VeoTaskCanceled'
    }

    It 'says at any other gateway that it cannot, and leaves the task alone' {
        Use-Gateway Apikley
        $task = New-VeoVideo 'a cat'
        $line = Invoke-Line { $task.Id | Stop-VeoTask }
        $line.ErrorId | Should -Be 'VeoNotSupported'
        $line.Error[0] | Should -Match 'Save-VeoVideo -Id'
        Get-Request 'poll' | Should -BeNullOrEmpty
        ($task | Get-VeoTask).Status | Should -Be 'Succeeded'
    }

    It 'emits a task that has ended as it is' {
        Use-Gateway
        New-VeoVideo 'a cat' | Get-VeoTask | Stop-VeoTask | ForEach-Object Status | Should -Be 'Succeeded'
    }

    It 'takes no process, though it has an Id' {
        Use-Environment
        foreach ($line in { Get-Process -Id $PID | Stop-VeoTask }, { Get-Process -Id $PID | Remove-VeoTask -Force }) {
            (Invoke-Line $line).ErrorId | Should -Be 'VeoRequestInvalid'
        }
    }
}

Describe 'Remove-VeoTask' {
    BeforeEach { Use-Gateway }

    It 'forgets a task that is saved; its job key stays used, and says as which id' {
        $task = New-VeoVideo 'a cat' -JobKey cat | Get-VeoTask
        $null = $task | Save-VeoVideo (New-Folder)
        $task | Remove-VeoTask | Should -BeNullOrEmpty
        Get-VeoTask | Should -BeNullOrEmpty
        (New-VeoVideo 'a cat' -JobKey cat).Id | Should -Be $task.Id
        Get-Accepted | Should -HaveCount 1
    }

    It 'forgets one that goes on, is unknown, or is paid for and not saved, only with -Force' {
        New-VeoVideo 'a cat' | Out-Null
        New-VeoVideo 'a fish' | Get-VeoTask | Out-Null
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true }
        Invoke-Line { New-VeoVideo 'a dog' } | Out-Null
        (Invoke-Line { Get-VeoTask | Remove-VeoTask }).ErrorId | Should -Be (@('VeoRequestInvalid') * 3)
        Get-VeoTask | Should -HaveCount 3
        Get-VeoTask | Remove-VeoTask -Force -WhatIf
        Get-VeoTask | Should -HaveCount 3
        Get-VeoTask | Remove-VeoTask -Force
        Get-VeoTask | Should -BeNullOrEmpty
    }

    It 'needs no profile to be there' {
        $task = New-VeoVideo 'a cat' | Get-VeoTask
        $env:VEOPS_PROVIDER, $env:VEOPS_API_KEY = $null
        $task.Id | Remove-VeoTask -Force
        Get-VeoTask | Should -BeNullOrEmpty
    }

    It 'says what it does not have' {
        (Invoke-Line { Remove-VeoTask no-such-task }).ErrorId | Should -Be 'VeoTaskNotFound'
    }
}

Describe 'Lost submissions' {
    It 'are found by -Refresh where the gateway lists what runs' {
        Use-Gateway SkillsVideo
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true; nth = 1 }
        (Invoke-Line { New-VeoVideo 'a cat' -JobKey cat }).Error[0] | Should -Match '-Refresh'
        (Get-VeoTask -Status Unknown).Prompt | Should -Be 'a cat'

        $found = Get-VeoTask -Status Unknown -Refresh

        $found.Id | Should -Be (Get-Accepted).taskId
        (New-VeoVideo 'a cat' -JobKey cat).Id | Should -Be $found.Id
        Get-Accepted | Should -HaveCount 1
    }
}
