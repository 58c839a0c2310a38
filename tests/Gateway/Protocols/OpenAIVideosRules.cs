using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>
/// What OpenAI's reference says that a submission may ask for, with the lengths and sizes of Veo as LiteLLM and New API know
/// them, and what
/// these two add: Google's names beside the fields, or inside <c>metadata</c>.
/// </summary>
internal static class OpenAIVideosRules
{
    private static readonly string[] s_further = ["generateAudio", "negativePrompt", "personGeneration", "seed"];

    /// <summary>What is wrong with a submission, or null.</summary>
    public static string? Check(JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Only(["model", "prompt", "seconds", "size", "input_reference", "metadata", .. s_further]);
        rules.Text("model");
        rules.Require(rules.Has("model"), "model field is required");
        string? prompt = rules.Text("prompt");
        rules.Require(prompt is { Length: <= 32_000 }, "prompt is required, of 1 to 32000 characters");
        rules.OneOf("seconds", "4", "6", "8");
        rules.OneOf("size", "1280x720", "720x1280", "1920x1080", "1080x1920", "3840x2160", "2160x3840");
        CheckReference(rules);
        CheckFurther(rules);
        if (rules.Read("metadata", JsonValueKind.Object) is { } metadata)
        {
            var inner = new FieldRules(metadata);
            inner.Only(s_further);
            CheckFurther(inner);
            rules.Require(inner.Problems is null, $"metadata: {inner.Problems}");
        }

        return rules.Problems;
    }

    private static void CheckFurther(FieldRules rules)
    {
        rules.Flag("generateAudio");
        rules.Text("negativePrompt");
        rules.OneOf("personGeneration", "allow_all", "allow_adult", "dont_allow");
        rules.Integer("seed", 0, uint.MaxValue);
    }

    // "Exactly one of image_url and file_id", or a text, as New API has it.
    private static void CheckReference(FieldRules rules)
    {
        if (rules.Read("input_reference", JsonValueKind.String, JsonValueKind.Object) is not { } reference)
        {
            return;
        }

        string? url = reference.ValueKind is JsonValueKind.String ? reference.GetString() : LinkIn(reference, rules);
        rules.Require(
            url is not null && (url.StartsWith("data:image/", StringComparison.Ordinal)
                || url.StartsWith("https://", StringComparison.Ordinal)
                || url.StartsWith("http://", StringComparison.Ordinal)),
            "input_reference must be a file, a link or a data URL");
    }

    private static string? LinkIn(JsonElement reference, FieldRules rules)
    {
        var inner = new FieldRules(reference);
        inner.Only("image_url");
        string? url = inner.Text("image_url");
        rules.Require(inner.Problems is null, $"input_reference: {inner.Problems}");
        return url;
    }
}
