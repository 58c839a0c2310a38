BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Save-VeoVideo' {
    BeforeEach {
        Use-Gateway
        $folder = New-Folder
        $task = New-VeoVideo 'a cat' -JobKey 'cat/1' -Seed 7
    }

    It 'saves a task that is given as <way>' -ForEach @(
        @{ way = 'an object'; line = { $task | Save-VeoVideo $folder } }
        @{ way = 'an id by pipeline'; line = { $task.Id | Save-VeoVideo $folder } }
        @{ way = '-Id'; line = { Save-VeoVideo -OutputPath $folder -Id $task.Id } }
        @{ way = '-Id and -Profile'; line = { Save-VeoVideo $folder -Id $task.Id -Profile env } }
        @{ way = 'an id at position 1'; line = { Save-VeoVideo $folder $task.Id } }
        @{ way = 'a row'; line = { [pscustomobject]@{ Id = $task.Id; Profile = 'env' } | Save-VeoVideo $folder } }
    ) {
        $saved = & $line
        $saved.FullName | Should -Be (Join-Path $folder "$($task.Id)_0.mp4")
        $saved.Length | Should -Be (Get-Item $saved.FullName).Length
        $saved.Sha256 | Should -Be (Get-FileHash $saved.FullName).Hash
        $saved.TaskId, $saved.Profile, $saved.Index, $saved.Skipped | Should -Be $task.Id, 'env', 0, $false
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'makes the folder, and takes the current location where none is given' {
        $missing = Join-Path $folder 'a/b'
        ($task | Save-VeoVideo $missing).FullName | Should -BeLike "$missing*"
        Push-Location $folder
        try { ($task | Save-VeoVideo).FullName | Should -Be (Join-Path $folder "$($task.Id)_0.mp4") } finally { Pop-Location }
    }

    It 'saves under a path of more than 260 characters, and under no device''s name' {
        $deep = Join-Path $folder ('a' * 120) ('b' * 120)
        $saved = $task | Save-VeoVideo $deep
        $saved.FullName.Length | Should -BeGreaterThan 260
        [IO.File]::Exists($saved.FullName) | Should -BeTrue
        foreach ($device in 'CON', 'nul', 'COM1.{JobKey}') {
            $named = $task | Save-VeoVideo $folder -FileName $device
            [IO.File]::Exists($named.FullName) | Should -BeTrue
            $named.Name.Split('.')[0] | Should -Not -BeIn 'CON', 'NUL', 'COM1'
        }
    }

    It 'run again downloads nothing, and emits the same with Skipped' {
        $first = $task | Save-VeoVideo $folder
        $again = $task | Save-VeoVideo $folder
        $again.Skipped | Should -BeTrue
        $again.FullName, $again.Sha256, $again.Length | Should -Be $first.FullName, $first.Sha256, $first.Length
        Get-Request 'download' | Should -HaveCount 1
    }

    It 'run again on another machine takes a whole file of its name, and replaces a torn one only with -Force' {
        $first = $task | Save-VeoVideo $folder
        Use-Environment (Get-GatewayVariable)
        ($task | Save-VeoVideo $folder).Skipped | Should -BeTrue
        Set-Content $first.FullName 'torn' -NoNewline
        Use-Environment (Get-GatewayVariable)
        (Invoke-Line { $task | Save-VeoVideo $folder }).ErrorId | Should -Be 'VeoDownloadFailed'
        Get-Content $first.FullName | Should -Be 'torn'
        ($task | Save-VeoVideo $folder -Force).Sha256 | Should -Be $first.Sha256
    }

    It 'emits what pipes into file cmdlets by literal path, whatever the name' {
        $decoy = New-Item (Join-Path $folder 'a1.mp4')
        $saved = $task | Save-VeoVideo $folder -FileName 'a[1].mp4'
        $saved.Name | Should -Be 'a[1].mp4'
        ($saved | Get-Item).Name | Should -Be 'a[1].mp4'
        $saved | Copy-Item -Destination (Join-Path $folder 'copy.mp4')
        (Get-FileHash (Join-Path $folder 'copy.mp4')).Hash | Should -Be $saved.Sha256
        $saved | Remove-Item
        Test-Path -LiteralPath $saved.FullName | Should -BeFalse
        Test-Path $decoy | Should -BeTrue
        $saved.PSObject.Properties.Name | Should -Not -Contain 'Path'
    }

    It 'names files by -FileName <template>' -ForEach @(
        @{ template = '{JobKey}.mp4'; name = '^cat.1\.mp4$' }
        @{ template = '{Profile}-{Model}-{Seed}.mp4'; name = '^env-veo-3\.1-fast-generate-preview-7\.mp4$' }
        @{ template = '{Created:yyyyMMdd}_{Index}.mp4'; name = "^$([datetime]::UtcNow.ToString('yyyyMMdd'))_0\.mp4$" }
        @{ template = 'Фильм {index} (über).mp4'; name = '^Фильм 0 \(über\)\.mp4$' }
        @{ template = '{Prompt}_{Index}.mp4'; name = '^a cat_0\.mp4$' }
    ) {
        ($task | Save-VeoVideo $folder -FileName $template).Name | Should -Match $name
    }

    It 'refuses -FileName <_> before anything is asked' -ForEach '', '{Nope}.mp4', '../x.mp4', 'a/b.mp4', 'a\b.mp4', '{Id', 'Id}', 'x.mp4.', 'a:b.mp4' {
        (Invoke-Line { $task | Save-VeoVideo $folder -FileName $_ }).ErrorId | Should -Be 'VeoRequestInvalid'
        Get-Request 'poll' | Should -BeNullOrEmpty
    }

    It 'names files by a tag, and refuses a token for which the task has nothing' {
        $tagged = New-VeoVideo 'a dog' -Tag night, kite
        ($tagged | Save-VeoVideo $folder -FileName '{Tag}.mp4').Name | Should -Be 'night-kite.mp4'
        $result = Invoke-Line { $tagged | Save-VeoVideo $folder -FileName '{JobKey}.mp4' }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error | Should -Match '\{JobKey\}, which is empty'
        $result.Error.TargetObject.Id | Should -Be $tagged.Id
        Get-Request 'download' | Should -HaveCount 1
    }

    It 'emits the job key and the prompt with the file' {
        $saved = $task | Save-VeoVideo $folder
        $saved.JobKey, $saved.Prompt | Should -Be 'cat/1', 'a cat'
    }

    It 'completes the tokens of -FileName' {
        $line = "Save-VeoVideo x -FileName '{Id}_{Pr"
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -Be "'{Id}_{Profile}'", "'{Id}_{Prompt}'"
    }

    It 'saves what a gateway has at its content route only' {
        Set-Outcome noLink
        $lone = New-VeoVideo 'a lone dog'
        $saved = $lone | Wait-VeoTask | Save-VeoVideo $folder
        $saved.TaskId | Should -Be $lone.Id
    }

    It 'keeps a film with bytes behind it, and a WebM under its own extension, with a warning each' {
        Add-Fault @{ route = 'download'; fault = 'tail'; bytes = 4; first = 1 }
        $saved = $task | Save-VeoVideo $folder -WarningVariable warned -WarningAction SilentlyContinue
        $saved.Name | Should -Be "$($task.Id)_0.mp4"
        $warned | Should -Match '4 bytes follow its last box'
        $other = New-VeoVideo 'a dog'
        Add-Fault @{ route = 'download'; fault = 'otherFile'; bytes = 5000 }
        $saved = $other | Save-VeoVideo $folder -WarningVariable warned -WarningAction SilentlyContinue
        $saved.Name | Should -Be "$($other.Id)_0.webm"
        $warned | Should -Match 'is not an MP4'
        ($other | Save-VeoVideo $folder).Skipped | Should -BeTrue
    }

    It 'never gives two videos one name' {
        $other = New-VeoVideo 'a dog'
        $result = Invoke-Line { $task, $other | Get-VeoTask | Save-VeoVideo $folder -FileName 'one.mp4' }
        $result.Output.TaskId | Should -Be $task.Id
        $result.ErrorId | Should -Be 'VeoDownloadFailed'
        $result.Error.TargetObject.Id | Should -Be $other.Id
        (Invoke-Line { $other | Save-VeoVideo $folder -FileName 'one.mp4' }).ErrorId | Should -Be 'VeoDownloadFailed'
        Get-Request 'download' | Should -HaveCount 1
        (Invoke-Line { $task, $other | Get-VeoTask | Save-VeoVideo (New-Folder) -FileName 'one.mp4' -Force }).ErrorId | Should -Be 'VeoDownloadFailed'
    }

    It 'leaves a foreign file alone, unless -Force' {
        $mine = Join-Path $folder 'mine.mp4'
        Set-Content $mine 'mine' -NoNewline
        $refused = Invoke-Line { $task | Save-VeoVideo $folder -FileName 'mine.mp4' }
        $refused.ErrorId | Should -Be 'VeoDownloadFailed'
        $refused.Error | Should -Match 'Use -Force to replace it, or give another -FileName\.$'
        Get-Content $mine | Should -Be 'mine'
        Get-Request 'download' | Should -BeNullOrEmpty
        $saved = $task | Save-VeoVideo $folder -FileName 'mine.mp4' -Force
        (Get-FileHash $mine).Hash | Should -Be $saved.Sha256
    }

    It 'has a name and no path in -FileName, and the error names both parameters' {
        $result = Invoke-Line { $task | Save-VeoVideo $folder -FileName 'clips/{Id}.mp4' }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error | Should -Match 'Nothing was downloaded\. -FileName: ''clips/\{Id\}\.mp4'' must name a file, not a path\..*Give -OutputPath <folder>\.$'
    }

    It 'saves every video of a task' {
        $task = New-VeoVideo 'a cat' -Profile sandbox -Count 3
        $saved = $task | Save-VeoVideo $folder -Wait
        $saved.Index | Sort-Object | Should -Be 0, 1, 2
        $saved.Name | Sort-Object | Should -Be (0..2 | ForEach-Object { "$($task.Id)_$_.mp4" })
    }

    It 'does not wait unless -Wait, and says so' {
        $task = New-VeoVideo 'a cat' -Profile sandbox
        $result = Invoke-Line { $task | Save-VeoVideo $folder }
        $result.ErrorId | Should -Be 'VeoDownloadFailed'
        $result.Error.Exception.Message | Should -Match '-Wait'
    }

    It 'tells a task that failed as a failed task' {
        Set-Outcome failed
        $bad = New-VeoVideo 'bad'
        $result = Invoke-Line { $bad | Save-VeoVideo $folder }
        $result.ErrorId | Should -Be 'VeoTaskFailed'
        $result.Error.TargetObject.Id | Should -Be $bad.Id
    }

    It 'saves the whole film over a download that is <_>' -ForEach 'cutWithLength', 'cutChunked', 'cutWithoutLength', 'redirectToOtherHost', 'gone', 'reset' {
        Add-Fault @{ route = 'download'; fault = $_; first = 1 }
        $saved = $task | Save-VeoVideo $folder
        $film = Invoke-WebRequest "$(Get-GatewayUri)/v1/videos/$($task.Id)/content" -Headers @{ Authorization = 'Bearer test-key' }
        $saved.Sha256 | Should -Be (Get-FileHash -InputStream $film.RawContentStream).Hash
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'leaves nothing under the final name where what comes is no film' {
        Add-Fault @{ route = 'download'; fault = 'notMp4' }
        $result = Invoke-Line { $task | Save-VeoVideo $folder }
        $result.ErrorId | Should -BeIn 'VeoDownloadCorrupt', 'VeoProtocol'
        Get-ChildItem $folder -Filter *.mp4 | Should -BeNullOrEmpty
    }
}

Describe 'A folder that cannot be made' {
    BeforeEach { Use-Gateway }

    It 'ends the line before anything is bought: <what>' -ForEach @(
        @{ what = 'below a file'; path = { Join-Path (New-Item (Join-Path (New-Folder) 'file')) 'videos' } }
        @{ what = 'in another provider'; path = { 'Env:\videos' } }
        @{ what = 'on no drive'; path = { 'nodrive:\videos' } }
    ) {
        $path = & $path
        $result = Invoke-Line { 'a', 'b' | New-VeoVideo | Wait-VeoTask | Save-VeoVideo $path }
        $result.Stopped | Should -BeTrue
        $result.ErrorId | Should -Be 'VeoDownloadFailed'
        Get-Accepted | Should -BeNullOrEmpty
    }

    It 'is none with a file''s name, unless there is one' {
        $path = Join-Path (New-Folder) 'dog.mp4'
        $result = Invoke-Line { 'a' | New-VeoVideo | Save-VeoVideo $path -Wait }
        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $result.Error | Should -Match '-FileName ''dog.mp4'''
        Get-Accepted | Should -BeNullOrEmpty
        $null = New-Item $path -ItemType Directory
        'a' | New-VeoVideo | Get-VeoTask | Save-VeoVideo $path | Should -HaveCount 1
    }
}
