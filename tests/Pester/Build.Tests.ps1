BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Use-Environment
    $script = Get-RepositoryPath 'build.ps1'
    # build.ps1 takes the module of out/VeoPS, which is there, since the tests were built.
    function Invoke-Build([string] $Argument, [hashtable] $Variable = @{}) {
        Invoke-Script "& '$script' $Argument -NoBuild" (@{ VEOPS_HOME = $env:VEOPS_HOME } + $Variable) -NoHome -NoImport
    }
}

AfterAll { Restore-Environment }

Describe 'build.ps1 Build' {
    It 'builds no tests: with the module there, it only says how to import it' {
        $result = Invoke-Build 'Build'
        $result.ExitCode | Should -Be 0 -Because $result.Error
        $result.Line | Should -Be "Import-Module $(Get-RepositoryPath 'out/VeoPS')"
    }
}

Describe 'build.ps1 Demo' {
    It 'saves three test clips and ends with the next lines to type, of which the first opens PowerShell' {
        $folder = New-Folder
        $result = Invoke-Build "Demo -OutputPath '$folder'" @{ HOME = New-Folder }
        $result.ExitCode | Should -Be 0 -Because $result.Error
        Get-ChildItem $folder -Filter *.mp4 | Should -HaveCount 3
        $result.Line[-4] | Should -Match '^(dotnet pwsh|pwsh|powershell) -NoExit -Command Import-Module ./out/VeoPS$'
        $result.Line[-2] | Should -Match '^''A dog playing in a park'' \| New-VeoVideo '
        $result.Line[-1] | Should -Be 'Get-VeoProvider'
    }
}

Describe 'build.ps1 Install' {
    It 'makes the module known by its name, can be repeated, and says how to remove it' {
        if ($env:OS -eq 'Windows_NT') { Set-ItResult -Skipped -Because 'on Windows the account, and no variable, names the folder that this would write to' }
        $account = @{ HOME = New-Folder }
        $null = Invoke-Build 'Install' $account
        $result = Invoke-Build 'Install' $account
        $result.ExitCode | Should -Be 0 -Because $result.Error

        $named = Invoke-Script 'Import-Module VeoPS; (Get-Module VeoPS).ModuleBase; (Get-Command -Module VeoPS).Count' $account -NoHome -NoImport
        $named.Line[0] | Should -BeLike "$($account.HOME)/.local/share/powershell/Modules/VeoPS/*"
        [int] $named.Line[1] | Should -BeGreaterThan 10
        Get-ChildItem (Split-Path $named.Line[0]) | Should -HaveCount 1

        $remove = $result.Line | Where-Object { $_ -like 'Remove-Item *' }
        (Invoke-Script $remove $account -NoHome -NoImport).ExitCode | Should -Be 0
        (Invoke-Script 'Get-Module VeoPS -ListAvailable | ForEach-Object Path' $account -NoHome -NoImport).Line | Should -BeNullOrEmpty
    }
}
