using System.Text.RegularExpressions;

namespace VeoPS.Engine.Profiles;

/// <summary>Which names a profile may have, and under which names a vault keeps it.</summary>
internal static class ProfileNames
{
    private const string Prefix = "VeoPS/";
    private const string SettingsEnding = ".settings";
    private const string CallbackEnding = ".callback";

    private static readonly Regex Form = new(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant);

    /// <summary>The secret that holds a profile's key.</summary>
    /// <param name="name">The profile's name.</param>
    public static string KeySecret(string name) => Prefix + name;

    /// <summary>The secret that holds a profile's settings where the vault keeps none beside the key.</summary>
    /// <param name="name">The profile's name.</param>
    public static string SettingsSecret(string name) => Prefix + name + SettingsEnding;

    /// <summary>The name of the secret that a profile's gateway signs its callbacks with.</summary>
    /// <param name="name">The profile's name.</param>
    public static string CallbackSecret(string name) => Prefix + name + CallbackEnding;

    /// <summary>The profile whose key a secret holds; null where it holds none.</summary>
    /// <param name="secret">The secret's name.</param>
    public static string? ProfileOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        string name = secret.Substring(Prefix.Length);
        return Fault(name) is null ? name : null;
    }

    /// <summary>The fault of a name, as the rest of a sentence that begins with the name; null
    /// where a profile may have the name.</summary>
    /// <param name="name">Any text.</param>
    public static string? Fault(string name) =>
        FaultOfForm(name)
        ?? (Same(name, ProfileResolver.Environment) ? "is the name of the profile that VEOPS_PROVIDER and VEOPS_API_KEY define"
        : name.EndsWith(SettingsEnding, StringComparison.OrdinalIgnoreCase)
            ? $"ends with '{SettingsEnding}', which is reserved for the settings of other profiles"
            : name.EndsWith(CallbackEnding, StringComparison.OrdinalIgnoreCase)
            ? $"ends with '{CallbackEnding}', which is reserved for the callback secrets of other profiles"
            : null);

    /// <summary>The fault in the form of a name, as the rest of a sentence. Null where the profile of the
    /// environment may also have the name.</summary>
    /// <param name="name">Any text.</param>
    public static string? FaultOfForm(string name) =>
        !Form.IsMatch(name)
            ? "is not a valid profile name: use ASCII letters, digits, '.', '_' and '-', and start with a letter or a digit"
            : Same(name, ProfileResolver.Sandbox) ? "is the name of the built-in profile" : null;

    internal static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
