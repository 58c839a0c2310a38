using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Gemini;

/// <summary>The Gemini API: <see href="https://ai.google.dev/gemini-api/docs/video"/>, in the wire format of
/// googleapis/python-genai.</summary>
internal sealed class GeminiGateway : ICallbackGateway
{
    private const string Before = "/v1beta/";

    public GatewayTable Table => GeminiTable.Table;

    // webhookConfig stands beside the parameters (python-genai, types.WebhookConfig).
    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(
        $"{Before}models/{Uri.EscapeDataString(profile.ModelFor(request))}:predictLongRunning",
        GoogleBody.Of(request, Image, Video(request.SourceVideo), GoogleBody.Parameters(request))
            .Set(
                "webhookConfig",
                request.CallbackUri is { } callback ? new JsonObject { ["uris"] = new JsonArray(callback.OriginalString) } : null)
            .Merge(request.ProviderOption));

    public SubmitAnswer ReadSubmit(WireResponse response) => GoogleOperation.Receipt(response);

    // Some relays of this API send the video inside the answer.
    public WireRequest Poll(string taskId, GatewayProfile profile) =>
        WireRequest.Get(Before + GoogleOperation.PathOf(taskId)) with { HasInlineMedia = true };

    // {"type":"video.generated","data":{"id":"…"}}: https://ai.google.dev/gemini-api/docs/webhooks
    public string? ReadCallback(JsonElement? body) => body.Member("data").Text("id");

    public PollAnswer ReadPoll(WireResponse response) =>
        GoogleOperation.State(response, result => result.Member("generateVideoResponse") ?? result);

    // inlineData and links are refused by this API, whatever its samples show: its client sends bytesBase64Encoded.
    private static JsonObject Image(MediaInput image) => image is InlineMedia inline
        ? GoogleBody.Inline(inline)
        : throw new ArgumentException($"A {image.GetType().Name} is inlined before it goes to Gemini.", nameof(image));

    private static JsonObject? Video(MediaInput? video) => video is null ? null : new JsonObject { ["uri"] = video.ToWire() };
}
