using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using VeoPS.Engine.Profiles;
using VeoPS.Hosting;

namespace VeoPS.Vaults;

/// <summary>Tells the trouble with a vault, and the command that mends it.</summary>
internal static class VaultErrors
{
    private const string NothingSent = ProfileRules.NothingSent;
    private const string Store = "Microsoft.PowerShell.SecretStore";

    private static readonly string[] WrongWords
        = ["password is incorrect", "password is invalid", "wrong password", "incorrect password", "invalid password"];

    // SecretStore's words for both, whether it has asked or not.
    private static readonly string[] NotValidWords = ["valid password is required"];

    private static readonly string[] LockedWords = ["unlock", "vault is locked", "password is required", "requires a password"];

    /// <summary>The meaning of an answer's errors.</summary>
    /// <param name="vault">The vault that was asked; null for all of them.</param>
    /// <param name="errors">At least one.</param>
    public static VeoException Of(string? vault, IReadOnlyList<ErrorRecord> errors)
    {
        // After the extension's own error, SecretManagement says that there is no such secret.
        ErrorRecord error = errors.FirstOrDefault(IsLocked) ?? errors.FirstOrDefault(each => !IsNotFound(each)) ?? errors[0];
        Exception cause = error.Exception.GetBaseException();
        if (IsMissing(error)) return Missing(error.Exception);
        if (errors.Any(each => Chain(each.Exception).Any(inner => inner is TypeInitializationException))) return NoRegistry(cause);
        if (errors.FirstOrDefault(each => Says(each, WrongWords)) is { } wrong)
            return Locked(vault, "cannot be unlocked: the password is wrong", wrong.Exception);
        if (IsLocked(error))
            return Locked(
                vault,
                Says(error, NotValidWords) ? "is locked: the password is missing or wrong" : "is locked",
                error.Exception);
        return error.FullyQualifiedErrorId.Contains("VaultNotFound", StringComparison.Ordinal)
            ? NoSuchVault(vault, error.Exception)
            : Failed(vault, errors);
    }

    /// <summary>True where a vault says no more than that it has no such secret.</summary>
    public static bool IsNotFound(ErrorRecord error)
        => error.FullyQualifiedErrorId.StartsWith("GetSecretNotFound", StringComparison.Ordinal);

    /// <summary>True where a vault keeps nothing beside its secrets.</summary>
    public static bool IsWithoutMetadata(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("SetSecretMetadataCommandNotSupported", StringComparison.Ordinal)
            || error.Exception.GetBaseException() is NotSupportedException or NotImplementedException;

    /// <summary>A vault lacks a secret that a profile needs.</summary>
    public static VeoException NoKey(VeoProfile profile) => new(
        VeoErrorId.ProfileNotFound,
        $"The profile '{profile.Name}' is registered, but its vault '{profile.Vault}' has no key for it: there is no secret "
            + $"'{ProfileNames.KeySecret(profile.Name)}'. {NothingSent} Store it again with Set-VeoProfile {profile.Name} -ApiKey "
            + $"(Read-Host -AsSecureString), or remove the profile with Unregister-VeoProfile {profile.Name}.");

    /// <summary>There is nowhere to keep a key.</summary>
    public static VeoException NoVault() => new(
        VeoErrorId.VaultUnavailable,
        $"No vault is registered that could store a key. {NothingSent} Register one: "
            + $"{Edition.InstallModule} {Store}; Register-SecretVault -Name SecretStore -ModuleName {Store} -DefaultVault. "
            + "If no vault is possible, set VEOPS_PROVIDER and VEOPS_API_KEY.");

    /// <summary>There are several places to keep a key, and none is the default.</summary>
    public static VeoException NoDefault(IEnumerable<string> vaults) => new(
        VeoErrorId.VaultUnavailable,
        $"Several vaults are registered and none is the default: {string.Join(", ", vaults)}. {NothingSent} Specify one with "
            + "-Vault, or make one the default with Set-SecretVaultDefault.");

    /// <summary>There is no vault of a name.</summary>
    public static VeoException NoSuchVault(string? vault, Exception? cause = null) => new(
        VeoErrorId.VaultUnavailable,
        $"There is no vault '{vault}' for this account. {NothingSent} Get-SecretVault lists the vaults; "
            + $"Register-SecretVault -Name '{vault}' -ModuleName <its module> registers it again.",
        cause);

    /// <summary>A vault does not answer.</summary>
    public static VeoException Slow(IDictionary parameters, TimeSpan limit) => new(
        VeoErrorId.VaultUnavailable,
        string.Format(
            CultureInfo.InvariantCulture,
            "{0} did not answer within {1:0} s. {2} Check it with Test-SecretVault, and try again.",
            Named(parameters["Vault"] as string),
            limit.TotalSeconds,
            NothingSent));

    private static VeoException Missing(Exception cause) => new(
        VeoErrorId.SecretManagementMissing,
        $"VeoPS stores keys with the module {SecretManagement.ModuleName}, which cannot be loaded. {NothingSent} Install it "
            + $"and a vault: {Edition.InstallModule} {SecretManagement.ModuleName}, {Store}; Register-SecretVault -Name SecretStore "
            + $"-ModuleName {Store} -DefaultVault. Without it, set VEOPS_PROVIDER and VEOPS_API_KEY.",
        cause);

    // Its type initializer fails, and goes on failing for as long as the process lives.
    private static VeoException NoRegistry(Exception cause) => new(
        VeoErrorId.VaultUnavailable,
        "SecretManagement cannot find or create its list of vaults, which is in the home folder of this account "
            + $"({cause.Message.TrimEnd('.')}). {NothingSent} Set HOME (on Windows, LOCALAPPDATA) to a folder that this "
            + "account can write, before PowerShell starts; or use no vault and set VEOPS_PROVIDER and VEOPS_API_KEY.",
        cause);

    private static VeoException Locked(string? vault, string how, Exception cause) => new(
        VeoErrorId.VaultLocked,
        $"{Named(vault)} {how}. {NothingSent} Unlock it first, in this process: Unlock-SecretStore -Password (Import-Clixml <a "
            + "file that only this account reads>), or for another kind of vault "
            + $"Unlock-SecretVault{(vault is null ? "" : $" -Name '{vault}'")}. To use a SecretStore that never prompts: "
            + "Set-SecretStoreConfiguration -Authentication None -Interaction None.",
        cause);

    // The extension's own error stands beside SecretManagement's error, or inside it.
    private static VeoException Failed(string? vault, IReadOnlyList<ErrorRecord> errors)
    {
        IEnumerable<string> said = errors.Where(each => !IsNotFound(each)).SelectMany(each => Chain(each.Exception))
            .Select(each => each.Message.Trim().TrimEnd('.'))
            .Distinct(StringComparer.Ordinal);
        return new VeoException(
            VeoErrorId.VaultUnavailable,
            $"{Named(vault)} failed: {string.Join(". ", said)}. {NothingSent} Check it with "
                + $"Test-SecretVault{(vault is null ? "" : $" -Name '{vault}'")}.",
            errors[0].Exception);
    }

    private static string Named(string? vault) => vault is null ? "A vault" : $"The vault '{vault}'";

    // The command that was not found is ours to call: an extension may miss one of its own.
    private static bool IsMissing(ErrorRecord error) =>
        error.CategoryInfo.Category == ErrorCategory.ObjectNotFound
        && error.TargetObject is string command && command.StartsWith(
            SecretManagement.ModuleName + "\\",
            StringComparison.OrdinalIgnoreCase);

    // By its name, since the type is SecretManagement's. A vault that asks in a runspace without a host cannot.
    private static bool IsLocked(ErrorRecord error) =>
        Says(error, LockedWords)
            || Chain(error.Exception).Any(each => each.GetType().Name == "PasswordRequiredException" || each is HostException);

    private static bool Says(ErrorRecord error, string[] words)
        => Chain(error.Exception).Any(each => words.Any(word => each.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }
}
