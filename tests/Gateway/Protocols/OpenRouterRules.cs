using System.Buffers.Text;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What OpenRouter's OpenAPI document (<c>VideoGenerationRequest</c>) and its guide say that a submission may ask for.</summary>
internal static class OpenRouterRules
{
    /// <summary>What is wrong with a submission, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only([
            "model", "prompt", "duration", "resolution", "aspect_ratio", "size", "generate_audio", "seed", "frame_images",
            "input_references",
            "provider", "callback_url"]);
        string? model = rules.OneOf("model", "google/veo-3.1", "google/veo-3.1-fast", "google/veo-3.1-lite");
        rules.Require(rules.Has("model"), "model is required");
        rules.Text("prompt");
        rules.Require(rules.Has("prompt") || rules.Has("frame_images"), "prompt is required without an image");
        rules.Require(!rules.Has("duration") || (rules.Read("duration", JsonValueKind.Number) is { } seconds
            && seconds.TryGetInt32(out int value)
            && value is 4 or 6 or 8), "duration is not supported by this model");
        string? resolution = rules.OneOf("resolution", "720p", "1080p", "4K");
        rules.Require(resolution != "4K" || model != "google/veo-3.1-lite", "4K is not supported by this model");
        rules.OneOf("aspect_ratio", "16:9", "9:16");
        rules.Text("size");
        rules.Require(
            !rules.Has("size") || (!rules.Has("resolution") && !rules.Has("aspect_ratio")),
            "size goes instead of resolution and aspect_ratio");
        rules.Flag("generate_audio");
        rules.Integer("seed", long.MinValue, long.MaxValue);
        CheckImages(rules, "frame_images", isFrame: true);
        CheckImages(rules, "input_references", isFrame: false);
        rules.Require(!rules.Has("frame_images") || !rules.Has("input_references"), "with frame_images present, "
            + "input_references are lost");
        rules.Require(
            rules.Text("callback_url") is not { } hook || hook.StartsWith("https://", StringComparison.Ordinal),
            "callback_url must be HTTPS");
        CheckProvider(rules);
        return rules.Problems;
    }

    private static void CheckImages(FieldRules rules, string name, bool isFrame)
    {
        var types = new List<string?>();
        foreach (var item in rules.Read(name, JsonValueKind.Array)?.EnumerateArray() ?? [])
        {
            rules.Require(item.ValueKind is JsonValueKind.Object, $"{name} must hold objects");
            if (item.ValueKind is not JsonValueKind.Object)
            {
                continue;
            }

            var inner = new FieldRules(item);
            inner.Only(isFrame ? ["type", "image_url", "frame_type"] : ["type", "image_url"]);
            inner.OneOf("type", "image_url");
            types.Add(isFrame ? inner.OneOf("frame_type", "first_frame", "last_frame") : null);
            inner.Require(!isFrame || inner.Has("frame_type"), "frame_type is required");
            string? url = inner.Read("image_url", JsonValueKind.Object) is { } image ? new FieldRules(image).Text("url") : null;
            inner.Require(url is not null && IsImage(url), "an image is an https link or a data URL");
            rules.Require(inner.Problems is null, $"{name}: {inner.Problems}");
        }

        rules.Require(!isFrame || types.Distinct().Count() == types.Count, "a frame_type comes once");
    }

    private static void CheckProvider(FieldRules rules)
    {
        if (rules.Read("provider", JsonValueKind.Object) is not { } provider)
        {
            return;
        }

        var inner = new FieldRules(provider);
        inner.Only("options");
        inner.Read("options", JsonValueKind.Object);
        rules.Require(inner.Problems is null, $"provider: {inner.Problems}");
    }

    private static bool IsImage(string url) =>
        url.StartsWith("data:image/", StringComparison.Ordinal)
            ? url.IndexOf(";base64,", StringComparison.Ordinal) is > 0 and var mark && Base64.IsValid(url.AsSpan(mark + 8))
            : url.StartsWith("https://", StringComparison.Ordinal);
}
