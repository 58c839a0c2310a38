# The pages of docs/tasks: their lines run as they are written, and print the lines that the page shows.

BeforeDiscovery {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $pages = Get-ChildItem (Get-RepositoryPath 'docs/tasks') -Filter *.md | ForEach-Object { @{ page = $_.BaseName; path = $_.FullName } }
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

Describe 'The page <page>' -ForEach $pages {
    BeforeAll {
        $text = Get-PageText $path
        $blocks = @(Get-PageBlock $path)
    }

    It 'has lines that run as they are written, and print what it shows' {
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

    It 'has no line that cannot run, also where it says that the tests do not run it' {
        foreach ($block in $blocks) { Get-CodeFault $block.Code | Should -BeNullOrEmpty -Because $block.Code }
    }

    It 'says who it is for, what to do when it goes wrong, and where to read on, in 150 to 350 words' {
        $prose = [regex]::Replace($text, '(?ms)^```.*?^```', '')
        $prose | Should -Match '\A# \S.*\n\nFor (people|administrators) .*\.\n'
        $prose | Should -Match '(?m)^## When it goes wrong$'
        $prose | Should -Match '(?m)^## See also$'
        @($prose -split '\s+' | Where-Object { $_ -match '\w' }).Count | Should -BeGreaterOrEqual 150
        @($prose -split '\s+' | Where-Object { $_ -match '\w' }).Count | Should -BeLessOrEqual 350
    }

    It 'points to pages that are there' {
        $links = [regex]::Matches($text, '\]\((?!http)([^)#]+)').ForEach{ $_.Groups[1].Value }
        $links | Should -Not -BeNullOrEmpty
        $links | ForEach-Object { Join-Path (Split-Path $path) $_ | Should -Exist }
    }

    It 'can be reached from README' {
        Get-PageText (Get-RepositoryPath 'README.md') | Should -Match ([regex]::Escape("(docs/tasks/$page.md)"))
    }
}
