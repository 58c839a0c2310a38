BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force

    <# The lines of a view as a terminal of 100 columns shows them. #>
    function Get-Line($InputObject, [switch] $AsList) {
        $text = if ($AsList) { $InputObject | Format-List | Out-String -Width 100 } else { $InputObject | Out-String -Width 100 }
        $text -split '\r?\n' | Where-Object { $_.Trim() }
    }

    $providers = Get-VeoProvider
    $names = $providers.Name

    # One task of each kind of end, bought at the sandbox, and what else there is to look at.
    Start-Gateway
    Use-Environment (Get-GatewayVariable Apikley)
    Invoke-Control 'reset' Post
    $long = 'A dog that plays in a large park at sunset, with children and a ball, seen from far above. ' * 3
    $bought = @(
        New-VeoVideo $long -Profile sandbox -JobKey 'a job with a long name' -Tag one, two
        'failed', 'filtered', 'canceled' | ForEach-Object { New-VeoVideo "ends as $_" -Profile sandbox -ProviderOption @{ outcome = $_ } }
    )
    $null = $bought | Wait-VeoTask -IncludeFailed
    $tasks = @($bought | Get-VeoTask; New-VeoVideo 'goes on' -Profile sandbox)
    $folder = New-Folder
    $saved = @(1, 2) | ForEach-Object { $tasks[0] | Save-VeoVideo $folder }
    Register-VeoProfile 'a.profile-of-a-long-name' Sandbox -Model 'a-model-of-a-very-long-name-indeed' -BaseUri https://gateway.example/that/is/far/down/a/long/path -PricePerSecond 0.1 -DailyBudget 20 -MonthlyBudget 300 | Out-Null
    $costs = @('one', 'two' | Measure-VeoCost -Profile 'a.profile-of-a-long-name' -Duration 8 -WarningAction Ignore; $tasks | Measure-VeoCost)

    <# The text with its colours, as a terminal gets it. #>
    function Get-Coloured($InputObject) {
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try { $InputObject | Out-String -Width 100 } finally { $PSStyle.OutputRendering = $before }
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The view of <what>' -ForEach @(
    @{ what = 'the gateways'; of = { Get-VeoProvider } }
    @{ what = 'the models of every gateway'; of = { (Get-VeoProvider).Models } }
    @{ what = 'the prices of every model'; of = { (Get-VeoProvider).Models.PriceList } }
    @{ what = 'the settings of every gateway'; of = { (Get-VeoProvider).Setting } }
    @{ what = 'tasks'; of = { $tasks } }
    @{ what = 'videos'; of = { $tasks.Videos } }
    @{ what = 'saved files'; of = { $saved } }
    @{ what = 'profiles'; of = { Get-VeoProfile } }
    @{ what = 'checks'; of = { Test-VeoProfile sandbox } }
    @{ what = 'a cost'; of = { $tasks[0].Cost } }
    @{ what = 'sums of costs'; of = { $costs } }
    @{ what = 'a balance'; of = { Get-VeoBalance env } }
) {
    It 'fits into 100 columns as a table, without an escape code' {
        $lines = Get-Line (& $of)
        $lines | Where-Object Length -GT 100 | Should -BeNullOrEmpty
        $lines -match '\x1b' | Should -BeNullOrEmpty
    }

    It 'fits into 100 columns as a list, without an escape code' {
        $lines = Get-Line (& $of) -AsList
        $lines | Where-Object Length -GT 100 | Should -BeNullOrEmpty
        $lines -match '\x1b' | Should -BeNullOrEmpty
    }
}

Describe 'The table of gateways' {
    BeforeAll { $lines = Get-Line $providers }

    It 'has a line for each of them, with nothing cut and nothing wrapped' {
        $lines.Count | Should -Be ($names.Count + 2)
        $lines | Select-Object -Skip 2 | ForEach-Object { (-split $_)[0] } | Should -Be $names
        $lines -match '…|\.\.\.' | Should -BeNullOrEmpty
    }

    It 'fits into a console of 100 columns too, which keeps the last one free' {
        ($lines.TrimEnd() | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 100
    }

    It 'says what each makes videos from, in which resolutions, and what must be given' {
        $lines -match '^Apikley +text first last ref ext +key +reports cost +callback fixed \+1080p \+4k *$' | Should -HaveCount 1
        $lines -match '^SkillsVideo +text first last ref +key +reports cost +poll +4 6 8 720p 1080p *$' | Should -HaveCount 1
        $lines -match '^UniAll .* key BaseUri +not published +poll ' | Should -HaveCount 1
        $lines -match '^OpenRouter .* key +reports both +callback ' | Should -HaveCount 1
        $lines -match '^Vertex .* login Project ' | Should -HaveCount 1
    }

    It 'says what 8 seconds cost, and as of when, or how else money is told; nothing but the sandbox is free' {
        foreach ($provider in $providers) {
            $line = $lines -match "^$($provider.Name) "
            if (-not $provider.CheapestPrice) { $line | Should -Match 'reports (price|cost|both) |not published ' }
            elseif ($provider.CheapestPrice.Amount -eq 0) { $provider.Name, $line | Should -Match 'Sandbox| free ' }
            else { $line | Should -Match (' [\d.]+ (USD|credits) {0:yyyy-MM} ' -f $provider.CheapestPrice.AsOf) }
        }
    }

    It 'has fewer columns at 80, each of them whole' {
        $narrow = ($providers | Out-String -Width 80) -split '\r?\n' | Where-Object { $_.Trim() }
        $narrow.Count | Should -Be ($names.Count + 2)
        -split $narrow[0] | Select-Object -Last 2 | Should -Be 'Done', 'by'
        $narrow -match '^Vertex .* login Project 0\.\d\d USD \d{4}-\d\d +poll *$' | Should -HaveCount 1
    }

    It 'writes dates and amounts the same in any culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            Get-Line (Get-VeoProvider) | Should -Be $lines
            [cultureinfo]::CurrentCulture = 'de-DE'
            Get-Line (Get-VeoProvider) | Should -Be $lines
            (Get-Line (Get-VeoProvider Vertex).Models) -match '0\.64-2\.40 USD' | Should -HaveCount 1
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }
}

Describe 'The table of models' {
    It 'is under the name of its gateway, with what 8 seconds cost at least and at most' {
        $lines = Get-Line (Get-VeoProvider Gemini).Models
        $lines[0] | Should -Match 'Provider: Gemini'
        $lines -match '^veo-3\.1-generate-preview .* 3\.20-4\.80 USD' | Should -HaveCount 1
        Get-Line (Get-VeoProvider Sandbox).Models | Select-Object -Last 1 | Should -Match ' free '
        Get-Line (Get-VeoProvider Vtrix).Models | Select-Object -Last 1 | Should -Match ' not published '
    }
}

Describe 'The table of models at 80 columns' {
    It 'has sound and cost, whole' {
        $narrow = ((Get-VeoProvider Gemini).Models | Out-String -Width 80) -split '\r?\n'
        $narrow -match '^veo-3\.1-fast-generate-preview text first last ref ext +Always 0\.80-2\.40 USD *$' | Should -HaveCount 1
    }
}

Describe 'The lists' {
    It 'say of a gateway everything that its object has' {
        $labels = (Get-Line $providers[0] -AsList) -match '^\w+ +:' -replace ' +:.*'
        $labels | Should -HaveCount ($labels | Select-Object -Unique).Count
        $providers[0].psobject.Properties.Name | Where-Object { $_ -notin $labels -and $_ -ne 'NeedsBaseUri' } | Should -BeNullOrEmpty
    }

    It 'say of a model everything that its object has' {
        $model = $providers[0].Models[0]
        $labels = (Get-Line $model -AsList) -match '^\w+ +:' -replace ' +:.*'
        $model.psobject.Properties.Name | Where-Object { $_ -notin $labels -and $_ -ne 'PromptAlwaysRequired' -and $_ -notlike 'Default*' } | Should -BeNullOrEmpty
    }

    It 'say what a gateway needs and what else is to know' {
        $text = (Get-Line (Get-VeoProvider UniAll) -AsList) -join "`n"
        $text | Should -Match 'DefaultBaseUri +: none: -BaseUri is required'
        $text | Should -Match 'CheapestPrice +: not published'
        (Get-Line (Get-VeoProvider Vertex) -AsList) -match 'Project \(needed\):' | Should -HaveCount 1
        (Get-Line (Get-VeoProvider TokenBay) -AsList) -match 'doubles the price' | Should -HaveCount 1
    }
}

Describe 'Get-VeoProvider' {
    It 'takes names and wildcards, in any case, by value and by property name' {
        (Get-VeoProvider 'V*', gemini).Name | Should -Be 'Vertex', 'Vtrix', 'Gemini'
        ('uniall', 's*' | Get-VeoProvider).Name | Should -Be 'UniAll', 'Sandbox', 'SkillsVideo'
        ([pscustomobject]@{ Provider = 'vtrix' } | Get-VeoProvider).Name | Should -Be 'Vtrix'
        ($providers | Get-VeoProvider).Name | Should -Be $names
    }

    It 'takes a blank name as left out' {
        (Get-VeoProvider $null).Name | Should -Be $names
        ([pscustomobject]@{ Provider = ' ' } | Get-VeoProvider).Name | Should -Be $names
    }

    It 'says of an unknown name which ones there are, and goes on' {
        $result = Invoke-Line { Get-VeoProvider nobody, vtrix, 'no*' }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error[0].TargetObject | Should -Be 'nobody'
        "$($result.Error)" | Should -BeLike "*no provider 'nobody'*$($names -join ', ')*"
        $result.Output.Name | Should -Be 'Vtrix'
    }

    It 'takes what is no pattern for a name that nobody has' {
        $result = Invoke-Line { Get-VeoProvider '[' }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Stopped | Should -BeFalse
    }

    It 'completes names' {
        (TabExpansion2 'Get-VeoProvider ' 16).CompletionMatches.CompletionText | Should -Be $names
        (TabExpansion2 'Get-VeoProvider -Name Apikley, v' 32).CompletionMatches.CompletionText | Should -Be 'Vertex', 'Vtrix'
    }

    It 'lets a script choose' {
        ($providers | Where-Object Mode -Contains 'Extension' | Where-Object CanTellBalance).Name | Should -Be 'Apikley', 'Fal', 'Kie'
        ($providers | Where-Object { $_.CheapestPrice.Amount } | Sort-Object { $_.CheapestPrice.Amount })[0].Name | Should -Be 'Vertex'
    }

    It 'writes plain text where its output is redirected' {
        $result = Invoke-Script 'Get-VeoProvider; (Get-VeoProvider Vertex).Models; Get-VeoProvider Vertex | Format-List'
        $result.Output | Should -Match 'Vertex'
        $result.Output | Should -Not -Match '\x1b'
    }
}

Describe 'The table of tasks' {
    BeforeAll { $lines = Get-Line $tasks }

    It 'has a line for each, with its id whole, its status, its age, its job key and its prompt' {
        $lines.Count | Should -Be ($tasks.Count + 2)
        $lines[0] | Should -Match '^Id +Profile +Status +Age +JobKey +Prompt'
        foreach ($task in $tasks) { $lines -match "^$($task.Id) +sandbox +$($task.Status)( \d+%)? +\d+[sm] +(a job.+)?$([regex]::Escape($task.Prompt.Substring(0, 7)))" | Should -HaveCount 1 }
        $lines -match ' a job w…' | Should -HaveCount 1
    }

    It 'shows an id that would drive a terminal escaped, and keeps the id' {
        $receipt = '{"code":200,"msg":"success","data":{"taskId":"evil\u001b[2Jid"}}'
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 200; body = $receipt; contentType = 'application/json'; accepted = $true; prompt = 'an evil one' }
        $task = New-VeoVideo 'an evil one' -Profile env
        $task.Id | Should -Be "evil$([char]27)[2Jid"
        foreach ($text in ($task | Out-String), ($task | Format-List | Out-String), "$task") {
            $text | Should -Not -Match "evil$([char]27)"
            $text | Should -Match 'evil\\u001b\[2Jid'
        }
    }

    It 'names one that has no id by our own name for it' {
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true }
        $unknown = (Invoke-Line { New-VeoVideo 'lost' -Profile env }).Error.TargetObject
        Get-Line $unknown | Select-Object -Last 1 | Should -Match "^$($unknown.SubmissionId) +env +Unknown "
    }

    It 'fits into 80 columns too, the prompt cut' {
        ($tasks | Out-String -Width 80) -split '\r?\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        ($tasks | Out-String -Width 80) | Should -Match 'A dog.*…'
    }

    It 'is the same for tasks that went through Clixml' {
        $file = Join-Path (New-Folder) 'tasks.xml'
        $tasks | Export-Clixml $file
        (Get-Line (Import-Clixml $file)) -replace ' +\d+[sm] ' | Should -Be ($lines -replace ' +\d+[sm] ') -Because 'only the age is another'
    }
}

Describe 'The colour of a status' {
    It 'is <colour> for <status>' -ForEach @(
        @{ status = 'Succeeded'; colour = 'Green' }
        @{ status = 'Failed'; colour = 'Red' }
        @{ status = 'Filtered'; colour = 'Red' }
        @{ status = 'Queued'; colour = 'Cyan' }
    ) {
        $task = $tasks | Where-Object Status -EQ $status
        Get-Coloured $task | Should -BeLike "*$([WildcardPattern]::Escape($PSStyle.Foreground.$colour + $status + $PSStyle.Reset))*"
        $task.Status | Should -BeExactly $status
    }

    It 'is none for what was canceled' {
        Get-Coloured ($tasks | Where-Object Status -EQ Canceled) | Should -Match '(?m) Canceled  '
    }

    It 'tells checks that are well from others' {
        Get-Coloured (Test-VeoProfile sandbox) | Should -BeLike "*$([WildcardPattern]::Escape($PSStyle.Foreground.Green + 'OK' + $PSStyle.Reset))*"
        Get-Coloured (Test-VeoProfile nobody) | Should -BeLike "*$([WildcardPattern]::Escape($PSStyle.Foreground.Red + 'NOT OK' + $PSStyle.Reset))*"
    }

    It 'is none where output is redirected, where NO_COLOR is set and where plain text is wanted' {
        $line = "New-VeoVideo 'a cat' -Profile sandbox; Test-VeoProfile sandbox"
        $redirected = Invoke-Script $line @{ VEOPS_HOME = New-Folder }
        $plain = Invoke-Script "`$PSStyle.OutputRendering = 'PlainText'; $line" @{ VEOPS_HOME = New-Folder; NO_COLOR = '' }
        foreach ($result in $redirected, $plain) {
            $result.Output | Should -Match 'Queued'
            $result.Output | Should -Not -Match '\x1b'
        }
    }
}

Describe 'The views of strict scripts' {
    It 'show the same' {
        $result = Invoke-Script "Set-StrictMode -Version Latest; New-VeoVideo 'a cat' -Profile sandbox | Tee-Object -Variable task; `$task | Format-List; `$task.Cost; Get-VeoProfile; Get-VeoProfile | Format-List" @{ VEOPS_HOME = New-Folder }
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -Match '(?s)sandbox +Queued +\d+s +a cat.*SubmissionId +: veo-.*0\.00 USD.*MonthlyBudget'
    }
}

Describe 'The table of saved files' {
    It 'is under the name of their folder, with sizes and times that can be read' {
        $lines = Get-Line $saved
        $lines[0].Trim() | Should -Be "Folder: $folder"
        $lines -match "^ +81 KB +\d+\.\d s fetched +$($saved[0].Name) *$" | Should -HaveCount 1
        $lines -match "^ +81 KB +\d+\.\d s there +$($saved[0].Name) *$" | Should -HaveCount 1
        $saved[0].Length | Should -BeOfType long
    }
}

Describe 'The table of costs' {
    It 'has amounts with their unit, aligned' {
        $lines = Get-Line $costs
        $lines -match '^ +a\.profile-o… +a-model-of-a-very-long-name-… +2 +1\.60 USD ' | Should -HaveCount 1
        $lines -match ('^{0:yyyy-MM-dd} sandbox +sandbox +\d +0\.00 USD The sandbox is free' -f [datetime]::UtcNow) | Should -HaveCount 1
        $costs[0].Amount | Should -Be 1.6
        -split $lines[0] | Should -Be 'Day', 'Profile', 'Model', 'Requests', 'Cost', 'Basis'
        -split (($costs | Out-String -Width 80).Trim() -split '\r?\n')[0] | Should -Be 'Day', 'Profile', 'Model', 'Requests', 'Cost'
    }
}

Describe 'The table of profiles' {
    It 'marks the one that is meant, and tells where keys are and what is set' {
        $lines = Get-Line (Get-VeoProfile)
        $lines -match '^env +\* Apikley +VEOPS_API_KEY ' | Should -HaveCount 1
        $lines -match '^sandbox +Sandbox +none' | Should -HaveCount 1
        (Get-Line (Get-VeoProfile env)) -join '' | Should -Not -Match 'test-key'
    }

    It 'has a line for a profile of realistic names, with prices and budgets of 0' {
        $folder = $env:VEOPS_HOME
        $env:VEOPS_HOME = New-Folder
        try {
            $null = Register-VeoProfile production-1 Sandbox -PricePerVideo 0 -DailyBudget 0 -PriceUnit USD
            $null = Register-VeoProfile production-2 Sandbox -PricePerSecond 0 -MonthlyBudget 0
            Set-Content $env:VEOPS_HOME/profiles.json ((Get-Content $env:VEOPS_HOME/profiles.json -Raw) -replace '"profiles": *\[', '"profiles":[{"name":"production-0","provider":"SkillsVideo","vault":"SecretStore","pricePerVideo":"12"},')
            (Get-Line (Get-VeoProfile production-*))[2..4].Trim() | Should -Be @(
                'production-0       SkillsVideo SecretStore    12 credits a video'
                'production-1       Sandbox     none           0.00 USD a video, 0.00 USD a day'
                'production-2       Sandbox     none           0.00 USD a second, 0.00 USD a month')
        }
        finally { $env:VEOPS_HOME = $folder }
    }
}

Describe 'The list of <what>' -ForEach @(
    @{ what = 'a task'; of = { $tasks[0] } }
    @{ what = 'a video'; of = { $tasks[0].Videos[0] } }
    @{ what = 'a saved file'; of = { $saved[0] } }
    @{ what = 'a profile'; of = { Get-VeoProfile sandbox } }
    @{ what = 'a check'; of = { Test-VeoProfile sandbox | Select-Object -First 1 } }
    @{ what = 'a cost'; of = { $tasks[0].Cost } }
    @{ what = 'a sum'; of = { $costs[0] } }
    @{ what = 'a balance'; of = { Get-VeoBalance env } }
) {
    It 'says everything that its object has' {
        $object = & $of
        $labels = (Get-Line $object -AsList) -match '^\w+ +:' -replace ' +:.*'
        $object.psobject.Properties.Name | Where-Object { $_ -notin $labels } | Should -BeNullOrEmpty
    }
}

Describe 'Every column of every view' {
    BeforeAll {
        # In a process of its own, which cannot leave ConstrainedLanguage mode again. An age differs from one look to the next.
        $shown = Invoke-Script @'
$task = New-VeoVideo ('A dog plays. ' * 20) -Profile sandbox -JobKey k -Tag one, two | Wait-VeoTask
$null = Register-VeoProfile prod Sandbox -Model m -BaseUri https://gateway.example -Setting @{ Ledger = 'x' } -PricePerSecond 0.1 -PricePerSecondAudio 0.2 -DailyBudget 20 -MonthlyBudget 300
$seen = [ordered]@{
    VeoTask         = @($task; New-VeoVideo 'another' -Profile sandbox)
    VeoVideo        = @($task.Videos)
    SavedVideo      = @($task | Save-VeoVideo videos)
    VeoCost         = @($task.Cost)
    VeoCostSum      = @($task | Measure-VeoCost)
    VeoBalance      = @(Get-VeoBalance prod)
    VeoProviderInfo = @(Get-VeoProvider)
    VeoModelInfo    = @((Get-VeoProvider Gemini, Vtrix).Models)
    VeoPrice        = @((Get-VeoProvider Gemini, Fal).Models.PriceList)
    VeoSettingInfo  = @((Get-VeoProvider).Setting)
    VeoProfile      = @(Get-VeoProfile)
    VeoProfileCheck = @(Test-VeoProfile sandbox)
    VeoJob          = @(Add-VeoJob 'a cat' -JobKey j -Profile sandbox)
}
$back = @{}
$jobs = @{}
foreach ($name in $seen.Keys) {
    $seen[$name] | Export-Clixml objects.xml -Depth 3
    $back[$name] = @(Import-Clixml objects.xml)
    $jobs[$name] = @([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($seen[$name], 2))) # As a job hands objects over.
}

function Get-Seen($Object) {
    foreach ($name in $seen.Keys) {
        foreach ($form in 'Format-Table', 'Format-List') {
            $text = ($Object[$name] | & $form | Out-String -Width 200) -replace '\b(in )?\d+[smhd]( ago)?\b', 'AGE' -replace ' +', ' ' -split '\r?\n' -replace ' +$' -ne ''
            [pscustomobject]@{ Type = $name; Form = $form; Text = $text -join "`n" }
        }
    }
}
function Get-Column($Object) {
    foreach ($name in $seen.Keys) {
        $types = ([xml] (Get-Content $modulePath/VeoPS.Types.ps1xml -Raw)).Types.Type | Where-Object Name -EQ "VeoPS.$name"
        foreach ($column in $types.Members.CodeProperty.Name) {
            [pscustomobject]@{ Type = $name; Column = $column; Text = @($Object[$name] | ForEach-Object { "$($_.$column)" -replace '\b(in )?\d+[smhd]( ago)?\b', 'AGE' }) -join '|' }
        }
    }
}

$result = [ordered]@{ Full = Get-Seen $seen; Clixml = Get-Seen $back; Job = Get-Seen $jobs; Columns = Get-Column $seen; ColumnsOfClixml = Get-Column $back; ColumnsOfJob = Get-Column $jobs }
$result.Properties = foreach ($name in $seen.Keys) { [pscustomobject]@{ Type = $name; Live = $seen[$name][0].psobject.Properties.Name; Back = $back[$name][0].psobject.Properties.Name; Names = $back[$name][0].psobject.TypeNames } }
$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
$result.Constrained = Get-Seen $seen
$result.ConstrainedClixml = Get-Seen $back
$result.Mode = "$($ExecutionContext.SessionState.LanguageMode)"
$result | ConvertTo-Json -Depth 5 | Set-Content seen.json
'@.Replace('$modulePath', (Get-ModulePath)).Insert(0, "Set-Location '$(($place = New-Folder))'`n") @{ VEOPS_HOME = New-Folder }
        $shown.Error | Should -BeNullOrEmpty
        $seen = Get-Content $place/seen.json -Raw | ConvertFrom-Json
        $expected = $seen.Full
    }

    It 'is there in ConstrainedLanguage mode' {
        $seen.Mode | Should -Be 'ConstrainedLanguage'
        foreach ($index in 0..($expected.Count - 1)) { $seen.Constrained[$index].Text | Should -Be $expected[$index].Text -Because "$($expected[$index].Form) of $($expected[$index].Type)" }
    }

    It 'is there for objects that went through <how>' -ForEach @(
        @{ how = 'Clixml'; of = 'Clixml' }, @{ how = 'a job'; of = 'Job' }, @{ how = 'Clixml, in ConstrainedLanguage mode'; of = 'ConstrainedClixml' }
    ) {
        foreach ($index in 0..($expected.Count - 1)) { $seen.$of[$index].Text | Should -Be $expected[$index].Text -Because "$($expected[$index].Form) of $($expected[$index].Type)" }
    }

    It 'has the same words there, and is not always blank' {
        foreach ($index in 0..($seen.Columns.Count - 1)) {
            $column = $seen.Columns[$index]
            $seen.ColumnsOfClixml[$index].Text | Should -Be $column.Text -Because "$($column.Column) of $($column.Type)"
            $seen.ColumnsOfJob[$index].Text | Should -Be $column.Text -Because "$($column.Column) of $($column.Type)"
            if ("$($column.Type).$($column.Column)" -notin 'VeoCost.ViewAsOf', 'VeoBalance.ViewAmount' -and $column.Column -notin 'ViewKept', 'ViewExpires', 'ViewDailyBudgetLeft', 'ViewMonthlyBudgetLeft', 'ViewPricePerVideo', 'ViewRetiresFrom', 'ViewMark') { $column.Text.Trim('|') | Should -Not -BeNullOrEmpty -Because "$($column.Column) of $($column.Type)" }
        }
    }

    It 'adds nothing to what an object has, before and after' {
        foreach ($type in $seen.Properties) {
            $type.Live -like 'View*' | Should -BeNullOrEmpty
            $type.Back | Should -Be $type.Live -Because $type.Type
            $type.Names[0] | Should -Be "Deserialized.VeoPS.$($type.Type)"
        }
    }

    It 'is without a script block, which prints nothing in ConstrainedLanguage mode' {
        Get-Content "$(Get-ModulePath)/*.ps1xml" -Raw | Should -Not -Match '<ScriptBlock>|<ScriptProperty>'
    }

    It 'comes from a real job' {
        if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { Set-ItResult -Skipped -Because 'Start-Job needs a pwsh in $PSHOME'; return }
        $result = Invoke-Script "Start-Job { Import-Module '$(Get-ModulePath)'; New-VeoVideo 'a cat' -Profile sandbox -JobKey k } | Receive-Job -Wait | Tee-Object -Variable task; `$task.psobject.TypeNames[0]; `$task.Cost | Out-String" @{ VEOPS_HOME = New-Folder }
        $result.Line -match '^sbx_\S+ +sandbox +Queued +\d+s +k +a cat' | Should -HaveCount 1
        $result.Line | Should -Contain 'Deserialized.VeoPS.VeoTask'
        $result.Line -match '^0\.00 USD +The sandbox is free' | Should -HaveCount 1
    }
}

Describe 'Words for people' {
    It 'say how old something is: <text>' -ForEach @(
        @{ ago = '0:0:5'; text = '5s' }, @{ ago = '0:4:30'; text = '4m' }, @{ ago = '3:59:0'; text = '3h' }, @{ ago = '50.0:0:0'; text = '50d' }, @{ ago = '-0:5:30'; text = 'in 5m' }
    ) {
        [VeoPS.Views.ViewText]::Age([datetime]::UtcNow - [timespan] $ago) | Should -Be $text
    }

    It 'say nothing of a time that is not known' {
        [VeoPS.Views.ViewText]::Age($null) | Should -BeNullOrEmpty
        [VeoPS.Views.ViewText]::Time([datetime]::MinValue) | Should -BeNullOrEmpty
    }

    It 'say sizes as <text>' -ForEach @(
        @{ bytes = 0; text = '0 B' }, @{ bytes = 1023; text = '1023 B' }, @{ bytes = 82871; text = '81 KB' }, @{ bytes = 3.4MB; text = '3.4 MB' }, @{ bytes = 250MB; text = '250 MB' }, @{ bytes = 2TB; text = '2048 GB' }
    ) {
        [VeoPS.Views.ViewText]::Size($bytes) | Should -Be $text
    }

    It 'say money as <text>, in any culture' -ForEach @(
        @{ amount = 0.4d; unit = 'USD'; text = '0.40 USD' }, @{ amount = 1234.5d; unit = 'USD'; text = '1234.50 USD' }, @{ amount = 0.0125d; unit = 'USD'; text = '0.0125 USD' }, @{ amount = 120d; unit = 'credits'; text = '120 credits' }, @{ amount = 0.5d; unit = 'credits'; text = '0.5 credits' }, @{ amount = 3d; unit = 'EUR'; text = '3.00 EUR' }
    ) {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            [VeoPS.Views.CostView]::Amount([pscustomobject]@{ Amount = $amount; Unit = $unit }) | Should -Be $text
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'say how long something took: <text>' -ForEach @(@{ span = '0:0:0.42'; text = '0.4 s' }, @{ span = '0:2:5'; text = '2 min 5 s' }, @{ span = '1:0:3'; text = '60 min 3 s' }) {
        [VeoPS.Views.ViewText]::Span($span) | Should -Be $text
    }
}
