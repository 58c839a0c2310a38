BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Export-VeoReport' {
    BeforeAll {
        Use-Gateway
        $folder = New-Folder
        $task = New-VeoVideo 'a cat & <b>its</b> shadow' -JobKey cat | Get-VeoTask
        $saved = $task | Save-VeoVideo "$folder/videos"
    }

    It 'makes a page of <what>, with the file beside it' -ForEach @(
        @{ what = 'tasks'; of = { $task } }
        @{ what = 'saved files'; of = { $saved } }
        @{ what = 'both, each once'; of = { $task, $saved } }
        @{ what = 'an id'; of = { $task.Id } }
        @{ what = 'a video that lies in two folders'; of = { $saved; $task | Save-VeoVideo "$folder/copies" } }
        @{ what = 'a record of a file without its hash'; of = { $saved | Select-Object TaskId, Profile, FullName } }
        @{ what = 'rows of a CSV'; of = { $task | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $page = & $of | Export-VeoReport "$folder/night.html"
        $page | Should -BeOfType [IO.FileInfo]
        $page.PSParentPath | Should -Be (Get-Item "$folder/night.html").PSParentPath -Because 'the table of files groups by it'
        $html = Get-Content $page -Raw
        ([regex]::Matches($html, '<article ')).Count | Should -Be 1
        ([regex]::Matches($html, '<video ')).Count | Should -Be 1
        $html | Should -Match ([regex]::Escape("src=""videos/$($saved.Name)"""))
        $html | Should -Match 'a cat &amp; &lt;b&gt;its'
    }

    It 'is named report.html in a folder, which is made' {
        ($task | Export-VeoReport "$folder/new/pages").Name | Should -Be 'report.html'
        Test-Path "$folder/new/pages/report.html" | Should -BeTrue
    }

    It 'with -Embed needs no other file' {
        Get-Content ($task | Export-VeoReport "$folder/whole.html" -Embed) -Raw | Should -Match 'src="data:video/mp4;base64,'
    }

    It 'keeps a page that is there with -NoClobber, and writes nothing with -WhatIf' {
        Set-Content "$folder/mine.html" 'mine'
        $line = Invoke-Line { $task | Export-VeoReport "$folder/mine.html" -NoClobber }
        $line.ErrorId | Should -Be 'VeoDownloadFailed'
        $line.Error | Should -Match '-NoClobber does not overwrite'
        $task | Export-VeoReport "$folder/mine.html" -WhatIf
        Get-Content "$folder/mine.html" | Should -Be 'mine'
    }

    It 'says what is no task' {
        $line = Invoke-Line { Get-Process -Id $PID | Export-VeoReport "$folder/none.html" }
        $line.ErrorId | Should -Be 'VeoRequestInvalid'
    }
}
