<#
.SYNOPSIS
    Registers the nightly batch with Windows Task Scheduler. Run it once, elevated.
.DESCRIPTION
    The task runs as the account that has the vault, whether it is logged on or not. Windows stores the password of the
    account: a task without a password (S4U) cannot decrypt data of the account, such as the file of -PasswordFile.
#>
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    # The account, such as .\veops. It needs the right to log on as a batch job.
    [Parameter(Mandatory = $true)]
    [pscredential] $Credential,

    [string] $Folder = 'C:\ProgramData\VeoPS',

    [string] $At = '02:30'
)

$ErrorActionPreference = 'Stop'
$pwsh = (Get-Command pwsh.exe).Source
$arguments = "-NoProfile -NonInteractive -File `"$Folder\nightly.ps1`" -Csv `"$Folder\shots.csv`" -OutputPath `"$Folder\videos`" -VeoProfile prod -PasswordFile `"$Folder\store-password.xml`""

# A run that is under way is not joined by another; one that was missed is made up for; one that failed is started over.
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 12) -RestartCount 3 -RestartInterval (New-TimeSpan -Minutes 30)
$task = @{
    TaskName    = 'VeoPS nightly'
    Description = 'Buys and saves the videos of the night.'
    Action      = New-ScheduledTaskAction -Execute $pwsh -Argument $arguments -WorkingDirectory $Folder
    Trigger     = New-ScheduledTaskTrigger -Daily -At $At
    Settings    = $settings
    User        = $Credential.UserName
    Password    = $Credential.GetNetworkCredential().Password
    RunLevel    = 'Limited'
}
if ($PSCmdlet.ShouldProcess($task.TaskName, "Register for $($task.User), daily at $At")) { Register-ScheduledTask @task -Force }
