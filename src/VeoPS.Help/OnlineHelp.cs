using System.Text.RegularExpressions;

namespace VeoPS.Help;

/// <summary>
/// Where <c>Get-Help -Online</c> leads: <c>OnlineHelp</c> in the module's manifest, which is the address of the folder that has the
/// pages of <c>docs/en-US</c>. Whoever publishes the module sets it there.
/// </summary>
internal sealed partial class OnlineHelp
{
    private readonly string _folder;

    private OnlineHelp(string folder) => _folder = folder;

    /// <summary>Reads the address from a manifest.</summary>
    /// <exception cref="PageException">It has none, or one that is no https address.</exception>
    public static OnlineHelp Read(string manifest)
    {
        Match setting = Setting().Match(File.ReadAllText(manifest));
        if (!setting.Success) throw new PageException(manifest, 1, "There is no OnlineHelp = '…'.");
        string folder = setting.Groups[1].Value;
        if (folder.Length > 0 && !(Uri.TryCreate(folder, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps))
            throw new PageException(manifest, 1, $"OnlineHelp '{folder}' is no https address.");
        return new OnlineHelp(folder.TrimEnd('/'));
    }

    /// <summary>
    /// The address of a page. Where none is published, what to type instead: PowerShell tells it as an address that is not valid, and
    /// up to its first blank only, so that it has none that breaks.
    /// </summary>
    public string Of(string command) => _folder.Length > 0
        ? $"{_folder}/{command}.md"
        : $"(none is published; type: Get-Help {command} -Full)".Replace(' ', '\u00a0');

    [GeneratedRegex(@"^\s*OnlineHelp\s*=\s*'([^']*)'", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();
}
