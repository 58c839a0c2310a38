@{
    ModuleVersion          = '0.1.0'
    GUID                   = '5d0f2c1e-6a0b-4f37-9a54-0c6f1f0b7a3e'
    Author                 = 'The VeoPS contributors'
    CompanyName            = 'The VeoPS contributors'
    Copyright              = '(c) 2026 The VeoPS contributors. MIT licence.'
    Description            = 'Makes videos with Google Veo 3.1 through the HTTP gateways that sell it. Submits once, waits, and saves: nothing that was paid for is lost, and nothing is paid for twice. Tested on Linux, and with the Windows build of PowerShell 7 under Wine; not yet on Windows itself, nor in Windows PowerShell 5.1.'
    CompatiblePSEditions   = @('Core', 'Desktop')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'

    # What costs an import nothing: no condition, no module inside the module, and the engine only with the first call.
    RootModule             = "bin/$PSEdition/VeoPS.dll"
    # The types, so that a script can name [VeoPS.VeoTask] at once; the module's own, since the types file names code of it.
    RequiredAssemblies     = "bin/$PSEdition/VeoPS.Abstractions.dll", "bin/$PSEdition/VeoPS.dll"
    TypesToProcess         = 'VeoPS.Types.ps1xml'
    FormatsToProcess       = 'VeoPS.Format.ps1xml'

    CmdletsToExport        = @(
        'Add-VeoJob'
        'Export-VeoReport'
        'Get-VeoBalance'
        'Get-VeoJob'
        'Get-VeoProfile'
        'Get-VeoProvider'
        'Get-VeoTask'
        'Measure-VeoCost'
        'New-VeoVideo'
        'Receive-VeoCallback'
        'Receive-VeoJob'
        'Register-VeoProfile'
        'Remove-VeoJob'
        'Remove-VeoTask'
        'Resolve-VeoTask'
        'Restart-VeoTask'
        'Save-VeoVideo'
        'Set-VeoProfile'
        'Stop-VeoTask'
        'Test-VeoProfile'
        'Unregister-VeoProfile'
        'Wait-VeoTask'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        # Where Get-Help -Online leads: the address of the folder that has the pages of docs/en-US. Whoever publishes the module sets it
        # here, before the build. While it is empty, -Online says what to type instead.
        OnlineHelp = ''

        PSData = @{
            Tags         = @('Veo', 'Video', 'AI', 'Google', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/VeoPS/VeoPS'
            ReleaseNotes = 'https://github.com/VeoPS/VeoPS/blob/main/CHANGELOG.md'
        }
    }
}
