BeforeDiscovery {
    $scripts = Get-ChildItem "$PSScriptRoot/../../samples/automation" -Recurse -Filter *.ps1 | ForEach-Object { @{ name = $_.Name; path = $_.FullName } }
}

BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $key = 'sk-C4nary+/=x~Y'
    Start-Gateway '--key', $key
    $samples = Get-RepositoryPath 'samples/automation'
    $modules = (Split-Path (Get-ModulePath)), $env:PSModulePath -join [IO.Path]::PathSeparator
    $hasVaults = @(Get-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -ListAvailable | Select-Object Name -Unique).Count -eq 2
    $pwsh = New-PowerShellProgram
    $path = (Split-Path $pwsh), $env:PATH -join [IO.Path]::PathSeparator

    # A folder with the CSV of a night: two rows, whose prompts nobody else has.
    function New-Night([string] $Name, [string[]] $Prompt = @('one', 'two')) {
        $folder = New-Folder
        $Prompt | ForEach-Object { [pscustomobject]@{ JobKey = "$Name/$_"; Prompt = "$Name $_" } } | Export-Csv "$folder/shots.csv"
        [pscustomobject]@{ Name = $Name; Folder = $folder; Videos = "$folder/videos"; Run = $null }
    }

    function Get-EnvironmentProfile { @{ VEOPS_PROVIDER = 'SkillsVideo'; VEOPS_API_KEY = $key; VEOPS_BASE_URI = Get-GatewayUri } }

    # What a sample starts, as text, with its places moved to those of a night.
    function Get-Moved([string] $Text, [hashtable] $Place) {
        foreach ($from in $Place.Keys | Sort-Object Length -Descending) { $Text = $Text.Replace($from, $Place[$from]) }
        $Text
    }

    # Starts a command line in an environment that has nothing else, with no terminal.
    function Start-Night([string] $CommandLine, [hashtable] $Variable) {
        $process = Start-Program '/bin/sh' @('-c', "exec </dev/null; $CommandLine") ($(if ($Variable.ContainsKey('NO_COLOR')) { @{} } else { @{ NO_COLOR = '1' } }) + @{ PSModulePath = $modules } + $Variable)
        [pscustomobject]@{ Process = $process; Home = $null; Ledger = $Variable.VEOPS_HOME; Output = $process.StandardOutput.ReadToEndAsync(); Error = $process.StandardError.ReadToEndAsync() }
    }

    function Start-Batch($Night, [hashtable] $Variable, [string] $More = '') {
        Start-Night "exec '$pwsh' -NoProfile -NonInteractive -File '$samples/nightly.ps1' -Csv '$($Night.Folder)/shots.csv' -OutputPath '$($Night.Videos)' $More" (@{ PATH = $path } + (Get-EnvironmentProfile) + $Variable)
    }

    function Get-Bought($Night) { Get-Accepted | Where-Object { $_.request.prompt -like "$($Night.Name) *" } }

    # Everything saved, once bought, and the key nowhere.
    function Assert-Night($Night, $Result, [int] $ExitCode = 0, [int] $Saved = 2) {
        $said = "$($Result.Output) $($Result.Error)"
        $Result.ExitCode | Should -Be $ExitCode -Because $said
        @(Get-ChildItem $Night.Videos -Filter *.mp4 -ErrorAction Ignore) | Should -HaveCount $Saved -Because $said
        @(Get-Bought $Night) | Should -HaveCount $Saved
        $said | Should -Not -Match 'C4nary'
        foreach ($file in Get-ChildItem $Night.Folder -Recurse -File -Force | Where-Object FullName -NotMatch 'secretmanagement|store-password') {
            [Text.Encoding]::GetEncoding(28591).GetString((Read-OpenFile $file.FullName)) | Should -Not -Match 'C4nary' -Because $file.FullName
        }
    }
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'The samples of automation' {
    It 'are PowerShell, as far as can be told without running them: <name>' -ForEach $scripts {
        $faults = $null
        $null = [Management.Automation.Language.Parser]::ParseFile($path, [ref] $null, [ref] $faults)
        $faults | Should -BeNullOrEmpty
        (Get-Help $path).Synopsis | Should -Not -BeNullOrEmpty
    }

    It 'are units that systemd takes' {
        if (-not (Get-Command systemd-analyze -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no systemd-analyze'; return }
        $folder = New-Folder
        foreach ($unit in Get-ChildItem "$samples/systemd") { (Get-Content $unit -Raw).Replace('/usr/bin/pwsh', $pwsh) | Set-Content "$folder/$($unit.Name)" }
        & systemd-analyze verify (Get-ChildItem $folder).FullName 2>&1 | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        & systemd-analyze calendar ((Get-Content "$folder/veops-nightly.timer") -match '^OnCalendar=' -replace '^OnCalendar=') *>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'are a task that fits the schema of Task Scheduler, and runs the batch as the account' {
        # In place of the cmdlet of Windows, which registers it.
        function global:Register-ScheduledTask($TaskName, $Xml, $User, $Password, [switch] $Force) { $PSBoundParameters }
        $account = [pscredential]::new('.\veops', (ConvertTo-SecureString 'pass-w0rd' -AsPlainText -Force))
        try {
            $register = "$samples/windows/Register-Nightly.ps1"
            $registered = & $register $account -Folder 'C:\A & B\' -At '03:15' -PowerShell 'C:\Program Files\PowerShell\7\pwsh.exe' -More '-Encoding 1252'
            { & $register $account -PowerShell 'C:\Users\me\AppData\Local\Microsoft\WindowsApps\pwsh.exe' } | Should -Throw '*another account*-PowerShell*'
            { & $register $account -PowerShell 'C:\pwsh.exe' -More "-FileName '{JobKey}.mp4'" } | Should -Throw '*double quotes*'
        } finally {
            Remove-Item function:global:Register-ScheduledTask
        }
        $document = [xml] $registered.Xml
        $null = $document.Schemas.Add($document.DocumentElement.NamespaceURI, "$PSScriptRoot/ScheduledTask.xsd")
        $document.Validate({ throw $args[1].Message })
        $task = $document.Task
        $task.Triggers.CalendarTrigger.StartBoundary | Should -Match '^\d{4}-\d\d-\d\dT03:15:00$'
        $task.Principals.Principal.UserId, $registered.User, $registered.Password | Should -Be '.\veops', '.\veops', 'pass-w0rd'
        $registered.Xml | Should -Not -Match 'pass-w0rd'
        $task.Actions.Exec.Command | Should -Be 'C:\Program Files\PowerShell\7\pwsh.exe'
        $words = [Management.Automation.PSParser]::Tokenize($task.Actions.Exec.Arguments, [ref] $null).Content
        $words | Should -Contain 'C:\A & B\nightly.ps1'
        $script = [Management.Automation.Language.Parser]::ParseFile("$samples/nightly.ps1", [ref] $null, [ref] $null)
        $own = $script.ParamBlock.Parameters.Name.VariablePath.UserPath
        $own = $own + 'NoProfile', 'NonInteractive', 'File' # PowerShell's own.
        $words -match '^-\w+$' -replace '^-' | ForEach-Object { $_ | Should -BeIn $own }
        $words | Select-Object -Last 2 | Should -Be '-Encoding', '1252'
    }

    It 'are a workflow that GitHub takes' {
        $file = "$samples/github/veops-nightly.yml"
        if (Get-Command actionlint -ErrorAction Ignore) { & actionlint $file | Should -BeNullOrEmpty }
        else {
            $text = Get-Content $file -Raw
            $text | Should -Not -Match "`t"
            foreach ($part in '(?m)^on:$', '(?m)^jobs:$', "(?m)^    - cron: '[-\d*/, ]+'$", '(?m)^    runs-on: ', '(?m)^      VEOPS_API_KEY: \$\{\{ secrets\.VEOPS_API_KEY \}\}$', '(?m)^        run: pwsh ') { $text | Should -Match $part }
        }
    }
}

Describe 'The nightly batch' {
    BeforeAll {
        if (-not $IsLinux) { return }
        $nights = @{}

        # Containers, CI and bare accounts: no vault. They go on side by side.
        $nights.github = $night = New-Night 'github'
        $line = (Get-Content "$samples/github/veops-nightly.yml") -match '^        run: ' -replace '^        run: '
        $night.Run = Start-Night (Get-Moved $line @{ 'samples/automation' = $samples; 'shots.csv' = "$($night.Folder)/shots.csv"; '/srv/veops' = $night.Folder }) (@{
                PATH = $path; HOME = $night.Folder; CI = 'true'; GITHUB_ACTIONS = 'true'; GITHUB_WORKSPACE = $night.Folder; RUNNER_TEMP = $night.Folder
                VEOPS_HOME = "$($night.Folder)/ledger"; VEOPS_LOG = "$($night.Folder)/events.jsonl"
            } + (Get-EnvironmentProfile))

        $nights.container = $night = New-Night 'container'
        $file = Get-Content "$samples/container/Containerfile"
        $entry = (($file -match '^ENTRYPOINT ') -replace '^ENTRYPOINT ' | ConvertFrom-Json | ForEach-Object { "'$_'" }) -join ' '
        $places = @{ '/opt/veops' = $samples; '/data' = $night.Folder }
        $variables = @{ PATH = $path; HOME = '/'; HOSTNAME = 'c0ffee' }
        foreach ($pair in ($file -match '^ENV ' -replace '^ENV ').Split(' ')) { $variables[$pair.Split('=')[0]] = Get-Moved $pair.Split('=')[1] $places }
        $variables.Remove('NO_COLOR')
        $night.Run = Start-Night (Get-Moved "exec $entry" $places) ($variables + (Get-EnvironmentProfile))

        $nights.homeless = $night = New-Night 'homeless'
        $night.Run = Start-Batch $night @{ VEOPS_HOME = "$($night.Folder)/ledger" }

        # Not even root can write there. (Where HOME is no folder that could be one, PowerShell itself does not start.)
        $nights.placeless = $night = New-Night 'placeless'
        $night.Run = Start-Batch $night @{ HOME = '/sys' }
        $nights.placed = $night = New-Night 'placed'
        $night.Run = Start-Batch $night @{ HOME = '/sys'; VEOPS_HOME = "$($night.Folder)/ledger" }

        Add-Fault @{ route = 'submit'; fault = 'status'; status = 400; prompt = 'a bad one' }
        $nights.bad = $night = New-Night 'bad' 'a bad one', 'fine'
        $night.Run = Start-Night "exec '$pwsh' -NoProfile -NonInteractive -Command '`$ErrorActionPreference = `"Stop`"; `$null = Start-Transcript $($night.Folder)/transcript.txt; & $samples/nightly.ps1 -Csv $($night.Folder)/shots.csv -OutputPath $($night.Videos); exit `$LASTEXITCODE'" (@{ PATH = $path; HOME = $night.Folder } + (Get-EnvironmentProfile))

        foreach ($refused in @{ Name = 'nameless'; Rows = "Prompt`nnameless one" }, @{ Name = 'twins'; Rows = "JobKey,Prompt`nk$([char]0xA0),twins one`nk,twins two" }) {
            $nights[$refused.Name] = $night = New-Night $refused.Name
            Set-Content "$($night.Folder)/shots.csv" $refused.Rows
            $night.Run = Start-Batch $night @{ HOME = $night.Folder }
        }

        # Where nobody sits: a vault with a password, made in a process of its own.
        if (-not $hasVaults) { return }
        $account = New-Folder
        Set-Content "$account/store-password" 'pw' -NoNewline
        chmod 400 "$account/store-password"
        $own = @{ PATH = $path; HOME = $account; VEOPS_HOME = "$account/ledger"; TEST_KEY = $key }
        $made = Receive-Script (Start-Night "'$pwsh' -NoProfile -NonInteractive -File '$samples/New-Store.ps1' -PasswordFile '$account/store-password'" $own)
        $kept = Receive-Script (Start-Night "'$pwsh' -NoProfile -NonInteractive -Command '& $samples/Unlock-Store.ps1 $account/store-password; Import-Module VeoPS; Register-VeoProfile prod SkillsVideo -BaseUri $(Get-GatewayUri) -ApiKey (ConvertTo-SecureString `$env:TEST_KEY -AsPlainText -Force)'" $own)

        $nights.systemd = $night = New-Night 'systemd'
        $unit = Get-Content "$samples/systemd/veops-nightly.service"
        $places = @{ '/usr/bin/pwsh' = $pwsh; '/opt/veops' = $samples; '/etc/veops/store-password' = "$account/store-password"; '/etc/veops/shots.csv' = "$($night.Folder)/shots.csv"; '/var/lib/veops/videos' = $night.Videos; '/var/lib/veops/ledger' = "$account/ledger"; '/var/lib/veops' = $account; '/var/log/veops' = $night.Folder }
        $variables = @{ PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'; LANG = 'C.UTF-8'; USER = 'veops'; LOGNAME = 'veops'; SHELL = '/bin/sh'; INVOCATION_ID = [guid]::NewGuid().ToString('N'); STATE_DIRECTORY = $account; LOGS_DIRECTORY = $night.Folder }
        foreach ($pair in $unit -match '^Environment=' -replace '^Environment=') { $variables[$pair.Split('=')[0]] = Get-Moved $pair.Split('=')[1] $places }
        $variables.Remove('NO_COLOR')
        $night.Run = Start-Night ('exec ' + (Get-Moved ($unit -match '^ExecStart=' -replace '^ExecStart=') $places)) $variables

        $nights.cron = $night = New-Night 'cron'
        $table = Get-Content "$samples/cron/veops.crontab"
        $places = @{ '/usr/bin/pwsh' = $pwsh; '/opt/veops' = $samples; '/srv/veops/store-password' = "$account/store-password"; '/srv/veops' = $night.Folder }
        $variables = @{ PATH = '/usr/bin:/bin'; HOME = $account; LOGNAME = 'veops'; SHELL = '/bin/sh' }
        foreach ($pair in $table -match '^VEOPS_') { $variables[$pair.Split('=')[0]] = Get-Moved $pair.Split('=')[1] $places }
        $night.Run = Start-Night (Get-Moved ($table -match '^[\d*]' -replace '^(\S+ ){5}') $places) $variables
    }

    BeforeEach { if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the environments are those of Linux' } }

    It 'saves all as <_> starts it' -ForEach 'systemd', 'cron' {
        if (-not $hasVaults) { Set-ItResult -Skipped -Because 'SecretManagement and SecretStore are not installed'; return }
        $made.ExitCode, $kept.ExitCode | Should -Be 0, 0 -Because "$($made.Output) $($made.Error) $($kept.Output) $($kept.Error)"
        $night = $nights[$_]
        $result = Receive-Script $night.Run
        Assert-Night $night $result
        if ($_ -eq 'cron') {
            $result.Output | Should -BeNullOrEmpty -Because 'cron mails what is printed'
            Get-Content "$($night.Folder)/nightly.log" -Raw | Should -Match '2 of 2 rows are on disk'
        }
        (Get-Content "$($night.Folder)/events.jsonl" | ConvertFrom-Json | Where-Object event -EQ 'Saved') | Should -HaveCount 2
    }

    It 'saves all as <_> starts it' -ForEach 'github', 'container' {
        $night = $nights[$_]
        Assert-Night $night (Receive-Script $night.Run)
        (Get-Content "$($night.Folder)/events.jsonl" | ConvertFrom-Json | Where-Object event -EQ 'Saved') | Should -HaveCount 2
    }

    It 'saves all without a home, or with one that cannot be written, where VEOPS_HOME names a place: <_>' -ForEach 'homeless', 'placed' {
        Assert-Night $nights[$_] (Receive-Script $nights[$_].Run)
    }

    It 'buys nothing and exits 1 where there is no place for the ledger' {
        $result = Receive-Script $nights.placeless.Run
        Assert-Night $nights.placeless $result -ExitCode 1 -Saved 0
        $result.Error | Should -Match 'VEOPS_HOME'
    }

    It 'saves what can be saved, says what was not, and exits 1, under a caller that stops at errors and keeps a transcript' {
        $result = Receive-Script $nights.bad.Run
        Assert-Night $nights.bad $result -ExitCode 1 -Saved 1
        $transcript = Get-Content "$($nights.bad.Folder)/transcript.txt" -Raw
        $transcript | Should -Match 'Not saved: bad/a bad one'
        $lines = @($result.Error.Split("`n") | Where-Object { $_.Trim() })
        $lines | Should -HaveCount 1 -Because 'an error is one line'
        $lines | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ VeoSubmitRejected: '
        $transcript | Should -Not -Match 'C4nary'
    }

    It 'exits 2 and does nothing while another run is at work, and is started over where that was killed: nothing is bought twice' {
        $night = New-Night 'killed'
        $variables = @{ HOME = $night.Folder }
        Add-Fault @{ route = 'poll'; fault = 'unknownStatus'; prompt = 'killed' } # Until it is killed, it waits.
        $first = Start-Batch $night $variables
        Wait-Until { @(Get-Bought $night).Count -eq 2 }
        (Receive-Script (Start-Batch $night $variables)).ExitCode | Should -Be 2
        $first.Process.HasExited | Should -BeFalse
        Stop-Tree $first.Process
        Invoke-Control 'faults' Delete

        $again = Receive-Script (Start-Batch $night $variables)
        Assert-Night $night $again
        $again.Output | Should -Match 'Saved: '
    }

    It 'refuses a CSV whose rows have no JobKey, or the same: <_>' -ForEach 'nameless', 'twins' {
        $result = Receive-Script $nights[$_].Run
        Assert-Night $nights[$_] $result -ExitCode 1 -Saved 0
        $result.Error | Should -Match 'JobKey'
    }

    It 'passes blank rows below the last over with a word, and tells the place of one without a key among all rows' {
        $night = New-Night 'blank' 'one'
        Set-Content "$($night.Folder)/shots.csv" "JobKey;Prompt;Tag`nblank/one;blank one;x`n;;`n ;;"
        $result = Receive-Script (Start-Batch $night @{ HOME = $night.Folder } "-Delimiter ';'")
        Assert-Night $night $result -Saved 1
        $result.Line -match 'Z Blank rows skipped: 2\.$' | Should -HaveCount 1
        $result.Error | Should -BeNullOrEmpty

        Set-Content "$($night.Folder)/shots.csv" "JobKey,Prompt`n,`n,blank two"
        (Receive-Script (Start-Batch $night @{ HOME = $night.Folder })).Error | Should -Match 'row 2 has no JobKey'
    }

    It 'tells each video at the moment when it is saved, while others are still being made' {
        $night = New-Night 'early' 'never ends', 'ends'
        Add-Fault @{ route = 'poll'; fault = 'unknownStatus'; prompt = 'early never ends' }
        $log = "$($night.Folder)/log"
        $run = Start-Batch $night @{ HOME = $night.Folder } "> '$log'"
        Wait-Until { (Get-Content $log -Raw -ErrorAction Ignore) -match 'Z Saved: ' }
        $run.Process.HasExited | Should -BeFalse
        Get-Content $log -Raw | Should -Not -Match 'rows are on disk'
        Stop-Tree $run.Process
        Invoke-Control 'faults' Delete
    }

    It 'reads a CSV of code page 1252, and adds what it says to the file of -Log' {
        $night = New-Night 'western'
        $umlaut = [char] 0xE4
        [IO.File]::WriteAllBytes("$($night.Folder)/shots.csv", [Text.Encoding]::Latin1.GetBytes("JobKey;Prompt`none;western B${umlaut}r`ntwo;western two"))
        $log = "$($night.Folder)/nightly.log"
        $variables = @{ HOME = $night.Folder }
        $wrong = Receive-Script (Start-Batch $night $variables "-Delimiter ';' -Log '$log' -MaxTotalCost 0,50")
        Assert-Night $night $wrong -ExitCode 1 -Saved 0
        $wrong.Error | Should -Match "VeoRequestInvalid: .*-MaxTotalCost: '0,50' is not a valid amount"
        $result = Receive-Script (Start-Batch $night $variables "-Delimiter ';' -Encoding 1252 -Log '$log' -FileName '{JobKey}.mp4'")
        Assert-Night $night $result
        (Get-Bought $night).request.prompt | Should -Contain "western B${umlaut}r"
        Get-Content $log | Should -Be (@($wrong.Error.Trim()) + $result.Line)
    }

    It 'says of a CSV with another delimiter which columns it has' {
        $night = New-Night 'delimiter'
        Set-Content "$($night.Folder)/shots.csv" 'JobKey;Prompt', 'one;delimiter one'
        $result = Receive-Script (Start-Batch $night @{ HOME = $night.Folder })
        Assert-Night $night $result -ExitCode 1 -Saved 0
        $result.Error | Should -Match 'has no column JobKey\. Its columns are: JobKey;Prompt\. Does it need another -Delimiter\?'
    }

    It 'reads a CSV with semicolons, names the files as -FileName says, and writes no colours where no terminal is' {
        $night = New-Night 'excel'
        Set-Content "$($night.Folder)/shots.csv" 'JobKey;Prompt', 'one;excel one', 'two;excel two'
        $result = Receive-Script (Start-Batch $night @{ HOME = $night.Folder; NO_COLOR = ''; TERM = 'xterm-256color' } "-Delimiter ';' -FileName '{JobKey}.mp4'")
        Assert-Night $night $result
        (Get-ChildItem $night.Videos -Filter *.mp4).Name | Sort-Object | Should -Be 'one.mp4', 'two.mp4'
        "$($result.Output)$($result.Error)" | Should -Not -Match "$([char] 27)"
    }
}

Describe 'The worker' {
    BeforeEach { if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the environments are those of Linux' } }

    It 'saves each job of the list once, whether one worker runs or two, tells those that fail, and ends' {
        $night = New-Night 'fleet'
        $variables = @{ PATH = $path; HOME = $night.Folder; VEOPS_HOME = "$($night.Folder)/ledger" } + (Get-EnvironmentProfile)
        Add-Fault @{ route = 'submit'; fault = 'status'; status = 400; prompt = 'fleet bad' }
        $rows = @('bad'; 1..5) | ForEach-Object { [pscustomobject]@{ JobKey = "fleet/$_"; Prompt = "fleet $_" } }
        $rows | Export-Csv "$($night.Folder)/shots.csv"
        (Receive-Script (Start-Night "exec '$pwsh' -NoProfile -NonInteractive -Command 'Import-Csv $($night.Folder)/shots.csv | Add-VeoJob'" $variables)).ExitCode | Should -Be 0

        $line = "exec '$pwsh' -NoProfile -NonInteractive -File '$samples/worker.ps1' -OutputPath '$($night.Videos)' -FileName '{JobKey}.mp4' -First 2"
        $workers = Start-Night $line $variables; $workers = $workers, (Start-Night $line $variables)
        $results = @($workers | ForEach-Object { Receive-Script $_ })
        $said = "$($results.Output) $($results.Error)"
        ($results.ExitCode | Sort-Object) | Should -Be 0, 1 -Because $said
        @(Get-Bought $night) | Should -HaveCount 5 -Because $said
        @(Get-ChildItem $night.Videos -Filter *.mp4) | Should -HaveCount 5 -Because $said
        $said | Should -Match 'Z VeoSubmitRejected: .*fleet/bad'
        $said | Should -Not -Match 'C4nary'

        $again = Receive-Script (Start-Night $line $variables)
        $again.ExitCode | Should -Be 0 -Because "$($again.Output) $($again.Error)"
        $again.Output | Should -Match 'Jobs taken: 0\. Files saved: 0\. Errors: 0\.'
    }

    It 'waits for new jobs with -Wait, and saves each while it waits for the next' {
        $night = New-Night 'service'
        $variables = @{ PATH = $path; HOME = $night.Folder; VEOPS_HOME = "$($night.Folder)/ledger" } + (Get-EnvironmentProfile)
        $worker = Start-Night "exec '$pwsh' -NoProfile -NonInteractive -File '$samples/worker.ps1' -OutputPath '$($night.Videos)' -FileName '{JobKey}.mp4' -Wait" $variables
        foreach ($row in 'one', 'two') {
            $add = "Add-VeoJob 'service $row' -JobKey '$row' -Tag '$row'"
            (Receive-Script (Start-Night "exec '$pwsh' -NoProfile -NonInteractive -Command `"$add`"" $variables)).ExitCode | Should -Be 0
            Wait-Until { Test-Path "$($night.Videos)/$row.mp4" }
        }
        $worker.Process.HasExited | Should -BeFalse
        Stop-Tree $worker.Process
    }

    It 'ends with 1 where the files cannot be written, and does not try for ever' {
        $night = New-Night 'stuck'
        $variables = @{ PATH = $path; HOME = $night.Folder; VEOPS_HOME = "$($night.Folder)/ledger" } + (Get-EnvironmentProfile)
        (Receive-Script (Start-Night "exec '$pwsh' -NoProfile -NonInteractive -Command 'Import-Csv $($night.Folder)/shots.csv | Add-VeoJob'" $variables)).ExitCode | Should -Be 0
        $line = "exec '$pwsh' -NoProfile -NonInteractive -File '$samples/worker.ps1' -OutputPath"
        $stuck = Receive-Script (Start-Night "$line /sys/videos" $variables)
        $stuck.ExitCode | Should -Be 1 -Because "$($stuck.Output) $($stuck.Error)"
        Assert-Night $night (Receive-Script (Start-Night "$line '$($night.Videos)'" $variables))
    }
}
