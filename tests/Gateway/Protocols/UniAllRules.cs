using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What UniAll's page says a generation may ask for.</summary>
internal static class UniAllRules
{
    private static readonly string[] s_tiers = ["720p", "1080p", "4k"];

    /// <summary>What is wrong with a generation, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only("model", "prompt", "image", "images", "last_image", "video", "size", "aspect_ratio", "duration", "extra_body");
        string? model = rules.OneOf(
            "model",
            [.. s_tiers.Select(tier => $"veo3.1-video-{tier}"), .. s_tiers.Select(tier => $"veo3.1-fast-video-{tier}")]);
        rules.Require(rules.Has("model"), "model is required");
        rules.Text("prompt");
        string? size = rules.OneOf("size", s_tiers);
        rules.Require(size is null || model?.EndsWith($"-{size}", StringComparison.Ordinal) != false, "size must match the model");
        rules.OneOf("aspect_ratio", "16:9", "9:16");
        // An extension does not use it, and yet the page's example of one has it.
        rules.Integer("duration", 4, 8);
        rules.Require(!rules.Has("duration") || body.GetProperty("duration").ToString() is "4" or "6" or "8", "duration must "
            + "be 4, 6 or 8");
        CheckMedia(rules, model);
        CheckExtra(rules);
        return rules.Problems;
    }

    private static void CheckMedia(FieldRules rules, string? model)
    {
        foreach (string name in new[] { "image", "last_image", "video" })
        {
            rules.HttpLink(name, rules.Text(name));
        }

        var images = rules.Texts("images");
        rules.HttpLinks("images", images);
        rules.Require(!rules.Has("images") || images.Count is 2 or 3, "images must hold 2 or 3 links");
        rules.Require(images.Count == 0 || model?.Contains("fast", StringComparison.Ordinal) != true, "fast models take no images");
        rules.Require(!rules.Has("last_image") || rules.Has("image"), "last_image is used with image");
        rules.Require(new[] { "image", "images", "video" }.Count(rules.Has) <= 1, "image, images and video exclude each other");
        rules.Require(new[] { "prompt", "image", "images", "video" }.Any(rules.Has), "prompt is required");
    }

    private static void CheckExtra(FieldRules rules)
    {
        if (rules.Read("extra_body", JsonValueKind.Object) is { } extra)
        {
            var fields = new FieldRules(extra);
            fields.Only("generate_audio", "negative_prompt", "seed");
            fields.Flag("generate_audio");
            fields.Text("negative_prompt");
            fields.Integer("seed", long.MinValue, long.MaxValue);
            rules.Require(fields.Problems is null, $"extra_body: {fields.Problems}");
        }
    }
}
