using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What kie.ai's page says a generation may ask for: <c>https://docs.kie.ai/veo3-api/generate-veo-3-video</c>.</summary>
internal static class KieRules
{
    /// <summary>What is wrong with a generation, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only(
            "prompt", "imageUrls", "model", "generationType", "aspect_ratio", "resolution", "duration", "seeds", "callBackUrl",
            "enableFallback", "enableTranslation", "watermark");
        rules.Require(rules.Text("prompt") is not null, "prompt: This field is required");
        rules.OneOf("model", "veo3", "veo3_fast", "veo3_lite");
        rules.OneOf("aspect_ratio", "16:9", "9:16", "Auto");
        rules.OneOf("resolution", "720p", "1080p", "4k");
        rules.Integer("duration", 4, 8);
        rules.Integer("seeds", 10_000, 99_999);
        rules.Flag("enableFallback");
        rules.Flag("enableTranslation");
        rules.Text("watermark");
        rules.HttpLink("callBackUrl", rules.Text("callBackUrl"));
        CheckImages(rules, body);
        return rules.Problems;
    }

    private static void CheckImages(FieldRules rules, JsonElement body)
    {
        string? mode = rules.OneOf("generationType", "TEXT_2_VIDEO", "FIRST_AND_LAST_FRAMES_2_VIDEO", "REFERENCE_2_VIDEO");
        var images = rules.Texts("imageUrls");
        rules.HttpLinks("imageUrls", images);
        bool isReference = mode is "REFERENCE_2_VIDEO";
        rules.Require(images.Count <= (isReference ? 3 : 2), "imageUrls has too many images");
        rules.Require(images.Count > 0 || mode is null or "TEXT_2_VIDEO", $"{mode} requires imageUrls");
        rules.Require(images.Count == 0 || mode is not "TEXT_2_VIDEO", "TEXT_2_VIDEO uses no imageUrls");
        bool isLong = !body.TryGetProperty("duration", out var seconds) || seconds.ToString() == "8";
        rules.Require(!isReference || isLong, "REFERENCE_2_VIDEO only supports 8 seconds");
    }
}
