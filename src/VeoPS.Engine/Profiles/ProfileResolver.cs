using System.Text.Json;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Profiles;

/// <summary>Finds the profile of a name, and the one that is meant where no name is given. Asks no vault and no network.</summary>
/// <param name="environment">Reads an environment variable, null where it is not set.</param>
public sealed class ProfileResolver(Func<string, string?> environment)
{
    /// <summary>The profile that is built in.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The profile that environment variables make.</summary>
    public const string Environment = "env";

    /// <summary>The profile of a name.</summary>
    /// <param name="name">As <c>-Profile</c> takes it, any case.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>, with what to set.</exception>
    public GatewayProfile Resolve(string name)
    {
        if (Is(name, Sandbox)) return BuiltIn();
        if (!Is(name, Environment)) throw NotFound($"There is no profile '{name}'. Known here: '{Sandbox}', and '{Environment}' where VEOPS_PROVIDER is set.");
        return FromEnvironment() ?? throw NotFound($"The profile '{Environment}' is made by environment variables, and VEOPS_PROVIDER is not set. Set VEOPS_PROVIDER, VEOPS_API_KEY and, where needed, VEOPS_BASE_URI and VEOPS_MODEL.");
    }

    /// <summary>The profile that is meant where none is named: <c>VEOPS_PROFILE</c>, else the one of the environment, else the sandbox where a person watches.</summary>
    /// <param name="isAttended">True where a person watches; where nobody does, a test clip in place of a video helps no one.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>, with what to set.</exception>
    public GatewayProfile ResolveDefault(bool isAttended)
    {
        if (Read("VEOPS_PROFILE") is { } name) return Resolve(name);
        if (Read("VEOPS_PROVIDER") is not null) return Resolve(Environment);
        return isAttended ? BuiltIn() : throw NotFound("No profile is named, and none is the default. Where nobody watches, the sandbox is not taken unasked: name one with -Profile, or set VEOPS_PROFILE or VEOPS_PROVIDER.");
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static VeoException NotFound(string message) => new(VeoErrorId.ProfileNotFound, message + " Nothing was sent.");

    private static GatewayProfile BuiltIn()
    {
        IGateway gateway = GatewayCatalog.Find(Sandbox)!;
        return new GatewayProfile(new VeoProfile { Name = Sandbox, Provider = gateway.Table.Provider, Source = "BuiltIn" }, gateway, apiKey: null);
    }

    private GatewayProfile? FromEnvironment()
    {
        if (Read("VEOPS_PROVIDER") is not { } provider) return null;
        IGateway gateway = GatewayCatalog.Find(provider)
            ?? throw NotFound($"VEOPS_PROVIDER is '{provider}', and there is no such provider. One of: {string.Join(", ", GatewayCatalog.All.Select(each => each.Table.Provider))}.");
        string? key = Read("VEOPS_API_KEY");
        if (key is null && gateway.Table.NeedsKey) throw NotFound($"{gateway.Table.Provider} needs a key, and VEOPS_API_KEY is not set. Set it.");

        string? baseUri = Read("VEOPS_BASE_URI");
        Uri? uri = null;
        if (baseUri is not null && !Uri.TryCreate(baseUri, UriKind.Absolute, out uri)) throw NotFound($"VEOPS_BASE_URI is '{baseUri}', which is no absolute address. Give scheme, host, port and path, such as https://gateway.example/veo.");
        return new GatewayProfile(
            new VeoProfile
            {
                Name = Environment,
                Provider = gateway.Table.Provider,
                BaseUri = uri,
                Model = Read("VEOPS_MODEL"),
                Setting = Settings(),
                IsDefault = Read("VEOPS_PROFILE") is null,
                Source = "Environment",
            },
            gateway,
            key);
    }

    private Dictionary<string, string> Settings()
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        if (Read("VEOPS_SETTINGS") is not { } json) return settings;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty setting in document.RootElement.EnumerateObject()) settings[setting.Name] = setting.Value.ToString();
            return settings;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw NotFound("VEOPS_SETTINGS is no JSON object. It reads {\"name\":\"value\"}.");
        }
    }

    private string? Read(string variable) => string.IsNullOrWhiteSpace(environment(variable)) ? null : environment(variable)!.Trim();
}
