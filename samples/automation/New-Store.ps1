<#
.SYNOPSIS
    Creates a SecretStore vault for a service account. The vault has a password, and never asks for it.
.DESCRIPTION
    Run it once, as that account, in a process of its own: a store can forget its password in the process that created it.
#>
[CmdletBinding()]
param(
    # The file with the password. Unlock-Store.ps1 describes it.
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
