using System.Buffers.Text;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What TokenBay's page says a submission may ask for.</summary>
internal static class TokenBayRules
{
    private const string Lite = "veo-3.1-lite-generate-preview";
    private static readonly string[] s_imageFields = ["image", "images", "lastFrameImage", "input_reference"];

    /// <summary>What is wrong with a submission, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only([
            "model", "prompt", "size", "resolution", "duration", "seconds", "aspect_ratio", "generate_audio", "enhance_prompt",
            "negative_prompt", "seed", "person_generation", "image_mime_type", .. s_imageFields]);
        string? model = rules.OneOf("model", "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview", Lite);
        rules.Require(rules.Has("model"), "model is required");
        rules.Text("prompt");
        rules.Require(rules.Has("prompt") || s_imageFields.Any(rules.Has), "prompt is required without an image");
        rules.OneOf("aspect_ratio", "16:9", "9:16");
        rules.Flag("generate_audio");
        rules.Flag("enhance_prompt");
        rules.Text("negative_prompt");
        rules.Integer("seed", 0, uint.MaxValue);
        rules.OneOf("person_generation", "allow_all", "allow_adult", "disallow");
        CheckSize(rules, model);
        CheckImages(rules);
        return rules.Problems;
    }

    private static void CheckSize(FieldRules rules, string? model)
    {
        rules.OneNameOf("size", "resolution");
        rules.OneNameOf("duration", "seconds");
        string? resolution = rules.OneOf("size", "720p", "1080p", "4k") ?? rules.OneOf("resolution", "720p", "1080p", "4k");
        string? seconds = Seconds(rules, "duration") ?? Seconds(rules, "seconds");
        rules.Require(seconds is null or "4" or "6" or "8", "duration must be 4, 6 or 8");
        rules.Require(resolution is not ("1080p" or "4k") || seconds is null or "8", $"{resolution} only supports 8 seconds");
        rules.Require(resolution is not "4k" || model is not Lite, "4k is not available on the lite model");
    }

    private static string? Seconds(FieldRules rules, string name) =>
        rules.Read(name, JsonValueKind.Number, JsonValueKind.String)?.ToString();

    private static void CheckImages(FieldRules rules)
    {
        string?[] single = [rules.Text("image"), rules.Text("lastFrameImage"), rules.Text("input_reference")];
        foreach (string? image in single.Concat(rules.Texts("images")))
        {
            rules.Require(image is null || IsImage(image), "an image must be an http or https link, a data URI, or base64");
        }

        // The page gives a last frame only in combination with a first.
        rules.Require(!rules.Has("lastFrameImage") || rules.Has("image") || rules.Has("images"), "lastFrameImage is combined with image");
        string? type = rules.Text("image_mime_type");
        rules.Require(type is null || type.StartsWith("image/", StringComparison.Ordinal), "image_mime_type must name an image type");
    }

    private static bool IsImage(string image) =>
        image.StartsWith("data:", StringComparison.Ordinal)
            ? image.IndexOf(";base64,", StringComparison.Ordinal) is > 0 and var mark && Base64.IsValid(image.AsSpan(mark + 8))
            : image.StartsWith("http://", StringComparison.Ordinal)
                || image.StartsWith("https://", StringComparison.Ordinal)
                || Base64.IsValid(image);
}
