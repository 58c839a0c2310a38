BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
    function Get-Body { (Get-Accepted).request }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'What arrives by pipeline' {
    BeforeEach { Use-Gateway }

    It 'takes text for a prompt' {
        ('a cat' | New-VeoVideo).Prompt | Should -Be 'a cat'
    }

    It 'takes a file for a first frame, beside a prompt' {
        $image = New-Image (Join-Path (New-Folder) 'cat.png')
        $image | New-VeoVideo -Prompt 'it runs'
        (Get-Body).prompt | Should -Be 'it runs'
        (Get-Body).image | Should -Match '^data:image/png;base64,|^iVBOR'
    }

    It 'takes a row: its properties are the parameters, by any of their names' {
        [pscustomobject]@{ Prompt = 'a cat'; AspectRatio = '9:16'; Seconds = '4'; Audio = 'On'; Seed = 7; Tag = 'a;b'; JobKey = 'k' } | New-VeoVideo |
            ForEach-Object { $_.Tag.ToString(), $_.JobKey } | Should -Be 'a; b', 'k'
        $body = Get-Body
        $body.aspect_ratio, $body.duration, $body.generate_audio, $body.seed | Should -Be '9:16', 4, $true, 7
    }

    It 'takes the rows of ConvertFrom-Json' {
        '[{"Prompt":"one","Duration":8},{"Prompt":"two","Duration":"4"}]' | ConvertFrom-Json | New-VeoVideo | Out-Null
        (Get-Body).duration | Sort-Object | Should -Be 4, 8
    }

    It 'refuses <what>, and names what it was' -ForEach @(
        @{ what = 'a number'; value = { 42 }; names = 'System.Int32' }
        @{ what = 'a date'; value = { Get-Date }; names = 'System.DateTime' }
        @{ what = 'a hashtable'; value = { @{ Prompt = 'a cat' } }; names = 'Hashtable.*pscustomobject' }
        @{ what = 'a task'; value = { 'a cat' | New-VeoVideo -Profile sandbox }; names = 'VeoTask.*Wait-VeoTask' }
        @{ what = 'a process'; value = { Get-Process -Id $PID }; names = 'System.Diagnostics.Process.*properties.*Name' }
        @{ what = 'a folder'; value = { Get-Item $PSScriptRoot }; names = 'DirectoryInfo' }
        @{ what = 'a row without a prompt'; value = { [pscustomobject]@{ Text = 'a cat' } }; names = 'properties Text' }
        @{ what = '$true'; value = { $true }; names = 'System.Boolean' }
        @{ what = '$null'; value = { , @($null) }; names = 'null' }
    ) {
        $came = & $value
        foreach ($given in @{}, @{ Prompt = 'x' }) {
            $result = Invoke-Line { $came | New-VeoVideo @given }
            $result.ErrorId | Should -Be 'VeoRequestInvalid'
            $result.Error.Exception.Message | Should -Match $names
            $result.Error.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'refuses a file without a prompt where the gateway needs one, and text beside a prompt' {
        Use-Gateway Apikley
        (Invoke-Line { New-Image (Join-Path (New-Folder) 'cat.png') | New-VeoVideo }).ErrorId | Should -Be 'VeoRequestInvalid'
        (Invoke-Line { 'a cat' | New-VeoVideo -Prompt 'a dog' }).ErrorId | Should -Be 'VeoRequestInvalid'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'names the type of a wrong object, five properties and no more, and what to pipe instead' {
        $message = (Invoke-Line { Get-Process -Id $PID | New-VeoVideo }).Error.Exception.Message
        $message | Should -Match 'a System\.Diagnostics\.Process with the properties (\w+, ){4}\w+ and more\. Pipe prompts, image files, or rows with a Prompt\.'
    }

    It 'calls a row an object, and not by its .NET type' {
        $message = (Invoke-Line { [pscustomobject]@{ Text = 'a cat'; Ratio = '16:9' } | New-VeoVideo }).Error.Exception.Message
        $message | Should -Match 'but it is an object with the properties Text, Ratio\. Pipe prompts'
    }

    It 'sees that a CSV has another delimiter: <delimiter>' -ForEach @(
        @{ delimiter = ';'; remedy = "Import-Csv -Delimiter ';'" }
        @{ delimiter = "`t"; remedy = 'Import-Csv -Delimiter "`t"' }
    ) {
        $lines = 'Prompt,AspectRatio,JobKey', 'a cat,9:16,k' -replace ',', $delimiter
        foreach ($command in 'New-VeoVideo', 'Measure-VeoCost') {
            $result = Invoke-Line { $lines | ConvertFrom-Csv | & $command }
            $result.ErrorId | Should -Be 'VeoRequestInvalid'
            $result.Error.Exception.Message | Should -Match ([regex]::Escape("it looks like a CSV with another delimiter: $remedy"))
        }
    }

    It 'says which input was refused, by its job key, its file, its prompt, or its number, and only where there are inputs' {
        $file = Join-Path (New-Folder) 'notes.txt'
        Set-Content $file 'no picture'
        $long = 'a cat that runs', 'through the fog', 'and the rain' -join "`n"
        $inputs = @(
            [pscustomobject]@{ Prompt = 'a cat' }
            [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'intro-2'; Duration = 'long' }
            [pscustomobject]@{ Prompt = $long; Duration = 'long' }
            Get-Item $file
            5
        )
        $result = Invoke-Line { $inputs | New-VeoVideo }
        $messages = $result.Error.ForEach{ $_.Exception.Message }
        $messages[0] | Should -BeLike "Input 2 ('intro-2'): *-Duration: 'long' is not a whole number*"
        $messages[1] | Should -BeLike "Input 3 ('a cat that runs through the fog and the…'): *"
        $messages[2] | Should -BeLike "Input 4 ('notes.txt'): *"
        $messages[3] | Should -BeLike 'Input 5: *System.Int32*'
        $result.Error[0].TargetObject.JobKey | Should -Be 'intro-2'
        (Invoke-Line { New-VeoVideo 'a cat' -Duration long }).Error.Exception.Message | Should -BeLike 'The request breaks a rule*'
    }

    It 'says which input a gateway refused' {
        $env:VEOPS_API_KEY = 'wrong'
        $result = Invoke-Line { [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'intro-1' } | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoUnauthorized'
        $result.Error.Exception.Message | Should -BeLike "Input 1 ('intro-1'): *Check the key of the profile 'env' in VEOPS_API_KEY."
    }

    It 'tells the cause that many rows share once, and of each other row that it is the same' {
        $rows = 1..5 | ForEach-Object { [pscustomobject]@{ Prompt = "shot $_"; JobKey = "intro-$_"; Duration = $(if ($_ -eq 4) { '4' } else { '99' }); AspectRatio = $(if ($_ -eq 3) { '1:1' } else { '16:9' }) } }
        $result = Invoke-Line { $rows | New-VeoVideo }
        $messages = $result.Error.Exception.Message
        $messages | Should -HaveCount 4
        $messages[0] | Should -BeLike "Input 1 ('intro-1'): The request breaks a rule*-Duration: *"
        $messages[1] | Should -BeExactly "Input 2 ('intro-2'): as input 1"
        $messages[2] | Should -BeLike "Input 3 ('intro-3'): The request breaks 2 rules*"
        $messages[3] | Should -BeExactly "Input 5 ('intro-5'): as input 1"
        $result.ErrorId | Select-Object -Unique | Should -Be 'VeoRequestInvalid'
        $result.Error[1].CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$($result.Error[1].Exception.Faults)" | Should -Be "$($result.Error[0].Exception.Faults)"
        $result.Error[1].TargetObject.JobKey | Should -Be 'intro-2'
    }

    It 'tells several faults of one row one a line' {
        $lines = (Invoke-Line { New-VeoVideo 'a cat' -Duration 99 -AspectRatio 1:1 }).Error.Exception.Message -split '\r?\n'
        $lines[1..2] | Should -Match '^  -(AspectRatio|Duration): '
    }

    It 'passes over blank lines of text, with one warning' {
        $result = Invoke-Line { 'a cat', '', ' ', 'a dog', '' | New-VeoVideo -WarningAction Continue }
        $result.Error | Should -BeNullOrEmpty
        $result.Output.Prompt | Sort-Object | Should -Be 'a cat', 'a dog'
        $result.Warning | Should -Be 'Input 2: skipped a blank input. Further blank inputs are skipped without a warning.'
    }

    It 'passes over blank rows, with one warning: <csv>' -ForEach @(
        @{ csv = "JobKey,Prompt`none,a cat`n,`n,"; command = 'New-VeoVideo' }
        @{ csv = "JobKey,Prompt,Profile,Tag`n, , ,`none,a cat,,`n,,,"; command = 'New-VeoVideo' }
        @{ csv = "JobKey,Prompt`none,a cat`n,`n,"; command = 'Add-VeoJob' }
        @{ csv = "JobKey,Prompt`none,a cat`n,`n,"; command = 'Measure-VeoCost' }
    ) {
        $result = Invoke-Line { $csv | ConvertFrom-Csv | & $command -Profile sandbox -WarningAction Continue }
        $result.Error | Should -BeNullOrEmpty
        @($result.Output) | Should -HaveCount 1
        $result.Warning -match 'Input \d: skipped a blank input\. Further blank inputs are skipped without a warning' | Should -HaveCount 1
    }

    It 'goes on with the next row after a bad one' {
        $result = Invoke-Line { 'one', 2, 'three' | New-VeoVideo }
        $result.Output.Prompt | Sort-Object | Should -Be 'one', 'three'
        $result.Error.TargetObject | Should -Be 2
    }

    It 'takes script blocks for what comes from a file: <name>' -ForEach @(
        @{ name = 'JobKey'; value = { $_.BaseName }; reads = { (Get-VeoTask).JobKey } }
        @{ name = 'Tag'; value = { $_.BaseName }; reads = { "$((Get-VeoTask).Tag)" } }
        @{ name = 'NegativePrompt'; value = { $_.BaseName }; reads = { (Get-Body).negative_prompt } }
        @{ name = 'Seed'; value = { $_.BaseName.Length }; reads = { "cat$(if ((Get-Body).seed -ne 3) { ' not' })" } }
    ) {
        $image = New-Image (Join-Path (New-Folder) 'cat.png')
        $given = @{ $name = $value }
        $result = Invoke-Line { Get-ChildItem $image | New-VeoVideo -Prompt 'x' @given }
        $result.Error | Should -BeNullOrEmpty
        & $reads | Should -Be 'cat'
    }
}

Describe 'A cell' {
    BeforeEach { Use-Gateway }

    It 'that is blank is left out, everywhere' {
        $row = [ordered]@{ Prompt = 'a cat' }
        (Get-Command New-VeoVideo).Parameters.Values | Where-Object { $_.Name -ne 'Prompt' -and $_.Attributes.ValueFromPipelineByPropertyName -contains $true } | ForEach-Object { $row[$_.Name] = ' ' }
        $row.Keys.Count | Should -BeGreaterThan 18
        [pscustomobject] $row | New-VeoVideo | ForEach-Object Status | Should -Be 'Queued'
        (Get-Body).PSObject.Properties.Name | Sort-Object | Should -Be 'model', 'prompt'
    }

    It 'with a number is read strictly: <given> is <read>' -ForEach @(
        @{ given = 8; read = 8 }, @{ given = '8'; read = 8 }, @{ given = 8.0; read = 8 }, @{ given = '8.0'; read = 8 }, @{ given = ' 8 '; read = 8 }
        @{ given = 8L; read = 8 }, @{ given = 8.0d; read = 8 }
    ) {
        [pscustomobject]@{ Prompt = 'a cat'; Duration = $given } | New-VeoVideo | Out-Null
        (Get-Body).duration | Should -BeExactly $read
    }

    It 'with no whole number is refused: <_>' -ForEach 7.5, '7.5', '1,000', 'abc', '8s', '0x8', '1e1', $true, '٨' {
        foreach ($name in 'Duration', 'Seed', 'Count') {
            $result = Invoke-Line { [pscustomobject]@{ Prompt = 'a cat'; $name = $_ } | New-VeoVideo }
            $result.ErrorId | Should -Be 'VeoRequestInvalid'
            $result.Error.Exception.Message | Should -Match "-$name.*$([regex]::Escape("$_"))"
        }
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'with a ratio is read as spreadsheets mangle it: <_>' -ForEach '9:16', '9x16', '09:16', '9:16:00', '09:16:00', ([timespan] '9:16'), ([datetime] '2026-01-01 9:16') {
        [pscustomobject]@{ Prompt = 'a cat'; AspectRatio = $_ } | New-VeoVideo | Out-Null
        (Get-Body).aspect_ratio | Should -Be '9:16'
    }

    It 'with <given> for -Audio is <read>' -ForEach @(
        @{ given = 'On'; read = $true }, @{ given = 'true'; read = $true }, @{ given = '1'; read = $true }, @{ given = $true; read = $true }, @{ given = 1; read = $true }
        @{ given = 'off'; read = $false }, @{ given = 'FALSE'; read = $false }, @{ given = '0'; read = $false }, @{ given = $false; read = $false }
    ) {
        [pscustomobject]@{ Prompt = 'a cat'; Audio = $given } | New-VeoVideo | Out-Null
        (Get-Body).generate_audio | Should -Be $read
    }

    It 'with neither On nor Off is refused' {
        (Invoke-Line { [pscustomobject]@{ Prompt = 'a cat'; Audio = 'yes please' } | New-VeoVideo }).ErrorId | Should -Be 'VeoRequestInvalid'
    }

    It 'is split at semicolons for -Tag and -ReferenceImage, and %3B is none' {
        Use-Gateway Apikley
        $task = [pscustomobject]@{ Prompt = 'a cat'; Tag = 'a; b'; ReferenceImages = 'https://x.test/a%3Bb.png;https://x.test/c.png' } | New-VeoVideo
        $task.Tag | Should -Be 'a', 'b'
        (Get-Body).imageUrls | Should -Be 'https://x.test/a%3Bb.png', 'https://x.test/c.png'
    }

    It 'is split at semicolons for -Profile, and the next is tried only where nothing was bought' {
        $env:VEOPS_API_KEY = 'wrong'
        $result = Invoke-Line { [pscustomobject]@{ Prompt = 'a cat'; Profile = 'env;sandbox' } | New-VeoVideo }
        $result.Output.Profile | Should -Be 'sandbox'
        $result.Warning | Should -Match 'Continuing with'
        ('a cat' | New-VeoVideo -Profile sandbox, env).Profile | Should -Be 'sandbox'
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true }
        (Invoke-Line { 'a cat' | New-VeoVideo -Profile env, sandbox }).ErrorId | Should -Be 'VeoSubmitUnknown'
    }
}

Describe 'A request' {
    BeforeEach { Use-Gateway }

    It 'with several faults is refused with all of them, and what would pass' {
        $message = (Invoke-Line { New-VeoVideo 'a cat' -Duration 5 -Resolution 8k -Seed -1 -Watermark x -Audio maybe }).Error.Exception.Message
        foreach ($expected in '-Duration.*Nearest: 4', '-Resolution.*Nearest: 720p', '-Seed.*Nearest: 0', '-Watermark', '-Audio.*On, Off', 'nothing was bought') {
            $message | Should -Match $expected
        }
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'with a reference image that is neither text nor a file is refused, not sent without it: <_>' -ForEach 42, { 'https://x.test/a.png' } {
        $image = $_
        (Invoke-Line { New-VeoVideo 'a cat' -ReferenceImage $image }).ErrorId | Should -Be 'VeoRequestInvalid'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'for a resolution where renditions come afterwards is refused, and names Save-VeoVideo -Resolution' {
        Use-Gateway Apikley
        (Invoke-Line { New-VeoVideo 'a cat' -Resolution 1080p }).Error.Exception.Message | Should -Match 'Save-VeoVideo -Resolution'
    }

    It 'that another option or a later step makes possible is refused, and names it: <gateway>' -ForEach @(
        @{ gateway = 'OpenAIVideos'; option = @{ Model = 'veo-3'; ReferenceImage = 'https://x.test/a.png' }; says = 'the first frame\. Give -FirstFrame' }
        @{ gateway = 'SkillsVideo'; option = @{ Model = 'veo-3.1-lite'; EnhancePrompt = 'Off' }; says = 'Give -ProviderOption @\{ auto_fix = \$false \}' }
        @{ gateway = 'Apikley'; option = @{ LastFrame = 'https://x.test/a.png' }; says = '-LastFrame: it needs a first frame\. Give -FirstFrame' }
    ) {
        Use-Gateway $gateway
        $result = Invoke-Line { New-VeoVideo 'a cat' @option }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error[0] | Should -Match $says
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'for a model that the catalogue does not know goes out with a warning' {
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 200; contentType = 'application/json'; body = '{"id":"v1","status":"QUEUED"}' }
        $result = Invoke-Line { New-VeoVideo 'a cat' -Model 'veo-9' }
        $result.Output.Model | Should -Be 'veo-9'
        $result.Warning | Should -Match 'veo-9.*catalog '
    }

    It 'for a model that is misspelled is warned of with the one that is meant' {
        (Invoke-Line { Measure-VeoCost 'a cat' -Profile sandbox -Model sandbx }).Warning | Should -Match "'sandbx' is not in the catalog .*Did you mean sandbox\?"
    }

    It 'gets what -ProviderOption says, as it is' {
        New-VeoVideo 'a cat' -Seed 7 -ProviderOption @{ size = '1080p'; enhance_prompt = $true } | Out-Null
        (Get-Body).size, (Get-Body).enhance_prompt, (Get-Body).seed | Should -Be '1080p', $true, 7
    }

    It 'sends every number of .NET in -ProviderOption as a number' {
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 200; contentType = 'application/json'; body = '{"id":"v1","status":"QUEUED"}' }
        $option = @{ a = [uint32]1; b = [byte]2; c = [int16]-3; d = [single]0.5; e = [bigint]'12345678901234567890123'; f = 1.10d; g = [uint64]::MaxValue }
        New-VeoVideo 'a cat' -ProviderOption $option | Out-Null
        $sent = (Get-Request 'submit').body
        foreach ($text in '"a":1', '"b":2', '"c":-3', '"d":0.5', '"e":12345678901234567890123', '"f":1.10', '"g":18446744073709551615') {
            $sent | Should -Match ([regex]::Escape($text) + '\b')
        }
    }

    It 'is refused for a -ProviderOption that is no JSON, and the other rows are bought: <Name>' -ForEach @(
        @{ Name = 'NaN'; Option = { @{ a = [double]::NaN } }; Says = 'NaN' }
        @{ Name = 'infinity'; Option = { @{ a = @([single]::PositiveInfinity) } }; Says = 'not a JSON number' }
        @{ Name = 'a table that holds itself'; Option = { $table = @{}; $table.self = $table; $table }; Says = 'contains itself' }
        @{ Name = 'a list that holds itself'; Option = { $list = [Collections.ArrayList]::new(); $null = $list.Add($list); @{ a = $list } }; Says = 'contains itself' }
    ) {
        $rows = [pscustomobject]@{ Prompt = 'a cat'; ProviderOption = & $Option }, [pscustomobject]@{ Prompt = 'a dog' }
        $result = Invoke-Line { $rows | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error.Exception.Message | Should -Match $Says
        $result.Output.Prompt | Should -Be 'a dog'
    }

    It 'is refused over -MaxCost where -ProviderOption makes it dearer' {
        Use-Gateway Vertex
        $env:VEOPS_SETTINGS = '{"Project":"p-1"}'
        $dear = @{ parameters = @{ sampleCount = 4; durationSeconds = 8; resolution = '4k' } }
        $result = Invoke-Line { New-VeoVideo 'a cat' -MaxCost 1 -ProviderOption $dear }
        $result.ErrorId | Should -Be 'VeoBudgetExceeded'
        $result.Error.Exception.Message | Should -Match '9.60 USD'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'warns once of a model that is no longer served by its maker' {
        # In a process of its own: this one was told already.
        $result = Invoke-Script "('a cat', 'a dog' | New-VeoVideo).Status; ('a fox' | New-VeoVideo).Status" ((Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder })
        [regex]::Matches($result.Output, 'has not been served') | Should -HaveCount 1
        Get-Accepted | Should -HaveCount 3
    }

    It 'is bought once under a job key, in one line and in the next' {
        $first = 'a cat', 'a cat' | New-VeoVideo -JobKey 'cat'
        $again = New-VeoVideo 'a cat' -JobKey 'cat'
        $first.Id + $again.Id | Sort-Object -Unique | Should -HaveCount 1
        New-VeoVideo 'a cat' -JobKey 'Cat' | Out-Null
        Get-Accepted | Should -HaveCount 2
    }

    It 'has one job key whatever blanks, marks and Unicode form it comes with, everywhere' {
        $e = [char]0x301
        $keys = 'shot1', 'shot1 ', ' shot1', "shot1$([char]0xA0)", "$([char]0xFEFF)shot1", "caf$([char]0xE9)", "cafe$e"
        $result = Invoke-Line { $keys | ForEach-Object { [pscustomobject]@{ Prompt = 'a red kite'; JobKey = $_ } } | New-VeoVideo }
        $result.Error | Should -BeNullOrEmpty
        $result.Warning -match 'only in case' | Should -BeNullOrEmpty
        Get-Accepted | Should -HaveCount 2
        $result.Output.JobKey | Sort-Object -Unique | Should -Be "caf$([char]0xE9)", 'shot1'
        (Get-VeoTask -JobKey " cafe$e").Id | Should -Be (Get-VeoTask -JobKey "caf$([char]0xE9)*").Id
        [pscustomobject]@{ Prompt = 'a job'; JobKey = "job$([char]0x2003)" } | Add-VeoJob | ForEach-Object JobKey | Should -Be 'job'
        (Get-VeoJob "job$([char]0xA0)").JobKey | Should -Be 'job'
        Remove-VeoJob "$([char]0xA0)job"
        Get-VeoJob | Should -BeNullOrEmpty
    }

    It 'is warned of where two job keys of one input differ by case alone' {
        $result = Invoke-Line { 'a', 'A', 'A' | ForEach-Object { [pscustomobject]@{ Prompt = 'a red kite'; JobKey = $_ } } | New-VeoVideo }
        $result.Error | Should -BeNullOrEmpty
        $told = @($result.Warning -match 'only in case')
        $told | Should -HaveCount 1
        "$told" | Should -BeLike "*'a' (input 1) and 'A' differ only in case*"
        Get-Accepted | Should -HaveCount 2
        $jobs = Invoke-Line { 'j', 'J' | ForEach-Object { [pscustomobject]@{ Prompt = 'a red kite'; JobKey = $_ } } | Add-VeoJob }
        "$($jobs.Warning)" | Should -BeLike '*differ only in case*'
    }

    It 'is refused where its text was decoded wrongly: <name>' -ForEach @(
        @{ name = 'Prompt' }, @{ name = 'NegativePrompt' }, @{ name = 'JobKey' }
    ) {
        $row = [pscustomobject]@{ Prompt = 'a cat'; NegativePrompt = 'a dog'; JobKey = 'k' }
        $row.$name = "caf$([char]0xFFFD)"
        $result = Invoke-Line { $row | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        "$($result.Error)" | Should -BeLike "*-$name*-Encoding*"
        Get-Accepted | Should -HaveCount 0
    }

    It 'is refused under a job key of another one, with the old task' {
        $old = New-VeoVideo 'a cat' -JobKey 'k'
        $result = Invoke-Line { New-VeoVideo 'a dog' -JobKey 'k' }
        $result.ErrorId | Should -Be 'VeoJobKeyConflict'
        $result.Error.TargetObject.Id | Should -Be $old.Id
        Get-Accepted | Should -HaveCount 1
    }

    It 'has its job key by the order of the input, and the next row with the key and another request is refused at once' {
        $rows = @(
            [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'k' }
            [pscustomobject]@{ Prompt = 'a dog'; JobKey = 'k' }
            [pscustomobject]@{ Prompt = 'a cat'; JobKey = 'k' }
            [pscustomobject]@{ Prompt = 'a dog'; JobKey = 'K' }
        )
        $result = Invoke-Line { $rows | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoJobKeyConflict'
        $result.Error.Exception.Message | Should -BeLike "Input 2 ('k'): *twice in this input*input 1 already uses it*nothing was bought*"
        $result.Error.TargetObject | Should -Be $rows[1]
        $result.Output.Prompt | Sort-Object | Should -Be 'a cat', 'a cat', 'a dog'
        (Get-Body).prompt | Sort-Object | Should -Be 'a cat', 'a dog'
    }

    It 'has a job key of its own at each profile' {
        $rows = 'env', 'sandbox' | ForEach-Object { [pscustomobject]@{ Prompt = "at $_"; JobKey = 'k'; Profile = $_ } }
        (Invoke-Line { $rows | New-VeoVideo }).Output | Should -HaveCount 2
    }

    It 'costs no more than -MaxCost and -MaxTotalCost allow, and is refused where no price is known' {
        (Invoke-Line { New-VeoVideo 'a cat' -MaxCost 0.01 }).ErrorId | Should -Be 'VeoBudgetExceeded'
        (Invoke-Line { 'a', 'b' | New-VeoVideo -MaxTotalCost 0.01 }).ErrorId | Should -Be 'VeoBudgetExceeded', 'VeoBudgetExceeded'
        (Invoke-Line { New-VeoVideo 'a cat' -MaxCost '1,000' }).ErrorId | Should -Be 'VeoRequestInvalid'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'takes no amount with a comma for a budget or a price, which PowerShell would make a hundred times as high: <given>' -ForEach @(
        @{ given = '0,50' }, @{ given = '1,000.00' }, @{ given = @(0, 50) }, @{ given = $true }
    ) {
        $said = @{
            ExpectedMessage = '*is not a valid amount. Write it with a decimal point and without separators: 1234.50.*'
            ErrorId         = 'ParameterArgumentTransformationError*'
        }
        { Register-VeoProfile comma Sandbox -DailyBudget $given } | Should -Throw @said
        { Register-VeoProfile comma Sandbox -PricePerVideo $given } | Should -Throw @said
        { Register-VeoProfile comma Sandbox -PricePerSecond 1 -PricePerSecondAudio $given } | Should -Throw @said
        { Set-VeoProfile comma -MonthlyBudget $given } | Should -Throw @said
        Get-VeoProfile | Where-Object Name -EQ comma | Should -BeNullOrEmpty
    }

    It 'takes an amount as text, as a number, and none: <given>' -ForEach @(
        @{ given = '0.50' }, @{ given = ' 0.50 ' }, @{ given = 0.5 }, @{ given = 0.5d }, @{ given = [float] 0.5 }, @{ given = $null }, @{ given = '' }
    ) {
        Register-VeoProfile point Sandbox -DailyBudget $given -MonthlyBudget 7 -Force
        $expected = if ("$given".Trim()) { 0.5 }
        (Get-VeoProfile point).DailyBudget | Should -Be $expected
        Set-VeoProfile point -MonthlyBudget $given
        (Get-VeoProfile point).MonthlyBudget | Should -Be $expected
        Unregister-VeoProfile point -Confirm:$false
    }
}

Describe 'An image' {
    BeforeEach {
        Use-Gateway
        $folder = New-Folder
        $image = New-Image (Join-Path $folder 'cat [1].png')
    }

    It 'is read from the current location, not from the process''s folder' {
        Push-Location -LiteralPath $folder
        try { New-VeoVideo 'it runs' -FirstFrame 'cat [1].png' -LastFrame './cat [1].png' | Out-Null } finally { Pop-Location }
        (Get-Body).image | Should -Not -BeNullOrEmpty
        (Get-Body).lastFrameImage | Should -Not -BeNullOrEmpty
    }

    It 'is uploaded where the gateway takes no data, once for many rows' {
        Use-Gateway Apikley
        1..5 | ForEach-Object { [pscustomobject]@{ Prompt = "run $_"; Image = $image.FullName } } | New-VeoVideo | Out-Null
        Get-Request 'upload' | Should -HaveCount 1
        Get-Accepted | Should -HaveCount 5
        (Get-Body).imageUrls | Sort-Object -Unique | Should -Match '/uploads/'
    }

    It 'goes out as it is where it is a link or a data URI' {
        $data = 'data:image/png;base64,' + [Convert]::ToBase64String([IO.File]::ReadAllBytes($image))
        'https://x.test/a.png', $data | ForEach-Object { New-VeoVideo 'it runs' -FirstFrame $_ | Out-Null }
        (Get-Body)[0].image | Should -Be 'https://x.test/a.png'
        (Get-Body)[1].image | Should -Match 'iVBOR'
    }

    It 'that is not there, or is none, is a fault' {
        Set-Content $folder/text.png 'no image'
        foreach ($path in "$folder/none.png", "$folder/text.png", $folder, 'nodrive:\x.png') {
            (Invoke-Line { New-VeoVideo 'it runs' -FirstFrame $path }).ErrorId | Should -Be 'VeoRequestInvalid'
        }
        Use-Gateway Vtrix
        (Invoke-Line { New-VeoVideo 'it runs' -LastFrame $image }).Error.Exception.Message | Should -Match 'FirstFrame'
    }
}

Describe '-WhatIf' {
    BeforeEach { Use-Gateway }

    It 'shows what would be bought at <provider>, sends nothing and writes nothing' -ForEach @(
        @{ provider = 'TokenBay'; shows = 'veo-3.1-fast-generate-preview'; body = '"aspect_ratio":"9:16"' }
        @{ provider = 'Apikley'; shows = 'veo3_fast'; body = '"aspectRatio":"9:16"' }
    ) {
        $image = New-Image (Join-Path (New-Folder) 'cat.png')
        $ledger = New-Folder -Missing
        Invoke-Control 'reset' Post
        $result = Invoke-Script "New-VeoVideo 'a cat' -FirstFrame '$image' -AspectRatio 9:16 -JobKey k -WhatIf" ((Get-GatewayVariable $provider) + @{ VEOPS_HOME = $ledger })
        $result.Error | Should -BeNullOrEmpty
        foreach ($expected in 'What if', "'env'", $provider, $shows, 'estimate', '"prompt":"a cat"', $body) { $result.Output | Should -BeLike "*$expected*" }
        $result.Output | Should -Not -Match '[A-Za-z0-9+/]{64}'
        Invoke-Control 'requests' | Should -BeNullOrEmpty
        Test-Path $ledger | Should -BeFalse
    }

    It 'leaves an image out, however small it is' {
        $image = Join-Path (New-Folder) 'dot.png'
        [IO.File]::WriteAllBytes($image, [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))
        $result = Invoke-Script "New-VeoVideo 'a cat' -FirstFrame '$image' -WhatIf" (Get-GatewayVariable)
        $result.Output | Should -BeLike '*"<image/png, 70 bytes>"*'
        $result.Output | Should -Not -BeLike '*iVBOR*'
    }

    It 'says what a job key has bought before, and of what else would not be bought, why' {
        $task = 'a cat' | New-VeoVideo -JobKey cat | Get-VeoTask
        $null = 'a bad one' | New-VeoVideo -JobKey bad
        Add-Fault @{ route = 'submit'; fault = 'reset'; accepted = $true; nth = 1 }
        $lost = (Invoke-Line { New-VeoVideo 'a bird' -JobKey lost }).Error.TargetObject
        $asked = @(Invoke-Control 'requests').Count
        $script = @'
[pscustomobject]@{ Prompt = 'a cat'; JobKey = 'cat' }, [pscustomobject]@{ Prompt = 'a dog'; JobKey = 'cat' }, [pscustomobject]@{ Prompt = 'a bird'; JobKey = 'lost' },
[pscustomobject]@{ Prompt = 'a fish'; JobKey = 'new' }, [pscustomobject]@{ Prompt = 'a fish'; JobKey = 'new' } | New-VeoVideo -WhatIf -ErrorAction SilentlyContinue
New-VeoVideo 'another' -JobKey bad -WhatIf
'@
        $result = Invoke-Script $script ((Get-GatewayVariable) + @{ VEOPS_HOME = $env:VEOPS_HOME })
        $result.Line[0] | Should -BeLike "*Buy nothing: the job key 'cat' was bought before at 'env' as $($task.Id), which is Succeeded*"
        $result.Line[1] | Should -BeLike "*Buy nothing: *'lost' was submitted before as $($lost.SubmissionId) and may have been bought*"
        $result.Line[2] | Should -BeLike '*Submit to*a fish*'
        $result.Line[3] | Should -BeLike "*Buy nothing: input 4 has the job key 'new'*"
        $result.Line[4] | Should -BeLike "*Buy nothing: it would be refused*'bad' was used before for another request*"
        @(Invoke-Control 'requests') | Should -HaveCount $asked
    }

    It 'makes no folder and saves nothing' {
        $folder = New-Folder -Missing
        'a cat' | New-VeoVideo | Save-VeoVideo -OutputPath $folder -WhatIf | Should -BeNullOrEmpty
        Test-Path $folder | Should -BeFalse
        Get-Request 'download' | Should -BeNullOrEmpty
    }
}
