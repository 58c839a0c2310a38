<#
.SYNOPSIS
    Unlocks this account's SecretStore for this process, with a password from a protected file.
.DESCRIPTION
    On Linux and macOS the file contains the password as text, and only this account may read it (chmod 400). On Windows,
    write it with 'Get-Credential veops | Export-Clixml FILE': only the account that wrote it can decrypt it.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $PasswordFile
)

$ErrorActionPreference = 'Stop'
$file = Get-Item -LiteralPath $PasswordFile -Force
if ($file.Extension -eq '.xml') {
    $password = (Import-Clixml -LiteralPath $file.FullName).Password
}
else {
    if ($file.UnixMode -and $file.UnixMode.Substring(4) -ne '------') { throw "Other accounts can read '$file' ($($file.UnixMode)). Nothing was unlocked. Run: chmod 400 '$file'" }
    $text = (Get-Content -LiteralPath $file.FullName -Raw).TrimEnd("`r", "`n")
    $password = New-Object securestring
    foreach ($character in $text.ToCharArray()) { $password.AppendChar($character) }
}

Microsoft.PowerShell.SecretStore\Unlock-SecretStore -Password $password
