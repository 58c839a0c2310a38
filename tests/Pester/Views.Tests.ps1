BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force

    <# The lines of a view as a terminal of 100 columns shows them. #>
    function Get-Line($InputObject, [switch] $AsList) {
        $text = if ($AsList) { $InputObject | Format-List | Out-String -Width 100 } else { $InputObject | Out-String -Width 100 }
        $text -split '\r?\n' | Where-Object { $_.Trim() }
    }

    $providers = Get-VeoProvider
    $names = $providers.Name
}

Describe 'The view of <what>' -ForEach @(
    @{ what = 'the gateways'; of = { Get-VeoProvider } }
    @{ what = 'the models of every gateway'; of = { (Get-VeoProvider).Models } }
    @{ what = 'the prices of every model'; of = { (Get-VeoProvider).Models.PriceList } }
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
        $lines -match '^Apikley +text first last ref extend +\+1080p \+4k +fixed +not published +24 h +key *$' | Should -HaveCount 1
        $lines -match '^SkillsVideo +text first last ref +720p 1080p +4 6 8 +not published +unknown +key *$' | Should -HaveCount 1
        $lines -match '^UniAll .* key BaseUri *$' | Should -HaveCount 1
        $lines -match '^Vertex .* login Project *$' | Should -HaveCount 1
    }

    It 'says what 8 seconds cost, and as of when, or that nobody publishes it; nothing but the sandbox is free' {
        foreach ($provider in $providers) {
            $line = $lines -match "^$($provider.Name) "
            if (-not $provider.CheapestPrice) { $line | Should -Match ' not published ' }
            elseif ($provider.CheapestPrice.Amount -eq 0) { $provider.Name, $line | Should -Match 'Sandbox| free ' }
            else { $line | Should -Match (' {0:0.00} USD {1:yyyy-MM} ' -f $provider.CheapestPrice.Amount, $provider.CheapestPrice.AsOf) }
        }
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
        Get-Line (Get-VeoProvider Sandbox).Models | Select-Object -Last 1 | Should -Match ' free *$'
        Get-Line (Get-VeoProvider Vtrix).Models | Select-Object -Last 1 | Should -Match ' not published *$'
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
        $text | Should -Match 'DefaultBaseUri +: none: -BaseUri is needed'
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
        ($providers | Where-Object Mode -Contains 'Extension' | Where-Object CanTellBalance).Name | Should -Be 'Apikley'
        ($providers | Where-Object { $_.CheapestPrice.Amount } | Sort-Object { $_.CheapestPrice.Amount })[0].Name | Should -Be 'Vertex'
    }

    It 'writes plain text where its output is redirected' {
        $result = Invoke-Script 'Get-VeoProvider; (Get-VeoProvider Vertex).Models; Get-VeoProvider Vertex | Format-List'
        $result.Output | Should -Match 'Vertex'
        $result.Output | Should -Not -Match '\x1b'
    }
}
