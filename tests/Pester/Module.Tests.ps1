BeforeAll {
    Import-Module $PSScriptRoot/Support.psm1 -Force
    $module = Get-ModulePath
}

Describe 'The module on disk' {
    It 'holds for <edition> what it needs and nothing else' -ForEach @(
        @{
            edition = 'Core'
            needs   = 'Microsoft.Data.Sqlite.dll', 'Microsoft.Extensions.DependencyInjection.Abstractions.dll',
            'Microsoft.Extensions.Logging.Abstractions.dll', 'Npgsql.dll', 'Polly.Core.dll', 'SQLitePCLRaw.batteries_v2.dll',
            'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'System.Diagnostics.DiagnosticSource.dll', 'VeoPS.Engine.dll'
        }
        @{
            edition = 'Desktop'
            needs   = 'Microsoft.Bcl.AsyncInterfaces.dll', 'Microsoft.Bcl.TimeProvider.dll', 'Microsoft.Data.Sqlite.dll', 'Polly.Core.dll',
            'SQLitePCLRaw.batteries_v2.dll', 'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'System.Buffers.dll',
            'System.ComponentModel.Annotations.dll', 'System.Memory.dll', 'System.Numerics.Vectors.dll', 'System.Runtime.CompilerServices.Unsafe.dll',
            'System.Text.Encodings.Web.dll', 'System.Text.Json.dll', 'System.Threading.Tasks.Extensions.dll', 'VeoPS.Engine.dll'
        }
    ) {
        (Get-ChildItem $module/bin/$edition -File).Name | Sort-Object | Should -Be 'VeoPS.Abstractions.dll', 'VeoPS.dll', 'VeoPS.Loader.dll'
        (Get-ChildItem $module/bin/$edition/private -File -Recurse).Name | Sort-Object | Should -Be $needs
    }

    It 'has nothing beside its assemblies but manifest, types, formats, licences, help, and the pages and samples that it names' {
        # A package brings its own description.
        $ours = (Get-ChildItem -LiteralPath $module).Name | Where-Object { $_ -notin '_rels', 'package', '[Content_Types].xml', 'VeoPS.nuspec' }
        $ours | Sort-Object | Should -Be 'bin', 'docs', 'en-US', 'LICENSE', 'licenses', 'samples', 'VeoPS.Format.ps1xml', 'VeoPS.psd1', 'VeoPS.Types.ps1xml'
    }

    It 'has the terms of everything that it ships and others wrote' {
        $others = (Get-ChildItem $module/bin/*/private/*.dll).BaseName | Where-Object { $_ -ne 'VeoPS.Engine' }
        $others = @($others) + 'e_sqlite3' | Sort-Object -Unique
        (Get-ChildItem $module/licenses).BaseName | Sort-Object | Should -Be $others
        Get-ChildItem $module/licenses | ForEach-Object { Get-Content $_ -Raw | Should -Match 'Copyright' }
    }

    It 'has a valid manifest of the version that was built' {
        $version = ([xml](Get-Content (Get-RepositoryPath 'Directory.Build.props'))).Project.PropertyGroup.Version | Where-Object { $_ }
        (Test-ModuleManifest $module/VeoPS.psd1).Version | Should -Be $version
        [Reflection.AssemblyName]::GetAssemblyName("$module/bin/Core/VeoPS.dll").Version.ToString(3) | Should -Be $version
    }

    It 'exports every cmdlet that it has, and nothing else' {
        $types = [VeoPS.Commands.VeoCmdlet].Assembly.GetExportedTypes().ForEach{ $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) }
        (Get-Module VeoPS).ExportedCommands.Keys | Sort-Object | Should -Be ($types.ForEach{ "$($_.VerbName)-$($_.NounName)" } | Sort-Object)
    }
}

Describe 'Import' {
    BeforeAll {
        # Started together, since most of their time is PowerShell's own start.
        $import = Start-Script -NoImport @"
Import-Module '$module'
[VeoPS.VeoTask].FullName
[AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.Location -like '$module*' }.ForEach{ `$_.GetName().Name } | Sort-Object
"@
        $firstUse = Start-Script @"
function Find { [AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.GetName().Name -eq 'VeoPS.Engine' } }
`$before = @(Find).Count
`$null = Get-VeoProvider
`$before, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext((Find)[0]).Name
"@
        $again = Start-Script @"
`$line = { ('a cat' | New-VeoVideo -Profile sandbox).Status }
& `$line
Import-Module '$module' -Force; & `$line
Remove-Module VeoPS; Import-Module '$module'; & `$line
[powershell]::Create().AddScript("Import-Module '$module'; & {`$line}").Invoke()
1..4 | ForEach-Object -Parallel { Import-Module '$module'; ('a cat' | New-VeoVideo -Profile sandbox).Status }
"@ @{ VEOPS_HOME = New-Folder }
    }

    It 'loads nothing but its face, and names its types at once' {
        $result = Receive-Script $import
        $result.Line | Should -Be 'VeoPS.VeoTask', 'VeoPS', 'VeoPS.Abstractions'
        Get-ChildItem $result.Home -Recurse -Filter 'veops*' | Should -BeNullOrEmpty
    }

    It 'loads the engine into a context of its own, with its first use' {
        (Receive-Script $firstUse).Line | Should -Be '0', 'VeoPS'
    }

    It 'works again with -Force, after Remove-Module, in a second runspace and in parallel ones' {
        $result = Receive-Script $again
        $result.Error | Should -BeNullOrEmpty
        $result.Line | Should -Be (@('Queued') * 8)
    }

    It 'does not meet the Polly.Core <version> of another module' -ForEach @{ version = '7.0.0.0' }, @{ version = '99.0.0.0' } {
        $folder = New-Folder
        New-Assembly $folder 'Polly.Core' $version
        $result = Invoke-Script -NoImport @"
`$null = [Reflection.Assembly]::LoadFrom('$folder/Polly.Core.dll')
Import-Module '$module'
('a cat' | New-VeoVideo -Profile sandbox).Status
[AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.GetName().Name -eq 'Polly.Core' }.ForEach{ [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Sort-Object
"@ @{ VEOPS_HOME = New-Folder }
        $result.Error | Should -BeNullOrEmpty
        $result.Line | Should -Be 'Queued', 'Default', 'VeoPS'
    }
}

Describe 'A second version in one process' {
    BeforeAll {
        $other = Join-Path (New-Folder) 'VeoPS'
        Copy-Item $module $other -Recurse
        (Get-Content $other/VeoPS.psd1 -Raw) -replace "(?m)^(\s*ModuleVersion\s*=\s*)'.*'", "`$1'99.0.0'" | Set-Content $other/VeoPS.psd1
    }

    It 'is warned of with its first use, and keeps the first one''s assemblies' {
        $result = Invoke-Script "Remove-Module VeoPS; Import-Module '$other'; 'a', 'b' | New-VeoVideo -Profile sandbox | ForEach-Object Status" @{ VEOPS_HOME = New-Folder }
        $result.Output | Should -Match '(?s)WARNING:.*99\.0\.0.*new PowerShell'
        [regex]::Matches($result.Output, 'WARNING').Count | Should -Be 1
        [regex]::Matches($result.Output, 'Queued').Count | Should -Be 2
    }

    It 'is refused where its assemblies have another version, and the first one goes on' {
        Remove-Item $other/bin/Core/VeoPS*.dll
        foreach ($name in 'VeoPS', 'VeoPS.Loader', 'VeoPS.Abstractions') {
            New-Assembly $other/bin/Core $name '99.0.0.0'
        }
        $result = Invoke-Script "Import-Module '$other'; ('a cat' | New-VeoVideo -Profile sandbox).Status" @{ VEOPS_HOME = New-Folder }
        $result.Error | Should -Match 'already loaded'
        $result.Output.Trim() | Should -Be 'Queued'
    }
}
