using System.Buffers.Text;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What Google's pages say that <c>predictLongRunning</c> takes, on its two surfaces.</summary>
internal static class GoogleRules
{
    /// <summary>What is wrong with a submission, or null.</summary>
    public static string? Check(JsonElement body, Protocol surface)
    {
        bool isVertex = surface is Protocol.Vertex;
        var rules = new FieldRules(body);
        rules.Only(isVertex ? ["instances", "parameters", "labels"] : ["instances", "parameters", "webhookConfig"]);
        if (rules.Read("instances", JsonValueKind.Array) is not { } instances || instances.GetArrayLength() != 1)
        {
            return "instances must hold one instance";
        }

        return rules.Problems
            ?? CheckInstance(new FieldRules(instances[0]), isVertex)
            ?? (rules.Read("parameters", JsonValueKind.Object) is { } parameters
                ? CheckParameters(new FieldRules(parameters), isVertex)
                : null);
    }

    private static string? CheckInstance(FieldRules instance, bool isVertex)
    {
        instance.Only("prompt", "image", "lastFrame", "video", "referenceImages");
        instance.Text("prompt");
        bool hasReferences = instance.Has("referenceImages");
        instance.Require(instance.Has("prompt") || (instance.Has("image") && !hasReferences), "prompt is required");
        instance.Require(!instance.Has("lastFrame") || instance.Has("image"), "lastFrame requires image");
        instance.Require(
            !hasReferences || !(instance.Has("image") || instance.Has("lastFrame") || instance.Has("video")),
            "referenceImages go alone");
        foreach (string name in new[] { "image", "lastFrame" })
        {
            if (instance.Read(name, JsonValueKind.Object) is { } image)
            {
                CheckImage(instance, name, image, isVertex);
            }
        }

        var references = instance.Read("referenceImages", JsonValueKind.Array)?.EnumerateArray().ToArray() ?? [];
        instance.Require(references.Length <= 3, "at most three referenceImages");
        foreach (var reference in references)
        {
            // As the page writes it, and as Google's own clients do.
            instance.Require(reference.GetProperty("referenceType").GetString() is "asset" or "ASSET", "referenceType must be asset");
            CheckImage(instance, "referenceImages", reference.GetProperty("image"), isVertex);
        }

        if (instance.Read("video", JsonValueKind.Object) is { } video)
        {
            string? uri = Text(video, isVertex ? "gcsUri" : "uri");
            instance.Require(uri?.StartsWith(isVertex ? "gs://" : "http", StringComparison.Ordinal) is true, "video must name a video");
        }

        return instance.Problems;
    }

    private static void CheckImage(FieldRules rules, string name, JsonElement image, bool isVertex)
    {
        bool isInline = Text(image, "bytesBase64Encoded") is { Length: > 0 } data && Base64.IsValid(data);
        bool isStored = isVertex && Text(image, "gcsUri")?.StartsWith("gs://", StringComparison.Ordinal) is true;
        rules.Require(isInline || isStored, $"{name} must be bytesBase64Encoded{(isVertex ? " or gcsUri" : "")}");
        rules.Require(Text(image, "mimeType") is "image/png" or "image/jpeg" or "image/webp", $"{name} must have a mimeType");
    }

    private static string? CheckParameters(FieldRules parameters, bool isVertex)
    {
        string[] common = ["sampleCount", "durationSeconds", "aspectRatio", "resolution", "personGeneration", "negativePrompt"];
        parameters.Only(isVertex ? [.. common, "generateAudio", "seed", "storageUri", "compressionQuality", "resizeMode"] : common);
        parameters.Integer("sampleCount", 1, isVertex ? 4 : 1);
        parameters.Integer("durationSeconds", 4, 8);
        parameters.Integer("seed", 0, uint.MaxValue);
        parameters.Flag("generateAudio");
        parameters.OneOf("aspectRatio", "16:9", "9:16");
        parameters.OneOf("resolution", "720p", "1080p", "4k");
        parameters.OneOf("personGeneration", isVertex ? ["allow_all", "allow_adult", "dont_allow"] : ["allow_all", "allow_adult"]);
        parameters.Text("negativePrompt");
        return parameters.Problems;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
