namespace VeoPS.Tests.Gateways;

/// <summary>Answers with the fields that UniAll's pages on other models name, and in the forms of new-api.</summary>
internal static class UniAllExamples
{
    public const string Receipt =
        """
        {"id":"gen_abc","object":"video.generation.job","model":"veo3.1-video-720p","status":"queued","progress":0,
        "created_at":1770405483,"seconds":"8"}
        """;

    public const string Running
        = """{"id":"gen_abc","object":"video.generation.job","status":"in_progress","progress":50,"created_at":1770405483}""";

    public const string Success =
        """
        {"id":"gen_abc","model":"veo3.1-video-720p","object":"video.generation.job","prompt":"A dog","status":"completed",
        "duration":8,"progress":100,
         "metadata":{"total_time":93.1,"predict_time":88.0},"video_url":"https://cdn.example.com/v.mp4",
         "thumbnail_url":"https://cdn.example.com/v.jpg","created_at":1770405483}
        """;

    public const string HappyHorse =
        """
        {"id":"gen_abc","task_id":"gen_abc","status":"completed","error":null,
        "result":{"outputs":["https://cdn.example.com/v.mp4"],"video_url":"https://cdn.example.com/v.mp4"}}
        """;

    public const string Failure
        = """{"id":"gen_abc","status":"failed","progress":100,"error":{"code":"prompt_blocked","message":"The prompt is blocked"}}""";

    public const string Error = """{"code":"invalid_request","message":"size must match the model","data":null}""";
}
