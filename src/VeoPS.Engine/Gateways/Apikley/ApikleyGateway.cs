using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.KieApi;

namespace VeoPS.Engine.Gateways.Apikley;

/// <summary>Apikley: <see href="https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"/> and its neighbours.</summary>
internal sealed class ApikleyGateway : KieApiGateway
{
    public override GatewayTable Table => ApikleyTable.Table;

    protected override IReadOnlyDictionary<string, string> ExtensionModels => ApikleyTable.ExtensionModels;

    protected override string UploadPath => "/file-upload/api/file-stream-upload";

    protected override JsonObject SetOptions(JsonObject body, VeoRequest request) => body.Set("aspectRatio", request.AspectRatio);

    // "Only 16:9 aspect ratio supports 1080P": its generate page alone says so.
    public override string? Doubt(VeoTask task, string resolution) => KieApiRendition.Doubt(task, resolution, isWideOnly: true);
}
