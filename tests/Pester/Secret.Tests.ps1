BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    # It changes under URL, JSON and base64 encoding; its middle does not, but for base64.
    $key = 'sk-C4nary+/=x~Y'
    Start-Gateway '--key', $key

    function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }

    # How a careless gateway gives a key back, ready to stand in a JSON text.
    $echo = @(
        $key, "Authorization: Bearer $key"
        [uri]::EscapeDataString($key), 'sk-C4nary%2b%2f%3dx~Y'
        'sk-C4nary\u002B\u002F\u003Dx~Y', 'sk-C4nary\u002b/=x~Y', 'sk-C4nary+\/=x~Y', 'sk-C4nary&#x2B;&#x2F;&#61;x~Y'
        (ConvertTo-Base64 $key), (ConvertTo-Base64 "Bearer $key"), (ConvertTo-Base64 "u:$key"), (ConvertTo-Base64 $key).Replace('+', '-').Replace('/', '_')
    ) -join ' , '

    # Base64 says a text in one of three ways, by where it begins; the ends, which its neighbours have a share in, are left off.
    $base64 = foreach ($before in '', 'x', 'xx') {
        $text = ConvertTo-Base64 "$before$key"
        $core = $text.Substring($before.Length ? 4 : 0, [Math]::Floor("$before$key".Length / 3) * 4 - ($before.Length ? 4 : 0))
        [regex]::Escape($core), [regex]::Escape($core.Replace('+', '-').Replace('/', '_'))
    }
    $secret = [regex] "C4nary|$($base64 -join '|')"

    function Assert-Clean([string] $Text, [string] $Where) {
        $found = $secret.Match($Text)
        $around = $Text.Substring([Math]::Max(0, $found.Index - 40), [Math]::Min(80, $Text.Length - [Math]::Max(0, $found.Index - 40)))
        $found.Success | Should -BeFalse -Because "the key stands in ${Where}: $around"
    }

    # Everything that a person, a transcript or a file gets to see of a line.
    function Assert-Secret([scriptblock] $Line) {
        $Error.Clear()
        $folder = New-Folder
        $result = Invoke-Line $Line
        Assert-Clean ($result.All | Out-String -Width 4096) 'what is shown'
        Assert-Clean ($result.All | Format-List * -Force | Out-String -Width 4096) 'what is shown'
        Assert-Clean ($Error | Format-List * -Force | Out-String -Width 4096) '$Error'
        $objects = @($result.Output) + @($result.Error.TargetObject) + @($result.Error.Exception.Task)
        Assert-Clean ($objects | ConvertTo-Json -Depth 10 -WarningAction Ignore) 'JSON'
        @($result.All) + $objects | Export-Clixml "$folder/all.xml" -Depth 5
        Assert-Clean (Get-Content "$folder/all.xml" -Raw) 'Clixml'
        foreach ($file in Get-ChildItem $env:VEOPS_HOME -Recurse -File -Force) {
            Assert-Clean ([Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file))) $file.Name
        }
        $result
    }

    $line = { 'a cat' | New-VeoVideo -Verbose -Debug | Get-VeoTask -Verbose -Debug | Save-VeoVideo "$env:VEOPS_HOME/videos" -Verbose -Debug }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The key' {
    BeforeEach { Use-Gateway TokenBay $key }

    It 'is in nothing that a line at <_> shows or keeps' -ForEach 'TokenBay', 'Apikley' {
        Use-Gateway $_ $key
        (Assert-Secret $line).Output | Should -HaveCount 1
    }

    It 'is in nothing where the submission meets <_>' -ForEach 'reset', 'html200', 'noIdNoError', 'truncatedJson', 'rateLimitedInBody', 'redirectToOtherHost' {
        Add-Fault @{ route = 'submit'; fault = $_; first = 1 }
        $null = Assert-Secret $line
    }

    It 'is in nothing where the gateway <place> and gives it back' -ForEach @(
        @{ place = 'refuses a submission'; fault = @{ route = 'submit'; status = 401 } }
        @{ place = 'has no credits for a submission'; fault = @{ route = 'submit'; status = 402 } }
        @{ place = 'asks to slow down'; fault = @{ route = 'submit'; status = 429; first = 1 } }
        @{ place = 'fails in a submission'; fault = @{ route = 'submit'; status = 500 } }
        @{ place = 'takes a submission'; fault = @{ route = 'submit'; status = 200 }; body = '{"id":"task_1","status":"QUEUED","debug":"ECHO"}' }
        @{ place = 'refuses a poll'; fault = @{ route = 'poll'; status = 403 } }
        @{ place = 'ends a task'; fault = @{ route = 'poll'; status = 200 }; body = '{"status":"FAILURE","fail_reason":"ECHO"}' }
        @{ place = 'answers a poll with what is no JSON'; fault = @{ route = 'poll'; status = 200; first = 4 }; body = '<p>ECHO</p>' }
        @{ place = 'refuses a download'; fault = @{ route = 'download'; status = 403 } }
    ) {
        if (-not $body) { $body = '{"error":{"message":"Bad key ECHO given","code":"ECHO"},"debug":"ECHO"}' }
        Add-Fault ($fault + @{ fault = 'status'; contentType = 'application/json'; body = $body.Replace('ECHO', $echo) })
        $null = Assert-Secret $line
    }

    It 'is in nothing where a link to a video carries it' {
        Add-Fault @{ route = 'poll'; fault = 'status'; contentType = 'application/json'; status = 200; body = "{`"status`":`"SUCCESS`",`"result_url`":`"$(Get-GatewayUri)/none?key=$([uri]::EscapeDataString($key))`"}" }
        $result = Invoke-Line { 'a cat' | New-VeoVideo -Verbose | Get-VeoTask -Verbose | Save-VeoVideo (New-Folder) -Verbose }
        Assert-Clean ($result.Error | Format-List * -Force | Out-String) 'the error'
        foreach ($file in Get-ChildItem $env:VEOPS_HOME -Recurse -File) { Assert-Clean (Get-Content $file -Raw) $file.Name }
    }

    It 'is in no side file of a download that was stopped' {
        Add-Fault @{ route = 'download'; fault = 'stall'; bytes = 2000 }
        $run = Start-Hosted "'a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo `$env:VEOPS_HOME/videos"
        Wait-Until { Get-ChildItem $env:VEOPS_HOME/videos -Force -ErrorAction Ignore }
        $run.Shell.Stop()
        $left = Get-ChildItem $env:VEOPS_HOME -Recurse -File -Force
        $left.FullName -match 'videos' | Should -Not -BeNullOrEmpty
        foreach ($file in $left) { Assert-Clean ([Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file))) $file.Name }
    }

    It 'is in no transcript, and in neither stream of a process' {
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 400; contentType = 'application/json'; prompt = 'bad'; body = "{`"error`":{`"message`":`"Bad key $key`",`"code`":`"x`"}}" }
        $folder = New-Folder
        $result = Invoke-Script @"
`$null = Start-Transcript '$folder/log.txt'
'a cat', 'bad' | New-VeoVideo -Verbose -Debug | Get-VeoTask -Verbose | Save-VeoVideo '$folder/videos' -Verbose | Format-List *
New-VeoVideo 'bad' -WhatIf
Get-Error
Get-VeoTask | Format-List *
`$null = Stop-Transcript
"@ ((Get-GatewayVariable TokenBay $key) + @{ VEOPS_HOME = New-Folder })
        $result.Output | Should -Match 'Bad key'
        Assert-Clean $result.Output 'the output'
        Assert-Clean $result.Error 'the error stream'
        Assert-Clean (Get-Content "$folder/log.txt" -Raw) 'the transcript'
    }

    It 'goes to the gateway''s own origin only' {
        Add-Fault @{ route = 'download'; fault = 'redirectToOtherHost'; first = 1 }
        'a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo (New-Folder) | Should -HaveCount 1
        $away = Invoke-Control 'requests' | Where-Object { $_.origin.TrimEnd('/') -ne (Get-GatewayUri) }
        $away | Should -Not -BeNullOrEmpty
        $away.headers.Authorization | Should -BeNullOrEmpty
    }
}
