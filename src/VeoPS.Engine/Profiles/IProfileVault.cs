namespace VeoPS.Engine.Profiles;

/// <summary>Where the keys of registered profiles are.</summary>
internal interface IProfileVault
{
    /// <summary>The key of a registered profile.</summary>
    /// <param name="profile">With <see cref="VeoProfile.Vault"/>.</param>
    /// <exception cref="VeoException">There is none, or the vault does not give it; says the command that mends it.</exception>
    string ReadKey(VeoProfile profile);

    /// <summary>The secret that a registered profile's gateway signs its callbacks with; null where none is kept.</summary>
    /// <param name="profile">With <see cref="VeoProfile.Vault"/>.</param>
    /// <exception cref="VeoException">The vault does not tell; says the command that mends it.</exception>
    string? ReadCallbackSecret(VeoProfile profile);

    /// <summary>A profile that a vault holds and <c>profiles.json</c> does not; null where no vault has it.</summary>
    /// <param name="name">Its name, any case.</param>
    /// <exception cref="VeoException">No vault can be asked; says the command that mends it.</exception>
    VeoProfile? Find(string name);
}
