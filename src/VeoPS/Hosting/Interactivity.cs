using System.Management.Automation.Host;

namespace VeoPS.Hosting;

/// <summary>Whether a person watches. Where nobody does, nothing is guessed and nothing is asked.</summary>
internal static class Interactivity
{
    private const string NonInteractive = "noninteractive";

    // PowerShell takes any abbreviation down to this one.
    private const string Shortest = "noni";

    private static readonly Lazy<bool> s_saysNonInteractive = new(
        () => System.Environment.GetCommandLineArgs().Skip(1).Any(IsNonInteractive));

    public static bool IsAttended(PSHost? host) => host?.Name == "ConsoleHost" && HasConsole;

    /// <summary>Whether progress is seen. The runspaces of ForEach-Object -Parallel have a host of their own, which hands it on
    /// to the console.</summary>
    public static bool IsWatched(PSHost? host)
        => host?.Name is "ConsoleHost" or "Default Host" && HasConsole && !Console.IsOutputRedirected;

    private static bool HasConsole => System.Environment.UserInteractive && !Console.IsInputRedirected && !s_saysNonInteractive.Value;

    internal static bool IsNonInteractive(string argument)
    {
        string name = argument.TrimStart('-', '/', '\u2013', '\u2014').ToLowerInvariant();
        return name.Length != argument.Length && name.Length >= Shortest.Length
            && NonInteractive.StartsWith(name, StringComparison.Ordinal);
    }
}
