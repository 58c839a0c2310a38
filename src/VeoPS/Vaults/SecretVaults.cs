using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Text;

namespace VeoPS.Vaults;

/// <summary>Keeps the keys of profiles in vaults: one secret a profile, with the settings beside it, or in a second secret
/// where the vault keeps nothing beside.</summary>
/// <param name="secrets">How a vault is asked.</param>
internal sealed class SecretVaults(SecretManagement secrets) : IProfileVault
{
    /// <summary>The text of a key, hidden from then on wherever VeoPS speaks; null where it is blank.</summary>
    public static string? TextOf(SecureString? key) => key is null ? null : Hidden(new NetworkCredential("", key).Password);

    /// <inheritdoc/>
    public string ReadKey(VeoProfile profile)
    {
        (string? key, VaultAnswer answer) = Read(profile, ProfileNames.KeySecret(profile.Name));
        if (key is not null) return key;
        throw answer.Errors.All(VaultErrors.IsNotFound) ? VaultErrors.NoKey(profile) : VaultErrors.Of(profile.Vault, answer.Errors);
    }

    /// <inheritdoc/>
    public string? ReadCallbackSecret(VeoProfile profile)
    {
        (string? secret, VaultAnswer answer) = Read(profile, ProfileNames.CallbackSecret(profile.Name));
        return secret is not null || answer.Errors.All(VaultErrors.IsNotFound)
            ? secret
            : throw VaultErrors.Of(profile.Vault, answer.Errors);
    }

    private (string? Secret, VaultAnswer Answer) Read(VeoProfile profile, string name)
    {
        VaultAnswer answer = Ask("Get-Secret", profile.Vault!, name);
        string? secret = answer.Output.Select(each => each?.BaseObject).Select(each => each switch
        {
            SecureString secure => TextOf(secure),
            PSCredential credential => TextOf(credential.Password),
            string text => Hidden(text),
            _ => null,
        }).FirstOrDefault(each => each is not null);
        return (secret, answer);
    }

    /// <inheritdoc/>
    public VeoProfile? Find(string name)
    {
        VaultAnswer answer = secrets.Invoke("Get-SecretInfo", new Hashtable { ["Name"] = ProfileNames.KeySecret(name) });
        PSObject[] found = [.. answer.Output.Where(each => ProfileNames.Same(Text(each, "Name"), ProfileNames.KeySecret(name)))];
        if (found.Length == 0 && answer.Errors.Count > 0) throw VaultErrors.Of(null, answer.Errors);
        if (found.Length == 0) return null;
        if (found.Length == 1) return Read(found[0]);
        throw new VeoException(
            VeoErrorId.ProfileNotFound,
            $"Several vaults contain a key for the profile '{name}' "
                + $"({string.Join(", ", found.Select(each => Text(each, "VaultName")))}), and VeoPS cannot tell which one "
                + $"to use. Nothing was sent. Remove-Secret '{ProfileNames.KeySecret(name)}' -Vault <the other one>, or "
                + $"Register-VeoProfile -Name {name} -Vault <the one> -Force.");
    }

    /// <summary>The vault to keep a key in, as it is registered.</summary>
    /// <param name="vault">Its name; null: the default one, else the only one.</param>
    public string Choose(string? vault)
    {
        IReadOnlyList<PSObject> all = List();
        string[] names = [.. all.Select(each => Text(each, "Name")).OfType<string>()];
        if (vault is not null) return names.FirstOrDefault(each => ProfileNames.Same(each, vault)) ?? throw VaultErrors.NoSuchVault(vault);
        if (names.Length == 0) throw VaultErrors.NoVault();
        return Text(all.FirstOrDefault(each => each.Properties["IsDefault"]?.Value is true), "Name") ?? (names.Length == 1
            ? names[0]
            : throw VaultErrors.NoDefault(names));
    }

    /// <summary>True where a vault has a secret of a profile's already.</summary>
    public bool Holds(string vault, string name) => Has(vault, ProfileNames.KeySecret(name));

    /// <summary>Keeps a key and its settings, in place of earlier ones.</summary>
    public void Store(VeoProfile profile, SecureString key)
    {
        Hashtable parameters = Parameters(profile.Vault!, ProfileNames.KeySecret(profile.Name));
        parameters["SecureStringSecret"] = key;
        parameters["Metadata"] = Metadata(profile);
        VaultAnswer first = Write("Set-Secret", parameters);
        if (first.Errors.Count == 0) return;

        VeoException why = VaultErrors.Of(profile.Vault, first.Errors);
        if (why.ErrorId != VeoErrorId.VaultUnavailable) throw why;
        parameters.Remove("Metadata");
        if (Write("Set-Secret", parameters).Errors.Count > 0) throw why;
        StoreAside(profile);
    }

    /// <summary>Keeps the secret that a profile's gateway signs its callbacks with, in place of an earlier one.</summary>
    public void StoreCallbackSecret(VeoProfile profile, SecureString secret)
    {
        Hashtable parameters = Parameters(profile.Vault!, ProfileNames.CallbackSecret(profile.Name));
        parameters["SecureStringSecret"] = secret;
        VaultAnswer answer = Write("Set-Secret", parameters);
        if (answer.Errors.Count > 0) throw VaultErrors.Of(profile.Vault, answer.Errors);
    }

    /// <summary>Keeps the settings of a profile whose key is there.</summary>
    public void StoreSettings(VeoProfile profile)
    {
        Hashtable parameters = Parameters(profile.Vault!, ProfileNames.KeySecret(profile.Name));
        parameters["Metadata"] = Metadata(profile);
        VaultAnswer answer = Write("Set-SecretInfo", parameters);
        if (answer.Errors.Count == 0) return;
        VeoException why = VaultErrors.Of(profile.Vault, answer.Errors);
        if (why.ErrorId != VeoErrorId.VaultUnavailable) throw why;
        if (!Holds(profile.Vault!, profile.Name)) throw VaultErrors.NoKey(profile);
        if (!answer.Errors.Any(VaultErrors.IsWithoutMetadata) && !Has(profile.Vault!, ProfileNames.SettingsSecret(profile.Name)))
            throw why;
        StoreAside(profile);
    }

    /// <summary>Removes the secrets of a profile from a vault.</summary>
    public void Remove(VeoProfile profile)
    {
        foreach (string secret in new[] {
            ProfileNames.CallbackSecret(profile.Name),
            ProfileNames.SettingsSecret(profile.Name),
            ProfileNames.KeySecret(profile.Name) })
        {
            if (!Has(profile.Vault!, secret)) continue;
            VaultAnswer answer = Write("Remove-Secret", Parameters(profile.Vault!, secret));
            if (answer.Errors.Count > 0) throw VaultErrors.Of(profile.Vault, answer.Errors);
        }
    }

    private static string? Hidden(string key)
    {
        string text = key.Trim();
        Redactor.Shared.Register(text);
        return text.Length == 0 ? null : text;
    }

    private static string? Text(PSObject? item, string property) => item?.Properties[property]?.Value?.ToString();

    private static Hashtable Parameters(string vault, string secret) => new() { ["Name"] = secret, ["Vault"] = vault };

    private static Hashtable Metadata(VeoProfile profile)
    {
        Hashtable table = [];
        foreach (KeyValuePair<string, string> each in ProfileText.Pairs(profile)) table[each.Key] = each.Value;
        return table;
    }

    private VaultAnswer Ask(string command, string vault, string secret) => secrets.Invoke(command, Parameters(vault, secret));

    // The person was asked before this point, so the command does not ask again.
    private VaultAnswer Write(string command, Hashtable parameters)
    {
        parameters["WhatIf"] = parameters["Confirm"] = false;
        return secrets.Invoke(command, parameters);
    }

    private bool Has(string vault, string secret)
    {
        VaultAnswer answer = Ask("Get-SecretInfo", vault, secret);
        if (answer.Output.Any(each => ProfileNames.Same(Text(each, "Name"), secret))) return true;
        return answer.Errors.Count == 0 ? false : throw VaultErrors.Of(vault, answer.Errors);
    }

    private IReadOnlyList<PSObject> List()
    {
        VaultAnswer answer = secrets.Invoke("Get-SecretVault", new Hashtable());
        return answer.Errors.Count == 0 ? answer.Output : throw VaultErrors.Of(null, answer.Errors);
    }

    private void StoreAside(VeoProfile profile)
    {
        Hashtable parameters = Parameters(profile.Vault!, ProfileNames.SettingsSecret(profile.Name));
        parameters["Secret"] = ProfileText.Whole(profile);
        VaultAnswer answer = Write("Set-Secret", parameters);
        if (answer.Errors.Count > 0) throw VaultErrors.Of(profile.Vault, answer.Errors);
    }

    private VeoProfile Read(PSObject info)
    {
        string vault = Text(info, "VaultName") ?? "";
        string name = ProfileNames.ProfileOf(Text(info, "Name")!)!;
        if (info.Properties["Metadata"]?.Value is IDictionary metadata && metadata.Count > 0
            && FromMetadata(name, vault, metadata) is { } beside)
            return beside;

        Hashtable parameters = Parameters(vault, ProfileNames.SettingsSecret(name));
        parameters["AsPlainText"] = true;
        VaultAnswer answer = secrets.Invoke("Get-Secret", parameters);
        if (answer.Output is [{ BaseObject: string text }, ..] && ProfileText.FromWhole(name, vault, text) is { } aside) return aside;
        throw answer.Errors.All(VaultErrors.IsNotFound)
            ? new VeoException(VeoErrorId.ProfileNotFound, $"The vault '{vault}' contains a key for the profile '{name}', but "
                + $"not its settings. Nothing was sent. Register it again: Register-VeoProfile -Name {name} -Vault '{vault}' -Force.")
            : VaultErrors.Of(vault, answer.Errors);
    }

    private static VeoProfile? FromMetadata(string name, string vault, IDictionary metadata)
    {
        Dictionary<string, string?> pairs = [];
        foreach (DictionaryEntry each in metadata) pairs[each.Key.ToString()!] = each.Value?.ToString();
        return ProfileText.FromPairs(name, vault, pairs);
    }
}
