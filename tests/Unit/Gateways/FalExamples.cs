namespace VeoPS.Tests.Gateways;

/// <summary>Answers as fal's pages and clients show them.</summary>
internal static class FalExamples
{
    public const string Id = "7c1e0b52-0007";

    public const string Receipt =
        """
        {"request_id":"7c1e0b52-0007","status":"IN_QUEUE","queue_position":2,
         "response_url":"https://queue.fal.run/fal-ai/veo3.1/requests/7c1e0b52-0007",
         "status_url":"https://queue.fal.run/fal-ai/veo3.1/requests/7c1e0b52-0007/status",
         "cancel_url":"https://queue.fal.run/fal-ai/veo3.1/requests/7c1e0b52-0007/cancel"}
        """;

    public const string Running =
        """
        {"status":"IN_PROGRESS","request_id":"7c1e0b52-0007","logs":[],
        "response_url":"https://queue.fal.run/fal-ai/veo3.1/requests/7c1e0b52-0007"}
        """;

    public const string Completed =
        """
        {"status":"COMPLETED","request_id":"7c1e0b52-0007","metrics":{"inference_time":61.5},
         "response_url":"https://queue.fal.run/fal-ai/veo3.1/requests/7c1e0b52-0007"}
        """;

    public const string CompletedWithError =
        """{"status":"COMPLETED","request_id":"7c1e0b52-0007","error":"Runner disconnected","error_type":"runner_disconnected"}""";

    public const string Result =
        """{"video":{"url":"https://v3b.fal.media/files/x7.mp4","content_type":"video/mp4","file_name":"output.mp4","file_size":4096}}""";

    public const string Rejected =
        """
        {"detail":[{"loc":["body","prompt"],"msg":"The prompt violates the content policy.",
        "type":"content_policy_violation","url":"https://docs.fal.ai/errors"}]}
        """;

    public const string NotFound = """{"status":"NOT_FOUND"}""";

    public const string Upload
        = """{"upload_url":"https://v3b.fal.media/put/a.png?sig=1","file_url":"https://v3b.fal.media/files/a.png"}""";

    public const string Price
        = """{"prices":[{"endpoint_id":"fal-ai/veo3.1/lite","unit_price":0.05,"unit":"seconds","currency":"USD"}],"has_more":false}""";
}
