using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.NewApi;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways.TokenBay;

/// <summary>
/// TokenBay: <see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>. It descends from QuantumNous/new-api, so that
/// a point that its own pages leave open is read as new-api's source has it.
/// </summary>
internal sealed class TokenBayGateway : IContentGateway
{
    private const string VideosPath = "/v1/videos";

    public GatewayTable Table => TokenBayTable.Table;

    // Of two names for one option only one is sent (resolution, never size; duration, never seconds), because no page says which of them
    // wins. images is not sent, because its first item is the same as image. image_mime_type is not sent, because it is a hint for raw
    // base64, and a data URI carries its own.
    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(VideosPath, new JsonObject()
        .Set("model", profile.ModelFor(request))
        .Set("prompt", request.Prompt)
        .Set("resolution", request.Resolution)
        .Set("duration", request.Duration)
        .Set("aspect_ratio", request.AspectRatio)
        .Set("generate_audio", request.Audio)
        .Set("enhance_prompt", request.EnhancePrompt)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed)
        .Set("person_generation", PersonPolicy.ToWire(request.PersonGeneration, disallow: "disallow"))
        .Set("image", request.FirstFrame?.ToWire())
        .Set("lastFrameImage", request.LastFrame?.ToWire())
        .Set("input_reference", request.ReferenceImages.SingleOrDefault()?.ToWire())
        .Merge(request.ProviderOption));

    public SubmitAnswer ReadSubmit(WireResponse response) => NewApiTask.ReadSubmit(response);

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(VideosPath + "/", taskId);

    public WireRequest Content(string taskId, int index, GatewayProfile profile) => NewApiTask.Content(taskId);

    public PollAnswer ReadPoll(WireResponse response) => NewApiTask.ReadPoll(response, NewApiTask.Videos);
}
