namespace VeoPS.Tests.Gateways;

/// <summary>Answers of skills.video's pages; where a page shows an image, a video in its place.</summary>
internal static class SkillsVideoExamples
{
    public const string Receipt =
        """
        {"id":"gen_123","status":"IN_QUEUE","input":{"prompt":"a cat walking through neon rain","duration":5,"aspect_ratio":"16:9","n":1},
         "usage":{"total":20,"subscription":20,"permanent":0}}
        """;

    public const string Running = """
        {"id":"gen_123","status":"IN_PROGRESS","input":{"prompt":"a cat","n":1},"data":null,"usage":{"total":20,
        "subscription":20,"permanent":0}}
        """;

    public const string Success =
        """
        {"id":"gen_123","status":"COMPLETED","input":{"prompt":"a cat","n":1},
         "data":{"type":"video","n":1,"actual_prompt":"a cat",
           "videos":[{"url":"https://cdn.example.com/output/cat.mp4","file_name":"cat.mp4","content_type":"video/mp4","width":1920,
           "height":1080}],
           "video":{"url":"https://cdn.example.com/output/cat.mp4","file_name":"cat.mp4","content_type":"video/mp4","width":1920,
           "height":1080}},
         "usage":{"total":20,"subscription":20,"permanent":0}}
        """;

    public const string Failure =
        """
        {"id":"gen_123","status":"FAILED","input":{},"data":null,"usage":{"total":0},"code":"VIDEO_GENERATION_FAILED",
        "message":"Generation failed."}
        """;

    public const string Error
        = """{"error":"INSUFFICIENT_CREDITS","code":"VIDEO_GENERATION_INSUFFICIENT_CREDITS","message":"Not enough credits"}""";

    public const string RunningList =
        """
        [{"id":"gen_1","status":"IN_QUEUE","usage":{"total":20},"input":{"prompt":"a cat"}},{"id":"gen_2",
        "status":"IN_PROGRESS","usage":{"total":20},"input":{"prompt":"a dog"}}]
        """;
}
