using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What the schemas of Google's models at Replicate say: <c>https://replicate.com/google/veo-3.1</c> and its
/// neighbours.</summary>
internal static class ReplicateRules
{
    private const string Standard = "veo-3.1";

    /// <summary>The models, without their owner.</summary>
    public static readonly IReadOnlyList<string> Models = [Standard, "veo-3.1-fast", "veo-3.1-lite"];

    /// <summary>What is wrong with a prediction, or null.</summary>
    public static string? Check(string model, JsonElement body)
    {
        var outer = new FieldRules(body);
        outer.Only("input", "webhook", "webhook_events_filter");
        outer.Require(outer.Read("input", JsonValueKind.Object) is not null, "input is required");
        string? webhook = outer.Text("webhook");
        outer.Require(webhook?.StartsWith("https://", StringComparison.Ordinal) != false, "webhook must be an https address");
        string[] events = ["start", "output", "logs", "completed"];
        outer.Require(
            outer.Texts("webhook_events_filter").All(each => events.Contains(each)),
            "webhook_events_filter has an event that is none");
        if (outer.Problems is { } problems)
        {
            return problems;
        }

        var input = new FieldRules(body.GetProperty("input"));
        input.Only([
            "prompt", "image", "last_frame", "duration", "resolution", "aspect_ratio", "negative_prompt", "seed", "generate_audio",
            .. model == Standard ? new[] { "reference_images" } : [],
        ]);
        input.Require(input.Text("prompt") is not null, "- input: prompt is required");
        string? first = input.Text("image");
        string? last = input.Text("last_frame");
        var references = input.Texts("reference_images");
        input.HttpLink("image", first);
        input.HttpLink("last_frame", last);
        input.HttpLinks("reference_images", references);
        input.Require(last is null || first is not null, "last_frame needs an image");
        input.Require(references.Count <= 3, "reference_images takes 1 to 3");
        input.Integer("duration", 4, 8);
        input.OneOf("resolution", "720p", "1080p");
        input.OneOf("aspect_ratio", "16:9", "9:16");
        input.Integer("seed", long.MinValue, long.MaxValue);
        input.Flag("generate_audio");
        input.Text("negative_prompt");
        return input.Problems;
    }
}
