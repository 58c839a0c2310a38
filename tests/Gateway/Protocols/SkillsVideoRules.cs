using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What skills.video's page says a generation may ask for, model by model.</summary>
internal static class SkillsVideoRules
{
    public static readonly IReadOnlyList<string> Models = ["veo-3.1", "veo-3.1-fast", Lite];

    private const string Lite = "veo-3.1-lite";
    private const long LargestSeed = 9007199254740991;

    /// <summary>What is wrong with a generation, or null.</summary>
    public static string? Check(string model, JsonElement body)
    {
        var rules = new FieldRules(body);
        rules.Text("prompt");
        rules.Require(rules.Has("prompt"), "prompt is required");
        rules.OneOf("resolution", "720p", "1080p");
        rules.OneOf("aspect_ratio", "16:9", "9:16");
        rules.Integer("n", 1, 4);
        if (!rules.IsNull("negative_prompt"))
        {
            rules.Text("negative_prompt");
        }

        if (!rules.IsNull("seed"))
        {
            rules.Integer("seed", -LargestSeed, LargestSeed);
        }

        string[] common = ["prompt", "mode", "resolution", "aspect_ratio", "negative_prompt", "seed", "n"];
        if (model == Lite)
        {
            rules.Only([.. common, "image_url", "first_frame_url", "last_frame_url", "auto_fix"]);
            CheckLite(rules);
        }
        else
        {
            rules.Only([.. common, "reference_image_urls", "first_frame_url", "last_frame_url", "duration", "generate_audio"]);
            CheckFull(rules);
        }

        return rules.Problems;
    }

    private static void CheckFull(FieldRules rules)
    {
        string? mode = rules.OneOf("mode", "text-image", "reference", "frames");
        var references = rules.Texts("reference_image_urls");
        string? first = rules.Text("first_frame_url");
        string? last = rules.Text("last_frame_url");
        rules.HttpLinks("reference_image_urls", references);
        rules.HttpLink("first_frame_url", first);
        rules.HttpLink("last_frame_url", last);
        rules.Require(references.Count == 0 || mode is "reference", "reference_image_urls belong to the mode reference");
        rules.Require(mode is not "reference" || references.Count > 0, "the mode reference requires reference_image_urls");
        rules.Require((first ?? last) is null || mode is "frames", "frames belong to the mode frames");
        rules.Require(first is not null || mode is not "frames", "the mode frames requires first_frame_url");
        rules.Flag("generate_audio");
        // Neither type nor values are on the page.
        rules.Read("duration", JsonValueKind.Number, JsonValueKind.String);
    }

    private static void CheckLite(FieldRules rules)
    {
        string? mode = rules.OneOf("mode", "text-image", "frames");
        string? image = rules.Text("image_url");
        string? first = rules.Text("first_frame_url");
        string? last = rules.Text("last_frame_url");
        rules.HttpLink("image_url", image);
        rules.HttpLink("first_frame_url", first);
        rules.HttpLink("last_frame_url", last);
        rules.Require(image is null || mode is not "frames", "image_url belongs to the mode text-image");
        rules.Require((first ?? last) is null || mode is "frames", "frames belong to the mode frames");
        rules.Require(first is not null || mode is not "frames", "the mode frames requires first_frame_url");
        rules.Flag("auto_fix");
    }
}
