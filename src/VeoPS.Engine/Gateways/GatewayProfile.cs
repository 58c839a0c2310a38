using System.Text.RegularExpressions;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>A profile with everything that a call needs: the gateway, where it is, and the key. A class and no record, so that its text never shows the key.</summary>
public sealed class GatewayProfile
{
    /// <summary>Binds a profile to its gateway.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">The gateway of <see cref="VeoProfile.Provider"/>.</param>
    /// <param name="apiKey">The key, null where the gateway needs none.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>: there is no base address, or it is none that a key may go to.</exception>
    public GatewayProfile(VeoProfile profile, IGateway gateway, string? apiKey)
    {
        Profile = profile;
        Gateway = gateway;
        ApiKey = apiKey;
        Redactor.Shared.Register(apiKey);
        CheckSettings(profile, gateway.Table);
        if (apiKey is not null && gateway.Table.Credential.Fault(apiKey) is { } fault)
        {
            throw new VeoException(VeoErrorId.ProfileNotFound, $"The key of the profile '{profile.Name}' {fault}. Nothing was sent. Set it again, without what was copied along{In(profile, "VEOPS_API_KEY")}.");
        }

        BaseUri = CheckedBase(profile, gateway.Table.BaseUriOf?.Invoke(this) ?? gateway.Table.DefaultBaseUri);
    }

    /// <summary>Its settings.</summary>
    public VeoProfile Profile { get; }

    /// <summary>Its name.</summary>
    public string Name => Profile.Name;

    /// <summary>The gateway.</summary>
    public IGateway Gateway { get; }

    /// <summary>What stands before the gateway's paths. Ends without a slash.</summary>
    public Uri BaseUri { get; }

    /// <summary>Scheme, host and port of <see cref="BaseUri"/>: where the key may go, and what the ledger pins.</summary>
    public string Origin => BaseUri.GetLeftPart(UriPartial.Authority);

    /// <summary>The model where a request names none.</summary>
    public string DefaultModel => Profile.Model ?? Gateway.Table.DefaultModel;

    internal string? ApiKey { get; }

    /// <summary>The model that a request means here, as its id goes out.</summary>
    /// <param name="request">What to make.</param>
    public string ModelFor(VeoRequest request) => Gateway.Table.ModelFor(request, DefaultModel);

    /// <summary>The absolute address of a path that the gateway's page gives.</summary>
    /// <param name="path">Starts with a slash; may have a query.</param>
    public Uri Resolve(string path) => new(BaseUri.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>A setting of the profile, null where it is not set.</summary>
    /// <param name="name">Any case.</param>
    public string? Setting(string name) =>
        Profile.Setting.FirstOrDefault(each => string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <inheritdoc/>
    public override string ToString() => Profile.Name;

    private static void CheckSettings(VeoProfile profile, GatewayTable table)
    {
        string known = table.Settings.Count == 0 ? "none" : string.Join(", ", table.Settings.Select(rule => rule.Name));
        foreach (KeyValuePair<string, string> setting in profile.Setting)
        {
            SettingRule? rule = table.Settings.FirstOrDefault(each => Same(each.Name, setting.Key));
            if (rule is null) throw Invalid($"has the setting '{setting.Key}', which {table.Provider} does not know. Known: {known}");
            if (rule.Values.Length > 0 && !rule.Values.Any(value => Same(value, setting.Value))) throw Invalid($"has the setting {rule.Name} '{setting.Value}'. One of: {string.Join(", ", rule.Values)}");
            if (rule.Pattern is { } pattern && !Regex.IsMatch(setting.Value, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant)) throw Invalid($"has the setting {rule.Name} '{setting.Value}', which is none. {rule.Text}");
        }

        if (table.Settings.FirstOrDefault(rule => rule.Required && !profile.Setting.Keys.Any(key => Same(key, rule.Name))) is { } missing)
        {
            throw Invalid($"lacks the setting {missing.Name}: {missing.Text}");
        }

        VeoException Invalid(string what) => new(VeoErrorId.ProfileNotFound, $"The profile '{profile.Name}' {what}. Nothing was sent. Change its settings{In(profile, "VEOPS_SETTINGS")}.");

        static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri CheckedBase(VeoProfile profile, Uri? known)
    {
        Uri uri = profile.BaseUri ?? known ?? throw Invalid($"has no base address, and {profile.Provider} has none of its own");
        if (!uri.IsAbsoluteUri) throw Invalid("has a base address that is not absolute");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0) throw Invalid("has a base address with a query, a fragment or a user name. Give scheme, host, port and path only");
        bool secure = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
        return secure ? uri : throw Invalid("has a base address that is not https. The key goes over https only, except to loopback");

        VeoException Invalid(string what) => new(VeoErrorId.ProfileNotFound, $"The profile '{profile.Name}' {what}. Nothing was sent. Give it another base address{In(profile, "VEOPS_BASE_URI")}.");
    }

    private static string In(VeoProfile profile, string variable) => profile.Source == "Environment" ? " in " + variable : "";
}
