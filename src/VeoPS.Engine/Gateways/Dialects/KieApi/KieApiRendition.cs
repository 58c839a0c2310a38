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

    /// <summary>«Recommended interval: 30s+».</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // The codes 400 and 422 are refusals elsewhere; here they come with «… is processing. It should be ready in …».
    private static readonly string[] Processing = ["is processing", "check back"];

    public static WireRequest Ask(string taskId, int index, string resolution) => resolution == "4k"
        ? WireRequest.Post("/api/v1/veo/get-4k-video", new JsonObject { ["taskId"] = taskId, ["index"] = index })
        : WireRequest.Get(FormattableString.Invariant($"/api/v1/veo/get-1080p-video?taskId={Uri.EscapeDataString(taskId)}&index={index}"));

    /// <summary>
    /// Why the page rules a rendition out, by the task's record: 1080p is made of 16:9 only, and not of a video by the fallback
    /// model. Newer pages of the same protocol (<see href="https://docs.kie.ai/veo3-api/generate-veo-3-video"/>) allow 9:16.
    /// </summary>
    public static string? DoubtAbout(string? lastAnswer, string resolution)
    {
        JsonElement? record = JsonReading.Parse(lastAnswer).Member("data");
        if (resolution != "1080p" || !record.IsObject()) return null;
        bool isFallback = record.Member("fallbackFlag") is { ValueKind: JsonValueKind.True };
        if (isFallback) return "the fallback model made it, and the gateway's page has no 1080p of such a video.";

        JsonElement? parameters = JsonReading.Parse(record.Text("paramJson"));
        string? aspectRatio = parameters.Text("aspectRatio") ?? parameters.Text("aspect_ratio");
        return aspectRatio == "9:16" ? "it is 9:16, and the gateway's page has 1080p of 16:9 only." : null;
    }

    public static RenditionAnswer Read(WireResponse response)
    {
        JsonElement? data = response.Json.Member("data");
        string? link = data.Text("resultUrl") ?? (KieApiResult.Links(data.Member("resultUrls")) is [var first, ..] ? first : null);
        VeoError? error = KieApiError.Read(response);
        if (link is not null && error is null) return new RenditionAnswer(link, false, null);
        bool isBeingMade = response.IsSuccess && KieApiError.Refusal(response.Json) is 400 or 422 && WireError.Says(error?.Message, Processing);
        if (isBeingMade) return new RenditionAnswer(null, true, null);

        // Taken, and not made yet: an id, or the empty list that the finished one will fill.
        bool taken = error is null && data.IsObject() && data.Text("taskId") is not null;
        return new RenditionAnswer(null, taken, error, KieApiError.Refusal(response.Json));
    }
}
