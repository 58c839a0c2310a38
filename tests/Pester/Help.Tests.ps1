BeforeDiscovery {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $commands = (Get-Module VeoPS).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ name = $_ } }
    $topics = 'about_VeoPS', 'about_VeoPS_Automation', 'about_VeoPS_Errors', 'about_VeoPS_Gateways', 'about_VeoPS_Profiles' | ForEach-Object { @{ name = $_ } }
    $examples = foreach ($page in Get-ChildItem (Get-RepositoryPath 'docs/en-US') -Filter '*-Veo*.md') {
        [regex]::Matches([IO.File]::ReadAllText($page), '(?ms)^### (Example \d+): (.+?)\r?$.*?^```powershell\r?\n(.*?)^```').ForEach{
            @{ page = $page.BaseName; title = $_.Groups[1].Value; shows = $_.Groups[2].Value; code = $_.Groups[3].Value }
        }
    }
}

BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $pages = Get-RepositoryPath 'docs/en-US'

    function Get-Page([string] $Name) { [IO.File]::ReadAllText("$pages/$Name.md").Replace("`r", '') }

    <# What stands under a heading of a page, to the next of its level. #>
    function Get-Section([string] $Text, [string] $Heading) {
        $next = '^#{1,' + $Heading.IndexOf(' ') + '} '
        [regex]::Match($Text, '(?ms)^' + [regex]::Escape($Heading) + '$(.*?)(?=' + $next + '|\z)').Groups[1].Value.Trim()
    }

    function Get-Words([string] $Text) { ($Text -split '\s+' | Where-Object { $_ }) -join ' ' }

    <# The parameters that are a cmdlet's own, the hidden one too. #>
    function Get-OwnParameter($Command) {
        $Command.Parameters.Values | Where-Object Name -NotIn ([Management.Automation.Cmdlet]::CommonParameters)
    }

    function Get-TypeName([type] $Type) {
        $inner = [Nullable]::GetUnderlyingType($Type)
        if ($inner) { $inner.Name } else { $Type.Name }
    }

    function Get-DefaultText($Command, $Parameter) {
        if ($Parameter.Name -in 'WhatIf', 'Confirm') { return 'False' }
        $value = $Command.ImplementingType::new().($Parameter.Name)
        if ($null -eq $value -or @($value).Count -eq 0 -or '' -eq "$value") { return 'None' }
        @($value) -join ', '
    }

    <# What a parameter is, as a page has it: one entry for the sets in which it is the same. #>
    function Get-ParameterUse($Command, $Parameter) {
        $sets = $Parameter.ParameterSets.GetEnumerator() | ForEach-Object {
            $by = @(if ($_.Value.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($_.Value.ValueFromPipeline) { 'ByValue' })
            [pscustomobject]@{
                Set      = $_.Key
                Required = $_.Value.IsMandatory
                Position = if ($_.Value.Position -eq [int]::MinValue) { 'Named' } else { "$($_.Value.Position)" }
                Pipeline = if ($by) { "True ($($by -join ', '))" } else { 'False' }
            }
        }
        foreach ($group in $sets | Group-Object Required, Position, Pipeline) {
            $names = $group.Group.Set
            [pscustomobject]@{
                Type      = Get-TypeName $Parameter.ParameterType
                Sets      = if ($names -contains '__AllParameterSets' -or @($names).Count -eq $Command.ParameterSets.Count) { '(All)' } else { ($names | Sort-Object) -join ', ' }
                Aliases   = $Parameter.Aliases -join ', '
                Values    = ($Parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues) -join ', '
                Required  = $group.Group[0].Required
                Position  = $group.Group[0].Position
                Default   = Get-DefaultText $Command $Parameter
                Pipeline  = $group.Group[0].Pipeline
                Wildcards = [bool]($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] })
            }
        }
    }

    function Get-UseText($Use) {
        @(
            '```yaml'
            "Type: $($Use.Type)"
            "Parameter Sets: $($Use.Sets)"
            "Aliases: $($Use.Aliases)".Trim()
            if ($Use.Values) { "Accepted values: $($Use.Values)" }
            ''
            "Required: $($Use.Required)"
            "Position: $($Use.Position)"
            "Default value: $($Use.Default)"
            "Accept pipeline input: $($Use.Pipeline)"
            "Accept wildcard characters: $($Use.Wildcards)"
            '```'
        ) -join "`n"
    }

    <# All of a cmdlet's ways to be called, as its page has them. #>
    function Get-SyntaxText($Command) {
        $texts = foreach ($set in $Command.ParameterSets) {
            if ($Command.ParameterSets.Count -gt 1) { "### $($set.Name)$(if ($set.IsDefault) { ' (Default)' })", '' }
            '```', "$($Command.Name) $set", '```', ''
        }
        ($texts -join "`n").Trim()
    }
}

AfterAll { Restore-Environment }

Describe 'The page of <name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $name
        $page = Get-Page $name
        $parameters = Get-OwnParameter $command
        $help = Get-Help $name -Full
    }

    It 'is what Get-Help shows' {
        Get-Words $help.Synopsis | Should -Be (Get-Words ((Get-Section $page '## SYNOPSIS') -replace '`'))
        $help.Description.Text.Count | Should -BeGreaterThan 0
        $help.Category | Should -Be 'Cmdlet'
    }

    It 'has every way to call it' {
        Get-Words (Get-Section $page '## SYNTAX') | Should -Be (Get-Words (Get-SyntaxText $command))
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'has every parameter, and none that is not there' {
        [regex]::Matches($page, '(?m)^### -(\w+)$').ForEach{ $_.Groups[1].Value } | Sort-Object | Should -Be ($parameters.Name | Sort-Object)
        $help.parameters.parameter.name | Sort-Object | Should -Be ($parameters.Name | Sort-Object)
    }

    It 'says of each parameter what it is, and what it is for' {
        foreach ($parameter in $parameters) {
            $section = Get-Section $page "### -$($parameter.Name)"
            $uses = @(Get-ParameterUse $command $parameter)
            $expected = $uses.ForEach{ Get-UseText $_ }
            [regex]::Matches($section, '(?s)```yaml.*?```').Value | Sort-Object | Should -Be ($expected | Sort-Object) -Because "-$($parameter.Name) of $name is so"
            ($section -replace '(?s)```yaml.*?```').Trim().Length | Should -BeGreaterThan 5 -Because "the page has to say what -$($parameter.Name) is for"
        }
    }

    It 'shows in Get-Help each parameter as it is' {
        foreach ($parameter in $parameters) {
            $shown = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
            $use = @(Get-ParameterUse $command $parameter)
            $shown.type.name | Should -Be $use[0].Type
            $shown.required | Should -BeIn $use.Required.ForEach{ "$_" }
            $shown.position | Should -BeIn $use.Position
            $shown.pipelineInput | Should -BeIn $use.Pipeline
            $shown.defaultValue | Should -Be $use[0].Default
            $shown.aliases | Should -Be $(if ($use[0].Aliases) { $use[0].Aliases } else { 'none' })
            $shown.globbing | Should -Be "$($use[0].Wildcards)"
            ($shown.description.Text -join '').Length | Should -BeGreaterThan 5
        }
    }

    It 'has at least three examples, and Get-Help -Examples shows them whole' {
        $codes = [regex]::Matches($page, '(?ms)^```powershell\r?\n(.*?)^```').ForEach{ $_.Groups[1].Value.TrimEnd() }
        $codes.Count | Should -BeGreaterOrEqual 3
        $help.examples.example.code | Should -Be $codes
        $help.examples.example.ForEach{ ($_.remarks.Text -join '').Length } | ForEach-Object { $_ | Should -BeGreaterThan 5 }
        $text = Get-Words (Get-Help $name -Examples | Out-String -Width 300)
        foreach ($code in $codes) { $text | Should -BeLike "*$([WildcardPattern]::Escape((Get-Words $code)))*" }
    }

    It 'names what comes out' {
        $names = [regex]::Matches((Get-Section $page '## OUTPUTS'), '(?m)^### (.+)$').ForEach{ $_.Groups[1].Value }
        $names | Should -Be $(if ($command.OutputType) { $command.OutputType.Name } else { 'None' })
    }

    It 'points to pages that are there' {
        [regex]::Matches($page, '\]\((?!http)(.+?)\)').ForEach{ $_.Groups[1].Value } | ForEach-Object { "$pages/$_" | Should -Exist }
    }
}

Describe 'The pages' {
    It 'are of cmdlets and topics that are there' {
        (Get-ChildItem $pages -Filter '*-*.md').BaseName | Sort-Object | Should -Be ((Get-Module VeoPS).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'name only cmdlets and parameters that are there' {
        foreach ($page in Get-ChildItem $pages -Filter *.md) {
            foreach ($code in [regex]::Matches([IO.File]::ReadAllText($page), '(?ms)^```powershell\r?\n(.*?)^```').ForEach{ $_.Groups[1].Value }) {
                Get-CodeFault $code | Should -BeNullOrEmpty -Because "$($page.Name) has: $code"
            }
        }
    }
}

Describe 'The examples' {
    BeforeAll {
        Use-Environment
        $clip = New-Folder
        'cat.png', 'dog.png' | ForEach-Object { $null = New-Image (Join-Path $clip $_) }
        @'
Prompt,AspectRatio,Duration,JobKey
A dog playing in a park,9:16,8,dog
A cat that watches it,,,cat
'@ | Set-Content (Join-Path $clip 'shots.csv')

        $all = foreach ($page in Get-ChildItem $pages -Filter '*-*.md') {
            [regex]::Matches([IO.File]::ReadAllText($page), '(?ms)^### (Example \d+): .*?^```powershell\r?\n(.*?)^```').ForEach{
                [pscustomobject]@{ Key = "$($page.BaseName) $($_.Groups[1].Value)"; Code = $_.Groups[2].Value }
            }
        }
        # Those that wait for a clip, 4 s each, are spread evenly.
        $all = $all | Sort-Object { $_.Code -match 'Wait' }, Key
        $results = Invoke-Example $all $clip
    }

    It 'run as they are written: <page>, <title>: <shows>' -ForEach $examples {
        $result = $results["$page $title"]
        $result | Should -Not -BeNullOrEmpty
        $result.Error | Should -BeNullOrEmpty
    }
}

Describe 'The topic <name>' -ForEach $topics {
    BeforeAll { $text = Get-Help $name | Out-String -Width 200 }

    It 'is what Get-Help shows, with its short description' {
        $text | Should -BeLike "*SHORT DESCRIPTION*LONG DESCRIPTION*SEE ALSO*"
        $section = Get-Section (Get-Page $name) '## SHORT DESCRIPTION'
        Get-Words (Get-Help 'about_VeoPS*' | Where-Object Name -EQ $name).Synopsis | Should -Be (Get-Words $section)
    }

    It 'fits into 80 columns' {
        $text -split '\r?\n' | Where-Object { $_.TrimEnd().Length -gt 80 -and $_ -notmatch 'https?://' } | Should -BeNullOrEmpty
    }

    It 'points to pages that are there' {
        [regex]::Matches((Get-Page $name), '\]\((?!http)([^)#]+)').ForEach{ $_.Groups[1].Value } | Where-Object { $_ -notlike '../*' } | ForEach-Object { "$pages/$_" | Should -Exist }
    }
}

Describe 'about_VeoPS' {
    It 'names every cmdlet and every topic' {
        $text = Get-Page about_VeoPS
        (Get-Module VeoPS).ExportedCmdlets.Keys | ForEach-Object { $text | Should -BeLike "*$_*" }
        Get-ChildItem $pages -Filter 'about_VeoPS_*.md' | ForEach-Object { $text | Should -BeLike "*$($_.BaseName)*" }
    }
}

Describe 'about_VeoPS_Errors' {
    BeforeAll {
        $page = Get-Page about_VeoPS_Errors
        $ids = [VeoPS.VeoErrorId].GetFields().ForEach{ $_.GetRawConstantValue() } | Sort-Object
    }

    It 'has every id that there is, and none that is not' {
        [regex]::Matches($page, '(?m)^### (Veo\w+)$').ForEach{ $_.Groups[1].Value } | Sort-Object | Should -Be $ids
    }

    It 'says of each its cause, whether money was spent, and what to do' {
        foreach ($id in $ids) {
            $section = Get-Section $page "### $id"
            foreach ($word in 'Cause', 'Money', 'Remedy') { $section | Should -Match "(?m)^- \*\*$($word):\*\* \S" -Because "$id needs it" }
        }
    }
}
