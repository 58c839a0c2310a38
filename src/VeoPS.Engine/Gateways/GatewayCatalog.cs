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
    // The names stand here too, so that a gateway is found without the tables of all others, which a new process would have to compile.
    private static readonly (string Name, IGateway Gateway)[] Entries =
    [
        ("Apikley", new ApikleyGateway()),
        ("Fal", new FalGateway()),
        ("Gemini", new GeminiGateway()),
        ("Kie", new KieGateway()),
        ("OpenAIVideos", new OpenAIVideosGateway()),
        ("OpenRouter", new OpenRouterGateway()),
        ("Replicate", new ReplicateGateway()),
        ("Sandbox", new SandboxGateway()),
        ("SkillsVideo", new SkillsVideoGateway()),
        ("TokenBay", new TokenBayGateway()),
        ("UniAll", new UniAllGateway()),
        ("Vertex", new VertexGateway()),
        ("Vtrix", new VtrixGateway()),
    ];

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<IGateway> All { get; } = [.. Entries.Select(entry => entry.Gateway)];

    /// <summary>In their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Where a profile's base address is that of another gateway, which has names of its own: the warning that a person should
    /// know; null: it is not.</summary>
    /// <param name="profile">The profile.</param>
    internal static string? Misplaced(GatewayProfile profile)
    {
        // No gateway's own address is on this machine.
        string host = profile.BaseUri.Host;
        if (profile.BaseUri.IsLoopback || host == profile.Gateway.Table.DefaultBaseUri?.Host) return null;
        return All.FirstOrDefault(gateway => gateway.Table.DefaultBaseUri?.Host == host) is { } owner
            ? $"the base address belongs to {owner.Table.Provider}, which may not recognize the names that "
                + $"{profile.Gateway.Table.Provider} sends"
            : null;
    }

    /// <summary>The gateway of a name, null where there is none.</summary>
    /// <param name="provider">As profiles name it, any case.</param>
    public static IGateway? Find(string provider) =>
        Entries.FirstOrDefault(entry => string.Equals(entry.Name, provider, StringComparison.OrdinalIgnoreCase)).Gateway;
}
