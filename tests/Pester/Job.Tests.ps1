BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    function New-Row([string] $Name, [hashtable] $More = @{}) { [pscustomobject] (@{ Prompt = "shot $Name"; JobKey = $Name } + $More) }

    # A test may run over midnight.
    $today = [datetime]::UtcNow.Date
    function Get-NextDay { $today, [datetime]::UtcNow.Date | ForEach-Object { $_.AddDays(1) } }

    function Get-State([string] $JobKey) { (Get-VeoJob $JobKey).State }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Jobs' {
    It 'are bought, waited for and saved by the line, each once' {
        Use-Gateway Apikley
        $rows = 1..3 | ForEach-Object { New-Row "job-$_" }
        $added = $rows | Add-VeoJob -Tag night -Priority 2
        $added.State | Should -Be 'Waiting', 'Waiting', 'Waiting'
        $added[0].Profile, $added[0].Tag, $added[0].Priority, $added[0].Prompt | Should -Be 'env', 'night', 2, 'shot job-1'
        Get-Accepted | Should -BeNullOrEmpty

        ($rows | Add-VeoJob).Added | Should -Be $added.Added # The same key with the same request is no second job.
        $folder = New-Folder
        $saved = Receive-VeoJob -First 20 | New-VeoVideo | Wait-VeoTask | Save-VeoVideo -OutputPath $folder
        $saved.JobKey | Sort-Object | Should -Be $rows.JobKey
        (Get-VeoJob).State | Should -Be 'Done', 'Done', 'Done'
        (Get-VeoJob job-1).Task.Id | Should -Be ($saved | Where-Object JobKey -EQ job-1).TaskId
        Receive-VeoJob | Should -BeNullOrEmpty

        $rows | New-VeoVideo | Out-Null # A plain line under the same keys is the same purchase.
        Get-Accepted | Should -HaveCount 3
    }

    It 'that a line cut short has bought go on with the next one' {
        Use-Gateway Apikley
        New-Row a | Add-VeoJob | Out-Null
        $task = Receive-VeoJob | New-VeoVideo
        Get-State a | Should -Be 'Waiting'
        (Receive-VeoJob | New-VeoVideo | Wait-VeoTask | Save-VeoVideo -OutputPath (New-Folder)).TaskId | Should -Be $task.Id
        Get-Accepted | Should -HaveCount 1
    }

    It 'end as Failed, Unknown, or wait for the next day, and say why' {
        Use-Gateway Apikley
        $file = New-Image (Join-Path (New-Folder) 'frame.png')
        Add-Fault @{ route = 'submit'; fault = 'gatewayCode'; code = '400'; prompt = 'shot refused' }
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 500; prompt = 'shot unknown' }
        New-Row filtered @{ ProviderOption = @{ outcome = 'filtered' } } | Add-VeoJob -Profile sandbox | Out-Null
        'refused', 'unknown' | ForEach-Object { New-Row $_ } | Add-VeoJob | Out-Null
        New-Row missing @{ FirstFrame = $file.FullName } | Add-VeoJob -Profile sandbox | Out-Null
        Remove-Item $file
        Register-VeoProfile tiny Sandbox -PricePerVideo 1 -DailyBudget 0.5 | Out-Null
        New-Row over | Add-VeoJob -Profile tiny | Out-Null

        $line = Invoke-Line { Receive-VeoJob | New-VeoVideo | Wait-VeoTask | Save-VeoVideo -OutputPath (New-Folder) }

        $line.ErrorId | Sort-Object | Should -Be 'VeoBudgetExceeded', 'VeoRequestInvalid', 'VeoSubmitRejected', 'VeoSubmitUnknown', 'VeoTaskFiltered'
        Get-VeoJob -State Failed | ForEach-Object JobKey | Should -Be 'filtered', 'missing', 'refused'
        (Get-VeoJob missing).Error | Should -Match 'frame\.png.*Nothing was sent'
        (Get-VeoJob refused).Error | Should -Match 'Nothing was bought'
        Get-State unknown | Should -Be 'Unknown'
        $over = Get-VeoJob over
        $over.State, $over.Attempts | Should -Be 'Waiting', 0
        $over.NotBefore | Should -BeIn (Get-NextDay)
        Receive-VeoJob | Should -BeNullOrEmpty
    }

    It 'that have a task go on with it, though the file of an image is gone by then' {
        Use-Environment
        $file = New-Image (Join-Path (New-Folder) 'frame.png')
        New-Row a @{ FirstFrame = $file.FullName } | Add-VeoJob -Profile sandbox | Out-Null
        $task = Receive-VeoJob | New-VeoVideo
        Remove-Item $file
        (Receive-VeoJob | New-VeoVideo | Wait-VeoTask).Id | Should -Be $task.Id
    }

    It 'that are restarted are bought by the next worker in place of the task that was filtered' {
        Use-Environment
        New-Row a @{ ProviderOption = @{ outcome = 'filtered' } } | Add-VeoJob -Profile sandbox | Out-Null
        (Invoke-Line { Receive-VeoJob | New-VeoVideo | Wait-VeoTask }).ErrorId | Should -Be 'VeoTaskFiltered'
        $first = Get-VeoTask -JobKey a
        $first | Restart-VeoTask -Confirm:$false | Should -BeNullOrEmpty
        Get-State a | Should -Be 'Waiting'

        $again = Receive-VeoJob | New-VeoVideo

        $again.RetryOf | Should -Be $first.SubmissionId
        $again.Id | Should -Not -Be $first.Id
    }

    It 'that came to cost more than their own limit have failed, since that does not change overnight' {
        Use-Environment
        Register-VeoProfile priced Sandbox -PricePerVideo 0.4 | Out-Null
        New-Row a @{ MaxCost = 0.5 } | Add-VeoJob -Profile priced | Out-Null
        Set-VeoProfile priced -PricePerVideo 1 | Out-Null
        $line = Invoke-Line { Receive-VeoJob | New-VeoVideo }
        $line.ErrorId | Should -Be 'VeoBudgetExceeded'
        $line.Error[0] | Should -Match '-MaxCost 1'
        Get-State a | Should -Be 'Failed'
    }

    It 'need a key, and are validated and priced before they are added' {
        Use-Environment
        (Invoke-Line { [pscustomobject]@{ Prompt = 'x' } | Add-VeoJob -Profile sandbox }).Error[0] | Should -Match '-JobKey'
        (Invoke-Line { New-Row a @{ Duration = 'long' } | Add-VeoJob -Profile sandbox }).ErrorId | Should -Be 'VeoRequestInvalid'
        New-Row a | Add-VeoJob -Profile sandbox | Out-Null
        (Invoke-Line { [pscustomobject]@{ Prompt = 'another'; JobKey = 'a' } | Add-VeoJob -Profile sandbox }).ErrorId | Should -Be 'VeoJobKeyConflict'
        New-Row b | Add-VeoJob -Profile sandbox -WhatIf | Out-Null
        (Get-VeoJob).JobKey | Should -Be 'a'
        (Invoke-Line { Add-VeoJob 'x' -JobKey c -FirstFrame ('data:image/png;base64,' + [Convert]::ToBase64String([byte[]] (1..64))) -Profile sandbox }).Error[0] | Should -Match 'StoreMedia'
    }

    It 'come back as the request that was added, whatever it has' {
        Use-Environment
        $file = New-Image (Join-Path (New-Folder) 'frame.png')
        $row = @{
            Prompt = 'all'; JobKey = 'all'; Profile = 'sandbox'; FirstFrame = $file.FullName; AspectRatio = '9x16'; Audio = 'Off'; Seed = 7
            ProviderOption = @{ note = @{ list = 1, 2.5, 'x'; on = $true } }
        }
        Add-VeoJob @row -StoreMedia -NotBefore ([datetime]::UtcNow.AddHours(-1)) | Out-Null
        Remove-Item $file
        $task = Receive-VeoJob | New-VeoVideo
        $task.JobKey | Should -Be 'all'
        $file = New-Image $file.FullName
        (New-VeoVideo @row).Id | Should -Be $task.Id # So its fingerprint is the same.
    }

    It 'are taken off the list, one that is worked on with -Force only' {
        Use-Environment
        'a', 'b' | ForEach-Object { New-Row $_ } | Add-VeoJob -Profile sandbox | Out-Null
        $job = Receive-VeoJob -First 1
        $job.State, $job.JobKey, (Get-State a) | Should -Be 'Leased', 'a', 'Leased' # It has one lease, which nobody renews.
        (Invoke-Line { Get-VeoJob | Remove-VeoJob }).ErrorId | Should -Be 'VeoRequestInvalid'
        (Get-VeoJob).JobKey | Should -Be 'a'
        Remove-VeoJob a -Force
        Get-VeoJob | Should -BeNullOrEmpty
        (Invoke-Line { Remove-VeoJob a }).ErrorId | Should -Be 'VeoTaskNotFound'
    }

    It 'are taken off the list as copies and by keys, and a key that is not on it is an error' {
        Use-Environment
        'a', 'b[1]', 'b1', 'c' | ForEach-Object { New-Row $_ } | Add-VeoJob -Profile sandbox | Out-Null
        Get-VeoJob | Where-Object JobKey -EQ 'b[1]' | Select-Object JobKey, Profile | Remove-VeoJob
        (Get-VeoJob).JobKey | Should -Be 'a', 'b1', 'c'
        Get-VeoJob a | ConvertTo-Json | ConvertFrom-Json | Remove-VeoJob
        'c' | Remove-VeoJob
        (Get-VeoJob).JobKey | Should -Be 'b1'
        (Invoke-Line { Get-VeoJob a, 'x*', b1 }).ErrorId | Should -Be 'VeoTaskNotFound'
        (Invoke-Line { Get-VeoJob b1 -State Done }).Error | Should -BeNullOrEmpty -Because 'it is on the list'
        (Invoke-Line { [pscustomobject]@{ JobKey = 'b[1]' } | Remove-VeoJob }).ErrorId | Should -Be 'VeoTaskNotFound'
        (Invoke-Line { 'c', [pscustomobject]@{ Name = 'c' } | Remove-VeoJob }).ErrorId | Should -Be 'VeoTaskNotFound', 'VeoRequestInvalid'
    }

    It 'are shown for rows, for copies and for keys, each as it is now' {
        Use-Environment
        $rows = 'a', 'b[1]', 'b1' | ForEach-Object { New-Row $_ }
        $rows | Add-VeoJob -Profile sandbox | Out-Null
        $rows[1, 0] | Get-VeoJob | ForEach-Object JobKey | Should -Be 'b[1]', 'a'
        Get-VeoJob b1 | ConvertTo-Json | ConvertFrom-Json | Get-VeoJob | ForEach-Object State | Should -Be 'Waiting'
        'a', 'b1' | Get-VeoJob -State Done | Should -BeNullOrEmpty
        $result = Invoke-Line { 'a', 'b*', [pscustomobject]@{ Name = 'c' } | Get-VeoJob }
        $result.Output.JobKey | Should -Be 'a'
        $result.ErrorId | Should -Be 'VeoTaskNotFound', 'VeoRequestInvalid' -Because 'an input is a key and no pattern'
    }

    It 'that come while a worker waits are taken up, and the videos of those before are saved meanwhile' {
        Use-Gateway Apikley
        New-Row first | Add-VeoJob | Out-Null
        $folder = New-Folder
        $worker = Start-Hosted "Receive-VeoJob -Wait | New-VeoVideo | Wait-VeoTask | Save-VeoVideo -OutputPath '$folder'"
        Wait-Until { $worker.Output.Count -eq 1 } # Nothing else comes down the line meanwhile.
        New-Row second | Add-VeoJob | Out-Null
        Wait-Until { $worker.Output.Count -eq 2 }
        $worker.Shell.Stop()
        $worker.Output.JobKey | Should -Be 'first', 'second'
    }

    It 'are shared by three workers, one of which is killed, and each is bought and saved once' {
        Use-Gateway Apikley
        $count = if ($env:VEOPS_TEST_JOBS) { [int] $env:VEOPS_TEST_JOBS } else { 20 }
        $variables = (Get-GatewayVariable Apikley) + @{ VEOPS_HOME = $env:VEOPS_HOME }
        Set-Outcome failed 'shot filtered'
        Add-Fault @{ route = 'submit'; fault = 'gatewayCode'; code = '400'; prompt = 'shot refused' }
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 500; accepted = $true; prompt = 'shot unknown' }
        $rows = @(1..($count - 5) | ForEach-Object { New-Row "job-$_" }) + @('filtered', 'refused', 'unknown' | ForEach-Object { New-Row $_ })
        $rows | Get-Random -Count $rows.Count -SetSeed 1 | Add-VeoJob | Out-Null
        $file = New-Image (Join-Path (New-Folder) 'frame.png')
        New-Row missing @{ FirstFrame = $file.FullName } | Add-VeoJob -Profile sandbox | Out-Null
        Remove-Item $file
        Register-VeoProfile tiny Sandbox -PricePerVideo 1 -DailyBudget 0.5 | Out-Null
        New-Row over | Add-VeoJob -Profile tiny | Out-Null

        $folder = New-Folder
        $portion = [Math]::Max(2, [int] ($count / 15))
        $work = @"
            while (Get-VeoJob -State Waiting, Leased | Where-Object JobKey -NE over) {
                Receive-VeoJob -First $portion -LeaseSec 5 | New-VeoVideo -ErrorAction SilentlyContinue |
                    Wait-VeoTask -ErrorAction SilentlyContinue | Save-VeoVideo -OutputPath '$folder' | ForEach-Object { "saved `$(`$_.JobKey) `$(`$_.Skipped)" }
                Start-Sleep -Milliseconds 500
            }
"@
        $workers = 1..3 | ForEach-Object { Start-Script $work $variables }
        Wait-Until { @(Get-VeoJob -State Done).Count -ge $count / 3 }
        Stop-Tree $workers[0].Process
        $reports = $workers[1, 2] | ForEach-Object { Receive-Script $_ 600 }

        $jobs = Get-VeoJob
        $bought = Get-Accepted
        $files = Get-ChildItem $folder -Filter *.mp4
        $killed = @($workers[0].Output.Result -split "`n" -match '^saved').Count
        Write-Host "$(($jobs | Group-Object State | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '); $(@($bought).Count) bought; $($files.Count) files; saved by the killed worker $killed, by the others $(($reports | ForEach-Object { @($_.Line -match '^saved').Count }) -join ' and ')"
        $jobs | Where-Object State -NE Done | ForEach-Object { Write-Host "$($_.JobKey): $($_.State), $($_.Attempts) attempts, $($_.Error)" }

        # What the killed worker had sent and not heard of is unknown, and nothing else is.
        $lost = @($jobs | Where-Object { $_.State -eq 'Unknown' -and $_.JobKey -like 'job-*' })
        $lost.Count | Should -BeLessOrEqual 4
        @($jobs | Where-Object State -EQ Done).Count | Should -Be ($count - 5 - $lost.Count)
        $files.Count | Should -Be ($count - 5 - $lost.Count)
        @($bought.prompt | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        ($jobs | Where-Object State -EQ Failed).JobKey | Should -Be 'filtered', 'missing', 'refused'
        Get-State unknown | Should -Be 'Unknown'
        (Get-VeoJob over).NotBefore | Should -BeIn (Get-NextDay)
    }
}
