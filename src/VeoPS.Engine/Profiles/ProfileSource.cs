namespace VeoPS.Engine.Profiles;

/// <summary>The values of <see cref="VeoProfile.Source"/>.</summary>
internal static class ProfileSource
{
    /// <summary>Registered: its key, where it needs one, is in a vault.</summary>
    public const string Vault = "Vault";

    /// <summary>Made by environment variables.</summary>
    public const string Environment = "Environment";

    /// <summary>The variable with the settings of the profile that environment variables make, prices and budgets among them.</summary>
    public const string SettingsVariable = "VEOPS_SETTINGS";

    /// <summary>The sandbox.</summary>
    public const string BuiltIn = "BuiltIn";
}
