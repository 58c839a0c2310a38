using System.Collections;
using System.Globalization;
using System.Security;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Purchases;
using VeoPS.Hosting;
using VeoPS.Input;
using VeoPS.Vaults;

namespace VeoPS.Commands;

/// <summary>A cmdlet that keeps profiles.</summary>
public abstract class VeoProfileCmdlet : VeoCmdlet
{
    private protected VeoProfileCmdlet() { }

    /// <inheritdoc/>
    protected override void Begin() => Profiles = new ProfileHost(Interactivity.IsAttended(Host), Say, StopToken);

    private protected ProfileHost Profiles { get; private set; } = null!;

    /// <summary>Does something to a profile. A failure is an error that does not end the line.</summary>
    private protected void Try(object? target, Action action)
    {
        try
        {
            action();
        }
        catch (VeoException exception)
        {
            Fail(exception, target);
        }
    }

    /// <summary>Settings as text, over those that are there; a null or blank one takes its own away.</summary>
    private protected static IReadOnlyDictionary<string, string> Merged(IReadOnlyDictionary<string, string> before, Hashtable? given)
    {
        Dictionary<string, string> merged = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> each in before) merged[each.Key] = each.Value;
        foreach (DictionaryEntry each in given ?? [])
        {
            string name = Convert.ToString(each.Key, CultureInfo.InvariantCulture)!;
            if (Cell.Text(each.Value)?.Trim() is { } value) merged[name] = value;
            else merged.Remove(name);
        }

        return merged;
    }

    /// <summary>Holds a callback secret against its gateway's scheme.</summary>
    private protected static void CheckCallbackSecret(VeoProfile profile, SecureString? given, bool hasVault)
    {
        if (given is null) return;
        if (SecretVaults.TextOf(given) is not { } secret)
            throw ProfileRules.Refusal("CallbackSecret", "it is blank", VeoRemedy.LeaveOut("CallbackSecret"));
        if (!hasVault)
            throw ProfileRules.Refusal(
                "CallbackSecret",
                "it is stored in the vault with the key, and this profile has no key",
                VeoRemedy.Give("ApiKey"));
        if (CallbackSignature.FaultOf(GatewayCatalog.Find(profile.Provider)!.Table.Callback, secret) is { } fault)
            throw ProfileRules.Refusal("CallbackSecret", "it " + fault, VeoRemedy.LeaveOut("CallbackSecret"));
    }

    /// <summary>Warns of a budget that would refuse every purchase.</summary>
    private protected void WarnOfBudget(VeoProfile profile)
    {
        IGateway gateway = GatewayCatalog.Find(profile.Provider)!;
        if (ProfileRules.BudgetFault(profile, gateway) is { } fault)
            Warn($"{fault} To set the price that you pay, run: {ErrorText.Of(CostEstimator.PriceRemedy(profile, gateway))}");
    }

    /// <summary>Writes a profile down whose secrets are kept already.</summary>
    private protected static VeoProfile Save(VeoProfile profile, bool? isDefault)
    {
        try
        {
            return ProfileHost.OpenStore().Save(profile, isDefault);
        }
        catch (VeoException exception) when (profile.Vault is not null)
        {
            throw new VeoException(exception.ErrorId, $"The profile '{profile.Name}' was stored in the vault "
                + $"'{profile.Vault}' and can be used. VeoPS could not save its settings, so it is not listed and cannot be the "
                + $"default. {exception.Message}", exception);
        }
    }
}
