using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Replicate;

/// <summary>
/// Replicate's predictions: <see href="https://replicate.com/docs/reference/http"/>. No <c>Prefer: wait</c>: it only makes the
/// answer, and the id
/// in it, come later.
/// </summary>
internal sealed class ReplicateGateway : IUploadGateway, ICancelGateway, IListGateway, ICallbackGateway
{
    private const string PredictionsPath = "/v1/predictions";
    private const string FilesPath = "/v1/files";

    public GatewayTable Table => ReplicateTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile)
    {
        string model = string.Join("/", profile.ModelFor(request).Split('/').Select(Uri.EscapeDataString));
        return WireRequest.Post($"/v1/models/{model}/predictions", new JsonObject()
            .Set("input", Input(request))
            .Set("webhook", request.CallbackUri?.OriginalString)
            .Set("webhook_events_filter", request.CallbackUri is null ? null : new JsonArray("completed"))
            .Merge(request.ProviderOption));
    }

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? prediction = response.Json;
        string? id = prediction.Text("id");
        int? bodyStatus = id is null && response.IsSuccess ? prediction.Integer("status") : null;
        return new SubmitAnswer(
            id,
            ReplicateError.Read(response),
            bodyStatus,
            RawStatus: id is null ? null : WireError.Shorten(prediction.Text("status")));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(PredictionsPath + "/", taskId);

    // The body is the prediction itself: https://replicate.com/docs/topics/webhooks/receive-webhook
    public string? ReadCallback(JsonElement? body) => body.Text("id");

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? prediction = response.Json;
        string? word = prediction.Text("status");
        string? status = TaskReading.StatusOf(word, ReplicateTable.Statuses);
        IReadOnlyList<VideoLink> videos = status == VeoTaskStatus.Succeeded ? Videos(prediction.Member("output")) : [];

        // Its output was there, was paid for, and has been removed: https://replicate.com/docs/topics/predictions/data-retention.
        bool isRemoved = status == VeoTaskStatus.Succeeded && videos.Count == 0
            && prediction.Member("data_removed") is { ValueKind: JsonValueKind.True };
        PollAnswer answer = TaskReading.Answer(response, word, status, ReplicateError.Read(response), () => new TaskSnapshot
        {
            Videos = videos,
            Error = status == VeoTaskStatus.Failed ? ReplicateError.OfTask(prediction) : null,
            Cost = ReplicateTable.Aborted.Equals(word, StringComparison.OrdinalIgnoreCase) ? NotCharged() : null,
        });
        return answer.Snapshot is { } snapshot && isRemoved
            ? answer with { Snapshot = snapshot with { Status = VeoTaskStatus.Expired } }
            : answer;
    }

    public WireRequest Cancel(string taskId, GatewayProfile profile) =>
        new(HttpMethod.Post, $"{PredictionsPath}/{Uri.EscapeDataString(taskId)}/cancel");

    public PollAnswer ReadCancel(WireResponse response) => ReadPoll(response);

    public WireRequest Upload(ReadOnlyMemory<byte> content, string mimeType, string fileName) =>
        new(HttpMethod.Post, FilesPath, new FormBody([new FormPart("content", content, mimeType, fileName)]));

    public UploadAnswer ReadUpload(WireResponse response)
    {
        if (ReplicateError.Read(response) is { } error) return new UploadAnswer(null, error);
        bool isLink = Uri.TryCreate(response.Json.Member("urls").Text("get"), UriKind.Absolute, out Uri? uri)
            && uri.Scheme is "https" or "http";
        return new UploadAnswer(isLink ? uri : null, null);
    }

    // Newest first, a hundred at once. Each has its input, as long as that is kept.
    public WireRequest List(GatewayProfile profile) => WireRequest.Get(PredictionsPath);

    public IReadOnlyList<ListedTask>? ReadList(WireResponse response) =>
        response.IsSuccess && response.Json.Member("results") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(Listed).OfType<ListedTask>()]
            : null;

    private static JsonObject Input(VeoRequest request) => new JsonObject()
        .Set("prompt", request.Prompt)
        .Set("image", request.FirstFrame?.ToWire())
        .Set("last_frame", request.LastFrame?.ToWire())
        .Set("reference_images", request.ReferenceImages.Count == 0
            ? null
            : new JsonArray([.. request.ReferenceImages.Select(image => (JsonNode)image.ToWire())]))
        .Set("duration", request.Duration)
        .Set("resolution", request.Resolution)
        .Set("aspect_ratio", request.AspectRatio)
        .Set("generate_audio", request.Audio)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed);

    // One link for Veo; a list where a model makes several.
    private static IReadOnlyList<VideoLink> Videos(JsonElement? output) => output switch
    {
        { ValueKind: JsonValueKind.Array } => [.. output.Items().SelectMany(item => Videos(item))],
        { ValueKind: JsonValueKind.String } text => text.Text() is { } link ? [new VideoLink(link)] : [],
        _ => output.Text("url") is { } link ? [new VideoLink(link)] : [],
    };

    private static VeoCost NotCharged() => new()
    {
        Amount = 0,
        Unit = "USD",
        Basis = "not charged, because its deadline passed before it began (https://replicate.com/docs/topics/predictions/lifecycle)",
    };

    private static ListedTask? Listed(JsonElement item)
    {
        JsonElement? prediction = item;
        return prediction.Text("id") is { } id ? new ListedTask(id, WireError.Shorten(prediction.Text("status")), prediction) : null;
    }
}
