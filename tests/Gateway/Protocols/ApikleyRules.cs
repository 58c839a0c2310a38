using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What Apikley's page says a generation may ask for.</summary>
internal static class ApikleyRules
{
    /// <summary>What is wrong with a generation, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only(
            "prompt", "imageUrls", "model", "generationType", "aspectRatio", "seeds", "callBackUrl",
            "enableFallback", "enableTranslation", "watermark");
        rules.Text("prompt");
        rules.Require(rules.Has("prompt"), "prompt is required");
        rules.Integer("seeds", 10_000, 99_999);
        rules.Flag("enableFallback");
        rules.Flag("enableTranslation");
        rules.Text("watermark");
        rules.HttpLink("callBackUrl", rules.Text("callBackUrl"));
        CheckMode(rules);
        return rules.Problems;
    }

    private static void CheckMode(FieldRules rules)
    {
        string model = rules.OneOf("model", "veo3", "veo3_fast") ?? "veo3_fast";
        string ratio = rules.OneOf("aspectRatio", "16:9", "9:16", "Auto") ?? "16:9";
        string? mode = rules.OneOf("generationType", "TEXT_2_VIDEO", "FIRST_AND_LAST_FRAMES_2_VIDEO", "REFERENCE_2_VIDEO");
        var images = rules.Texts("imageUrls");
        rules.HttpLinks("imageUrls", images);

        switch (mode)
        {
            case "TEXT_2_VIDEO":
                rules.Require(images.Count == 0, "TEXT_2_VIDEO uses no imageUrls");
                break;
            case "REFERENCE_2_VIDEO":
                rules.Require(images.Count is >= 1 and <= 3, "REFERENCE_2_VIDEO requires 1 to 3 imageUrls");
                rules.Require(model == "veo3_fast", "REFERENCE_2_VIDEO only supports veo3_fast");
                rules.Require(ratio == "16:9", "REFERENCE_2_VIDEO only supports 16:9");
                break;
            default:
                rules.Require(images.Count > 0 || mode is null, "FIRST_AND_LAST_FRAMES_2_VIDEO requires imageUrls");
                rules.Require(images.Count <= 2, "imageUrls supports 1 or 2 images");
                rules.Require(images.Count > 0 || !rules.Has("imageUrls"), "imageUrls is empty");
                break;
        }
    }
}
