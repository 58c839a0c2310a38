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
