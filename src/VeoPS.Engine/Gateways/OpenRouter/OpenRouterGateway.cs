using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.OpenRouter;

/// <summary>
/// OpenRouter: <see href="https://openrouter.ai/docs/guides/overview/multimodal/video-generation"/>, and the OpenAPI document of its own
/// clients (OpenRouterTeam/typescript-sdk). It has no call that cancels and none that lists jobs.
/// </summary>
internal sealed class OpenRouterGateway : IContentGateway, IPriceGateway, IBalanceGateway, ICallbackGateway
{
    private const string VideosPath = "/api/v1/videos";
    private const string ModelsPath = VideosPath + "/models";
    private const string KeyPath = "/api/v1/key"; // "/credits" tells the account's balance, to a management key only.

    public GatewayTable Table => OpenRouterTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(VideosPath, Body(request, profile));

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? job = response.Json;
        return new SubmitAnswer(
            job.Text("id"),
            OpenRouterError.Read(response),
            OpenRouterError.BodyStatus(response),
            WireError.Shorten(job.Text("status")))
        {
            Cost = OpenRouterResult.Cost(job),
        };
    }

    // polling_url is a path on one page and an address on another: the id leads to the same place, below the profile's base.
    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(VideosPath + "/", taskId);

    // {"type":"video.generation.completed","data":{"id":"…","status":"completed"}}
    public string? ReadCallback(JsonElement? body) => body.Member("data").Text("id");

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? job = response.Json;
        string? word = job.Text("status");
        string? status = TaskReading.StatusOf(word, OpenRouterTable.Statuses);
        return TaskReading.Answer(response, word, status, OpenRouterError.Read(response), () => new TaskSnapshot
        {
            Videos = status == VeoTaskStatus.Succeeded ? OpenRouterResult.Videos(job) : [],
            Cost = OpenRouterResult.Cost(job),
            Error = status is VeoTaskStatus.Failed or VeoTaskStatus.Canceled or VeoTaskStatus.Expired
                ? OpenRouterError.OfTask(job, word!)
                : null,
        });
    }

    public WireRequest Content(string taskId, int index, GatewayProfile profile) =>
        WireRequest.Get(FormattableString.Invariant($"{VideosPath}/{Uri.EscapeDataString(taskId)}/content?index={index}"));

    public WireRequest Price(VeoRequest request, GatewayProfile profile) => WireRequest.Get(ModelsPath);

    public VeoCost? ReadPrice(WireResponse response, VeoRequest request, GatewayProfile profile) =>
        response.IsSuccess ? OpenRouterPrice.Of(response.Json, Body(request, profile)) : null;

    public WireRequest Balance(GatewayProfile profile) => WireRequest.Get(KeyPath);

    // A key without a limit of its own has none left to tell.
    public BalanceAnswer ReadBalance(WireResponse response)
    {
        if (OpenRouterError.Read(response) is { } error) return new BalanceAnswer(null, "USD", error);
        JsonElement? key = response.Json.Member("data");
        decimal? left = key.Amount("limit_remaining");
        bool isUnlimited = key.IsObject() && key.Member("limit_remaining") is null && key.Member("limit") is null;
        return new BalanceAnswer(left, "USD", isUnlimited ? WireError.Make(
            null,
            "The key has no limit of its own, and only a management key can read the account's balance",
            VeoErrorKind.FeatureDisabled) : null);
    }

    // The resolution and the ratio, never size beside them. A frame wins over references without an error: validation refuses the pair.
    private static JsonObject Body(VeoRequest request, GatewayProfile profile)
    {
        JsonObject passed = new JsonObject()
            .Set("negativePrompt", request.NegativePrompt)
            .Set("personGeneration", PersonPolicy.ToWire(request.PersonGeneration));
        return new JsonObject()
            .Set("model", profile.ModelFor(request))
            .Set("prompt", request.Prompt)
            .Set("duration", request.Duration)
            .Set("resolution", request.Resolution == "4k" ? "4K" : request.Resolution)
            .Set("aspect_ratio", request.AspectRatio)
            .Set("generate_audio", request.Audio)
            .Set("seed", request.Seed)
            .Set("frame_images", List(Frame(request.FirstFrame, "first_frame"), Frame(request.LastFrame, "last_frame")))
            .Set("input_references", List([.. request.ReferenceImages.Select(Image)]))
            .Set("callback_url", request.CallbackUri?.OriginalString)
            .Set("provider", passed.Count == 0 ? null : new JsonObject {
                ["options"] = new JsonObject { [OpenRouterTable.Upstream] = new JsonObject { ["parameters"] = passed } } })
            .Merge(request.ProviderOption);
    }

    private static JsonObject? Frame(MediaInput? image, string type) => image is null ? null : Image(image).Set("frame_type", type);

    private static JsonObject Image(MediaInput image)
        => new() { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = image.ToWire() } };

    private static JsonArray? List(params JsonObject?[] items)
        => items.All(item => item is null) ? null : new JsonArray([.. items.OfType<JsonNode>()]);
}
