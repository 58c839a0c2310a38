BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
    Use-Gateway
    $told = '$Error.ForEach{ $_.FullyQualifiedErrorId.Split(",")[0] }'
}

AfterAll {
    Stop-Gateway
    Restore-Environment
}

Describe 'Where nobody watches' {
    AfterEach { Invoke-Control 'reset' Post }

    It 'a line without a profile buys nothing, and says which to set, with the standard input redirected<how>' -ForEach @(
        @{ how = ''; interactive = $true }, @{ how = ' and -NonInteractive'; interactive = $false }
    ) {
        $ledger = New-Folder -Missing
        $result = Invoke-Script "'a cat' | New-VeoVideo; $told" @{ VEOPS_HOME = $ledger } -Interactive:$interactive
        $result.Line | Should -Be 'VeoProfileNotFound'
        $result.Error | Should -Match 'VEOPS_PROFILE'
        Test-Path $ledger | Should -BeFalse
    }

    It 'a line takes VEOPS_PROFILE before VEOPS_PROVIDER' {
        (Invoke-Script "('a cat' | New-VeoVideo).Profile" ((Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder; VEOPS_PROFILE = 'sandbox' })).Line | Should -Be 'sandbox'
        (Invoke-Script "('a cat' | New-VeoVideo).Profile" ((Get-GatewayVariable) + @{ VEOPS_HOME = New-Folder })).Line | Should -Be 'env'
    }

    It 'a line without a place for its ledger buys nothing, and says to set VEOPS_HOME' {
        $result = Invoke-Script "'a cat' | New-VeoVideo; $told" (Get-GatewayVariable) -NoHome
        $result.Error | Should -Match 'VEOPS_HOME'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'a ledger that cannot be written is no waiver: nothing is sent' {
        $result = Invoke-Script "`$ErrorActionPreference = 'Continue'; try { 'a cat' | New-VeoVideo } catch { }; $told" ((Get-GatewayVariable) + @{ VEOPS_HOME = "$(New-Item (Join-Path (New-Folder) 'file'))/ledger" })
        $result.Line | Should -Be 'VeoLedgerUnavailable'
        Get-Request 'submit' | Should -BeNullOrEmpty
    }

    It 'VEOPS_LEDGER=off is warned of once, writes nothing, and refuses job keys' {
        $ledger = New-Folder -Missing
        $result = Invoke-Script "('a', 'b' | New-VeoVideo).Status; (New-VeoVideo 'c').Status; New-VeoVideo 'd' -JobKey k; $told" ((Get-GatewayVariable) + @{ VEOPS_HOME = $ledger; VEOPS_LEDGER = 'off' })
        $result.Line -match 'WARNING' | Should -HaveCount 1
        $result.Line -notmatch 'WARNING|^ ' | Select-Object -Last 4 | Should -Be 'Queued', 'Queued', 'Queued', 'VeoRequestInvalid'
        Get-Accepted | Should -HaveCount 3
        Test-Path $ledger | Should -BeFalse
    }

    It 'a ledger in a folder of OneDrive is warned of once, and used' {
        $cloud = New-Folder
        $variables = (Get-GatewayVariable) + @{ VEOPS_HOME = "$cloud/veops"; OneDrive = $cloud }
        $result = Invoke-Script "('a' | New-VeoVideo).Status; ('b' | New-VeoVideo).Status; `$null = Get-VeoTask" $variables
        $result.Output -split "`n" -match 'WARNING: The ledger is in a OneDrive folder' | Should -HaveCount 1
        Test-Path "$cloud/veops/ledger.db" | Should -BeTrue
        Get-Accepted | Should -HaveCount 2
    }

    It 'a wrong key is told as <id> for <what>, and ends a script that wants to end' -ForEach @(
        @{ what = 'a submission'; id = 'VeoUnauthorized'; line = "'a cat' | New-VeoVideo" }
        @{ what = 'a poll'; id = 'VeoUnauthorized'; line = "Get-VeoTask 'task_1'" }
    ) {
        $result = Invoke-Script "try { $line -ErrorAction Stop } catch { $told; exit 3 }" ((Get-GatewayVariable -Key 'wrong') + @{ VEOPS_HOME = New-Folder })
        $result.Line | Should -Be $id
        $result.ExitCode | Should -Be 3
        Get-Accepted | Should -BeNullOrEmpty
    }

    It 'a profile that is none, or half told, is VeoProfileNotFound: <what>' -ForEach @(
        @{ what = 'no such name'; variables = @{ VEOPS_PROFILE = 'nobody' } }
        @{ what = 'no such provider'; variables = @{ VEOPS_PROVIDER = 'Nobody' } }
        @{ what = 'no key'; variables = @{ VEOPS_PROVIDER = 'TokenBay' } }
        @{ what = 'no address'; variables = @{ VEOPS_PROVIDER = 'TokenBay'; VEOPS_API_KEY = 'k'; VEOPS_BASE_URI = 'here' } }
        @{ what = 'settings that are no JSON'; variables = @{ VEOPS_PROVIDER = 'TokenBay'; VEOPS_API_KEY = 'k'; VEOPS_SETTINGS = '{' } }
    ) {
        Use-Environment $variables
        (Invoke-Line { 'a cat' | New-VeoVideo }).ErrorId | Should -Be 'VeoProfileNotFound'
    }

    It 'a key is never sent over plain http, except to this machine' {
        Use-Environment @{ VEOPS_PROVIDER = 'TokenBay'; VEOPS_API_KEY = 'test-key'; VEOPS_BASE_URI = 'http://gateway.invalid' }
        $result = Invoke-Line { 'a cat' | New-VeoVideo }
        $result.ErrorId | Should -Match '^Veo'
        $result.Error.Exception.Message | Should -Match 'https'
    }

    It 'a closed port is warned of, and the line can be stopped while it tries again' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Use-Environment @{ VEOPS_PROVIDER = 'TokenBay'; VEOPS_API_KEY = 'test-key'; VEOPS_BASE_URI = "http://127.0.0.1:$port" }
        $run = Start-Hosted "'a cat' | New-VeoVideo"
        Wait-Until { "$($run.Shell.Streams.Warning)" -match 'did not accept a submission' }
        (Measure-Command { $run.Shell.Stop() }).TotalSeconds | Should -BeLessThan 30
        (Get-VeoTask).Status | Should -Be 'Canceled'
    }
}
