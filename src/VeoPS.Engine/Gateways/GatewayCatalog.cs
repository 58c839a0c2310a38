using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.Sandbox;
using VeoPS.Engine.Gateways.TokenBay;

namespace VeoPS.Engine.Gateways;

/// <summary>Every gateway that this engine speaks to. A new one is a folder and a line here.</summary>
public static class GatewayCatalog
{
    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<IGateway> All { get; } =
    [
        new ApikleyGateway(),
        new SandboxGateway(),
        new TokenBayGateway(),
    ];

    /// <summary>The gateway of a name, null where there is none.</summary>
    /// <param name="provider">As profiles name it, any case.</param>
    public static IGateway? Find(string provider) =>
        All.FirstOrDefault(gateway => string.Equals(gateway.Table.Provider, provider, StringComparison.OrdinalIgnoreCase));
}
