using System.Text.Json.Nodes;

namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// The body of <c>predictLongRunning</c>, which Gemini and Vertex AI share, as Google's own client writes it
/// (googleapis/python-genai, <c>google/genai/models.py</c>): <c>{"instances": [{…}], "parameters": {…}}</c>.
/// </summary>
internal static class GoogleBody
{
    /// <summary>The whole body.</summary>
    /// <param name="request">The video to make.</param>
    /// <param name="image">An image as the API takes it.</param>
    /// <param name="video">The video to extend as the API takes it, null where there is none.</param>
    /// <param name="parameters">The options.</param>
    public static JsonObject Of(VeoRequest request, Func<MediaInput, JsonObject> image, JsonObject? video, JsonObject parameters)
    {
        JsonObject instance = new JsonObject()
            .Set("prompt", request.Prompt)
            .Set("image", request.FirstFrame is { } first ? image(first) : null)
            .Set("lastFrame", request.LastFrame is { } last ? image(last) : null)
            .Set("video", video)
            .Set(
                "referenceImages",
                request.ReferenceImages.Count == 0 ? null : new JsonArray([.. request.ReferenceImages.Select(Reference)]));
        return new JsonObject { ["instances"] = new JsonArray(instance) }
            .Set("parameters", parameters.Count == 0 ? null : parameters);

        JsonNode Reference(MediaInput media) => new JsonObject { ["image"] = image(media), ["referenceType"] = "asset" };
    }

    /// <summary>The options that both know.</summary>
    public static JsonObject Parameters(VeoRequest request) => new JsonObject()
        .Set("sampleCount", request.Count)
        .Set("durationSeconds", request.Duration)
        .Set("aspectRatio", request.AspectRatio)
        .Set("resolution", request.Resolution)
        .Set("personGeneration", PersonPolicy.ToWire(request.PersonGeneration))
        .Set("negativePrompt", request.NegativePrompt);

    /// <summary>An image inside the request.</summary>
    public static JsonObject Inline(InlineMedia image)
        => new() { ["bytesBase64Encoded"] = image.ToBase64(), ["mimeType"] = image.MimeType };
}
