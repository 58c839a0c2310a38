# Every gateway in every mode that its table has, from the line to the file, and what goes out on the way.
#
# What is bought, and what is to go out, stands in a file for each gateway, Gateways/<Name>.psd1:
#
#   Base       the path after the test gateway's address, for a gateway that does not begin at its root
#   Setting    the settings of the profile
#   Model      the model of the profile, for a gateway that has no default
#   Path       where a submission goes; a case may have another
#   Remedy     what is to be said of an option that the gateway has not, by the option
#   Case       Mode, From (where the expected body is from), Parameter (of New-VeoVideo), and Body (JSON) or Part (of a form)
#
# {first.png} and {last.png} are images on disk: their paths in a parameter, their base64 in a body. {upload:first.png} in a body is the
# link that the gateway gave for the file. {Text} is what the first case has bought: the task in a parameter, its id in a body.

BeforeDiscovery {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $gateways = foreach ($provider in Get-VeoProvider | Where-Object Name -NE 'Sandbox') {
        $file = Import-PowerShellDataFile "$PSScriptRoot/Gateways/$($provider.Name).psd1" -ErrorAction Stop
        $index = 0
        $cases = foreach ($case in $file.Case) { $case.Index = $index++; if (-not $case.Path) { $case.Path = $file.Path }; $case }
        @{ Name = $provider.Name; Provider = $provider; File = $file; Cases = $cases }
    }
}

BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway

    function Get-Environment($Gateway, [string] $Key = 'test-key') {
        $variables = Get-GatewayVariable $Gateway.Name $Key
        $variables.VEOPS_BASE_URI += $Gateway.File.Base
        if ($Gateway.File.Model) { $variables.VEOPS_MODEL = $Gateway.File.Model }
        if ($Gateway.File.Setting) { $variables.VEOPS_SETTINGS = $Gateway.File.Setting | ConvertTo-Json }
        $variables
    }

    # Shows each and buys it, then waits for all and saves them.
    $line = @'
param($Folder)

$bought = @()
foreach ($case in Get-Content $Folder/cases.json -Raw | ConvertFrom-Json -AsHashtable) {
    if ($case.SourceVideo -eq '{Text}') { $case.SourceVideo = $bought[0] | Get-VeoTask }
    New-VeoVideo @case -WhatIf
    if ($null -eq $wrote) { $wrote = Test-Path $env:VEOPS_HOME }
    $bought += New-VeoVideo @case
}
$saved = $bought | Wait-VeoTask -PollIntervalSec 5 -OutVariable ended | Save-VeoVideo -OutputPath $Folder/videos
@{
    Wrote = $wrote
    Id    = $bought.Id
    Ended = @($ended | Select-Object Id, Status)
    Saved = @($saved | Select-Object TaskId, Index, FullName)
} | ConvertTo-Json -Depth 4 | Set-Content $Folder/result.json
'@

    function New-Case($Gateway, [string] $Folder) {
        foreach ($name in 'first.png', 'last.png') {
            [IO.File]::WriteAllBytes("$Folder/$name", [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [Text.Encoding]::ASCII.GetBytes($name))
        }
        $json = ConvertTo-Json @($Gateway.Cases.Parameter) -Depth 5
        $json -replace '\{(\w+\.png)\}', "$($Folder.Replace('\', '/'))/`$1" | Set-Content "$Folder/cases.json"
    }

    function Read-Result($Run) {
        $said = Receive-Script $Run.Script 600
        $requests = Invoke-Control 'requests' | Where-Object protocol -EQ $Run.Gateway.Name
        @{
            Folder = $Run.Folder
            Error  = $said.Error
            WhatIf = @($said.Line -match '^What if: ' -replace '^.*?, body: ')
            Result = Get-Content "$($Run.Folder)/result.json" -Raw -ErrorAction Ignore | ConvertFrom-Json
            Sent   = @($requests | Where-Object route -EQ 'submit')
            Upload = @($requests | Where-Object route -EQ 'upload')
            Other  = @($requests | Where-Object route -NotIn 'submit', 'poll', 'download', 'upload')
        }
    }

    # The address of a callback without the two values that the module adds to it: the submission's id and a token.
    function Remove-CallbackToken([string] $Text) {
        $Text -replace '(\?|%3F)veo(=|%3D)veo-[\w-]+?(&|%26|\\u0026)token(=|%3D)[\w-]{43}'
    }

    function Assert-SameJson([string] $Actual, [string] $Expected) {
        $same = [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse($Actual), [Text.Json.Nodes.JsonNode]::Parse($Expected))
        $same | Should -BeTrue -Because "this should have gone out: $Expected, and this did: $Actual"
    }

    # The parts of a form: name, file name, type and text of each.
    function Read-Form($Request) {
        $boundary = $Request.headers.'Content-Type' -replace '^multipart/form-data; boundary="?([^"]+)"?$', '$1'
        foreach ($part in ($Request.body -split [regex]::Escape("--$boundary")).Where{ $_.Contains("`r`n`r`n") }) {
            $head, $text = $part.TrimStart("`r`n") -split "`r`n`r`n", 2
            $isFile = $head -match 'filename="?([^";\r\n]+)'
            [pscustomobject]@{
                Name = $head -replace '(?s)^.*?name="?([^";\r\n]+).*$', '$1'
                Type = if ($isFile) { $head -replace '(?s)^.*Content-Type: ([^\r\n]+).*$', '$1' }
                Text = if (-not $isFile) { $text -replace '\r\n$' }
            }
        }
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'A purchase' -ForEach @{ Gateways = $gateways } {
    BeforeAll {
        # All gateways at once, each in a PowerShell of its own, since all wait for their tasks.
        Invoke-Control 'reset' Post
        $started = foreach ($gateway in $Gateways) {
            $folder = New-Folder
            New-Case $gateway $folder
            $variables = (Get-Environment $gateway) + @{ VEOPS_HOME = New-Folder -Missing }
            @{ Gateway = $gateway; Folder = $folder; Script = Start-Script "& { $line } '$folder'" $variables }
        }
        $runs = @{}
        foreach ($run in $started) { $runs[$run.Gateway.Name] = Read-Result $run }
        $accepted = Invoke-Control 'accepted'
        $uploads = Invoke-Control 'uploads'
    }

    Context 'at <Name>' -ForEach $gateways {
        BeforeAll { $run = $runs[$Name] }

        It 'is tried here in each mode that its table has' {
            $Cases.Mode | Sort-Object -Unique | Should -Be ($Provider.Mode | Sort-Object)
        }

        It 'asks for each video once, and for nothing else: -WhatIf sends and writes nothing' {
            $run.Error | Should -BeNullOrEmpty
            $run.Sent | Should -HaveCount $Cases.Count
            $run.Other | Should -BeNullOrEmpty
            $run.Upload.Count -gt 0 | Should -Be ([bool] ($Cases.Body -match '\{upload:'))
            $run.Result.Wrote | Should -BeFalse
        }

        Context '<Mode>, <From>' -ForEach $Cases {
            BeforeAll {
                $sent = $run.Sent[$Index]
                $id = $run.Result.Id[$Index]
                $base64 = @{}
                foreach ($image in 'first.png', 'last.png') { $base64[$image] = [Convert]::ToBase64String([IO.File]::ReadAllBytes("$($run.Folder)/$image")) }
                # The link of an upload, by the file that it was made of.
                $links = @{}
                foreach ($upload in $uploads.Where{ $sent.body.Contains($_.path) }) {
                    $image = $base64.Keys.Where{ $base64[$_] -eq $upload.content }
                    $links["$image"] = "$(Get-GatewayUri)/uploads/$($upload.path)"
                }
                $expected = $Body -replace '\{(\w+\.png)\}', { $base64[$_.Groups[1].Value] } -replace '\{Text\}', $run.Result.Id[0]
            }

            It 'sends what was expected' {
                Remove-CallbackToken $sent.pathAndQuery | Should -BeExactly "$($File.Base)$Path"
                $hasToken = "$($sent.pathAndQuery)$($sent.body)" -match 'token(=|%3D)'
                $hasToken | Should -Be ([bool] $Parameter.CallbackUri) -Because 'a callback is known by its token'
                if ($Body) {
                    $sent.headers.'Content-Type' | Should -Match '^application/json'
                    Assert-SameJson (Remove-CallbackToken $sent.body) ($expected -replace '\{upload:(\w+\.png)\}', { $links[$_.Groups[1].Value] })
                    return
                }

                $parts = @(Read-Form $sent)
                $parts.Name | Should -Be $Part.Name
                $parts.Text | Should -Be $Part.Text
                $parts.Type | Should -Be $Part.Type
                $taken = ($accepted | Where-Object taskId -EQ $id).request | ConvertTo-Json
                $files = $uploads | Where-Object { $taken.Contains($_.path) }
                $files.content | Should -Be @($Part.File.Where{ $_ }.ForEach{ $base64[$_] })
            }

            It 'shows it with -WhatIf' {
                $shown = $expected -replace '\{upload:(\w+\.png)\}', '(uploaded first: $1)'
                foreach ($image in $base64.Values) { $shown = $shown -replace "`"(data:image/png;base64,)?$([regex]::Escape($image))`"", "`"<image/png, $([Convert]::FromBase64String($image).Length) bytes>`"" }
                if ($Body) { Assert-SameJson $run.WhatIf[$Index] $shown }
                else { $run.WhatIf[$Index] | Should -BeLike "*$($Part[0].Text)*(image/png of *" }
            }

            It 'ends in whole films of that task' {
                ($run.Result.Ended | Where-Object Id -EQ $id).Status | Should -Be 'Succeeded'
                $films = @($run.Result.Saved | Where-Object TaskId -EQ $id)
                $films | Should -HaveCount $(if ($Parameter['Count']) { $Parameter['Count'] } else { 1 })
                foreach ($film in $films) {
                    # The gateway writes the id into its films.
                    $bytes = [Text.Encoding]::GetEncoding(28591).GetString([IO.File]::ReadAllBytes($film.FullName))
                    $bytes.Substring(4, 4) | Should -BeExactly 'ftyp'
                    $bytes | Should -BeLike "*$($id.Split('/')[-1])_$($film.Index)*"
                }
            }
        }
    }
}

Describe 'What is refused at <Name>' -ForEach $gateways {
    BeforeEach { Invoke-Control 'reset' Post }

    It 'is a wrong key, with which nothing is bought' {
        Use-Environment (Get-Environment $_ 'another-key')
        $result = Invoke-Line { 'a cat' | New-VeoVideo }
        $result.ErrorId | Should -Be 'VeoUnauthorized'
        $result.Error.Exception.Message | Should -Match 'nothing (was|has been) bought'
        $result.All | Out-String | Should -Not -Match 'another-key'
        Get-Accepted | Should -BeNullOrEmpty
    }

    It 'is every option that it has not, each by its name and with what to do, and nothing is sent' {
        Use-Environment (Get-Environment $_)
        $model = $Provider.Models | Where-Object Name -EQ ($File.Model ?? $Provider.DefaultModel)
        # Where each kind of input is a model of its own, the default one stands for all of its family.
        $modes = ($Provider.Models | Where-Object { $_.Name -eq $model.Name -or ($model.Family -and $_.Family -eq $model.Family) }).Mode
        $options = @{
            Audio = ($model.Audio -in 'On', 'Off'), 'Off'; Count = ($model.MaxCount -gt 1), 2; Seed = ($null -ne $model.Seed), 50000
            AspectRatio = $model.AspectRatio.Count, '16:9'; Resolution = $model.Resolution.Count, '720p'; Duration = $model.Duration.Count, 8
            NegativePrompt = $model.NegativePrompt, 'rain'; EnhancePrompt = $model.EnhancePrompt, 'On'; TranslatePrompt = $model.TranslatePrompt, 'On'
            PersonGeneration = $model.PersonGeneration.Count, 'AllowAdult'; Watermark = $model.Watermark, 'ours'
            CallbackUri = $model.Callback, 'https://example.com/hook'; SourceVideo = ('Extension' -in $modes), 'https://example.com/source.mp4'
        }
        $lacking = @{}
        foreach ($option in $options.GetEnumerator()) { if (-not $option.Value[0]) { $lacking[$option.Key] = $option.Value[1] } }

        $result = Invoke-Line { New-VeoVideo 'a cat' @lacking }

        $result.ErrorId | Should -Be 'VeoRequestInvalid'
        $faults = @{}
        foreach ($fault in [regex]::Matches($result.Error.Exception.Message, '(?s)-(\w+): (.*?)(?=\s+-[A-Z]\w+: |\s+The rules: |$)')) { $faults[$fault.Groups[1].Value] = $fault.Groups[2].Value }
        $faults.Keys | Sort-Object | Should -Be ($lacking.Keys | Sort-Object)
        foreach ($name in $lacking.Keys) { $faults[$name] | Should -Match $(if ($File.Remedy.$name) { $File.Remedy.$name } else { 'Leave it out|Nearest|It makes videos from' }) }
        foreach ($name in $File.Remedy.Keys) { $lacking.Keys | Should -Contain $name }
        Invoke-Control 'requests' | Should -BeNullOrEmpty
    }
}
