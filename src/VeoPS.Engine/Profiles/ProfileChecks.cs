using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Profiles;

/// <summary>Makes the lines of a check, and does the checks that need no network.</summary>
internal static class ProfileChecks
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

    /// <summary>Whether a budget has a price to reckon with. There is no line for it where there is no budget.</summary>
    public const string Budget = "Budget";

    /// <summary>Whether the profile's model is still served. There is no line for it where nothing is known against it.</summary>
    public const string Model = "Model";

    /// <summary>A line for a check that passed.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">The finding.</param>
    public static VeoProfileCheck Passed(string profile, string check, string detail)
        => new() { Profile = profile, Check = check, Ok = true, Detail = Redacted(detail) };

    /// <summary>A line for a check that was not made.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">Why not.</param>
    public static VeoProfileCheck Skipped(string profile, string check, string detail)
        => new() { Profile = profile, Check = check, Detail = Redacted(detail) };

    /// <summary>A line for a check that failed.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">The finding.</param>
    /// <param name="remedy">The remedy; null where the detail gives it.</param>
    public static VeoProfileCheck Failed(string profile, string check, string detail, string? remedy = null)
        => new() { Profile = profile, Check = check, Ok = false, Detail = Redacted(detail), Remedy = remedy };

    /// <summary>A line for a check that failed, with a remedy as data.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="detail">The finding.</param>
    /// <param name="action">The option to set, and where.</param>
    public static VeoProfileCheck Failed(string profile, string check, string detail, VeoRemedy action)
        => new VeoProfileCheck(Failed(profile, check, detail, action.ToString())) { Action = action };

    /// <summary>A line for a check that failed, with the error's own remedy.</summary>
    /// <param name="profile">Its name.</param>
    /// <param name="check">One of the names here.</param>
    /// <param name="exception">It describes the error, says that nothing was sent, and gives the remedy, in this order.</param>
    public static VeoProfileCheck Failed(string profile, string check, VeoException exception)
    {
        int at = exception.Message.IndexOf(ProfileRules.NothingSent, StringComparison.Ordinal);
        if (at < 0) return Failed(profile, check, exception.Message);
        string remedy = exception.Message.Substring(at + ProfileRules.NothingSent.Length).Trim();
        return Failed(profile, check, exception.Message.Substring(0, at).Trim(), remedy.Length == 0 ? null : Redacted(remedy));
    }

    /// <summary>Whether a budget has a price to reckon with; null where there is no budget.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">Its gateway.</param>
    public static VeoProfileCheck? BudgetOf(VeoProfile profile, IGateway gateway)
    {
        if ((profile.DailyBudget ?? profile.MonthlyBudget) is null) return null;
        return ProfileRules.BudgetFault(profile, gateway) is { } fault
            ? Failed(profile.Name, Budget, fault, CostEstimator.PriceRemedy(profile, gateway))
            : Passed(profile.Name, Budget, "The price for the budget is known.");
    }

    /// <summary>Whether the profile's model is still served; null where nothing is known against it.</summary>
    /// <param name="profile">With its gateway.</param>
    public static VeoProfileCheck? ModelOf(GatewayProfile profile)
    {
        string model = profile.ModelFor(new VeoRequest());
        if (profile.RetirementOf(model) is not { } end) return null;
        string said = FormattableString.Invariant($"{model} has not been served by its vendor since {end.Date:yyyy-MM-dd} ({end.Source}).");
        return profile.IsAtVendor
            ? Failed(profile.Name, Model, said, end.Instead)
            : Skipped(profile.Name, Model, $"{said} {profile.Gateway.Table.Provider} may map the name to another model.");
    }

    /// <summary>Whether the ledger's folder takes a file. It is made where it is missing, as the first purchase would.</summary>
    /// <param name="profile">Whose line it is.</param>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    public static VeoProfileCheck Folder(string profile, Func<string, string?> environment)
    {
        try
        {
            StateFolder folder = StateFolder.Resolve(environment);
            LedgerFiles files = new(folder.FullName, folder.IsPrivate);
            string path = files.PathOf($"check-{Guid.NewGuid():N}.tmp");
            files.Create(path, []);
            File.Delete(path);
            return Passed(profile, Ledger, $"'{folder.FullName}' is writable.");
        }
        catch (Exception fault) when (fault is VeoException or IOException or UnauthorizedAccessException
            or System.Security.SecurityException)
        {
            return Failed(profile, Ledger, fault.Message, "Set VEOPS_HOME to a folder that this account can write to.");
        }
    }

    /// <summary>The facts that the ledger's store gives about itself: its kind, version and size, its tasks, and the settlements
    /// that wait to be delivered.</summary>
    /// <param name="settings">The settings of the profile whose line it is.</param>
    /// <param name="status">As the ledger tells it.</param>
    public static VeoProfileCheck LedgerOf(VeoProfile settings, LedgerStatus status)
    {
        string profile = settings.Name;
        if (status.Error is { } error) return Failed(profile, Ledger, error);
        string store = $"{status.Kind} {status.StoreVersion}".TrimEnd() + (status.Location is null ? "" : $" at {status.Location}");
        if (status.LedgerId is null && !settings.Setting.ContainsKey(GatewayProfile.LedgerSetting))
            return Passed(profile, Ledger, $"{store}. VeoPS creates it with the first purchase.");
        if (settings.Setting.TryGetValue(GatewayProfile.LedgerSetting, out string? pinned) && pinned != status.LedgerId)
        {
            return Failed(
                profile,
                Ledger,
                $"{store} is the ledger {status.LedgerId}, but the profile is pinned to the ledger {pinned}.",
                "Set VEOPS_LEDGER or VEOPS_HOME to that ledger.");
        }

        string size = status.Size is { } bytes ? FormattableString.Invariant($", {bytes / 1048576m:0.0} MB") : "";
        string waiting = status.Outbox == 0
            ? ""
            : FormattableString.Invariant($" {status.Outbox} settlements on this machine have not been written to the ledger yet.");
        string copy = status.LacksDailyCopy
            ? " It is too large for the daily copy: back it up yourself, remove old tasks, or use PostgreSQL."
            : "";
        return Passed(profile, Ledger, FormattableString.Invariant(
            $"{store}: ledger {status.LedgerId}, version {status.SchemaVersion}, {status.Tasks} tasks{size}.") + waiting + copy);
    }

    private static string Redacted(string text) => Redactor.Shared.Redact(text);
}
