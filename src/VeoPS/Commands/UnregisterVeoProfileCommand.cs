using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Profiles;
using VeoPS.Hosting;

namespace VeoPS.Commands;

/// <summary>Forgets profiles, and removes their keys from their vaults. The tasks that were bought
/// with them stay in the ledger.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "VeoProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class UnregisterVeoProfileCommand : VeoProfileCmdlet
{
    /// <summary>Which ones.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Does not ask, and forgets a profile whose vault cannot be asked.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name) Try(name, () => Unregister(name));
    }

    private void Unregister(string name)
    {
        VeoProfile profile = Profiles.Resolver.Describe(name);
        if (profile.Source != ProfileSource.Vault)
            throw ProfileRules.Refusal(nameof(Name), $"'{profile.Name}' {ProfileNames.Fault(profile.Name)}, and cannot be removed");
        if (!IsMeant(profile)) return;
        if (profile.Vault is not null) RemoveKey(profile);
        ProfileHost.OpenStore().Remove(profile.Name);
        Say($"The profile '{profile.Name}' was removed. Tasks that were bought with it stay in the ledger. To use them again, "
            + "register a profile with the same name.");
    }

    private bool IsMeant(VeoProfile profile)
    {
        string what = profile.Vault is null
            ? $"Remove the profile '{profile.Name}'"
            : $"Remove the profile '{profile.Name}' and remove its key from the vault '{profile.Vault}'";
        if (Force && !IsWhatIf) return true;
        if (!Profiles.IsAttended && !IsWhatIf && Asks)
        {
            throw ProfileRules.Refusal(
                "Confirm",
                $"{what}? This session cannot prompt for confirmation",
                VeoRemedy.Give("Confirm:$false", ""),
                VeoRemedy.Give(nameof(Force), ""));
        }

        return ShouldProcess(
            $"{what}. Tasks that were bought with it stay in the ledger.",
            $"{what}? Tasks that were bought with it stay in the ledger, but cannot be queried or saved without it.",
            "Unregister-VeoProfile");
    }

    private bool Asks => MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("ConfirmPreference")?.ToString() != nameof(ConfirmImpact.None);

    private void RemoveKey(VeoProfile profile)
    {
        try
        {
            Profiles.Vaults.Remove(profile);
        }
        catch (VeoException exception) when (Force)
        {
            Warn($"The key of '{profile.Name}' may still be in the vault '{profile.Vault}', as "
                + $"'{ProfileNames.KeySecret(profile.Name)}': {exception.Message}");
        }
    }
}
