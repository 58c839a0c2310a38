namespace VeoPS.Hosting;

/// <summary>The edition of PowerShell that runs this. Some words of advice differ in Windows PowerShell.</summary>
internal static class Edition
{
    // .NET Framework is version 4.
    private static bool IsWindowsPowerShell => Environment.Version.Major < 5;

    /// <summary>The cmdlet that this edition has for installing a module.</summary>
    public static string InstallModule => IsWindowsPowerShell ? "Install-Module" : "Install-PSResource";

    /// <summary>What reads a text of a Western European code page, for <c>-Encoding</c>.</summary>
    public static string WesternEncoding => IsWindowsPowerShell ? "Default" : "1252";
}
