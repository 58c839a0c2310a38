using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Apikley;

/// <summary>
/// Apikley: <see href="https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"/> and its neighbours. It speaks the protocol
/// of kie.ai, so that what its own pages leave open is read as <see href="https://docs.kie.ai/veo3-api/"/> has it.
/// </summary>
internal sealed class ApikleyGateway : IUploadGateway, IBalanceGateway, IRenditionAdvisor
{
    private const string GeneratePath = "/api/v1/veo/generate";
    private const string ExtendPath = "/api/v1/veo/extend";
    private const string DetailsPath = "/api/v1/veo/record-info?taskId=";
    private const string CreditPath = "/api/v1/chat/credit";
    private const string UploadPath = "/file-upload/api/file-stream-upload";
    private const string UploadFolder = "veops";

    public GatewayTable Table => ApikleyTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) =>
        request.SourceVideo is TaskMedia source ? Extend(request, source.TaskId, profile) : Generate(request, profile);

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? body = response.Json;
        JsonElement? data = body.Member("data");
        string? id = data.Text("taskId") ?? data.Text("task_id") ?? body.Text("taskId") ?? body.Text("task_id");
        return new SubmitAnswer(id, ApikleyError.Read(response), ApikleyError.Refusal(body));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(DetailsPath, taskId);

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? record = response.Json.Member("data");
        string? flag = record.Text("successFlag");
        string? status = flag is not null && ApikleyTable.Statuses.TryGetValue(flag, out string? known) ? known : null;

        // A refusal says nothing about the task, except where it comes with the record of one that failed (501).
        VeoError? refusal = ApikleyError.Read(response);
        bool readable = refusal is null || (response.IsSuccess && status == VeoTaskStatus.Failed);
        if (flag is null || !readable) return new PollAnswer(null, refusal);

        return new PollAnswer(
            new TaskSnapshot
            {
                Status = status,
                RawStatus = WireError.Shorten(flag),
                Videos = status == VeoTaskStatus.Succeeded ? ApikleyResult.Videos(record) : [],
                Cost = ApikleyResult.Cost(record),
                Error = status == VeoTaskStatus.Failed ? ApikleyError.OfTask(record, refusal) : null,
            },
            null);
    }

    public WireRequest Upload(ReadOnlyMemory<byte> content, string mimeType, string fileName)
    {
        FormPart[] parts =
        [
            new("file", content, mimeType, fileName),
            new("uploadPath", Encoding.UTF8.GetBytes(UploadFolder)),
            new("fileName", Encoding.UTF8.GetBytes(fileName)),
        ];
        return new WireRequest(HttpMethod.Post, UploadPath, new FormBody(parts));
    }

    public UploadAnswer ReadUpload(WireResponse response)
    {
        if (ApikleyError.Read(response) is { } error) return new UploadAnswer(null, error);

        JsonElement? data = response.Json.Member("data");
        string? link = data.Text("downloadUrl") ?? data.Text("fileUrl") ?? data.Text("url");
        bool usable = Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http";
        return new UploadAnswer(usable ? uri : null, null);
    }

    // https://docs.apikley.ru/common-api/common-api_get-account-credits
    public WireRequest Balance(GatewayProfile profile) => WireRequest.Get(CreditPath);

    public BalanceAnswer ReadBalance(WireResponse response)
    {
        VeoError? error = ApikleyError.Read(response);
        return new BalanceAnswer(error is null ? response.Json.Amount("data") : null, "credits", error);
    }

    public IReadOnlyList<string> Renditions => ApikleyRendition.Resolutions;

    public TimeSpan RenditionInterval => ApikleyRendition.Interval;

    public WireRequest AskRendition(string taskId, int index, string resolution) => ApikleyRendition.Ask(taskId, index, resolution);

    public string? DoubtAbout(string? lastAnswer, string resolution) => ApikleyRendition.DoubtAbout(lastAnswer, resolution);

    public RenditionAnswer ReadRendition(WireResponse response) => ApikleyRendition.Read(response);

    // No enableFallback: «This parameter is deprecated. Please remove this parameter from your requests.»
    private static WireRequest Generate(VeoRequest request, GatewayProfile profile) => WireRequest.Post(GeneratePath, new JsonObject()
        .Set("prompt", request.Prompt)
        .Set("imageUrls", ImageUrls(request))
        .Set("model", profile.ModelFor(request))
        .Set("generationType", GenerationType(request.Mode))
        .Set("aspectRatio", request.AspectRatio)
        .Set("seeds", request.Seed)
        .Set("enableTranslation", request.TranslatePrompt)
        .Set("watermark", request.Watermark)
        .Set("callBackUrl", request.CallbackUri?.OriginalString)
        .Merge(request.ProviderOption));

    // https://docs.apikley.ru/veo3-api/veo3-api_extend-video: the models have other names there.
    private static WireRequest Extend(VeoRequest request, string sourceId, GatewayProfile profile) => WireRequest.Post(ExtendPath, new JsonObject()
        .Set("taskId", sourceId)
        .Set("prompt", request.Prompt)
        .Set("model", ApikleyTable.ExtensionModels.TryGetValue(profile.ModelFor(request), out string? name) ? name : profile.ModelFor(request))
        .Set("seeds", request.Seed)
        .Set("watermark", request.Watermark)
        .Set("callBackUrl", request.CallbackUri?.OriginalString)
        .Merge(request.ProviderOption));

    // One list for both kinds, which generationType tells apart: the first and the last frame, or the references.
    private static JsonArray? ImageUrls(VeoRequest request)
    {
        MediaInput?[] images = [request.FirstFrame, request.LastFrame, .. request.ReferenceImages];
        JsonNode?[] links = [.. images.OfType<MediaInput>().Select(image => image.ToWire())];
        return links.Length > 0 ? new JsonArray(links) : null;
    }

    // Left out for text, as the page allows. Never left out beside images: two references would be taken for a first and a last frame.
    private static string? GenerationType(VideoModes mode) => mode switch
    {
        VideoModes.Reference => "REFERENCE_2_VIDEO",
        VideoModes.FirstFrame or VideoModes.FirstAndLastFrame => "FIRST_AND_LAST_FRAMES_2_VIDEO",
        _ => null,
    };
}
