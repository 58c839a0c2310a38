using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.KieApi;

/// <summary>
/// The protocol of kie.ai's Veo pages (<see href="https://docs.kie.ai/veo3-api/"/>), which Apikley speaks too
/// (<see href="https://docs.apikley.ru/veo3-api/google_veo3-api_generate-veo-3-video"/>): a gateway of it says which fields it has beside
/// the common ones, and where files go.
/// </summary>
internal abstract class KieApiGateway : IUploadGateway, IBalanceGateway, IRenditionGateway, ICallbackGateway
{
    /// <summary>The values of <c>successFlag</c>. The protocol has no word for a task that waits or was canceled.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>
    {
        ["0"] = VeoTaskStatus.Running,
        ["1"] = VeoTaskStatus.Succeeded,
        ["2"] = VeoTaskStatus.Failed, // before it was completed
        ["3"] = VeoTaskStatus.Failed, // created, but the model behind failed
    };

    private const string GeneratePath = "/api/v1/veo/generate";
    private const string ExtendPath = "/api/v1/veo/extend";
    private const string DetailsPath = "/api/v1/veo/record-info?taskId=";
    private const string CreditPath = "/api/v1/chat/credit";
    private const string UploadFolder = "veops";

    public abstract GatewayTable Table { get; }

    /// <summary>The models' other names, for an extension.</summary>
    protected abstract IReadOnlyDictionary<string, string> ExtensionModels { get; }

    /// <summary>Where a file is put.</summary>
    protected abstract string UploadPath { get; }

    /// <summary>The setting that names the origin of uploads; null where that is the base.</summary>
    protected virtual string? UploadOrigin => null;

    /// <summary>Sets the fields of a new video beside the common fields.</summary>
    protected abstract JsonObject SetOptions(JsonObject body, VeoRequest request);

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) =>
        request.SourceVideo is TaskMedia source ? Extend(request, source.TaskId, profile) : Generate(request, profile);

    public virtual SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? body = response.Json;
        JsonElement? data = body.Member("data");
        string? id = data.Text("taskId") ?? data.Text("task_id") ?? body.Text("taskId") ?? body.Text("task_id");
        return new SubmitAnswer(id, KieApiError.Read(response), KieApiError.Refusal(body));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(DetailsPath, taskId);

    // Under data as taskId, in the older schema of 4K as task_id; a sample has it at the top too. Two that differ name no task.
    public string? ReadCallback(JsonElement? body)
    {
        JsonElement? data = body.Member("data");
        string?[] named = [data.Text("taskId"), data.Text("task_id"), body.Text("taskId"), body.Text("task_id")];
        string[] ids = [.. named.OfType<string>().Distinct(StringComparer.Ordinal)];
        return ids.Length == 1 ? ids[0] : null;
    }

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? record = response.Json.Member("data");
        string? flag = record.Text("successFlag");
        string? status = flag is not null && Statuses.TryGetValue(flag, out string? known) ? known : null;

        // A refusal says nothing about the task, except where it comes with the record of one that failed (501).
        VeoError? refusal = KieApiError.Read(response);
        bool readable = refusal is null || (response.IsSuccess && status == VeoTaskStatus.Failed);
        if (flag is null || !readable) return new PollAnswer(null, refusal);

        return TaskReading.Answer(response, flag, status, refusal, () => new TaskSnapshot
        {
            Videos = status == VeoTaskStatus.Succeeded ? KieApiResult.Videos(record) : [],
            Cost = KieApiResult.Cost(record),
            Error = status == VeoTaskStatus.Failed ? KieApiError.OfTask(record, refusal) : null,
        });
    }

    public WireRequest Upload(ReadOnlyMemory<byte> content, string mimeType, string fileName)
    {
        FormPart[] parts =
        [
            new("file", content, mimeType, fileName),
            new("uploadPath", Encoding.UTF8.GetBytes(UploadFolder)),
            new("fileName", Encoding.UTF8.GetBytes(fileName)),
        ];
        return new WireRequest(HttpMethod.Post, UploadPath, new FormBody(parts)) { At = UploadOrigin };
    }

    public UploadAnswer ReadUpload(WireResponse response)
    {
        if (KieApiError.Read(response) is { } error) return new UploadAnswer(null, error);

        JsonElement? data = response.Json.Member("data");
        string? link = data.Text("downloadUrl") ?? data.Text("fileUrl") ?? data.Text("url");
        bool usable = Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http";
        return new UploadAnswer(usable ? uri : null, null);
    }

    // https://docs.apikley.ru/common-api/common-api_get-account-credits
    public WireRequest Balance(GatewayProfile profile) => WireRequest.Get(CreditPath);

    public BalanceAnswer ReadBalance(WireResponse response)
    {
        VeoError? error = KieApiError.Read(response);
        return new BalanceAnswer(error is null ? response.Json.Amount("data") : null, "credits", error);
    }

    public virtual string? Doubt(VeoTask task, string resolution) => KieApiRendition.Doubt(task, resolution, isWideOnly: false);

    public IReadOnlyList<string> Renditions => KieApiRendition.Resolutions;

    public TimeSpan RenditionInterval => KieApiRendition.Interval;

    public WireRequest AskRendition(string taskId, int index, string resolution) => KieApiRendition.Ask(taskId, index, resolution);

    public RenditionAnswer ReadRendition(WireResponse response) => KieApiRendition.Read(response);

    // No enableFallback: "This parameter is deprecated. Please remove this parameter from your requests."
    private WireRequest Generate(
        VeoRequest request,
        GatewayProfile profile) => WireRequest.Post(GeneratePath, SetOptions(new JsonObject(), request)
        .Set("prompt", request.Prompt)
        .Set("imageUrls", ImageUrls(request))
        .Set("model", profile.ModelFor(request))
        .Set("generationType", GenerationType(request.Mode))
        .Set("seeds", request.Seed)
        .Set("enableTranslation", request.TranslatePrompt)
        .Set("watermark", request.Watermark)
        .Set("callBackUrl", request.CallbackUri?.OriginalString)
        .Merge(request.ProviderOption));

    // https://docs.apikley.ru/veo3-api/veo3-api_extend-video: the models have other names there.
    private WireRequest Extend(VeoRequest request, string sourceId, GatewayProfile profile) => WireRequest.Post(ExtendPath, new JsonObject()
        .Set("taskId", sourceId)
        .Set("prompt", request.Prompt)
        .Set("model", ExtensionModels.TryGetValue(profile.ModelFor(request), out string? name) ? name : profile.ModelFor(request))
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
