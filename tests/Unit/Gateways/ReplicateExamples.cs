namespace VeoPS.Tests.Gateways;

/// <summary>Answers as Replicate's pages and its client show them.</summary>
internal static class ReplicateExamples
{
    public const string Receipt =
        """
        {"id":"p7rm0cht7","model":"google/veo-3.1","version":"hidden","input":{"prompt":"A lion"},"output":null,"error":null,
        "logs":"","status":"starting",
         "created_at":"2026-11-27T10:00:00Z","data_removed":false,
         "urls":{"get":"https://api.replicate.com/v1/predictions/p7rm0cht7",
         "cancel":"https://api.replicate.com/v1/predictions/p7rm0cht7/cancel"}}
        """;

    public const string Running = """{"id":"p7rm0cht7","status":"processing","output":null,"error":null,"data_removed":false}""";

    public const string Success
        = """{"id":"p7rm0cht7","status":"succeeded","output":"https://replicate.delivery/x/a.mp4","error":null,"data_removed":false}""";

    public const string Removed = """{"id":"p7rm0cht7","status":"succeeded","output":null,"error":null,"data_removed":true}""";

    public const string Failure = """
        {"id":"p7rm0cht7","status":"failed","output":null,"error":"The input was flagged as sensitive. (E005)",
        "data_removed":false}
        """;

    public const string Error
        = """{"detail":"Request was throttled. Your rate limit resets in ~30s.","status":429,"title":"Too many requests"}""";

    public const string Upload
        = """{"id":"f1","content_type":"image/png","size":3,"urls":{"get":"https://api.replicate.com/v1/files/f1"}}""";

    public const string List
        = """{"previous":null,"next":null,"results":[{"id":"p1","status":"processing","source":"api","input":{"prompt":"A lion"}}]}""";
}
