using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

/// <summary>Google's errors after a submission: what they are called, and what becomes of it.</summary>
public sealed class GoogleErrorTests
{
    private const string PerDay = """
        [{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"m",
        "quotaId":"PredictLongRunningRequestsPerDayPerProject"}]}]
        """;
    private const string PerMinute = """
        [{"@type":"type.googleapis.com/google.rpc.QuotaFailure",
        "violations":[{"quotaId":"RequestsPerMinutePerProject"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo",
        "retryDelay":"37s"}]
        """;
    private const string PlanAndBilling = "You exceeded your current quota, please check your plan and billing details.";

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "Request contains an invalid "
        + "argument.", null, VeoErrorKind.InvalidRequest, SubmitVerdict.Refused)]
    [InlineData(
        400,
        "INVALID_ARGUMENT",
        "API key not valid. Please pass a valid API key.",
        null,
        VeoErrorKind.Unauthorized,
        SubmitVerdict.Refused)]
    [InlineData(
        400,
        "INVALID_ARGUMENT",
        "The prompt violates our usage guidelines. Support codes: 15236754",
        null,
        VeoErrorKind.ContentRejected,
        SubmitVerdict.Refused)]
    [InlineData(
        400,
        "FAILED_PRECONDITION",
        "User location is not supported for the API use.",
        null,
        VeoErrorKind.InvalidRequest,
        SubmitVerdict.Refused)]
    [InlineData(
        400,
        "FAILED_PRECONDITION",
        "Veo requires billing to be enabled.",
        null,
        VeoErrorKind.InsufficientCredits,
        SubmitVerdict.Refused)]
    [InlineData(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials.",
        null,
        VeoErrorKind.Unauthorized,
        SubmitVerdict.Refused)]
    [InlineData(402, "", "Your prepay credits are depleted.", null, VeoErrorKind.InsufficientCredits, SubmitVerdict.Refused)]
    [InlineData(
        403,
        "PERMISSION_DENIED",
        "Permission 'aiplatform.endpoints.predict' denied",
        null,
        VeoErrorKind.Forbidden,
        SubmitVerdict.Refused)]
    [InlineData(
        404,
        "NOT_FOUND",
        "models/veo-3.1-generate-preview is not found for API version v1beta",
        null,
        VeoErrorKind.ModelRetired,
        SubmitVerdict.Refused)]
    [InlineData(404, "NOT_FOUND", "Requested entity was not found.", null, VeoErrorKind.NotFound, SubmitVerdict.Refused)]
    [InlineData(
        429,
        "RESOURCE_EXHAUSTED",
        "Resource has been exhausted (e.g. check quota).",
        null,
        VeoErrorKind.RateLimited,
        SubmitVerdict.SendAgain)]
    [InlineData(
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model. Please submit a quota increase request.",
        null,
        VeoErrorKind.RateLimited,
        SubmitVerdict.SendAgain)]
    [InlineData(429, "RESOURCE_EXHAUSTED", PlanAndBilling, PerMinute, VeoErrorKind.RateLimited, SubmitVerdict.SendAgain)]
    [InlineData(429, "RESOURCE_EXHAUSTED", PlanAndBilling, PerDay, VeoErrorKind.InsufficientCredits, SubmitVerdict.Refused)]
    [InlineData(429, "RESOURCE_EXHAUSTED", PlanAndBilling, null, VeoErrorKind.InsufficientCredits, SubmitVerdict.Refused)]
    [InlineData(500, "INTERNAL", "Internal error encountered.", null, VeoErrorKind.UpstreamFailed, SubmitVerdict.Unknown)]
    [InlineData(503, "UNAVAILABLE", "The model is overloaded.", null, VeoErrorKind.ProviderUnavailable, SubmitVerdict.Unknown)]
    [InlineData(504, "DEADLINE_EXCEEDED", "Deadline expired.", null, VeoErrorKind.UpstreamFailed, SubmitVerdict.Unknown)]
    public void Means_the_same_at_both_of_its_surfaces(
        int status,
        string word,
        string message,
        string? details,
        string kind,
        Enum verdict)
    {
        string more = (word.Length > 0 ? $",\"status\":\"{word}\"" : "") + (details is null ? "" : $",\"details\":{details}");
        string body = $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}"{{{more}}}}}""";
        Assert.All(["Gemini", "Vertex"], provider =>
        {
            IGateway gateway = GatewayCatalog.Find(provider)!;
            SubmitAnswer answer = gateway.ReadSubmit(Answer(body, status));
            Assert.Equal((kind, message), (answer.Error!.Kind, answer.Error.Message));
            Assert.Equal(verdict, DecisionTable.Decide(gateway.Table.SubmitCodes, Answer(body, status), answer).Verdict);
        });
    }

    [Theory]
    [InlineData(200, GoogleExamples.GeminiReceipt, SubmitVerdict.Taken)]
    [InlineData(500, GoogleExamples.GeminiReceipt, SubmitVerdict.Taken)]
    [InlineData(400, """{"name":"operations/1","error":{"code":400,"message":"m"}}""", SubmitVerdict.Taken)]
    [InlineData(200, """{"error":{"code":429,"message":"m"}}""", SubmitVerdict.SendAgain)]
    [InlineData(200, """{"error":{"code":500,"message":"m"}}""", SubmitVerdict.Unknown)]
    [InlineData(200, GoogleExamples.Refused, SubmitVerdict.Refused)]
    [InlineData(200, "{}", SubmitVerdict.Unknown)]
    [InlineData(200, "<html/>", SubmitVerdict.Unknown)]
    [InlineData(302, "", SubmitVerdict.Refused)]
    [InlineData(408, "", SubmitVerdict.Unknown)]
    [InlineData(409, """{"error":{"code":409,"message":"m","status":"ABORTED"}}""", SubmitVerdict.Unknown)]
    [InlineData(413, "<html/>", SubmitVerdict.Refused)]
    public void An_id_wins_and_what_cannot_be_read_is_unknown(
        int status,
        string body,
        Enum verdict) => Assert.All(["Gemini", "Vertex"], provider =>
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.Equal(
            verdict,
            DecisionTable.Decide(gateway.Table.SubmitCodes, Answer(body, status), gateway.ReadSubmit(Answer(body, status))).Verdict);
    });
}
