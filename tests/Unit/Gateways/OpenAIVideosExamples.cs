namespace VeoPS.Tests.Gateways;

/// <summary>Answers in the shape of OpenAI's Videos API, as relays give them.</summary>
internal static class OpenAIVideosExamples
{
    /// <summary>As New API answers (<c>dto/openai_video.go</c>).</summary>
    public const string Receipt =
        """
        {"id":"video_abc","task_id":"video_abc","object":"video","model":"veo-3.1-fast-generate-001",
        "status":"queued","progress":0,"created_at":1790000000}
        """;

    /// <summary>LiteLLM's word for a task that runs is none of OpenAI's.</summary>
    public const string Running = """
        {"id":"video_abc","object":"video","status":"processing","created_at":1790000000,"model":"veo",
        "usage":{"duration_seconds":8.0}}
        """;

    public const string Success =
        """
        {"id":"video_abc","object":"video","model":"veo","status":"completed","progress":100,"created_at":1790000000,
        "completed_at":1790000060,"seconds":"8","size":"1280x720","error":null}
        """;

    public const string Failure =
        """
        {"id":"video_abc","object":"video","model":"veo","status":"failed","created_at":1790000000,
        "error":{"code":"3","message":"The prompt violates the content policy"}}
        """;

    /// <summary>As a New API of September 2026 answers on this route too:
    /// <see href="https://github.com/QuantumNous/new-api/issues/7194"/>.</summary>
    public const string NewApiSuccess =
        """
        {"task_id":"video_abc","status":"SUCCESS","progress":"100%","platform":"54","created_at":1790000000,
        "finished_at":1790000060,"fail_reason":""}
        """;

    public const string List =
        """
        {"object":"list","data":[{"id":"video_abc","object":"video","model":"veo","status":"queued","prompt":"A dog","seconds":"8",
        "size":"1280x720"}],
         "first_id":"video_abc","last_id":"video_abc","has_more":false}
        """;
}
