using System.Text.RegularExpressions;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>A profile with everything that a call needs: the gateway, where it is, and the key. A class and no record, so that
/// its text never shows the key.</summary>
internal sealed class GatewayProfile
{
    /// <summary>Binds a profile to its gateway.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">The gateway of <see cref="VeoProfile.Provider"/>.</param>
    /// <param name="apiKey">The key, null where the gateway needs none.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>: there is no base address, or it is none that a
    /// key may go to.</exception>
    public GatewayProfile(VeoProfile profile, IGateway gateway, string? apiKey)
    {
        Profile = profile;
        Gateway = gateway;
        Settings = new ProfileSettings(profile.Setting, apiKey);
        Redactor.Shared.Register(apiKey);
        CheckSettings(profile, gateway.Table, apiKey);
        if (apiKey is not null && gateway.Table.Credential.Fault(apiKey) is { } fault)
        {
            throw new VeoException(VeoErrorId.ProfileNotFound, $"The key of the profile '{profile.Name}' {fault}. Nothing was "
                + $"sent. Set it again, without the extra characters{In(profile, "VEOPS_API_KEY")}.");
        }

        Uri? known = gateway.Table.BaseUriOf?.Invoke(Settings) ?? gateway.Table.DefaultBaseUri;
        Uri baseUri = CheckedBase(profile, known);
        Endpoint = new Endpoint
        {
            Name = profile.Name,
            BaseUri = baseUri,
            FurtherOrigins = FurtherOrigins(isAtDefault: baseUri == known),
            Scheme = gateway.Table.Credential,
            Key = apiKey,
            InProcess = gateway.Table.InProcess,
        };
    }

    /// <summary>The setting that pins a profile to the ledger of this id, at any gateway: through another one, job keys would
    /// be bought again.</summary>
    public const string LedgerSetting = "Ledger";

    /// <summary>Its settings.</summary>
    public VeoProfile Profile { get; }

    /// <summary>Its name.</summary>
    public string Name => Profile.Name;

    /// <summary>Tells a person which key a gateway refused, and where it is set.</summary>
    public string CheckKey => $"Check the key of the profile '{Name}'{In(Profile, "VEOPS_API_KEY")}.";

    /// <summary>The gateway.</summary>
    public IGateway Gateway { get; }

    /// <summary>The far end of its requests.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The address before the gateway's paths.</summary>
    public Uri BaseUri => Endpoint.BaseUri;

    /// <summary>Scheme, host and port of <see cref="BaseUri"/>, which the ledger pins.</summary>
    public string Origin => Endpoint.Origin;

    /// <summary>The model where a request names none.</summary>
    public string DefaultModel => Profile.Model ?? Gateway.Table.DefaultModel;

    /// <summary>Its settings by name, and its key.</summary>
    public ProfileSettings Settings { get; }

    internal string? ApiKey => Settings.ApiKey;

    /// <summary>True where the profile leads to those who make the models, and not to a relay of theirs.</summary>
    internal bool IsAtVendor => Gateway.Table.VendorHost is { } host
        && (BaseUri.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            || BaseUri.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));

    /// <summary>When a model ended; null where it is served, as far as the table knows.</summary>
    /// <param name="model">The model's id on the wire, any case.</param>
    internal ModelRetirement? RetirementOf(string model) => Gateway.Table.Retirements.FirstOrDefault(
        each => each.IsDone && string.Equals(each.Model, model, StringComparison.OrdinalIgnoreCase));

    /// <summary>The id, as it is sent, of the model that a request means here.</summary>
    /// <param name="request">The video to make.</param>
    public string ModelFor(VeoRequest request) => Gateway.Table.ModelFor(request, DefaultModel);

    /// <summary>The absolute address of a path that the gateway's page gives.</summary>
    /// <param name="path">Starts with a slash; may have a query.</param>
    public Uri Resolve(string path) => Endpoint.Resolve(path);

    /// <summary>A setting of the profile, null where it is not set.</summary>
    /// <param name="name">Any case.</param>
    public string? Setting(string name) => Settings[name];

    /// <inheritdoc/>
    public override string ToString() => Profile.Name;

    private static void CheckSettings(VeoProfile profile, GatewayTable table, string? apiKey)
    {
        string known = string.Join(", ", table.Settings.Select(rule => rule.Name).Append(LedgerSetting));
        foreach (KeyValuePair<string, string> setting in profile.Setting)
        {
            if (Same(setting.Key, LedgerSetting)) continue;
            SettingRule? rule = table.Settings.FirstOrDefault(each => Same(each.Name, setting.Key));
            if (rule is null)
                throw Invalid($"has the setting '{setting.Key}', which {table.Provider} does not support. Supported: {known}");
            if (rule.Values.Length > 0 && !rule.Values.Any(value => Same(value, setting.Value)))
            {
                string values = string.Join(", ", rule.Values);
                throw Invalid($"has the invalid value '{setting.Value}' for the setting {rule.Name}. One of: {values}", rule.Name);
            }

            if (rule.Pattern is { } pattern && !Regex.IsMatch(setting.Value, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant))
                throw Invalid($"has the invalid value '{setting.Value}' for the setting {rule.Name}. {rule.Text.TrimEnd('.')}", rule.Name);
            if (rule.Origin is not null && FaultOf(new Uri(setting.Value, UriKind.RelativeOrAbsolute)) is { } fault)
                throw Invalid($"has an address for the setting {rule.Name} {fault}", rule.Name);
        }

        IEnumerable<SettingRule> needed = table.Settings.Where(rule => rule.Required && rule.IsNeedlessWith?.Invoke(apiKey) is not true);
        if (needed.FirstOrDefault(rule => !profile.Setting.Keys.Any(key => Same(key, rule.Name))) is { } missing)
        {
            throw Invalid($"lacks the setting {missing.Name}: {missing.Text.TrimEnd('.')}", missing.Name);
        }

        VeoException Invalid(string what, string? setting = null)
        {
            string text = $"The profile '{profile.Name}' {what}. Nothing was sent.";
            return setting is null
                ? new VeoException(VeoErrorId.ProfileNotFound, $"{text} Change its settings{In(profile, "VEOPS_SETTINGS")}.")
                : new VeoException(VeoErrorId.ProfileNotFound, text)
                {
                    Remedies = new([profile.Source == "Environment"
                        ? VeoRemedy.SetVariable("VEOPS_SETTINGS", $$"""{"{{setting}}":"…"}""")
                        : VeoRemedy.ChangeProfile(profile.Name, "Setting." + setting)]),
                };
        }

        static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri CheckedBase(VeoProfile profile, Uri? known)
    {
        Uri uri = profile.BaseUri ?? known ?? throw Invalid($"has no base address, and {profile.Provider} has no default one");
        return FaultOf(uri) is { } fault ? throw Invalid($"has a base address {fault}") : uri;

        VeoException Invalid(string what) => new(VeoErrorId.ProfileNotFound, $"The profile '{profile.Name}' {what}. Nothing was sent.")
        {
            Remedies = new([profile.Source == "Environment"
                ? VeoRemedy.SetVariable("VEOPS_BASE_URI", "the gateway's https address")
                : VeoRemedy.ChangeProfile(profile.Name, nameof(profile.BaseUri))]),
        };
    }

    // As the end of a sentence about an address that the key goes to; null where it may.
    private static string? FaultOf(Uri uri)
    {
        if (!uri.IsAbsoluteUri) return "that is not absolute";
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            return "with a query, a fragment or a user name. Give only scheme, host, port and path";
        bool secure = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
        return secure ? null : "that is not https. The key is sent only over https, except to loopback";
    }

    private Dictionary<string, Uri> FurtherOrigins(bool isAtDefault)
    {
        Dictionary<string, Uri> origins = new(StringComparer.OrdinalIgnoreCase);
        foreach (SettingRule rule in Gateway.Table.Settings.Where(rule => rule.Origin is not null))
        {
            if (Setting(rule.Name) is { } address) origins[rule.Name] = new Uri(address);
            else if (isAtDefault) origins[rule.Name] = rule.Origin!;
        }

        return origins;
    }

    private static string In(VeoProfile profile, string variable) => profile.Source == "Environment" ? " in " + variable : "";
}
