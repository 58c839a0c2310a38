using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Vtrix;

/// <summary>
/// Vtrix: <see href="https://doc.vtrix.ai/docs/api/google/veo-31-fast"/>. The page lists the parameters beside <c>model</c>; the vendor's
/// own tools (VtrixAI/vtrix-cli, SeaArt-Infra/sea_sdk_js) send them inside <c>input[0].params</c>, and show the paths.
/// </summary>
internal sealed class VtrixGateway : IPriceGateway
{
    private const string GenerationPath = "/v1/generation";
    private const string TaskPath = "/v1/generation/task/";
    private const string PrechargePath = "/v1/generation/precharge";

    // The fields of the body outside the parameters, as the vendor's tools have them.
    private static readonly HashSet<string> EnvelopeNames = new(StringComparer.Ordinal) { "model", "input", "moderation", "metadata" };

    public GatewayTable Table => VtrixTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(GenerationPath, Body(request, profile));

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? task = response.Json;
        SubmitAnswer answer = new(task.Text("id"), VtrixError.Read(response), VtrixError.BodyStatus(response));
        return TaskReading.Receipt(answer, task.Text("status"), VtrixTable.Statuses, () => VtrixError.OfTask(task));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(TaskPath, taskId);

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? task = response.Json;
        string? word = task.Text("status");
        IReadOnlyList<VideoLink> videos = VtrixResult.Videos(task);
        bool isUnnamedSuccess = videos.Count > 0 && VtrixTable.UnnamedSuccesses.Contains(word ?? "", StringComparer.OrdinalIgnoreCase);
        string? status = isUnnamedSuccess ? VeoTaskStatus.Succeeded : TaskReading.StatusOf(word, VtrixTable.Statuses);
        return TaskReading.Answer(response, word, status, VtrixError.Read(response), () => new TaskSnapshot
        {
            Progress = VtrixResult.Progress(task),
            Videos = status == VeoTaskStatus.Succeeded ? videos : [],
            Cost = VtrixResult.Cost(task),
            Error = status == VeoTaskStatus.Failed ? VtrixError.OfTask(task) : null,
        });
    }

    public WireRequest Price(VeoRequest request, GatewayProfile profile) => WireRequest.Post(PrechargePath, Body(request, profile));

    // A price that the gateway does not know is {"status":"failed","data":{"cost":null,"reason":"COST_CACHE_MISS"}}.
    public VeoCost? ReadPrice(WireResponse response, VeoRequest request, GatewayProfile profile)
    {
        JsonElement? data = response.Json.Member("data");
        bool isDollars = (data.Text("currency") ?? "USD").Equals("USD", StringComparison.OrdinalIgnoreCase);
        return response.IsSuccess && isDollars && response.Json.Text("status") is not "failed"
            ? StatedCost.Of(data.Amount("cost"), "USD")
            : null;
    }

    private static JsonObject Body(VeoRequest request, GatewayProfile profile)
    {
        JsonObject inside = [];
        JsonObject outside = [];
        foreach (KeyValuePair<string, JsonNode?> option in request.ProviderOption ?? [])
        {
            (EnvelopeNames.Contains(option.Key) ? outside : inside)[option.Key] = option.Value?.DeepClone();
        }

        JsonObject parameters = Parameters(request).Merge(inside);
        JsonObject body = new() { ["model"] = profile.ModelFor(request) };
        bool isFlat = string.Equals(profile.Setting(VtrixTable.Envelope), VtrixTable.Flat, StringComparison.OrdinalIgnoreCase);
        if (isFlat) body.Merge(parameters);
        else body["input"] = new JsonArray(new JsonObject { ["params"] = parameters });
        return body.Merge(outside);
    }

    private static JsonObject Parameters(VeoRequest request) => new JsonObject()
        .Set("prompt", request.Prompt)
        .Set("negativePrompt", request.NegativePrompt)
        .Set("image", Image(request.FirstFrame))
        .Set("lastFrame", Image(request.LastFrame))
        .Set("referenceImages", References(request.ReferenceImages))
        .Set("video", Link(request.SourceVideo))
        .Set("aspectRatio", request.AspectRatio)
        .Set("resolution", request.Resolution)

        // It "must be 8" there, and no default is stated.
        .Set("durationSeconds", request.Duration ?? (VtrixTable.MustBeLong(request) ? 8 : null))
        .Set("personGeneration", PersonPolicy.ToWire(request.PersonGeneration));

    // The page says "object" and names Google's types: as those go over Google's wire. For a link Google has uri, with a video.
    private static JsonObject? Image(MediaInput? image) => image is InlineMedia inline
        ? new JsonObject { ["bytesBase64Encoded"] = inline.ToBase64(), ["mimeType"] = inline.MimeType }
        : Link(image);

    private static JsonObject? Link(MediaInput? media) => media is null ? null : new JsonObject { ["uri"] = media.ToWire() };

    private static JsonArray? References(IReadOnlyList<MediaInput> images) => images.Count == 0
        ? null
        : new JsonArray([.. images.Select(image => (JsonNode)new JsonObject { ["image"] = Image(image), ["referenceType"] = "asset" })]);
}
