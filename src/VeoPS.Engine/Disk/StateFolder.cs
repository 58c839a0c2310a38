using System.Runtime.InteropServices;

namespace VeoPS.Engine.Disk;

/// <summary>Where VeoPS keeps the data that it must not lose: the ledger, the copy of the profiles, the outbox.</summary>
/// <param name="FullName">The folder, absolute. It need not exist yet.</param>
/// <param name="IsPrivate">True for the platform's per-user folder, where files are for this account only; false where
/// <c>VEOPS_HOME</c> names the folder, so that several accounts can share it under the rights that they gave it.</param>
internal sealed record StateFolder(string FullName, bool IsPrivate)
{
    private const string UsersChoice = "VEOPS_HOME";
    private const string SystemdState = "STATE_DIRECTORY";

    private static readonly string[] OneDriveFolders = ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"];

    /// <summary>
    /// Tells the folder, touching nothing: <c>VEOPS_HOME</c>; else on Windows <c>%LOCALAPPDATA%\VeoPS</c>, on macOS
    /// <c>~/Library/Application Support/VeoPS</c>, on Linux <c>$STATE_DIRECTORY</c> (systemd),
    /// <c>$XDG_STATE_HOME/veops</c> or <c>$HOME/.local/state/veops</c>.
    /// </summary>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no variable is set, or the one that counts is
    /// not absolute.</exception>
    public static StateFolder Resolve(Func<string, string?> environment)
    {
        OSPlatform[] others = [OSPlatform.Windows, OSPlatform.OSX];
        OSPlatform platform = others.Where(RuntimeInformation.IsOSPlatform).DefaultIfEmpty(OSPlatform.Linux).First();
        return Resolve(environment, platform);
    }

    internal static StateFolder Resolve(Func<string, string?> environment, OSPlatform platform)
    {
        (string Variable, string Below)[] places = [(UsersChoice, ""), .. PlatformPlaces(platform)];
        foreach ((string variable, string below) in places)
        {
            string? value = environment(variable);
            if (value is null || string.IsNullOrWhiteSpace(value)) continue;

            // systemd names every state folder of the unit, separated by colons; the first is the unit's own.
            if (variable == SystemdState) value = value.Split(':')[0];
            if (!IsAbsolute(value, platform)) throw Unavailable($"{variable} is '{value}', which is not an absolute path");
            return new StateFolder(Path.Combine(value, below), IsPrivate: variable != UsersChoice);
        }

        throw Unavailable("none of " + string.Join(", ", places.Select(place => place.Variable)) + " is set");
    }

    /// <summary>
    /// True where it lies in a folder of OneDrive, which tells its folders in variables. OneDrive holds files open while it copies them,
    /// and puts another machine's version in place of a database that is in use.
    /// </summary>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    public bool IsInOneDrive(Func<string, string?> environment) => OneDriveFolders.Any(variable =>
        environment(variable) is { } folder && !string.IsNullOrWhiteSpace(folder) && AsFolder(FullName).StartsWith(
            AsFolder(folder),
            StringComparison.OrdinalIgnoreCase));

    private static string AsFolder(string path) => path.Replace('\\', '/').TrimEnd('/') + "/";

    private static (string Variable, string Below)[] PlatformPlaces(OSPlatform platform) =>
        platform == OSPlatform.Windows ? [("LOCALAPPDATA", "VeoPS")]
        : platform == OSPlatform.OSX ? [("HOME", "Library/Application Support/VeoPS")]
        : [(SystemdState, ""), ("XDG_STATE_HOME", "veops"), ("HOME", ".local/state/veops")];

    // Path.IsPathRooted would also take C:folder and \folder, which mean another place in another process.
    private static bool IsAbsolute(string path, OSPlatform platform) =>
        platform == OSPlatform.Windows
            ? path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/')
            : path.Length > 0 && path[0] == '/';

    private static VeoException Unavailable(string reason) => new(
        VeoErrorId.LedgerUnavailable,
        $"There is no state folder for the ledger: {reason}. Nothing was sent. Set VEOPS_HOME to a folder that this account can write to.");
}
