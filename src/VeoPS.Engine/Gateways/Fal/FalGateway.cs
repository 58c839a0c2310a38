using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Fal;

/// <summary>
/// fal.ai's queue: <see href="https://fal.ai/docs/documentation/model-apis/queue"/>. A request that has ended says so first,
/// and how it ended
/// with its result. Its stand-by hosts are left alone: a submission there would be a second purchase.
/// </summary>
internal sealed class FalGateway : IUploadGateway, ICancelGateway, IPriceGateway, IBalanceGateway, ICallbackGateway
{
    private const string UploadPath = "/storage/upload/initiate?storage_type=fal-cdn-v3";
    private const string PricePath = "/v1/models/pricing?endpoint_id=";
    private const string BalancePath = "/v1/account/billing?expand=credits";

    // https://fal.ai/docs/documentation/serverless/reliability/retries.md: without the first, fal runs a request that failed
    // again by itself.
    // https://docs.fal.ai/documentation/model-apis/common-parameters: without the second, it may run another endpoint in its place.
    private static readonly IReadOnlyDictionary<string, string> BuyOnce = new Dictionary<string, string>
    {
        ["X-Fal-No-Retry"] = "1",
        ["x-app-fal-disable-fallback"] = "true",
    };

    public GatewayTable Table => FalTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile)
    {
        string path = "/" + string.Join("/", profile.ModelFor(request).Split('/').Select(Uri.EscapeDataString));
        if (request.CallbackUri is { } callback) path += "?fal_webhook=" + Uri.EscapeDataString(callback.OriginalString);
        return WireRequest.Post(path, Body(request)) with { Headers = Headers(profile) };
    }

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        string? id = FalRequestId.Of(response.Json);
        return new SubmitAnswer(id, FalError.Read(response), RawStatus: WireError.Shorten(response.Json.Text("status")));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => StatusOf(taskId);

    // gateway_request_id differs from the id of the receipt where fal ran the request again:
    // https://fal.ai/docs/documentation/model-apis/inference/webhooks.md
    public string? ReadCallback(JsonElement? body) => body.Text("request_id");

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? task = response.Json;
        string? word = task.Text("status");
        if (response.IsSuccess && FalTable.Completed.Equals(word, StringComparison.OrdinalIgnoreCase)) return PollAnswer.Ask(Result(task));

        string? status = TaskReading.StatusOf(word, FalTable.Statuses);
        return TaskReading.Answer(response, word, status, FalError.Read(response), () => new TaskSnapshot());
    }

    private static WireRequest StatusOf(string taskId) => WireRequest.Get(FalRequestId.PathOf(taskId) + "/status?logs=0");

    // https://fal.ai/docs/inference-api/queue/cancel
    public WireRequest Cancel(string taskId, GatewayProfile profile) => new(HttpMethod.Put, FalRequestId.PathOf(taskId) + "/cancel");

    public PollAnswer ReadCancel(WireResponse response)
    {
        string? word = response.Json.Text("status");
        if (word == "ALREADY_COMPLETED") return PollAnswer.Ask(new PollStep(StatusOf, ReadPoll));
        return response.IsSuccess
            ? new PollAnswer(new TaskSnapshot { Status = VeoTaskStatus.Running, RawStatus = FalTable.CancelAsked }, null)
            : new PollAnswer(null, FalError.Read(response));
    }

    public WireRequest Upload(ReadOnlyMemory<byte> content, string mimeType, string fileName) =>
        WireRequest.Post(UploadPath, new JsonObject { ["content_type"] = mimeType, ["file_name"] = fileName })
            with { At = FalTable.UploadUri };

    public UploadAnswer ReadUpload(WireResponse response)
    {
        if (FalError.Read(response) is { } error) return new UploadAnswer(null, error);
        Uri? file = Link(response.Json.Text("file_url"));
        Uri? place = Link(response.Json.Text("upload_url"));
        return file is null || place is null ? new UploadAnswer(null, null) : new UploadAnswer(file, null) { PutTo = place };
    }

    public WireRequest Price(VeoRequest request, GatewayProfile profile) =>
        WireRequest.Get(PricePath + Uri.EscapeDataString(profile.ModelFor(request))) with { At = FalTable.PlatformUri };

    // One price an endpoint. It cannot tell the price of single options, so that it stands for the endpoint's
    // defaults alone.
    public VeoCost? ReadPrice(WireResponse response, VeoRequest request, GatewayProfile profile)
    {
        string model = profile.ModelFor(request);
        ModelTable table = Table.Find(model);
        bool isPlain = request.Audio != false && (request.Resolution is null || request.Resolution == table.DefaultResolution);
        JsonElement? price = response.Json.Member("prices").Items().Select(item => (JsonElement?)item)
            .FirstOrDefault(item => item.Text("endpoint_id") == model);
        if (!response.IsSuccess || !isPlain || price.Amount("unit_price") is not { } unit || price.Text("currency") is not (null or "USD"))
            return null;

        int seconds = request.Duration ?? table.DefaultDuration ?? 8;
        decimal? amount = price.Text("unit") switch
        {
            { } word when WireError.Says(word, "second") => unit * seconds,
            { } word when WireError.Says(word, "video", "generation", "request") => unit,
            _ => null,
        };
        return amount is null
            ? null
            : new VeoCost { Amount = amount.Value, Unit = "USD", Basis = "fal's price API, for the endpoint's own defaults" };
    }

    public WireRequest Balance(GatewayProfile profile) => WireRequest.Get(BalancePath) with { At = FalTable.PlatformUri };

    // An ordinary key is refused here and is good elsewhere.
    public BalanceAnswer ReadBalance(WireResponse response)
    {
        VeoError? error = response.Status == 403
            ? WireError.Make(null, "fal returns the balance only to an admin key", VeoErrorKind.FeatureDisabled)
            : FalError.Read(response);
        return new BalanceAnswer(error is null ? response.Json.Member("credits").Amount("current_balance") : null, "USD", error);
    }

    private static PollStep Result(JsonElement? status)
    {
        string word = FalRequestId.HasResultWord(status) ? "/response" : "";
        VeoError? error = FalError.OfTask(status);
        return new PollStep(id => WireRequest.Get(FalRequestId.PathOf(id) + word), response => ReadResult(response, error));
    }

    // The result of a request that failed comes under the failure's own HTTP status. A status alone may be of the asking.
    private static PollAnswer ReadResult(WireResponse response, VeoError? said)
    {
        JsonElement? video = response.Json.Member("video");
        string? link = video.Text("url");
        VeoError? error = response.IsSuccess && link is not null ? null : FalError.OfTask(response.Json) ?? said;
        if (error is null && !response.IsSuccess) return new PollAnswer(null, FalError.Read(response));
        if (error is null && !response.Json.IsObject()) return PollAnswer.Unreadable;

        bool isCanceled = error?.Code == FalTable.Canceled;
        return new PollAnswer(
            new TaskSnapshot
            {
                Status = error is null ? VeoTaskStatus.Succeeded : isCanceled ? VeoTaskStatus.Canceled : VeoTaskStatus.Failed,
                RawStatus = FalTable.Completed,
                Videos = link is not null && error is null ? [new VideoLink(link, MimeType: video.Text("content_type"))] : [],
                Error = error,
                Cost = error is null ? null : FalError.CostOf(error, response.Status),
            },
            null);
    }

    private static IReadOnlyDictionary<string, string> Headers(
        GatewayProfile profile) => profile.Setting(FalTable.StartTimeout) is { } seconds
        ? new Dictionary<string, string>(BuyOnce.ToDictionary(header => header.Key, header => header.Value)) {
            ["X-Fal-Request-Timeout"] = seconds }
        : BuyOnce;

    private static JsonObject Body(VeoRequest request) => new JsonObject()
        .Set("prompt", request.Prompt)
        .Set(request.LastFrame is null ? "image_url" : "first_frame_url", request.FirstFrame?.ToWire())
        .Set("last_frame_url", request.LastFrame?.ToWire())
        .Set("image_urls", request.ReferenceImages.Count == 0
            ? null
            : new JsonArray([.. request.ReferenceImages.Select(image => (JsonNode)image.ToWire())]))
        .Set("video_url", request.SourceVideo?.ToWire())
        .Set("duration", request.Duration is { } seconds ? FormattableString.Invariant($"{seconds}s") : null)
        .Set("aspect_ratio", request.AspectRatio == "Auto" ? "auto" : request.AspectRatio)
        .Set("resolution", request.Resolution)
        .Set("generate_audio", request.Audio)
        .Set("auto_fix", request.EnhancePrompt)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed)
        .Merge(request.ProviderOption);

    private static Uri? Link(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http" ? uri : null;
}
