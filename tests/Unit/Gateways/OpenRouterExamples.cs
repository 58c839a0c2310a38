namespace VeoPS.Tests.Gateways;

/// <summary>The examples of OpenRouter's OpenAPI document, and of its guide.</summary>
internal static class OpenRouterExamples
{
    public const string Receipt
        = """{"generation_id":"gen-xyz789","id":"job-abc123","polling_url":"/api/v1/videos/job-abc123","status":"pending"}""";

    public const string Running
        = """{"id":"job-abc123","polling_url":"https://openrouter.ai/api/v1/videos/job-abc123","status":"in_progress"}""";

    public const string Success =
        """
        {"generation_id":"gen-xyz789","id":"job-abc123","polling_url":"/api/v1/videos/job-abc123","status":"completed",
         "unsigned_urls":["https://openrouter.ai/api/v1/videos/job-abc123/content?index=0"],"usage":{"cost":0.5,"is_byok":false}}
        """;

    public const string Failure = """
        {"id":"job-abc123","polling_url":"/api/v1/videos/job-abc123","status":"failed",
        "error":"The prompt violates the content policy"}
        """;

    public const string Expired = """{"id":"job-abc123","polling_url":"/api/v1/videos/job-abc123","status":"expired"}""";

    public const string Error
        = """{"error":{"code":402,"message":"Insufficient credits. Add more using https://openrouter.ai/credits","metadata":null}}""";

    public const string Models =
        """
        {"data":[{"id":"google/veo-3.1-fast","canonical_slug":"google/veo-3.1-fast","name":"Veo 3.1 Fast","created":1700000000,
          "generate_audio":true,"seed":true,"supported_durations":[4,6,8],"supported_resolutions":["720p","1080p","4K"],
          "supported_aspect_ratios":["16:9","9:16"],"supported_sizes":null,"supported_frame_images":["first_frame","last_frame"],
          "allowed_passthrough_parameters":[],
          "pricing_skus":{"duration_seconds_with_audio":"0.12","duration_seconds_without_audio":"0.10",
          "duration_seconds_with_audio_720p":"0.10",
           "duration_seconds_without_audio_720p":"0.08","duration_seconds_with_audio_4k":"0.30",
           "duration_seconds_without_audio_4k":"0.25"}},
         {"id":"google/veo-3.1","canonical_slug":"google/veo-3.1","name":"Veo 3.1","created":1700000000,"supported_durations":[5,8],
          "supported_resolutions":["720p"],"pricing_skus":{"generate":"0.50"}}]}
        """;

    public const string Key = """
        {"data":{"label":"sk-or-v1-0e6…1c96","limit":100,"limit_remaining":74.5,"usage":25.5,"usage_daily":25.5,
        "is_free_tier":false}}
        """;
}
