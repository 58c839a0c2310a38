using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Sandbox;

/// <summary>
/// A gateway inside this process: no key, no network, no cost. It speaks a plain protocol of its own through the same
/// transport as the others. Whatever is asked for, the result is one of two test clips of 4 seconds;
/// the provider option <c>outcome</c> (<c>failed</c>, <c>filtered</c> or <c>canceled</c>) makes it end otherwise.
/// </summary>
internal sealed class SandboxGateway : ICancelGateway, ICallbackGateway
{
    public const string VideosPath = "/v1/videos";

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        ["queued"] = VeoTaskStatus.Queued,
        ["running"] = VeoTaskStatus.Running,
        ["succeeded"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
        ["filtered"] = VeoTaskStatus.Filtered,
        ["canceled"] = VeoTaskStatus.Canceled,
    };

    public GatewayTable Table => SandboxTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(VideosPath, new JsonObject()
        .Set("model", profile.ModelFor(request))
        .Set("prompt", request.Prompt)
        .Set("first_frame", request.FirstFrame?.ToWire())
        .Set("last_frame", request.LastFrame?.ToWire())
        .Set("reference_images", request.ReferenceImages.Count == 0
            ? null
            : new JsonArray([.. request.ReferenceImages.Select(image => (JsonNode)image.ToWire())]))
        .Set("source_video", request.SourceVideo is TaskMedia task ? task.TaskId : request.SourceVideo?.ToWire())
        .Set("aspect_ratio", request.AspectRatio)
        .Set("resolution", request.Resolution)
        .Set("duration", request.Duration)
        .Set("audio", request.Audio)
        .Set("enhance_prompt", request.EnhancePrompt)
        .Set("translate_prompt", request.TranslatePrompt)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed)
        .Set("count", request.Count)
        .Set("person_generation", request.PersonGeneration)
        .Set("watermark", request.Watermark)
        .Set("callback_uri", request.CallbackUri?.OriginalString)
        .Merge(request.ProviderOption));

    public SubmitAnswer ReadSubmit(WireResponse response)
        => new(response.Json.Text("id"), Error(response), RawStatus: WireError.Shorten(response.Json.Text("status")));

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(VideosPath + "/", taskId);

    public WireRequest Cancel(string taskId, GatewayProfile profile)
        => WireRequest.Post($"{VideosPath}/{Uri.EscapeDataString(taskId)}/cancel", []);

    public PollAnswer ReadCancel(WireResponse response) => ReadPoll(response);

    // The sandbox calls nobody; a test that plays its part sends the task.
    public string? ReadCallback(JsonElement? body) => body.Text("id");

    public PollAnswer ReadPoll(WireResponse response)
    {
        if (response.Json.Text("status") is not { } word || !response.IsSuccess) return new PollAnswer(null, Error(response));
        return new PollAnswer(
            new TaskSnapshot
            {
                Status = Statuses.TryGetValue(word, out string? status) ? status : null,
                RawStatus = WireError.Shorten(word),
                Progress = TaskReading.Percent(response.Json.Integer("progress")),
                Videos = [.. response.Json.Member("videos").Items().Select(Video).OfType<VideoLink>()],
                Error = Error(response),
            },
            null);
    }

    private static VideoLink? Video(JsonElement video)
    {
        JsonElement? item = video;
        return item.Text("url") is { } url
            ? new VideoLink(url, item.Text("resolution"), item.Integer("duration"), item.Text("mime_type"))
            : null;
    }

    private static VeoError? Error(WireResponse response) => response.Json.Member("error") is { } error
        ? WireError.Make(
            ((JsonElement?)error).Text("code"),
            ((JsonElement?)error).Text("message"),
            response.IsSuccess ? VeoErrorKind.UpstreamFailed : WireError.KindOf(response.Status))
        : null;
}
