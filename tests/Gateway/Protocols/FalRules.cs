using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What the pages of fal's endpoints say that each may ask for: <c>https://fal.ai/models/fal-ai/veo3.1/…/llms.txt</c>.</summary>
internal static class FalRules
{
    private const string App = "fal-ai/veo3.1";

    /// <summary>Every endpoint of the family.</summary>
    public static readonly IReadOnlyList<string> Endpoints =
    [
        App, $"{App}/fast", $"{App}/lite",
        $"{App}/image-to-video", $"{App}/fast/image-to-video", $"{App}/lite/image-to-video",
        $"{App}/first-last-frame-to-video", $"{App}/fast/first-last-frame-to-video", $"{App}/lite/first-last-frame-to-video",
        $"{App}/reference-to-video",
        $"{App}/extend-video", $"{App}/fast/extend-video",
    ];

    /// <summary>What is wrong with a request, or null. Types are held to strictly.</summary>
    public static string? Check(string endpoint, JsonElement body)
    {
        string kind = endpoint.Split('/')[^1];
        bool isExtension = kind == "extend-video";
        bool isReference = kind == "reference-to-video";
        bool isText = kind is "veo3.1" or "fast" or "lite";
        bool isLite = endpoint.Contains("/lite", StringComparison.Ordinal);
        string[] links = kind switch
        {
            "image-to-video" => ["image_url"],
            "first-last-frame-to-video" => ["first_frame_url", "last_frame_url"],
            "extend-video" => ["video_url"],
            _ => [],
        };

        var rules = new FieldRules(body);
        rules.Only([
            "prompt", "duration", "aspect_ratio", "resolution", "generate_audio", "auto_fix", "safety_tolerance", .. links,
            .. isReference ? new[] { "image_urls" } : ["negative_prompt", "seed"],
        ]);
        rules.Require(rules.Text("prompt") is not null, "prompt: Field required");
        rules.OneOf("duration", isExtension ? ["7s"] : isReference ? ["8s"] : ["4s", "6s", "8s"]);
        rules.OneOf("aspect_ratio", isText || isReference ? ["16:9", "9:16"] : ["auto", "16:9", "9:16"]);
        rules.OneOf("resolution", isExtension ? ["720p"] : isLite ? ["720p", "1080p"] : ["720p", "1080p", "4k"]);
        rules.OneOf("safety_tolerance", "1", "2", "3", "4", "5", "6");
        rules.Flag("generate_audio");
        rules.Flag("auto_fix");
        if (!rules.IsNull("negative_prompt"))
        {
            rules.Text("negative_prompt");
        }

        if (!rules.IsNull("seed"))
        {
            rules.Integer("seed", long.MinValue, long.MaxValue);
        }

        foreach (string name in links)
        {
            Link(name, rules.Text(name));
        }

        var references = rules.Texts("image_urls");
        rules.Require(!isReference || references.Count > 0, "image_urls: Field required");
        foreach (string reference in references)
        {
            Link("image_urls", reference);
        }

        return rules.Problems;

        void Link(string name, string? link)
        {
            rules.Require(link is not null, $"{name}: Field required");
            if (link?.StartsWith("data:", StringComparison.Ordinal) != true)
            {
                rules.HttpLink(name, link);
            }
        }
    }
}
