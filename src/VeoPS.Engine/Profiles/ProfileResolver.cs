using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Profiles;

/// <summary>
/// Finds the profile of a name, and the one that is meant where no name is given. A vault is asked for keys, and for
/// settings that the copy lacks; never to list profiles or to choose the default. The network is never asked.
/// </summary>
/// <param name="environment">Reads an environment variable, null where it is not set.</param>
/// <param name="store">The copy of the registered profiles' settings; null where there is no folder for one.</param>
/// <param name="vault">Where keys are; null where there is nothing to ask.</param>
internal sealed class ProfileResolver(Func<string, string?> environment, ProfileStore? store = null, IProfileVault? vault = null)
{
    /// <summary>The profile that is built in.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The name of the profile that environment variables make, where <c>VEOPS_PROFILE_NAME</c> gives it no other.</summary>
    public const string Environment = "env";

    private const string NameVariable = "VEOPS_PROFILE_NAME";
    private const string SettingsVariable = ProfileSource.SettingsVariable;

    /// <summary>The name of the profile that environment variables make: machines of one fleet give it one name, so that a job
    /// key means the same on each.</summary>
    public string EnvironmentName => Read(NameVariable) ?? Environment;

    /// <summary>The profile of a name, with its key.</summary>
    /// <param name="name">As <c>Profile</c> takes it, any case.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>, or the reason why a
    /// vault does not give the key, with the remedy.</exception>
    public GatewayProfile Resolve(string name)
    {
        if (ProfileNames.Same(name, Sandbox)) return BuiltIn();
        if (ProfileNames.Same(name, EnvironmentName)) return FromEnvironment() ?? throw NoEnvironment();
        VeoProfile profile = Registered(name);
        IGateway gateway = GatewayCatalog.Find(profile.Provider)
            ?? throw NotFound(
                $"The profile '{profile.Name}' is for {profile.Provider}, which this version does not support.",
                $"Supported providers: {Providers}.");
        return new GatewayProfile(profile, gateway, KeyOf(profile, gateway));
    }

    /// <summary>
    /// The secret that a profile's gateway signs its callbacks with: <c>VEOPS_CALLBACK_SECRET</c> for the profile of the environment, else
    /// from the profile's vault. Null where none is known, or where no secret can check this gateway's calls.
    /// </summary>
    /// <param name="profile">Which one.</param>
    /// <exception cref="VeoException">The vault does not tell.</exception>
    public string? CallbackSecret(GatewayProfile profile)
    {
        if (!CallbackSignature.IsCheckable(profile.Gateway.Table.Callback)) return null;
        string? secret = profile.Profile.Source == ProfileSource.Environment ? Read("VEOPS_CALLBACK_SECRET")
            : profile.Profile.Vault is null ? null
            : vault?.ReadCallbackSecret(profile.Profile);
        Redactor.Shared.Register(secret);
        return secret;
    }

    /// <summary>The profile that is meant where none is named, with its key.</summary>
    /// <param name="isAttended">As <see cref="Choose"/> has it.</param>
    /// <exception cref="VeoException">As <see cref="Resolve"/>; <see cref="VeoErrorId.ProfileNotFound"/> too where none is
    /// meant.</exception>
    public GatewayProfile ResolveDefault(bool isAttended) => Resolve(Choose(isAttended)?.Name ?? throw NoDefault());

    /// <summary>
    /// Which profile is meant where none is named: <c>VEOPS_PROFILE</c>, else the one of the environment, else the
    /// registered default, else the sandbox where a person watches.
    /// </summary>
    /// <param name="isAttended">True where a person watches; where nobody does, a test clip in place of a video helps no one.</param>
    /// <returns>Null where none is.</returns>
    /// <exception cref="VeoException">The registered profiles cannot be read.</exception>
    public ProfileChoice? Choose(bool isAttended) =>
        Read("VEOPS_PROFILE") is { } name ? new ProfileChoice(name, "VEOPS_PROFILE is set")
        : Read("VEOPS_PROVIDER") is not null ? new ProfileChoice(EnvironmentName, "VEOPS_PROVIDER is set")
        : store?.All().FirstOrDefault(each => each.IsDefault) is { } registered
            ? new ProfileChoice(registered.Name, "it is the registered default")
            : isAttended ? new ProfileChoice(Sandbox, "no other profile is specified, set or registered as the default", IsLastResort: true)
        : null;

    /// <summary>The names of all profiles that are known without asking a vault.</summary>
    /// <exception cref="VeoException">The registered profiles cannot be read.</exception>
    public IReadOnlyList<string> Names() => [.. store?.All().Select(each => each.Name) ?? [], .. Unregistered()];

    /// <summary>The names of the profiles that are there without being registered.</summary>
    public IReadOnlyList<string> Unregistered() => Read("VEOPS_PROVIDER") is null ? [Sandbox] : [EnvironmentName, Sandbox];

    /// <summary>The settings of a profile. Asks a vault only for one that the copy has not, and never for a key.</summary>
    /// <param name="name">Its name, any case.</param>
    /// <exception cref="VeoException">As <see cref="Resolve"/>.</exception>
    public VeoProfile Describe(string name) =>
        ProfileNames.Same(name, Sandbox) ? BuiltIn().Profile
        : ProfileNames.Same(name, EnvironmentName) ? (FromEnvironment() ?? throw NoEnvironment()).Profile
        : Registered(name);

    private static string Providers => string.Join(", ", GatewayCatalog.Names);

    private static VeoException NotFound(string what, Exception? cause, params VeoRemedy[] remedies) =>
        new(VeoErrorId.ProfileNotFound, $"{what} {ProfileRules.NothingSent}", cause) { Remedies = new(remedies) };

    private static VeoException NotFound(string what, string remedy)
        => new(VeoErrorId.ProfileNotFound, $"{what} {ProfileRules.NothingSent} {remedy}");

    private VeoException NoEnvironment() =>
        NotFound(
            $"The profile '{EnvironmentName}' is defined by environment variables, but VEOPS_PROVIDER is not set.",
            "Set VEOPS_PROVIDER, VEOPS_API_KEY and, if needed, VEOPS_BASE_URI and VEOPS_MODEL.");

    /// <summary>The error for where no profile is meant.</summary>
    public static VeoException NoDefault() =>
        NotFound("No profile is specified, and none is the default. Noninteractive sessions do not use the sandbox by default.", null,
            VeoRemedy.Give("Profile"), VeoRemedy.SetVariable("VEOPS_PROFILE"), VeoRemedy.ChangeProfile("<name>", "Default"));

    private static GatewayProfile BuiltIn()
    {
        IGateway gateway = GatewayCatalog.Find(Sandbox)!;
        return new GatewayProfile(
            new VeoProfile { Name = Sandbox, Provider = gateway.Table.Provider, Source = ProfileSource.BuiltIn },
            gateway,
            apiKey: null);
    }

    private VeoProfile Registered(string name) => store?.Find(name) ?? InVault(name);

    private VeoProfile InVault(string name)
    {
        VeoException? missing = null;
        try
        {
            if (ProfileNames.Fault(name) is null && vault?.Find(name) is { } found) return found;
        }
        catch (VeoException exception) when (exception.ErrorId is VeoErrorId.SecretManagementMissing or VeoErrorId.VaultUnavailable)
        {
            missing = exception;
        }

        throw Unknown(name, missing);
    }

    private VeoException Unknown(string name, VeoException? unasked)
    {
        if (GatewayCatalog.Find(name)?.Table.Provider is { } provider)
            return NotFound($"'{provider}' is a gateway, not a profile.", unasked, VeoRemedy.AddProfile(provider));
        string what = $"There is no profile '{name}'. Available profiles: {string.Join(", ", Names().Select(each => $"'{each}'"))}.";

        // A user who has not installed a vault keeps no profile there. A vault that fails may have the profile.
        return unasked is { ErrorId: VeoErrorId.VaultUnavailable }
            ? new VeoException(VeoErrorId.ProfileNotFound, $"{what} VeoPS could not search the vaults: {unasked.Message}", unasked)
            : NotFound(what, unasked, VeoRemedy.AddProfile());
    }

    private string? KeyOf(VeoProfile profile, IGateway gateway)
    {
        if (profile.Vault is not null && vault is not null) return vault.ReadKey(profile);
        if (!gateway.Table.NeedsKey && profile.Vault is null) return null;
        throw NotFound(
            $"{gateway.Table.Provider} needs a key, and the profile '{profile.Name}' has none.",
            null,
            VeoRemedy.ChangeProfile(profile.Name, "ApiKey"));
    }

    private GatewayProfile? FromEnvironment()
    {
        if (Read("VEOPS_PROVIDER") is not { } provider) return null;
        IGateway gateway = GatewayCatalog.Find(provider)
            ?? throw NotFound($"VEOPS_PROVIDER is '{provider}', which is not a provider.", $"One of: {Providers}.");
        string? key = Read("VEOPS_API_KEY");
        if (key is null && gateway.Table.NeedsKey)
            throw NotFound($"{gateway.Table.Provider} needs a key, and VEOPS_API_KEY is not set.", "Set it.");

        string? baseUri = Read("VEOPS_BASE_URI");
        Uri? uri = null;
        if (baseUri is not null && !Uri.TryCreate(baseUri, UriKind.Absolute, out uri))
            throw NotFound(
                $"VEOPS_BASE_URI is '{baseUri}', which is not an absolute address.",
                "Give scheme, host, port and path, such as https://gateway.example/veo.");
        if (Read(NameVariable) is { } name && ProfileNames.FaultOfForm(name) is { } fault)
            throw NotFound($"{NameVariable} is '{name}', which {fault}.", "Choose another, such as prod.");
        Dictionary<string, string> settings = Settings();
        VeoProfile profile = new()
        {
            Name = EnvironmentName,
            CallbackUri = Take(nameof(VeoProfile.CallbackUri)) is { } address ? AddressOf(address) : null,
            Provider = gateway.Table.Provider,
            BaseUri = uri,
            Model = Read("VEOPS_MODEL"),
            PricePerSecond = Amount(nameof(VeoProfile.PricePerSecond)),
            PricePerSecondAudio = Amount(nameof(VeoProfile.PricePerSecondAudio)),
            PricePerVideo = Amount(nameof(VeoProfile.PricePerVideo)),
            PriceUnit = Take(nameof(VeoProfile.PriceUnit)),
            DailyBudget = Amount(nameof(VeoProfile.DailyBudget)),
            MonthlyBudget = Amount(nameof(VeoProfile.MonthlyBudget)),
            Setting = settings,
            IsDefault = Read("VEOPS_PROFILE") is not { } named || ProfileNames.Same(named, EnvironmentName),
            Source = ProfileSource.Environment,
        };
        VeoFault[] faults = [.. ProfileRules.MoneyFaults(profile)];
        if (faults.Length > 0)
        {
            string text = $"{SettingsVariable} is not valid. {ProfileRules.NothingSent}";
            throw new VeoException(VeoErrorId.ProfileNotFound, text) { Faults = new(faults) };
        }

        return new GatewayProfile(profile, gateway, key);

        // The settings that remain belong to the gateway.
        string? Take(string setting)
        {
            if (!settings.TryGetValue(setting, out string? text)) return null;
            settings.Remove(setting);
            return text;
        }

        decimal? Amount(string setting) => Take(setting) is not { } text ? null
            : Amounts.Parse(text) ?? throw NotFound(
                $"{SettingsVariable} has the {setting} '{text}', which is not a valid amount.",
                "Give a number such as 12.50.");
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        ? address
        : throw NotFound(
            $"{SettingsVariable} has the CallbackUri '{text}', which is not an absolute address.",
            "Give one such as https://hooks.example/veo.");

    private Dictionary<string, string> Settings()
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        if (Read(SettingsVariable) is not { } json) return settings;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty setting in document.RootElement.EnumerateObject()) settings[setting.Name] = setting.Value.ToString();
            return settings;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw NotFound($"{SettingsVariable} is not a JSON object.", "Write it as {\"name\":\"value\"}.");
        }
    }

    private string? Read(string variable) => string.IsNullOrWhiteSpace(environment(variable)) ? null : environment(variable)!.Trim();
}
