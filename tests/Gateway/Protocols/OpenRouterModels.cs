using System.Text.Json.Nodes;

namespace VeoPS.TestGateway;

/// <summary>
/// OpenRouter's list of models, with the members that its OpenAPI document requires. The names of prices are those that third parties
/// hold for Veo; the amounts are those of autumn 2026.
/// </summary>
internal static class OpenRouterModels
{
    public static JsonObject List() => new()
    {
        ["data"] = new JsonArray(
            Model(
                "google/veo-3.1",
                ["720p", "1080p", "4K"],
                ("duration_seconds_with_audio", "0.40"),
                ("duration_seconds_without_audio", "0.20"),
                ("duration_seconds_with_audio_4k", "0.60"),
                ("duration_seconds_without_audio_4k", "0.40")),
            Model(
                "google/veo-3.1-fast",
                ["720p", "1080p", "4K"],
                ("duration_seconds_with_audio", "0.12"),
                ("duration_seconds_without_audio", "0.10"),
                ("duration_seconds_with_audio_720p", "0.10"),
                ("duration_seconds_without_audio_720p", "0.08"),
                ("duration_seconds_with_audio_4k", "0.30"),
                ("duration_seconds_without_audio_4k", "0.25")),
            Model(
                "google/veo-3.1-lite",
                ["720p", "1080p"],
                ("duration_seconds_with_audio_720p", "0.05"),
                ("duration_seconds_without_audio_720p", "0.03"),
                ("duration_seconds_with_audio_1080p", "0.08"),
                ("duration_seconds_without_audio_1080p", "0.05"))),
    };

    private static JsonObject Model(string id, string[] resolutions, params (string Name, string Price)[] prices)
    {
        var skus = new JsonObject();
        foreach (var (name, price) in prices)
        {
            skus[name] = price;
        }

        return new JsonObject
        {
            ["id"] = id,
            ["canonical_slug"] = id,
            ["name"] = id,
            ["created"] = 1770000000,
            ["description"] = "Google video generation model",
            ["supported_resolutions"] = new JsonArray([.. resolutions.Select(each => (JsonNode)each)]),
            ["supported_aspect_ratios"] = new JsonArray("16:9", "9:16"),
            ["supported_sizes"] = null,
            ["supported_durations"] = new JsonArray(4, 6, 8),
            ["supported_frame_images"] = new JsonArray("first_frame", "last_frame"),
            ["upscale_factor"] = null,
            ["creativity"] = null,
            ["generate_audio"] = true,
            ["seed"] = true,
            ["allowed_passthrough_parameters"] = new JsonArray(
                "personGeneration",
                "aspectRatio",
                "negativePrompt",
                "conditioningScale",
                "enhancePrompt"),
            ["pricing_skus"] = skus,
        };
    }
}
