using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>
/// kie.ai, whose Veo pages Apikley's descend from: the same envelope, details, extension and renditions, with fields and models of its
/// own and uploads of another path. Served below <c>/kie</c>.
/// </summary>
internal sealed class KieProtocol(LoopbackGateway gateway) : ApikleyProtocol(gateway)
{
    public const string Prefix = "/kie";

    public override Protocol Name => Protocol.Kie;

    public override string[] ExtensionModels => ["fast", "quality", "lite"];

    protected override string Before => Prefix;

    protected override string AspectRatio => "aspect_ratio";

    protected override string UploadPath => "/api";

    protected override string? Check(JsonElement body) => KieRules.Check(body);
}
