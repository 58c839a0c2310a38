// Makes three test clips with the PowerShell module, on a machine that has the .NET SDK and no PowerShell.
//   dotnet run samples/Demo.cs
// It installs the PowerShell of .config/dotnet-tools.json, and runs build.ps1 Demo with it.

#:property PublishAot=false

using System.Diagnostics;

string repository = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
if (Run(["tool", "restore", "--verbosity", "quiet"]) != 0)
{
    Console.Error.WriteLine("PowerShell could not be installed from .config/dotnet-tools.json. Is a NuGet source reachable?");
    Console.Error.WriteLine("If PowerShell 7.4 or later is installed, run: pwsh ./build.ps1 Demo");
    return 1;
}

return Run(["tool", "run", "pwsh", "--", "-NoProfile", "-File", "build.ps1", "Demo", .. args]);

int Run(string[] command)
{
    using Process process = Process.Start(new ProcessStartInfo(dotnet, command) { WorkingDirectory = repository })!;
    process.WaitForExit();
    return process.ExitCode;
}
