namespace VeoPS.Tests.Gateways;

/// <summary>Answers as Google's pages show them.</summary>
internal static class GoogleExamples
{
    public const string GeminiName = "models/veo-3.1-generate-preview/operations/abc123";

    public const string GeminiReceipt = $$$$"""{"name":"{{{{GeminiName}}}}"}""";

    public const string GeminiRunning = $$$$"""
        {"name":"{{{{GeminiName}}}}",
        "metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningMetadata"}}
        """;

    public const string GeminiSuccess =
        $$$$"""
        {"name":"{{{{GeminiName}}}}","done":true,
         "response":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
         "generateVideoResponse":{"generatedSamples":[{"video":
         {"uri":"https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media"}}]}}}
        """;

    public const string GeminiFiltered =
        $$$$"""
        {"name":"{{{{GeminiName}}}}","done":true,"response":{"generateVideoResponse":{"raiMediaFilteredCount":1,
         "raiMediaFilteredReasons":["We encountered an issue with the audio for your prompt and could not create your video."]}}}
        """;

    public const string Failure = $$$$"""
        {"name":"{{{{GeminiName}}}}","done":true,"error":{"code":13,
        "message":"Video generation failed due to an internal server issue."}}
        """;

    public const string Refused
        = """{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}""";

    public const string VertexName = "projects/p1/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/1234-5678";

    public const string VertexReceipt = $$$$"""{"name":"{{{{VertexName}}}}"}""";

    public const string VertexStored =
        $$$$"""
        {"name":"{{{{VertexName}}}}","done":true,
         "response":{"@type":"type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse","raiMediaFilteredCount":0,
         "videos":[{"gcsUri":"gs://bucket/a folder/sample_0.mp4","mimeType":"video/mp4"},
         {"gcsUri":"gs://bucket/a folder/sample_1.mp4","mimeType":"video/mp4"}]}}
        """;

    public const string VertexInline =
        $$$$"""
        {"name":"{{{{VertexName}}}}","done":true,"response":{"raiMediaFilteredCount":0,
         "videos":[{"bytesBase64Encoded":"(inline media)","mimeType":"video/mp4"},{"bytesBase64Encoded":"AAAA","mimeType":"video/mp4"}]}}
        """;
}
