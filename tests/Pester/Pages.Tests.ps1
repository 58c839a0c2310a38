# The documents: their lines run as they are written and print the lines that the page shows, and their links lead somewhere.

BeforeDiscovery {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Import-Module $PSScriptRoot/Pages.psm1 -Force
    $run = Get-RunPage | ForEach-Object { @{ page = $_.BaseName; path = $_.FullName } }
    $tasks = $run | Where-Object path -Match '[\\/]tasks[\\/]'
    $root = (Resolve-Path (Get-RepositoryPath '.')).ProviderPath
    $documents = Get-ChildItem "$root/*.md", "$root/docs/*.md", "$root/docs/tasks/*.md", "$root/docs/en-US/*.md" |
        ForEach-Object { @{ document = $_.FullName.Substring($root.Length).TrimStart('\', '/'); path = $_.FullName } }
}

BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Import-Module $PSScriptRoot/Pages.psm1 -Force
    Start-Gateway
    Use-Gateway SkillsVideo
    $results = Invoke-TaskPage
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The lines of <page>' -ForEach $run {
    BeforeAll { $blocks = @(Get-PageBlock $path) }

    It 'run as they are written, and print what it shows' {
        $results.Keys | Should -Contain $page
        $reported = @($results[$page].Error | ForEach-Object { $_.Split(',')[0] })
        $reported | Select-Object -Unique | Should -Be (Get-ExpectedError $page) -Because "$($results[$page].Error)"

        $run = @($blocks | Where-Object Run)
        $run | Should -Not -BeNullOrEmpty
        @($results[$page].Text) | Should -HaveCount $run.Count
        for ($index = 0; $index -lt $run.Count; $index++) {
            $printed = Get-Comparable $results[$page].Text[$index]
            foreach ($line in $run[$index].Printed -split "`n" | Where-Object { $_.Trim() }) {
                $printed.Contains((Get-Comparable $line)) | Should -BeTrue -Because "'$line' stands on the page, and this was printed: $($results[$page].Text[$index])"
            }
        }
    }

}

Describe 'The page <page>' -ForEach $tasks {
    BeforeAll { $text = Get-PageText $path }

    It 'says who it is for, what to do when it goes wrong, and where to read on, in 150 to 350 words' {
        $prose = [regex]::Replace($text, '(?ms)^```.*?^```', '')
        $prose | Should -Match '\A# \S.*\n\nFor (people|administrators) .*\.\n'
        $prose | Should -Match '(?m)^## When it goes wrong$'
        $prose | Should -Match '(?m)^## See also$'
        @($prose -split '\s+' | Where-Object { $_ -match '\w' }).Count | Should -BeGreaterOrEqual 150
        @($prose -split '\s+' | Where-Object { $_ -match '\w' }).Count | Should -BeLessOrEqual 350
    }

    It 'can be reached from README' {
        Get-PageText (Get-RepositoryPath 'README.md') | Should -Match ([regex]::Escape("(docs/tasks/$page.md)"))
    }
}

Describe 'The document <document>' -ForEach $documents {
    BeforeAll { $text = Get-PageText $path }

    It 'has no line of PowerShell that cannot run, also where no test runs it' {
        foreach ($block in Get-PageBlock $path) { Get-CodeFault $block.Code | Should -BeNullOrEmpty -Because $block.Code }
    }

    It 'points to files and headings that are there' {
        foreach ($link in [regex]::Matches($text, '\]\((?!\w+:)([^)]+)\)').ForEach{ $_.Groups[1].Value }) {
            $file, $heading = $link.Split('#')
            $target = if ($file) { Join-Path (Split-Path $path) $file } else { $path }
            $target | Should -Exist -Because "$document points to $link"
            if (-not $heading) { continue }
            # As GitHub makes an anchor of a heading.
            $anchors = [regex]::Matches((Get-PageText $target), '(?m)^#+ (.+)$').ForEach{ ($_.Groups[1].Value.ToLowerInvariant() -replace '[^\w\- ]').Replace(' ', '-') }
            $anchors | Should -Contain $heading -Because "$document points to $link"
        }
    }
}
