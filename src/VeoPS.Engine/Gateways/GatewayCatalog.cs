using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.Fal;
using VeoPS.Engine.Gateways.Gemini;
using VeoPS.Engine.Gateways.Kie;
using VeoPS.Engine.Gateways.OpenAIVideos;
using VeoPS.Engine.Gateways.OpenRouter;
using VeoPS.Engine.Gateways.Replicate;
using VeoPS.Engine.Gateways.Sandbox;
using VeoPS.Engine.Gateways.SkillsVideo;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Gateways.UniAll;
using VeoPS.Engine.Gateways.Vertex;
using VeoPS.Engine.Gateways.Vtrix;

namespace VeoPS.Engine.Gateways;

/// <summary>Every gateway that this engine speaks to. A new one is a folder and a line here.</summary>
internal static class GatewayCatalog
{
    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<IGateway> All { get; } =
    [
        new ApikleyGateway(),
        new FalGateway(),
        new GeminiGateway(),
        new KieGateway(),
        new OpenAIVideosGateway(),
        new OpenRouterGateway(),
        new ReplicateGateway(),
        new SandboxGateway(),
        new SkillsVideoGateway(),
        new TokenBayGateway(),
        new UniAllGateway(),
        new VertexGateway(),
        new VtrixGateway(),
    ];

    /// <summary>Where a profile's base address is that of another gateway, which has names of its own: the warning that a person should
    /// know; null: it is not.</summary>
    /// <param name="profile">The profile.</param>
    internal static string? Misplaced(GatewayProfile profile) =>
        All.FirstOrDefault(gateway => gateway.Table.DefaultBaseUri?.Host == profile.BaseUri.Host) is { } owner
            && owner.Table.Provider != profile.Gateway.Table.Provider
            ? $"the base address belongs to {owner.Table.Provider}, which may not recognize the names that "
                + $"{profile.Gateway.Table.Provider} sends"
            : null;

    /// <summary>The gateway of a name, null where there is none.</summary>
    /// <param name="provider">As profiles name it, any case.</param>
    public static IGateway? Find(string provider) =>
        All.FirstOrDefault(gateway => string.Equals(gateway.Table.Provider, provider, StringComparison.OrdinalIgnoreCase));
}
