using System.Reflection;
using System.Text.Json;
using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Fuzz;

/// <summary>The documents that spoiling begins with: every answer that is written down as an example of any gateway, and our own.</summary>
internal static class Corpus
{
    private static readonly DateTime Then = new(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc);

    /// <summary>Answers of all gateways, as the constants of the classes of examples have them.</summary>
    public static IReadOnlyList<string> Answers { get; } =
    [
        .. typeof(Corpus).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Examples", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(text => text.TrimStart().StartsWith('{') || text.TrimStart().StartsWith('['))
            .Order(StringComparer.Ordinal),
        """{"error":{"message":"slow down","type":"rate_limit","code":"rate_limit_exceeded","details":[{"retryDelay":"30s"}]}}""",
        """{"type":"video.generation.completed","data":{"id":"job-abc123","status":"completed"}}""",
        """
        {"request_id":"7c1e0b52-0007","gateway_request_id":"7c1e0b52-0008","status":"OK",
        "payload":{"video":{"url":"https://a.example/v"}}}
        """,
        """
        {"done":true,"response":{"videos":["gs://b/1",{"video":{"videoBytes":"BB","mimeType":"video/mp4"}}],
        "raiMediaFilteredCount":1}}
        """,
        """
        {"data":{"video_urls":["https://a.example/1.mp4"],"output":[{"url":"https://a.example/2.mp4",
        "duration":"8"}]},"status":"COMPLETED"}
        """,
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
        "<?xml version='1.0'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
    ];

    /// <summary>Records of tasks as the ledger has them.</summary>
    public static IReadOnlyList<string> TaskRecords { get; } =
    [
        .. new LedgerEntry[]
        {
            new() { Task = Task, Origin = "https://a.example" },
            new()
            {
                Task = new VeoTask(Task)
                {
                    Status = VeoTaskStatus.Succeeded,
                    Progress = 100,
                    Completed = Then,
                    Videos = new VeoList<VeoVideo>(
                        [new VeoVideo { Uri = new Uri("https://a.example/1.mp4"), Duration = 8, Expires = Then }]),
                    Cost = new VeoCost { Amount = 0.40m, Unit = "USD", Basis = "price", AsOf = Then },
                    Error = new VeoError { Code = "1", Message = "m", Kind = VeoErrorKind.UpstreamFailed },
                    Raw = "{}",
                },
                Origin = "https://a.example",
                RequestHash = "v1:abc",
                Seed = 7,
                Saved = new VeoList<SavedFile>([new SavedFile(0, null, "/videos/1.mp4", 3000, new string('0', 64), Then)]),
            },
        }.Select(entry => JsonSerializer.Serialize(LedgerDocument.From(entry), LedgerJson.Compact.LedgerDocument)),
    ];

    /// <summary>Jobs as the ledger has them.</summary>
    public static IReadOnlyList<string> JobRecords { get; } =
    [
        """
        {"jobKey":"shot-1","profiles":["prod","spare"],"scopes":["a","b"],"requestHash":"v1:abc",
        "request":"{\"Prompt\":\"a cat\"}","tag":["x"]}
        """,
        """
        {"jobKey":"shot-2","profiles":["prod"],"scopes":["a"],"requestHash":"v1:abc",
        "request":"{\"Prompt\":\"a cat\",\"FirstFrame\":{\"MimeType\":\"image/png\",\"Bytes\":\"AQID\"},\"ProviderOption\":{\"a\":[1]}}",
        "error":"e","restartOf":"veo-1"}
        """,
    ];

    private static VeoTask Task => new()
    {
        SubmissionId = "veo-20261120-060000000-0123456789ab",
        Id = "task_1",
        Profile = "prod",
        Provider = "TokenBay",
        Model = "veo",
        Status = VeoTaskStatus.Running,
        Prompt = "a cat",
        JobKey = "shot-1",
        Tag = new VeoList<string>(["night"]),
        Created = Then,
        Updated = Then,
    };
}
