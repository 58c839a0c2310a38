using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Gateways;

/// <summary>What becomes of a submission, from the answer on the wire to the verdict: reader, code table and decision table
/// together.</summary>
public sealed class SubmitVerdictTests
{
    [Theory]
    [InlineData(200, ApikleyExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(500, ApikleyExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, """{"code":501,"msg":"failed","data":{"taskId":"t"}}""", SubmitVerdict.Taken)]
    [InlineData(200, """{"code":422,"msg":"Validation Error"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":401,"msg":"Unauthorized"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":402,"msg":"Insufficient Credits"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":433,"msg":"daily limit"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":429,"msg":"Rate Limited"}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"code":429,"msg":"Insufficient credits"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":455,"msg":"Maintenance"}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"code":500,"msg":"Server Error"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":501,"msg":"Generation Failed"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":505,"msg":"Feature Disabled"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":504,"msg":"Timeout"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":1001,"msg":"Never heard of"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":0,"msg":"ok","data":null}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":200,"msg":"success","data":null}""", SubmitVerdict.Unknown)]
    [InlineData(200, "<html/>", SubmitVerdict.Unknown)]
    [InlineData(302, "", SubmitVerdict.Refused)]
    [InlineData(403, "<html/>", SubmitVerdict.Refused)]
    [InlineData(408, "", SubmitVerdict.Unknown)]
    [InlineData(429, "", SubmitVerdict.SendAgain)]
    [InlineData(502, "<html/>", SubmitVerdict.Unknown)]
    public void At_Apikley(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("Apikley", status, body));

    [Theory]
    [InlineData(200, TokenBayExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(500, TokenBayExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, TokenBayExamples.Error, SubmitVerdict.Refused)]
    [InlineData(400, TokenBayExamples.Error, SubmitVerdict.Refused)]
    [InlineData(200, """{"error":{"message":"m","code":"insufficient_user_quota"}}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"error":{"message":"m","code":"rate_limit_exceeded"}}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"error":{"message":"m","code":429}}""", SubmitVerdict.SendAgain)]
    [InlineData(429, """{"error":{"message":"The quota is not enough"}}""", SubmitVerdict.Refused)]
    [InlineData(429, "", SubmitVerdict.SendAgain)]
    [InlineData(503, """{"error":{"message":"m","code":"get_channel_failed"}}""", SubmitVerdict.SendAgain)]
    [InlineData(503, """{"code":"channel_no_available_key","message":"m","data":null}""", SubmitVerdict.SendAgain)]
    [InlineData(500, """{"error":{"message":"m","code":"get_channel_failed"}}""", SubmitVerdict.Unknown)]
    [InlineData(503, """{"error":{"message":"m"}}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"error":{"message":"m","code":"do_request_failed"}}""", SubmitVerdict.Unknown)]
    [InlineData(400, """{"code":"invalid_response","message":"m","data":null}""", SubmitVerdict.Unknown)]
    [InlineData(500, """{"error":{"message":"m","code":"read_response_body_failed"}}""", SubmitVerdict.Unknown)]
    [InlineData(500, """{"error":{"message":"m","code":"unmarshal_response_failed"}}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"error":{"message":"m","code":504}}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"object":"video","status":"QUEUED"}""", SubmitVerdict.Unknown)]
    [InlineData(200, "", SubmitVerdict.Unknown)]
    [InlineData(409, "", SubmitVerdict.Unknown)]
    [InlineData(413, "<html/>", SubmitVerdict.Refused)]
    public void At_TokenBay(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("TokenBay", status, body));

    [Theory]
    [InlineData(202, SkillsVideoExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, SkillsVideoExamples.Failure, SubmitVerdict.Taken)]
    [InlineData(502, SkillsVideoExamples.Failure, SubmitVerdict.Taken)]
    [InlineData(402, SkillsVideoExamples.Error, SubmitVerdict.Refused)]
    [InlineData(200, SkillsVideoExamples.Error, SubmitVerdict.Refused)]
    [InlineData(400, """{"error":"VIDEO_GENERATION_INVALID_INPUT","message":"m"}""", SubmitVerdict.Refused)]
    [InlineData(422, """{"code":"VIDEO_GENERATION_CONTENT_REJECTED","message":"m"}""", SubmitVerdict.Refused)]
    [InlineData(401, """{"message":"m"}""", SubmitVerdict.Refused)]
    [InlineData(429, """{"code":"VIDEO_GENERATION_RATE_LIMITED","message":"m"}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"code":"VIDEO_GENERATION_RATE_LIMITED","message":"m"}""", SubmitVerdict.SendAgain)]
    [InlineData(429, """{"code":"INSUFFICIENT_CREDITS","message":"m"}""", SubmitVerdict.Refused)]
    [InlineData(500, """{"message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(502, """{"code":"VIDEO_GENERATION_FAILED","message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(503, """{"code":"VIDEO_GENERATION_PROVIDER_UNAVAILABLE","message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(504, """{"code":"VIDEO_GENERATION_TIMEOUT","message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":"VIDEO_GENERATION_TIMEOUT","message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"error":{"message":"m"}}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"message":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(202, "{}", SubmitVerdict.Unknown)]
    public void At_SkillsVideo(int status, string body, Enum verdict)
        => Assert.Equal(verdict, Verdict("SkillsVideo", status, body));

    [Theory]
    [InlineData(200, UniAllExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(500, UniAllExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(400, UniAllExamples.Error, SubmitVerdict.Refused)]
    [InlineData(200, UniAllExamples.Error, SubmitVerdict.Refused)]
    [InlineData(401, """{"error":{"message":"Invalid token"}}""", SubmitVerdict.Refused)]
    [InlineData(403, """{"error":{"message":"m","code":"insufficient_user_quota"}}""", SubmitVerdict.Refused)]
    [InlineData(503, """{"code":"get_channel_failed","message":"m","data":null}""", SubmitVerdict.SendAgain)]
    [InlineData(500, """{"code":"do_request_failed","message":"m","data":null}""", SubmitVerdict.Unknown)]
    [InlineData(400, """{"code":"invalid_response","message":"m","data":null}""", SubmitVerdict.Unknown)]
    [InlineData(429, "", SubmitVerdict.SendAgain)]
    [InlineData(503, "", SubmitVerdict.Unknown)]
    [InlineData(200, "{}", SubmitVerdict.Unknown)]
    public void At_UniAll(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("UniAll", status, body));

    [Theory]
    [InlineData(200, VtrixExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, VtrixExamples.Failure, SubmitVerdict.Taken)]
    [InlineData(504, """{"id":"t","status":"in_progress","error":{"code":"SYNC_TIMEOUT"}}""", SubmitVerdict.Taken)]
    [InlineData(400, VtrixExamples.Error, SubmitVerdict.Refused)]
    [InlineData(200, VtrixExamples.Error, SubmitVerdict.Refused)]
    [InlineData(403, """{"error":{"code":40201,"error_message":"m"}}""", SubmitVerdict.Refused)]
    [InlineData(429, """{"error":{"code":1002,"error_message":"m"}}""", SubmitVerdict.SendAgain)]
    [InlineData(429, """{"error":{"code":40201,"error_message":"m"}}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"error":{"code":1002,"error_message":"m"}}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"error":{"code":500,"error_message":"m"}}""", SubmitVerdict.Unknown)]
    [InlineData(500, """{"error":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(408, """{"error":{"code":"SYNC_TIMEOUT"}}""", SubmitVerdict.Unknown)]
    [InlineData(401, """{"message":"m"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"status":"in_progress"}""", SubmitVerdict.Unknown)]
    public void At_Vtrix(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("Vtrix", status, body));

    // https://fal.ai/docs/model-apis/faq and https://fal.ai/docs/api-reference/inference-api
    [Theory]
    [InlineData(200, FalExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(500, FalExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(422, FalExamples.Rejected, SubmitVerdict.Refused)]
    [InlineData(401, """{"detail":"Authentication is required"}""", SubmitVerdict.Refused)]
    [InlineData(403, """{"detail":"User is locked. Reason: Exhausted balance."}""", SubmitVerdict.Refused)]
    [InlineData(413, "<html/>", SubmitVerdict.Refused)]
    [InlineData(429, """{"detail":"Too many requests"}""", SubmitVerdict.SendAgain)]
    [InlineData(429, """{"detail":"Exhausted balance"}""", SubmitVerdict.Refused)]
    [InlineData(500, """{"detail":"m","error_type":"internal_error"}""", SubmitVerdict.Unknown)]
    [InlineData(503, "", SubmitVerdict.Unknown)]
    [InlineData(504, """{"detail":"m","error_type":"request_timeout"}""", SubmitVerdict.Unknown)]
    [InlineData(499, """{"detail":"m"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"status":"IN_QUEUE"}""", SubmitVerdict.Unknown)]
    public void At_Fal(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("Fal", status, body));

    // https://docs.kie.ai/veo3-api/generate-veo-3-video; the missing field as clients saw it.
    [Theory]
    [InlineData(200, ApikleyExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, """{"code":422,"msg":"Validation Error"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":402,"msg":"Insufficient Credits"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":433,"msg":"daily limit"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":429,"msg":"Rate Limited"}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"code":455,"msg":"Maintenance"}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"code":500,"msg":"Server Error"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":500,"msg":"This field is required"}""", SubmitVerdict.Refused)]
    [InlineData(500, """{"code":500,"msg":"This field is required"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":501,"msg":"Generation Failed"}""", SubmitVerdict.Unknown)]
    [InlineData(200, """{"code":505,"msg":"Feature Disabled"}""", SubmitVerdict.Refused)]
    [InlineData(200, """{"code":408,"msg":"Timeout"}""", SubmitVerdict.Unknown)]
    public void At_Kie(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("Kie", status, body));

    // https://replicate.com/docs/reference/http and https://replicate.com/docs/topics/predictions/rate-limits
    [Theory]
    [InlineData(201, ReplicateExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(500, ReplicateExamples.Receipt, SubmitVerdict.Taken)]
    [InlineData(200, ReplicateExamples.Failure, SubmitVerdict.Taken)]
    [InlineData(429, ReplicateExamples.Error, SubmitVerdict.SendAgain)]
    [InlineData(200, ReplicateExamples.Error, SubmitVerdict.SendAgain)]
    [InlineData(402, """{"detail":"You have insufficient credit","status":402,"title":"Insufficient credit"}""", SubmitVerdict.Refused)]
    [InlineData(422, """{"detail":"- input: prompt is required","status":422,"title":"Input validation failed"}""", SubmitVerdict.Refused)]
    [InlineData(404, "", SubmitVerdict.Refused)]
    [InlineData(500, """{"detail":"m"}""", SubmitVerdict.Unknown)]
    [InlineData(504, "", SubmitVerdict.Unknown)]
    [InlineData(201, """{"status":"starting"}""", SubmitVerdict.Unknown)]
    public void At_Replicate(int status, string body, Enum verdict) => Assert.Equal(verdict, Verdict("Replicate", status, body));

    private static SubmitVerdict Verdict(string provider, int status, string body)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        WireResponse response = new(status, body);
        return DecisionTable.Decide(gateway.Table.SubmitCodes, response, gateway.ReadSubmit(response)).Verdict;
    }
}
