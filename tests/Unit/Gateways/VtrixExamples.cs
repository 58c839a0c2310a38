namespace VeoPS.Tests.Gateways;

/// <summary>Answers with the fields that Vtrix's pages and the vendor's tools name.</summary>
internal static class VtrixExamples
{
    public const string Receipt = """{"id":"task-1","created_at":1770000000,"status":"in_progress","model":"veo_31_fast"}""";

    public const string Running = """{"id":"task-1","status":"in_progress","model":"veo_31_fast","progress":0.5}""";

    public const string Success =
        """
        {"id":"task-1","created_at":1770000000,"status":"completed","model":"veo_31_fast","progress":1.0,
         "output":[{"content":[{"type":"video","url":"https://cdn.example.com/v.mp4","jobId":"remote-1"}]}],
         "usage":{"cost":"0.80","discount":0.7,"input_tokens":0,"output_tokens":0,"total_tokens":0,"quantity":1},"metadata":{}}
        """;

    public const string Failure = """{"id":"task-1","status":"failed","error":{"code":"002014001","message":"video generation failed"}}""";

    public const string Error = """{"error":{"code":110001,"error_message":"the vendor rejected the request"}}""";

    public const string Price =
        """
        {"status":"success","data":{"billing_model":"b","cost":"0.0357","currency":"USD","discount":0.7,"hash":"h",
        "model":"m","original_model":"o","sample_count":1,"updated_at":"u"}}
        """;

    public const string NoPrice = """{"status":"failed","data":{"cost":null,"reason":"COST_CACHE_MISS"}}""";
}
