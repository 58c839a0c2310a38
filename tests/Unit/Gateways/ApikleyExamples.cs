namespace VeoPS.Tests.Gateways;

/// <summary>Answers as Apikley's pages show them.</summary>
internal static class ApikleyExamples
{
    public const string Receipt = """{"code":200,"msg":"success","data":{"taskId":"veo_task_abcdef123456"}}""";

    public const string Refused = """{"code":422,"msg":"Validation Error","data":null}""";

    public const string Running =
        """
        {"code":200,"msg":"success","data":{"taskId":"veo_task_abcdef123456","paramJson":"{}","completeTime":null,"response":null,
         "successFlag":0,"errorCode":null,"errorMessage":"","createTime":"2025-06-06 10:25:00","fallbackFlag":false}}
        """;

    public const string Success =
        """
        {"code":200,"msg":"success","data":{
          "taskId":"veo_task_abcdef123456",
          "paramJson":"{\"prompt\":\"A futuristic city with flying cars at sunset.\",\"waterMark\":\"KieAI\"}",
          "completeTime":"2025-06-06 10:30:00",
          "response":{"taskId":"veo_task_abcdef123456","resultUrls":["http://example.com/video1.mp4"],
                      "originUrls":["http://example.com/original_video1.mp4"],"resolution":"1080p"},
          "successFlag":1,"errorCode":null,"errorMessage":"","createTime":"2025-06-06 10:25:00","fallbackFlag":false}}
        """;

    public const string Failure =
        """
        {"code":200,"msg":"success","data":{"taskId":"veo_task_abcdef123456","response":null,"successFlag":3,
         "errorCode":400,"errorMessage":"Your prompt was flagged by Website as violating content policies."}}
        """;

    public const string Upload =
        """
        {"success":true,"code":200,"msg":"File uploaded successfully","data":{"fileName":"a.png","filePath":"veops/a.png",
         "downloadUrl":"https://files.example.com/veops/a.png","fileSize":154832,"mimeType":"image/png",
         "uploadedAt":"2025-01-01T12:00:00.000Z"}}
        """;
}
