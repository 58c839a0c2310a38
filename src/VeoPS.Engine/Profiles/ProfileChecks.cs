using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Profiles;

/// <summary>Makes the lines of a check, and looks at what needs no network.</summary>
public static class ProfileChecks
{
    /// <summary>Whether there is such a profile.</summary>
    public const string Profile = "Profile";

    /// <summary>Whether the ledger can be written.</summary>
    public const string Ledger = "Ledger";

    /// <summary>Whether the vault gives the key.</summary>
    public const string Vault = "Vault";

    /// <summary>Whether the settings are the gateway's.</summary>
    public const string Settings = "Settings";

    /// <summary>Whether the base address resolves and takes connections.</summary>
    public const string Address = "Address";

    /// <summary>Whether the connection is encrypted, by a certificate that this machine trusts.</summary>
    public const string Tls = "Tls";

    /// <summary>Whether this machine's clock is right.</summary>
    public const string Clock = "Clock";

    /// <summary>Whether the gateway takes the key.</summary>
    public const string Key = "Key";

    /// <summary>Whether there is anything left in the account.</summary>
    public const string Balance = "Balance";

    /// <summary>A line for what is well.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">What was seen.</param>
    public static VeoProfileCheck Passed(string profile, string check, string detail) => new() { Profile = profile, Check = check, Ok = true, Detail = Redacted(detail) };

    /// <summary>A line for what was not looked at.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">Why not.</param>
    public static VeoProfileCheck Skipped(string profile, string check, string detail) => new() { Profile = profile, Check = check, Detail = Redacted(detail) };

    /// <summary>A line for what is not well.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">What was seen.</param>
    /// <param name="remedy">What to do; null where the detail says it.</param>
    public static VeoProfileCheck Failed(string profile, string check, string detail, string? remedy = null) => new() { Profile = profile, Check = check, Ok = false, Detail = Redacted(detail), Remedy = remedy };

    /// <summary>Whether the ledger's folder takes a file. It is made where it is missing, as the first purchase would.</summary>
    /// <param name="profile">Whose line it is.</param>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    public static VeoProfileCheck Folder(string profile, Func<string, string?> environment)
    {
        try
        {
            LedgerFolder folder = LedgerFolder.Resolve(environment);
            LedgerFiles files = new(folder.FullName, folder.IsPrivate);
            string path = files.PathOf($"check-{Guid.NewGuid():N}.tmp");
            new LedgerGuard(folder.FullName).Run(LedgerGuard.NothingChanged, () =>
            {
                files.Create(path, []);
                File.Delete(path);
            });
            return Passed(profile, Ledger, $"'{folder.FullName}' can be written.");
        }
        catch (VeoException exception)
        {
            return Failed(profile, Ledger, exception.Message, "Set VEOPS_HOME to a folder that this account can write.");
        }
    }

    private static string Redacted(string text) => Redactor.Shared.Redact(text);
}
