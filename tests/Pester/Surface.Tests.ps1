BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    Import-Module $PSScriptRoot/Surface.psm1 -Force
}

Describe 'The public surface' {
    It 'is what docs/surface.txt says; a change is meant, and told in CHANGELOG.md' {
        $expected = Get-Content (Get-RepositoryPath 'docs/surface.txt')
        $actual = Get-Surface
        $changes = Compare-Object $expected $actual | ForEach-Object { "$(if ($_.SideIndicator -eq '=>') { '+' } else { '-' }) $($_.InputObject)" }
        $changes | Should -BeNullOrEmpty -Because 'where it is meant, ./build.ps1 Surface writes the file anew'
        $actual | Should -Be $expected
    }
}

Describe 'The declared output type' {
    BeforeAll {
        Use-Environment
        $folder = New-Folder
        $task = New-VeoVideo 'a cat' -Profile sandbox | Wait-VeoTask
        $saved = $task | Save-VeoVideo $folder
        Register-VeoProfile paid Sandbox -PricePerVideo 1 -DailyBudget 5
        $failed = New-VeoVideo 'a dog' -Profile sandbox -ProviderOption @{ outcome = 'failed' } | Wait-VeoTask -IncludeFailed
    }

    AfterAll { Restore-Environment }

    It 'is what the command emits: <line>' -ForEach @(
        @{ line = { Add-VeoJob 'a cat' -JobKey k -Profile sandbox } }
        @{ line = { Get-VeoJob } }
        @{ line = { Receive-VeoJob } }
        @{ line = { Export-VeoReport "$folder/report.html" -InputObject $task } }
        @{ line = { Get-VeoBalance paid } }
        @{ line = { Get-VeoProfile } }
        @{ line = { Get-VeoProvider } }
        @{ line = { Get-VeoTask } }
        @{ line = { Measure-VeoCost 'a cat' -Profile sandbox } }
        @{ line = { New-VeoVideo 'a cat' -Profile sandbox } }
        @{ line = { Register-VeoProfile p Sandbox -PassThru } }
        @{ line = { Restart-VeoTask $failed -Confirm:$false } }
        @{ line = { Save-VeoVideo -InputObject $task -OutputPath $folder } }
        @{ line = { Set-VeoProfile p -Model m -PassThru } }
        @{ line = { Stop-VeoTask (New-VeoVideo 'a cat' -Profile sandbox) -Confirm:$false } }
        @{ line = { Test-VeoProfile sandbox } }
        @{ line = { Test-VeoProfile sandbox -Quiet } }
        @{ line = { Wait-VeoTask $task } }
    ) {
        $command = Get-Command $line.Ast.Find({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true).GetCommandName()
        $emitted = @(& $line)
        $emitted.Count | Should -BeGreaterThan 0
        $emitted | ForEach-Object { $_.GetType() } | Select-Object -Unique | ForEach-Object { $_ | Should -BeIn $command.OutputType.Type }
    }

    It 'has no method that C# makes for itself' {
        $types = (Get-Command -Module VeoPS).OutputType.Type | Where-Object { $_.Namespace -eq 'VeoPS' } | Select-Object -Unique
        $types.Count | Should -BeGreaterThan 5
        foreach ($type in $types) { $type.GetMethods().Name -match '[<$]' | Should -BeNullOrEmpty -Because $type.Name }
    }

    It 'is none where a command emits nothing' {
        foreach ($name in 'Remove-VeoJob', 'Remove-VeoTask', 'Unregister-VeoProfile') { (Get-Command $name).OutputType | Should -BeNullOrEmpty }
        Register-VeoProfile quiet Sandbox | Should -BeNullOrEmpty
        Set-VeoProfile quiet -Model m | Should -BeNullOrEmpty
    }
}
