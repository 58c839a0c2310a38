using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.KieApi;

/// <summary>
/// 1080p and 4K, made of a video that is there. Apikley's generate page names the first; both are read as kie.ai has them:
/// <see href="https://docs.kie.ai/old-model/veo3-api/get-veo-3-1080-p-video"/> (a GET, one to three minutes) and
/// <see href="https://docs.kie.ai/veo3-api/get-veo-3-4k-video"/> (a POST, five to ten minutes, more credits).
/// </summary>
internal static class KieApiRendition
{
    public static readonly IReadOnlyList<string> Resolutions = ["1080p", "4k"];

    /// <summary>The page recommends 30 seconds or more.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // The codes 400 and 422 are refusals elsewhere; here they come with "… is processing. It should be ready in …".
    private static readonly string[] Processing = ["is processing", "check back"];

    /// <summary>
    /// "Only 16:9 aspect ratio supports 1080P" and "Videos generated through fallback mode cannot be accessed via the Get 1080P Video
    /// endpoint": Apikley's generate page. A doubt and no refusal, since newer pages of the same protocol allow the first.
    /// </summary>
    public static string? Doubt(VeoTask task, string resolution, bool isWideOnly)
    {
        if (resolution != "1080p") return null;
        JsonElement? record = JsonReading.Parse(task.Raw).Member("data");
        JsonElement? order = JsonReading.Parse(record.Text("paramJson"));
        if (record.Member("fallbackFlag") is { ValueKind: JsonValueKind.True })
        {
            return "the task was made by the fallback model, whose videos have no 1080p rendition (Apikley's generate page)";
        }

        string? ratio = order.Text("aspectRatio") ?? order.Text("aspect_ratio");
        return isWideOnly && ratio is "9:16"
            ? "the task is in 9:16, and only 16:9 has a 1080p rendition (Apikley's generate page; newer pages of the same "
                + "protocol allow it)"
            : null;
    }

    public static WireRequest Ask(string taskId, int index, string resolution) => resolution == "4k"
        ? WireRequest.Post("/api/v1/veo/get-4k-video", new JsonObject { ["taskId"] = taskId, ["index"] = index })
        : WireRequest.Get(FormattableString.Invariant($"/api/v1/veo/get-1080p-video?taskId={Uri.EscapeDataString(taskId)}&index={index}"));

    public static RenditionAnswer Read(WireResponse response)
    {
        JsonElement? data = response.Json.Member("data");
        string? link = data.Text("resultUrl") ?? (KieApiResult.Links(data.Member("resultUrls")) is [var first, ..] ? first : null);
        VeoError? error = KieApiError.Read(response);
        if (link is not null && error is null) return new RenditionAnswer(link, false, null);
        bool isBeingMade = response.IsSuccess && KieApiError.Refusal(response.Json) is 400 or 422
            && WireError.Says(error?.Message, Processing);
        if (isBeingMade) return new RenditionAnswer(null, true, null);

        // Taken, and not made yet: an id, or the empty list that the finished one will fill.
        bool taken = error is null && data.IsObject() && data.Text("taskId") is not null;
        return new RenditionAnswer(null, taken, error, KieApiError.Refusal(response.Json));
    }
}
