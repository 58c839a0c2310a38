namespace VeoPS.Hosting;

/// <summary>
/// Environment variables as a program would see them that PowerShell starts. The working folder of the process is where PowerShell was
/// started, and not where the user is: a relative path in a variable is meant from there.
/// </summary>
internal static class ShellEnvironment
{
    private static readonly AsyncLocal<string?> s_location = new();

    /// <summary>The folder of the file system where the session is. Flows into the work that a cmdlet starts.</summary>
    public static string? Location
    {
        get => s_location.Value;
        set => s_location.Value = value;
    }

    /// <summary>The value of a variable that names a file or a folder, whole where it is relative; that of any other as it is.</summary>
    public static string? Read(string variable)
    {
        string? value = System.Environment.GetEnvironmentVariable(variable);
        bool isPath = variable is "GOOGLE_APPLICATION_CREDENTIALS" or "CLOUDSDK_CONFIG";
        return isPath && Location is { } location && !string.IsNullOrWhiteSpace(value) && !Path.IsPathRooted(value)
            ? Path.GetFullPath(Path.Combine(location, value))
            : value;
    }
}
