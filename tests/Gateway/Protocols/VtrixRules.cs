using System.Buffers.Text;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What Vtrix's page says a generation may ask for.</summary>
internal static class VtrixRules
{
    private static readonly string[] s_parameters =
    [
        "prompt", "negativePrompt", "image", "lastFrame", "referenceImages", "video", "aspectRatio", "resolution", "durationSeconds",
        "personGeneration",
    ];

    /// <summary>What is wrong with a generation, or null.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="flat">Whether the parameters stand beside <c>model</c>.</param>
    public static string? Check(JsonElement body, bool flat)
    {
        var envelope = new FieldRules(body);
        envelope.Only(["model", .. flat ? s_parameters : ["input", "moderation", "metadata"]]);
        envelope.OneOf("model", "veo_31_fast");
        envelope.Require(envelope.Has("model"), "model is required");
        if (!flat && AcceptedTask.Wrapped(body) is null)
        {
            return "input must be [{\"params\":{…}}]";
        }

        var rules = flat ? envelope : new FieldRules(AcceptedTask.Wrapped(body)!.Value);
        if (!flat)
        {
            rules.Only(s_parameters);
        }

        CheckParameters(rules);
        string[] problems = [.. new[] { envelope.Problems, flat ? null : rules.Problems }.OfType<string>()];
        return problems.Length == 0 ? null : string.Join("; ", problems);
    }

    private static void CheckParameters(FieldRules rules)
    {
        rules.Text("prompt");
        rules.Require(rules.Has("prompt"), "prompt is required");
        rules.Text("negativePrompt");
        CheckImage(rules, "image", rules.Read("image", JsonValueKind.Object));
        CheckImage(rules, "lastFrame", rules.Read("lastFrame", JsonValueKind.Object));
        rules.Require(!rules.Has("lastFrame") || rules.Has("image"), "lastFrame must be used together with image");
        CheckReferences(rules);
        if (rules.Read("video", JsonValueKind.Object) is { } video)
        {
            var fields = new FieldRules(video);
            fields.Only("uri");
            fields.HttpLink("uri", fields.Text("uri"));
            rules.Require(fields.Problems is null && fields.Has("uri"), $"video: {fields.Problems}");
        }

        rules.OneOf("aspectRatio", "16:9", "9:16");
        CheckLength(rules);
        CheckPersons(rules);
    }

    private static void CheckReferences(FieldRules rules)
    {
        if (rules.Read("referenceImages", JsonValueKind.Array) is not { } references)
        {
            return;
        }

        rules.Require(references.GetArrayLength() is >= 1 and <= 3, "referenceImages holds up to 3 images");
        foreach (var reference in references.EnumerateArray())
        {
            if (reference.ValueKind is not JsonValueKind.Object)
            {
                rules.Require(false, "referenceImages must hold objects");
                continue;
            }

            var fields = new FieldRules(reference);
            fields.Only("image", "referenceType");
            fields.OneOf("referenceType", "asset");
            CheckImage(fields, "image", fields.Read("image", JsonValueKind.Object));
            rules.Require(fields.Problems is null && fields.Has("image"), $"referenceImages: {fields.Problems}");
        }
    }

    /// <summary>As Google's wire has it, or a link: the page says no more than "object".</summary>
    private static void CheckImage(FieldRules rules, string name, JsonElement? image)
    {
        if (image is not { } element)
        {
            return;
        }

        var fields = new FieldRules(element);
        fields.Only("uri", "bytesBase64Encoded", "mimeType");
        fields.HttpLink("uri", fields.Text("uri"));
        string? bytes = fields.Text("bytesBase64Encoded");
        fields.Require(
            bytes is null || (Base64.IsValid(bytes) && fields.Text("mimeType")?.StartsWith("image/", StringComparison.Ordinal) == true),
            "bytes are base64 with a mimeType");
        rules.Require(
            fields.Problems is null && fields.Has("uri") != fields.Has("bytesBase64Encoded"),
            $"{name}: {fields.Problems ?? "either uri or bytes"}");
    }

    private static void CheckLength(FieldRules rules)
    {
        string? resolution = rules.OneOf("resolution", "720p", "1080p", "4k");
        rules.Integer("durationSeconds", 4, 8);
        string? seconds = rules.Read("durationSeconds", JsonValueKind.Number)?.ToString();
        rules.Require(seconds is null or "4" or "6" or "8", "durationSeconds must be 4, 6 or 8");
        bool mustBeLong = resolution is "1080p" or "4k" || rules.Has("video") || rules.Has("referenceImages");
        rules.Require(seconds is "8" || !mustBeLong, "durationSeconds must be 8 with extension, reference images, 1080p or 4k");
    }

    private static void CheckPersons(FieldRules rules)
    {
        string? persons = rules.OneOf("personGeneration", "allow_all", "allow_adult");
        bool hasImage = rules.Has("image") || rules.Has("referenceImages");
        rules.Require(
            persons is null || persons == (hasImage ? "allow_adult" : "allow_all"),
            $"personGeneration does not support {persons} here");
    }
}
