namespace VeoPS.Tests.Gateways;

/// <summary>Answers with the fields that TokenBay's page names.</summary>
internal static class TokenBayExamples
{
    public const string Receipt =
        """
        {"id":"task_abc","task_id":"task_abc","object":"video","model":"veo-3.1-generate-preview","status":"QUEUED",
        "progress":0,"created_at":1770000000}
        """;

    public const string Error = """{"error":{"message":"The prompt is blocked","type":"new_api_error","code":"prompt_blocked"}}""";

    public const string Running = """{"task_id":"task_abc","status":"IN_PROGRESS","progress":"50%"}""";

    public const string Success
        = """{"task_id":"task_abc","status":"SUCCESS","progress":"100%","result_url":"/v1/videos/task_abc/content"}""";

    public const string Failure
        = """{"task_id":"task_abc","status":"FAILURE","progress":"100%","fail_reason":"The prompt violates the content policy"}""";

    /// <summary>As new-api answers on its alias path, its raw upstream answer included.</summary>
    public const string Wrapped =
        """
        {"code":"success","message":"","data":{"id":17,"task_id":"task_abc","status":"SUCCESS","progress":"100%","fail_reason":"",
         "result_url":"https://cdn.example.com/v.mp4","data":{"done":true,"status":"weird"}}}
        """;

    /// <summary>As new-api answers in OpenAI's form.</summary>
    public const string OpenAi =
        """
        {"id":"task_abc","object":"video","model":"veo-3.1-generate-preview","status":"completed","progress":100,"created_at":1770000000,
         "seconds":"8","size":"1280x720","metadata":{"url":"https://cdn.example.com/v.mp4"}}
        """;
}
