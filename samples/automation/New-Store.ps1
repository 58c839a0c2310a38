<#
.SYNOPSIS
    Creates a SecretStore vault for a service account. The vault has a password, but never prompts for it.
.DESCRIPTION
    Run this script once, as that account, in a separate process: SecretStore can forget the password in the process that
    created the store.
#>
[CmdletBinding()]
param(
    # The file that contains the password. Unlock-Store.ps1 describes it.
    [Parameter(Mandatory = $true)]
    [string] $PasswordFile,

    [string] $Name = 'store'
)

$ErrorActionPreference = 'Stop'
$file = Get-Item -LiteralPath $PasswordFile -Force
$password = if ($file.Extension -eq '.xml') { (Import-Clixml -LiteralPath $file.FullName).Password }
else { ConvertTo-SecureString (Get-Content -LiteralPath $file.FullName -Raw).TrimEnd("`r", "`n") -AsPlainText -Force }

Microsoft.PowerShell.SecretManagement\Register-SecretVault -Name $Name -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Microsoft.PowerShell.SecretStore\Set-SecretStoreConfiguration -Authentication Password -Interaction None -Password $password -Confirm:$false
