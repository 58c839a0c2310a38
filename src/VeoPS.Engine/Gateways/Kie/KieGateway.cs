using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.KieApi;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways.Kie;

/// <summary>kie.ai: <see href="https://docs.kie.ai/veo3-api/generate-veo-3-video"/> and its neighbours.</summary>
internal sealed class KieGateway : KieApiGateway
{
    private const int Failure = 500;
    private const int Invalid = 422;

    public override GatewayTable Table => KieTable.Table;

    protected override IReadOnlyDictionary<string, string> ExtensionModels => KieTable.ExtensionModels;

    protected override string UploadPath => "/api/file-stream-upload";

    protected override string UploadOrigin => KieTable.UploadUri;

    // A field that is missing comes under the code of a failure, as clients saw it: nothing was taken.
    public override SubmitAnswer ReadSubmit(WireResponse response)
    {
        SubmitAnswer answer = base.ReadSubmit(response);
        bool isInvalid = answer is { IsTaken: false, BodyStatus: Failure, Error: not null }
            && WireError.Says(answer.Error.Message, "is required");
        return isInvalid ? answer with { BodyStatus = Invalid, Error = WireError.Make(
            answer.Error!.Code,
            answer.Error.Message,
            VeoErrorKind.InvalidRequest) } : answer;
    }

    // Names in two forms, as the page has them: aspect_ratio beside imageUrls.
    protected override JsonObject SetOptions(JsonObject body, VeoRequest request) => body
        .Set("aspect_ratio", request.AspectRatio)
        .Set("resolution", request.Resolution)
        .Set("duration", request.Duration);
}
