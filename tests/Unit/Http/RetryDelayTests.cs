using VeoPS.Engine.Http;

namespace VeoPS.Tests.Http;

/// <summary>How long the body of a refusal asks to leave its server alone.</summary>
public sealed class RetryDelayTests
{
    public static TheoryData<int, string, double> Said => new()
    {
        // Google's RetryInfo, as the Gemini API sends it.
        { 429, """
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Please retry in 21s.",
            "details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure"},
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"20.5s"}]}}
            """, 20.5 },
        { 429, """[{"error":{"code":429,"details":[{"retryDelay":"3s"}]}}]""", 3 },
        { 429, """{"error":{"details":[{"retryDelay":{"seconds":"7","nanos":500000000}}]}}""", 7.5 },
        { 503, """{"error":{"code":503,"status":"UNAVAILABLE","details":[{"retryDelay":"1.000000001s"}]}}""", 1 },

        // Members.
        { 429, """{"retry_after":12}""", 12 },
        { 429, """{"error":{"retry_after_ms":"2500"}}""", 2.5 },
        { 429, """{"code":429,"msg":"slow","data":{"retryAfter":"9"}}""", 9 },
        { 200, """{"code":429,"msg":"slow","data":{"retryAfter":9}}""", 9 },
        { 200, """{"error":{"code":"rate_limit_exceeded","retry_after":4}}""", 4 },

        // Sentences.
        { 429, """{"error":{"message":"Resource has been exhausted. Please retry in 20.5s."}}""", 20.5 },
        { 429, """{"error":{"message":"Rate limit reached. Please try again in 6m0s."}}""", 360 },
        { 429, """{"detail":"Request was throttled. Your rate limit resets in ~30s."}""", 30 },
        { 429, """{"detail":"Request was throttled. Expected available in 1 second."}""", 1 },
        { 429, """{"code":429,"msg":"Too many requests, try again after 500 ms"}""", 0.5 },
        { 429, """{"error":"retry after 2 minutes"}""", 120 },
        { 429, "\"Please retry in 3s\"", 3 },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void A_delay_in_the_body_is_read(int status, string body, double seconds)
    {
        Assert.Equal(seconds, new WireResponse(status, body).RetryAfter!.Value.TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData(200, """{"retry_after":12,"status":"running"}""")]
    [InlineData(200, """{"data":{"message":"try again in 20s"}}""")]
    [InlineData(400, """{"error":{"code":400,"message":"try again in 20s"}}""")]
    [InlineData(429, """{"retry_after":-5}""")]
    [InlineData(429, """{"retry_after":1e400}""")]
    [InlineData(429, """{"retry_after":"NaN"}""")]
    [InlineData(429, """{"retry_after":"tomorrow"}""")]
    [InlineData(429, """{"retry_after":999999999999}""")]
    [InlineData(429, """{"error":{"message":"try again in 99999999999999999999s"}}""")]
    [InlineData(429, "<html>try again in 20s</html>")]
    [InlineData(429, "")]
    public void Anything_else_is_no_delay(int status, string body)
    {
        Assert.Null(new WireResponse(status, body).RetryAfter);
    }

    [Fact]
    public void The_header_stands_over_the_body()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), new WireResponse(429, """{"retry_after":12}""", TimeSpan.FromSeconds(5)).RetryAfter);
    }

    [Fact]
    public void A_delay_is_never_negative()
    {
        Assert.InRange(Backoff.Delay(0, TimeSpan.FromSeconds(-5)), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
