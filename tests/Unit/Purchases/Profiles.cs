using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Purchases;

/// <summary>Profiles for tests.</summary>
internal static class Profiles
{
    public const string Key = "a-key-of-ours";

    /// <summary>One that has what any gateway may ask for.</summary>
    public static GatewayProfile Any(IGateway gateway, Uri? baseUri = null, string? model = null) => new(
        new VeoProfile
        {
            Name = "prod",
            Provider = gateway.Table.Provider,
            BaseUri = baseUri ?? new Uri("https://gateway.example"),
            Model = model,
            Setting = gateway.Table.Settings.Where(rule => rule.Required)
                .ToDictionary(rule => rule.Name, rule => rule.Values.FirstOrDefault() ?? "x"),
        },
        gateway,
        gateway.Table.NeedsKey ? Key : null);
}
