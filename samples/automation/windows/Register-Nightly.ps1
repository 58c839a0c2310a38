<#
.SYNOPSIS
    Registers the nightly batch with Windows Task Scheduler. Run it once, elevated.
.DESCRIPTION
    The task runs as the account that has the vault, whether it is logged on or not. Windows stores the password of the
    account, because a task without a password (S4U) cannot decrypt the account's data, such as the file of -PasswordFile.
#>
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    # The account, such as .\veops. It needs the right to log on as a batch job.
    [Parameter(Mandatory = $true)]
    [pscredential] $Credential,

    [string] $Folder = 'C:\ProgramData\VeoPS',

    # The time of day at which the task starts, in local time.
    [timespan] $At = '02:30',

    # More parameters of nightly.ps1, such as '-Delimiter ; -Encoding 1252 -FileName {JobKey}.mp4'. Task Scheduler knows no single
    # quotes: use double quotes around a value with spaces.
    [string] $More,

    # The path of the PowerShell that runs the task.
    [string] $PowerShell
)

$ErrorActionPreference = 'Stop'
$Folder = $Folder.TrimEnd('\')
if (-not $PowerShell) { $PowerShell = (Get-Command pwsh.exe -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source }
if (-not $PowerShell) { throw 'There is no pwsh.exe in PATH. Give its full path with -PowerShell.' }

# There, the Store and winget keep a link that works for the account that installed the package.
if ($PowerShell -like '*\WindowsApps\*') { throw "'$PowerShell' may not start for another account. Install PowerShell with its MSI package, or give the full path of another pwsh.exe with -PowerShell." }
if ($More -match "(^|\s)'") { throw "-More has a single quote, which would become part of the value. Use double quotes." }
$arguments = "-NoProfile -NonInteractive -File `"$Folder\nightly.ps1`" -Csv `"$Folder\shots.csv`" -OutputPath `"$Folder\videos`" -VeoProfile prod -PasswordFile `"$Folder\store-password.xml`" -Log `"$Folder\nightly.log`" $More".TrimEnd()

# A second run does not start while one is running. A missed run starts later. Windows tries again if it could not start a run; a
# run that ended with an error continues the next night. A run may take twelve hours. If Windows stops it then, its purchases are
# in the ledger, and the next run continues with them.
$task = [xml] @'
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Buys and saves the nightly videos.</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary/>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT30M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Principals>
    <Principal id="Author">
      <UserId/>
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Actions Context="Author">
    <Exec>
      <Command/>
      <Arguments/>
      <WorkingDirectory/>
    </Exec>
  </Actions>
</Task>
'@
$task.Task.Triggers.CalendarTrigger.StartBoundary = [datetime]::Today.Add($At).ToString('s')
$task.Task.Principals.Principal.UserId = $Credential.UserName
$task.Task.Actions.Exec.Command = $PowerShell
$task.Task.Actions.Exec.Arguments = $arguments
$task.Task.Actions.Exec.WorkingDirectory = $Folder

if ($PSCmdlet.ShouldProcess('VeoPS nightly', "Register for $($Credential.UserName), daily at $At")) {
    Register-ScheduledTask -TaskName 'VeoPS nightly' -Xml $task.OuterXml -User $Credential.UserName -Password $Credential.GetNetworkCredential().Password -Force
}
