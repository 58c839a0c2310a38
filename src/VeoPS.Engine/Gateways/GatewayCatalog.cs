using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.Gemini;
using VeoPS.Engine.Gateways.OpenAIVideos;
using VeoPS.Engine.Gateways.OpenRouter;
using VeoPS.Engine.Gateways.Sandbox;
using VeoPS.Engine.Gateways.SkillsVideo;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Gateways.UniAll;
using VeoPS.Engine.Gateways.Vertex;
using VeoPS.Engine.Gateways.Vtrix;

namespace VeoPS.Engine.Gateways;

/// <summary>Every gateway that this engine speaks to. A new one is a folder and a line here.</summary>
public static class GatewayCatalog
{
    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<IGateway> All { get; } =
    [
        new ApikleyGateway(),
        new GeminiGateway(),
        new OpenAIVideosGateway(),
        new OpenRouterGateway(),
        new SandboxGateway(),
        new SkillsVideoGateway(),
        new TokenBayGateway(),
        new UniAllGateway(),
        new VertexGateway(),
        new VtrixGateway(),
    ];

    /// <summary>The gateway of a name, null where there is none.</summary>
    /// <param name="provider">As profiles name it, any case.</param>
    public static IGateway? Find(string provider) =>
        All.FirstOrDefault(gateway => string.Equals(gateway.Table.Provider, provider, StringComparison.OrdinalIgnoreCase));
}
