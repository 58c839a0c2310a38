using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways.Vertex;

/// <summary>
/// Vertex AI: <see href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation"/>. Without
/// <c>storageUri</c> videos come inside the answer to a poll. It, <c>compressionQuality</c>, <c>resizeMode</c> and the like go into the
/// parameters: the provider option <c>{"parameters":{"storageUri":"gs://bucket/folder/"}}</c>. A mask and the kind of a reference image
/// go into the instance: <c>{"instances":[{"referenceImages":[{"referenceType":"style"}]}]}</c>.
/// </summary>
internal sealed class VertexGateway : IGateway
{
    private static readonly Regex ModelInName = new("/models/(?<model>[^/]+)/operations/", RegexOptions.CultureInvariant);

    public GatewayTable Table => VertexTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(
        PathOf(profile, profile.ModelFor(request)) + ":predictLongRunning",
        GoogleBody.Of(request, Image, Video(request.SourceVideo), GoogleBody.Parameters(request)
            .Set("generateAudio", request.Audio)
            .Set("seed", request.Seed)).Merge(request.ProviderOption));

    public SubmitAnswer ReadSubmit(WireResponse response) => GoogleOperation.Receipt(response);

    // The model that made the operation is the one that tells of it, whatever the profile's is by now.
    public WireRequest Poll(string taskId, GatewayProfile profile)
    {
        Match name = ModelInName.Match(taskId);
        string model = name.Success ? name.Groups["model"].Value : profile.DefaultModel;

        // In express mode only the operation's own name says which project the key belongs to.
        string path = VertexTable.IsExpress(profile.Settings) && name.Success
            ? "/v1/" + GoogleOperation.PathOf(taskId.Substring(0, taskId.LastIndexOf("/operations/", StringComparison.Ordinal)))
            : PathOf(profile, model);
        return WireRequest.Post(
            path + ":fetchPredictOperation",
            new JsonObject { ["operationName"] = taskId }) with { HasInlineMedia = true };
    }

    public PollAnswer ReadPoll(WireResponse response) => GoogleOperation.State(response, result => result);

    private static string PathOf(GatewayProfile profile, string model) => "/v1/" + VertexTable.ModelName(profile.Settings, model);

    private static JsonObject Image(MediaInput image)
        => image is InlineMedia inline ? GoogleBody.Inline(inline) : Stored(Address(image), null);

    private static JsonObject? Video(MediaInput? video) => video switch
    {
        null => null,
        InlineMedia inline => GoogleBody.Inline(inline),
        _ => Stored(Address(video), "video/mp4"),
    };

    private static JsonObject Stored(string address, string? mimeType)
        => new() { ["gcsUri"] = GoogleStorage.ToGs(address), ["mimeType"] = mimeType ?? GoogleStorage.ImageType(address) };

    private static string Address(MediaInput media) => media.ToWire();
}
