BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Start-Gateway
    $port = ([uri] (Get-GatewayUri)).Port
    Add-Type -Path (Get-GatewayAssembly)
    $authority = [VeoPS.TestGateway.TestAuthority]::new()
    $trusted = Join-Path (New-Folder) 'authority.pem'
    Set-Content $trusted $authority.Pem

    # Only the proxy knows the first; the second is this machine.
    $far = [VeoPS.TestGateway.TlsFront]::new($authority.Sign('gateway.test'), $port)
    $near = [VeoPS.TestGateway.TlsFront]::new($authority.Sign('localhost'), $port)
    $password = 'pr0xyC4nary'

    function Start-Proxy([int] $Behind) { $script:proxy = [VeoPS.TestGateway.ConnectProxy]::new($Behind) }

    function Invoke-At([string] $BaseUri, [string] $Script, [hashtable] $Variable) {
        Invoke-Script $Script (@{ VEOPS_PROVIDER = 'TokenBay'; VEOPS_API_KEY = 'test-key'; VEOPS_BASE_URI = $BaseUri; VEOPS_HOME = New-Folder } + $Variable)
    }

    function Get-ProxyVariable { @{ HTTPS_PROXY = "http://me:$password@127.0.0.1:$($proxy.Port)" } }
}

AfterAll {
    $far, $near, $authority | Where-Object { $_ } | ForEach-Object Dispose
    Stop-Gateway
    Restore-Environment
}

Describe 'The network' {
    BeforeEach { Invoke-Control 'reset' Post }

    AfterEach { if ($proxy) { $proxy.Dispose() } }

    It 'is reached through HTTPS_PROXY and by the authority of SSL_CERT_FILE, and a link to this machine is refused there' {
        Start-Proxy $far.Port
        Add-Fault @{ route = 'poll'; fault = 'status'; status = 200; contentType = 'application/json'; body = "{`"status`":`"SUCCESS`",`"result_url`":`"http://127.0.0.1:$port/film.mp4`"}" }
        $result = Invoke-At 'https://gateway.test' "'a cat' | New-VeoVideo -Verbose -Debug -WarningAction SilentlyContinue | Get-VeoTask -OutVariable task | Save-VeoVideo '$(New-Folder)' -Verbose; `$task.Status; `$Error.FullyQualifiedErrorId; `$Error.Exception.Message; `$Error | Format-List * -Force" ((Get-ProxyVariable) + @{ SSL_CERT_FILE = $trusted })
        $result.Line | Should -Contain 'Succeeded'
        $result.Output | Should -Match 'VeoDownloadFailed'
        $result.Output | Should -Match 'is this machine\.'
        $proxy.Heads[0] | Should -Match '^CONNECT gateway\.test:443'
        $proxy.Heads -join '' | Should -Not -Match 'test-key'
        (Invoke-Control 'requests').pathAndQuery | Should -Not -Contain '/film.mp4'
        $result.Output + $result.Error | Should -Not -Match $password
    }

    It 'is not reached where its certificate is of nobody''s who is trusted, and the check says what to do' {
        Start-Proxy $far.Port
        $result = Invoke-At 'https://gateway.test' "Test-VeoProfile env | Where-Object Ok -EQ `$false | Format-List *" (Get-ProxyVariable)
        $result.Output | Should -Match 'Tls'
        $result.Output -replace '\s+' | Should -Match 'authority'
        Invoke-Control 'requests' | Should -BeNullOrEmpty
    }

    It 'is not reached where the proxy wants to know who it is: nothing was sent, and its password is nowhere' {
        Start-Proxy $far.Port
        $proxy.Refusal = 407
        $result = Invoke-At 'https://gateway.test' "Test-VeoProfile env -Verbose | Where-Object Ok -EQ `$false | Format-List *; `$Error | Format-List * -Force" ((Get-ProxyVariable) + @{ SSL_CERT_FILE = $trusted })
        $result.Output | Should -Match '407'
        $result.Output | Should -Match 'HTTPS_PROXY'
        $result.Output + $result.Error | Should -Not -Match $password
        Invoke-Control 'requests' | Should -BeNullOrEmpty
    }

    It 'goes past the proxy where NO_PROXY says so' {
        Start-Proxy $far.Port
        $result = Invoke-At "https://localhost:$($near.Port)" "('a cat' | New-VeoVideo).Status" ((Get-ProxyVariable) + @{ SSL_CERT_FILE = $trusted; NO_PROXY = 'localhost' })
        $result.Line | Should -Be 'Queued'
        $proxy.Heads | Should -BeNullOrEmpty
    }

    It 'carries a key in clear to this machine only, whatever proxy is set' {
        Start-Proxy $port
        $address = "http://127.0.0.1:$($proxy.Port)"
        $result = Invoke-At (Get-GatewayUri) "('a cat' | New-VeoVideo | Get-VeoTask | Save-VeoVideo '$(New-Folder)').Length -gt 0" @{ HTTP_PROXY = $address; HTTPS_PROXY = $address; ALL_PROXY = $address }
        $result.Line | Should -Be 'True'
        $proxy.Heads | Should -BeNullOrEmpty
    }
}
