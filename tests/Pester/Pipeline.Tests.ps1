BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    <# What was bought, in the order of the prompts. #>
    function Get-Body { (Get-Accepted).request | Sort-Object prompt }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Rows' {
    BeforeEach { Use-Gateway }

    It 'come from Import-Csv: columns are the parameters, by any of their names, and blank cells are left out' {
        $file = Join-Path (New-Folder) 'shots.csv'
        @'
Prompt,AspectRatio,Seconds,Audio,Seed,Tag,JobKey,Comment
a dog,9:16,8,on,7,summer;park,dog-1,not a parameter
b cat,,,,,,,
'@ | Set-Content $file
        $tasks = Import-Csv $file | New-VeoVideo | Sort-Object Prompt
        $tasks.Prompt | Should -Be 'a dog', 'b cat'
        $tasks[0].JobKey | Should -Be 'dog-1'
        $tasks[0].Tag | Should -Be 'summer', 'park'
        $bodies = Get-Body
        $bodies[0].aspect_ratio, $bodies[0].duration, $bodies[0].generate_audio, $bodies[0].seed | Should -Be '9:16', 8, $true, 7
        $bodies[1].psobject.Properties.Name | Sort-Object | Should -Be 'model', 'prompt'
    }

    It 'with misspelled columns are refused before anything is sent, by all their faults and with what is meant' {
        $result = Invoke-Line { 'Prompt,AspectRation,Duratoin,JobKy,Seed', 'a dog,9:16,8,dog-1,none', 'b cat,9:16,8,cat-1,7' | ConvertFrom-Csv | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoRequestInvalid', 'VeoRequestInvalid'
        foreach ($expected in "-AspectRatio: the column 'AspectRation'*Rename the column to AspectRatio*-ExcludeProperty 'AspectRation'", "-Duration: the column 'Duratoin'", "-JobKey: the column 'JobKy'", '-Seed') {
            $result.Error[0].Exception.Message | Should -BeLike "*$expected*"
        }
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'with a column that is nearly <parameter> are refused: <column>' -ForEach @(
        @{ column = 'Aspect Ratio'; parameter = 'AspectRatio' }
        @{ column = 'aspect_ratio'; parameter = 'AspectRatio' }
        @{ column = 'Tags'; parameter = 'Tag' }
        @{ column = 'sede'; parameter = 'Seed' }
        @{ column = 'Imgae'; parameter = 'FirstFrame' }
        @{ column = 'reslutoin'; parameter = 'Resolution' }
    ) {
        foreach ($command in 'New-VeoVideo', 'Measure-VeoCost') {
            if ($command -eq 'Measure-VeoCost' -and $parameter -eq 'Tag') { continue }
            $message = (Invoke-Line { [pscustomobject]@{ Prompt = 'a dog'; $column = '' } | & $command }).Error.Exception.Message
            $message | Should -BeLike "*-$($parameter): the column '$column'*"
        }
    }

    It 'without a prompt, but with nearly one, are told what is meant' {
        (Invoke-Line { [pscustomobject]@{ Promt = 'a dog' } | New-VeoVideo }).Error.Exception.Message | Should -BeLike "*the column 'Promt'*Rename the column to Prompt*"
    }

    It 'go with columns that are like no parameter, or beside the one that they are like; a warning names them once' {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ Prompt = "dog $_"; Prompt2 = 'x'; Scene = $_; Notes = 'x'; Size = 'x'; Date = 'x'; Force = 'x' } }
        $result = Invoke-Line { $rows | New-VeoVideo }
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -HaveCount 3
        @($result.Warning -like '*Ignored columns*') | Should -BeLike '*: Prompt2, Scene, Notes, Size, Date, Force.'
    }

    It 'that have a type of their own have properties, not columns' {
        class Shot { [string] $Prompt; [string] $Durations }
        $result = Invoke-Line { [Shot]@{ Prompt = 'a dog'; Durations = 'x' } | New-VeoVideo }
        $result.Output.Prompt | Should -Be 'a dog'
    }

    It 'come from Import-Csv with another delimiter and a header of its own' {
        $file = Join-Path (New-Folder) 'shots.csv'
        "a dog;9x16`nb cat;" | Set-Content $file
        Import-Csv $file -Delimiter ';' -Header Prompt, AspectRatio | New-VeoVideo | Should -HaveCount 2
        (Get-Body)[0].aspect_ratio | Should -Be '9:16'
    }

    It 'come from a spreadsheet, as Import-Excel reads it: numbers as doubles, ratios as times of day, empty cells as $null' {
        $rows = @(
            [pscustomobject]@{ Prompt = 'a dog'; AspectRatio = [datetime] '1899-12-30 09:16'; Duration = 8.0; Seed = 42.0; Audio = $true; Tag = 2026.0; JobKey = $null; Resolution = '720p' }
            [pscustomobject]@{ Prompt = 'b cat'; AspectRatio = $null; Duration = $null; Seed = $null; Audio = $null; Tag = $null; JobKey = 17.0; Resolution = $null }
        )
        $tasks = $rows | New-VeoVideo | Sort-Object Prompt
        "$($tasks[0].Tag)", $tasks[1].JobKey | Should -Be '2026', '17'
        $bodies = Get-Body
        $bodies[0].aspect_ratio, $bodies[0].duration, $bodies[0].seed, $bodies[0].generate_audio | Should -Be '9:16', 8, 42, $true
        $bodies[1].psobject.Properties.Name | Sort-Object | Should -Be 'model', 'prompt'
    }

    It 'of a spreadsheet that have a number that is none are refused, those that are empty are passed over, and the others go on' {
        $rows = @(
            [pscustomobject]@{ Prompt = 'a dog'; Duration = 8.0 }
            [pscustomobject]@{ Prompt = 'b cat'; Duration = 7.5 }
            [pscustomobject]@{ Prompt = $null; Duration = $null }
            [pscustomobject]@{ Prompt = 'c bird'; Duration = [datetime] '2026-01-08' }
        )
        $result = Invoke-Line { $rows | New-VeoVideo }
        $result.Output.Prompt | Should -Be 'a dog'
        $result.ErrorId | Should -Be 'VeoRequestInvalid', 'VeoRequestInvalid'
        "$($result.Warning)" | Should -Match 'blank'
        Get-Accepted | Should -HaveCount 1
    }

    It 'come from ConvertFrom-Json, with lists, booleans and objects' {
        @'
[
  { "Prompt": "a dog", "Duration": 8, "Audio": true, "Tag": ["summer", "park"], "ProviderOption": { "size": "720p", "enhance_prompt": true } },
  { "Prompt": "b cat", "Duration": null, "FirstFrame": "https://x.test/cat.png", "Seed": 12345678 }
]
'@ | ConvertFrom-Json | New-VeoVideo | Sort-Object Prompt | Tee-Object -Variable tasks | Out-Null
        $tasks[0].Tag | Should -Be 'summer', 'park'
        $bodies = Get-Body
        $bodies[0].duration, $bodies[0].generate_audio, $bodies[0].size, $bodies[0].enhance_prompt | Should -Be 8, $true, '720p', $true
        $bodies[1].seed, $bodies[1].image | Should -Be 12345678, 'https://x.test/cat.png'
        $bodies[1].psobject.Properties.Name | Should -Not -Contain 'duration'
    }

    It 'come from Select-Object, with what is reckoned from each' {
        'dog', 'cat' | Select-Object @{ Name = 'Prompt'; Expression = { "a $_ in a park" } }, @{ Name = 'JobKey'; Expression = { $_ } } | New-VeoVideo | Out-Null
        (Get-Body).prompt | Should -Be 'a cat in a park', 'a dog in a park'
        (Get-VeoTask -JobKey cat).Prompt | Should -Be 'a cat in a park'
    }
}

Describe 'Files' {
    BeforeEach { Use-Gateway }

    It 'of Get-ChildItem become first frames, each with its name where a script block asks for it' {
        $folder = New-Folder
        'cat.png', 'dog [1].png' | ForEach-Object { $null = New-Image (Join-Path $folder $_) }
        Set-Content (Join-Path $folder 'notes.txt') 'no picture'
        Push-Location -LiteralPath $folder
        try { $tasks = Get-ChildItem *.png | New-VeoVideo -Prompt 'it runs' -JobKey { $_.BaseName } -Tag { $_.Extension } } finally { Pop-Location }
        $tasks.JobKey | Sort-Object | Should -Be 'cat', 'dog [1]'
        $tasks[0].Tag | Should -Be '.png'
        (Get-Accepted).request.ForEach{ $_.image.Length } | Should -BeGreaterThan 1000
    }

    It 'of Get-ChildItem that are no pictures are refused, and the pictures go on' {
        $folder = New-Folder
        $null = New-Image (Join-Path $folder 'cat.png')
        Set-Content (Join-Path $folder 'notes.txt') 'no picture'
        $result = Invoke-Line { Get-ChildItem $folder | New-VeoVideo -Prompt 'it runs' }
        $result.Output | Should -HaveCount 1
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
    }

    It 'of Get-Content are prompts, a line each' {
        $file = Join-Path (New-Folder) 'prompts.txt'
        'a dog', 'b cat' | Set-Content $file
        Get-Content $file | New-VeoVideo | Out-Null
        (Get-Body).prompt | Should -Be 'a dog', 'b cat'
    }
}

Describe 'Tasks' {
    BeforeAll {
        Use-Gateway
        Set-Outcome failed 'bad'
        $tasks = 'one', 'two', 'a bad one' | New-VeoVideo | Get-VeoTask
    }

    It 'are grouped, sorted, chosen and counted by their properties' {
        ($tasks | Group-Object Status -NoElement | Sort-Object Name).ForEach{ "$($_.Name) $($_.Count)" } | Should -Be 'Failed 1', 'Succeeded 2'
        ($tasks | Sort-Object Prompt -Descending).Prompt | Should -Be 'two', 'one', 'a bad one'
        ($tasks | Sort-Object Created).Count | Should -Be 3
        ($tasks | Where-Object Status -EQ Succeeded | Sort-Object Prompt).Prompt | Should -Be 'one', 'two'
        ($tasks | Where-Object { $_.Error.Kind }).Prompt | Should -Be 'a bad one'
        ($tasks | Measure-Object).Count | Should -Be 3
        ($tasks | Select-Object -ExpandProperty Videos | Select-Object -ExpandProperty Uri) | Should -HaveCount 2
        ($tasks | Compare-Object $tasks[0] -Property Id -ExcludeDifferent -IncludeEqual).Id | Should -Be $tasks[0].Id
    }

    It 'go through Tee-Object, into a variable and into a file' {
        $file = Join-Path (New-Folder) 'tasks.txt'
        $saved = $tasks | Where-Object Status -EQ Succeeded | Tee-Object -Variable seen | Tee-Object $file | Save-VeoVideo (New-Folder)
        $seen.Id | Sort-Object | Should -Be ($saved.TaskId | Sort-Object)
        Get-Content $file -Raw | Should -Match $seen[0].Id
    }

    It 'go to another machine and come back through <way>, and are waited for and saved' -ForEach @(
        @{ way = 'Export-Csv'; through = { $input | Export-Csv $file; Import-Csv $file } }
        @{ way = 'Export-Clixml'; through = { $input | Export-Clixml $file; Import-Clixml $file } }
        @{ way = 'ConvertTo-Json'; through = { $input | ConvertTo-Json -Depth 5 | Set-Content $file; Get-Content $file -Raw | ConvertFrom-Json } }
        @{ way = 'a text file of ids'; through = { $input | ForEach-Object Id | Set-Content $file; Get-Content $file } }
    ) {
        $file = Join-Path (New-Folder) 'tasks'
        $back = $tasks | Where-Object Status -EQ Succeeded | & $through
        $back | Should -HaveCount 2
        $before = $env:VEOPS_HOME
        $env:VEOPS_HOME = New-Folder # Another machine's ledger: it knows none of them.
        try {
            $saved = $back | Get-VeoTask | Wait-VeoTask | Save-VeoVideo (New-Folder)
            $saved.TaskId | Sort-Object | Should -Be (($tasks | Where-Object Status -EQ Succeeded).Id | Sort-Object)
            $saved.ForEach{ $_.Length } | Should -BeGreaterThan 1000
        }
        finally { $env:VEOPS_HOME = $before }
    }

    It 'print readably in a CSV' {
        $row = $tasks | Where-Object Status -EQ Failed | ConvertTo-Csv | ConvertFrom-Csv
        $row.Error | Should -Not -BeLike '*VeoPS.*'
        $row.Tag, $row.Videos | Should -Not -BeLike '*VeoList*'
    }
}

Describe 'Saved files' {
    It 'go on to Get-Item, Copy-Item, Get-FileHash and Remove-Item, whatever their names' {
        Use-Gateway
        $folder = New-Folder
        $other = New-Folder
        $saved = 'one', 'two' | New-VeoVideo -JobKey { "$_ [1]" } | Save-VeoVideo $folder -FileName '{JobKey}-{Index}.mp4'
        ($saved | Get-Item).ForEach{ $_.Length } | Should -Be $saved.ForEach{ $_.Length }
        $saved | Copy-Item -Destination $other
        (Get-ChildItem $other).Name | Sort-Object | Should -Be 'one [1]-0.mp4', 'two [1]-0.mp4'
        ($saved | Get-FileHash).Hash | Should -Be $saved.Sha256
        $saved | Remove-Item
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }
}

Describe 'Common parameters' {
    BeforeEach { Use-Gateway }

    It 'gather errors of every stage with -ErrorVariable, each with what it is about' {
        Set-Outcome failed 'bad'
        $saved = 'one', 42, 'a bad one' | New-VeoVideo -ErrorVariable refused -ErrorAction SilentlyContinue |
            Wait-VeoTask -PollIntervalSec 5 -ErrorVariable ended -ErrorAction SilentlyContinue | Save-VeoVideo (New-Folder)
        $saved | Should -HaveCount 1
        $refused.FullyQualifiedErrorId | Should -BeLike 'VeoRequestInvalid,*'
        $refused.TargetObject | Should -Be 42
        $ended.FullyQualifiedErrorId | Should -BeLike 'VeoTaskFailed,*'
        $ended.TargetObject.Prompt | Should -Be 'a bad one'
        $ended.CategoryInfo.Category | Should -Be 'InvalidResult'
    }

    It 'add to a variable with -ErrorVariable +' {
        1, 2 | ForEach-Object { $_ | New-VeoVideo -ErrorVariable +all -ErrorAction SilentlyContinue }
        $all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -HaveCount 2
    }

    It 'keep what a stage emits with -OutVariable, while it goes on' {
        $saved = 'one', 'two' | New-VeoVideo -OutVariable bought | Wait-VeoTask -PollIntervalSec 5 -OutVariable made | Save-VeoVideo (New-Folder) -OutVariable files
        $bought.Status | Should -Be 'Queued', 'Queued'
        $made.Status | Should -Be 'Succeeded', 'Succeeded'
        $files.FullName | Should -Be $saved.FullName
    }

    It 'name each object of a stage for the ones after it with -PipelineVariable' {
        $lines = 'one', 'two' | New-VeoVideo -PipelineVariable bought | ForEach-Object { Get-VeoTask $_.Id } -PipelineVariable asked | ForEach-Object { "$($bought.Prompt) $($bought.Status) $($asked.Status) $($_.Id -eq $bought.Id)" }
        $lines | Sort-Object | Should -Be 'one Queued Succeeded True', 'two Queued Succeeded True'
    }

    It 'end the line at the first error with -ErrorAction Stop, and say which' {
        $caught = $null
        try { 'one', 42, 'two' | New-VeoVideo -ErrorAction Stop | Out-Null } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'VeoRequestInvalid,*'
        $caught.Exception.Message | Should -Match 'nothing was bought'
    }

    It 'keep warnings with -WarningVariable, and say what is decided with -Verbose' {
        $null = New-VeoVideo 'a cat' -Profile sandbox -Model a-new-one -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*a-new-one*catalog *'
        (New-VeoVideo 'a cat' -Verbose -Confirm:$false 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -join "`n" | Should -Match "Profile 'env'"
    }

    It 'let only the first of many through with Select-Object, and name the others that were bought' {
        $result = Invoke-Line { 'one', 'two', 'three' | New-VeoVideo -ThrottleLimit 1 | Select-Object -First 1 }
        $result.Output | Should -HaveCount 1
        (Get-Accepted).Count | Should -BeLessOrEqual 2
    }
}

Describe 'Jobs' {
    It 'of Start-ThreadJob buy, and give whole tasks back' {
        if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'Start-ThreadJob is not installed: Install-PSResource Microsoft.PowerShell.ThreadJob'; return }
        Use-Gateway
        $module = Get-ModulePath
        $jobs = 'one', 'two' | ForEach-Object { Start-ThreadJob { Import-Module $using:module; New-VeoVideo $using:_ } }
        $tasks = $jobs | Receive-Job -Wait -AutoRemoveJob
        $tasks | ForEach-Object { $_ | Should -BeOfType VeoPS.VeoTask }
        ($tasks | Get-VeoTask).Status | Should -Be 'Succeeded', 'Succeeded'
    }

    It 'of Start-Job buy in a process of their own, and what comes back is asked for and saved' {
        Use-Gateway
        $module = Get-ModulePath
        $tasks = Start-Job { Import-Module $using:module; 'one', 'two' | New-VeoVideo } | Receive-Job -Wait -AutoRemoveJob
        $tasks.Status | Should -Be 'Queued', 'Queued'
        $tasks | Get-VeoTask | Save-VeoVideo (New-Folder) | Should -HaveCount 2
    }

    It 'of ForEach-Object -Parallel buy a job key once between them' {
        if ($PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel' }
        Use-Gateway
        $module = Get-ModulePath
        $tasks = 1..6 | ForEach-Object -Parallel { Import-Module $using:module; New-VeoVideo 'a cat' -JobKey cat } -ThrottleLimit 6
        $tasks | Should -HaveCount 6
        $tasks.Id | Sort-Object -Unique | Should -HaveCount 1
        Get-Accepted | Should -HaveCount 1
    }

    It 'of ForEach-Object -Parallel take tasks from outside, and save them' {
        if ($PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel' }
        Use-Gateway
        $module = Get-ModulePath
        $folder = New-Folder
        $saved = 'one', 'two', 'three' | New-VeoVideo | ForEach-Object -Parallel { Import-Module $using:module; $_ | Save-VeoVideo $using:folder }
        $saved | Should -HaveCount 3
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be ($saved.Name | Sort-Object)
    }
}
