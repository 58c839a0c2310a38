using System.Security.Authentication;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Purchases;

/// <summary>Rule 1 of the house, row by row: what each answer to a submission means, and why.</summary>
public sealed class DecisionTableTests
{
    private const string Html = "<html><body>502 Bad Gateway</body></html>";

    // The rows, by how their reasons begin.
    private const string IdRead = "an id was read";
    private const string ReaderFailed = "the answer's reader failed";
    private const string NeverLeft = "the body never began to leave";
    private const string Untrusted = "the address has no certificate that this machine trusts";
    private const string NoCredential = "there is no credential";
    private const string Broke = "the connection broke";
    private const string OutOfCredits = "out of credits";
    private const string RateLimited = "rate limited";
    private const string ServerError = "a server error";
    private const string Redirect = "a redirect";
    private const string Other4xx = "any other 4xx";
    private const string ReadableRefusal = "a readable refusal under 2xx";
    private const string Unreadable = "the answer has neither an id nor an error";

    // Reasons of a gateway's own codes.
    private const string Maintenance = "Apikley is under maintenance";
    private const string FailedWithin = "Apikley failed while it processed";
    private const string NotCharged = "The generation failed, and failed generations are not charged";
    private const string SwitchedOff = "Apikley has disabled the feature";
    private const string NoChannel = "No channel was free";
    private const string AnswerLost = "The model was called, but its answer was lost";

    /// <summary>Because, provider, HTTP status, body, verdict, row.</summary>
    public static TheoryData<string, string, int, string, Enum, string> Answers => new()
    {
        { "its receipt has an id", "Apikley", 200, """
            {"code":200,"msg":"success","data":{"taskId":"t1"}}
            """, SubmitVerdict.Taken, IdRead },
        {
            "its receipt has an id",
            "TokenBay",
            200,
            """{"id":"t1","task_id":"t1","object":"video","status":"QUEUED"}""",
            SubmitVerdict.Taken,
            IdRead },
        {
            "an id wins over a failure in the body",
            "Apikley",
            200,
            """{"code":500,"msg":"error","data":{"taskId":"t1"}}""",
            SubmitVerdict.Taken,
            IdRead },
        {
            "an id wins over a code that says not taken",
            "Apikley",
            200,
            """{"code":455,"msg":"maintenance","data":{"taskId":"t1"}}""",
            SubmitVerdict.Taken,
            IdRead },
        {
            "an id wins over a rate limit",
            "Apikley",
            429,
            """{"code":429,"msg":"slow down","data":{"taskId":"t1"}}""",
            SubmitVerdict.Taken,
            IdRead },
        {
            "an id wins over a failure beside it",
            "TokenBay",
            500,
            """{"task_id":"t1","error":{"message":"m","code":"do_request_failed"}}""",
            SubmitVerdict.Taken,
            IdRead },
        {
            "an id wins over a refusal beside it",
            "TokenBay",
            400,
            """{"task_id":"t1","error":{"message":"m","code":"invalid_request"}}""",
            SubmitVerdict.Taken,
            IdRead },

        { "turned away at the door, by HTTP", "Apikley", 429, "", SubmitVerdict.SendAgain, RateLimited },
        { "turned away at the door, by HTTP", "TokenBay", 429, Html, SubmitVerdict.SendAgain, RateLimited },
        {
            "turned away at the door, in the body",
            "Apikley",
            200,
            """{"code":429,"msg":"Your call frequency is too high","data":null}""",
            SubmitVerdict.SendAgain,
            RateLimited },
        {
            "turned away at the door, in the body",
            "TokenBay",
            200,
            """{"error":{"message":"m","type":"new_api_error","code":"rate_limit_exceeded"}}""",
            SubmitVerdict.SendAgain,
            RateLimited },
        {
            "turned away, with a number for a code",
            "TokenBay",
            200,
            """{"error":{"message":"m","code":"429"}}""",
            SubmitVerdict.SendAgain,
            RateLimited },

        {
            "429 with words of credit: waiting does not help",
            "Apikley",
            200,
            """{"code":429,"msg":"Insufficient credits","data":null}""",
            SubmitVerdict.Refused,
            OutOfCredits },
        {
            "429 with words of quota: waiting does not help",
            "Apikley",
            429,
            """{"code":429,"msg":"The quota is exhausted"}""",
            SubmitVerdict.Refused,
            OutOfCredits },
        {
            "429 with words of quota: waiting does not help",
            "TokenBay",
            429,
            """{"error":{"message":"user quota is not enough"}}""",
            SubmitVerdict.Refused,
            OutOfCredits },
        {
            "429 with a code for quota: waiting does not help",
            "TokenBay",
            429,
            """{"error":{"message":"m","code":"insufficient_user_quota"}}""",
            SubmitVerdict.Refused,
            OutOfCredits },

        {
            "its page: maintenance took nothing and passes",
            "Apikley",
            200,
            """{"code":455,"msg":"Service Unavailable"}""",
            SubmitVerdict.SendAgain,
            Maintenance },
        {
            "the body's code stands over HTTP",
            "Apikley",
            503,
            """{"code":455,"msg":"Service Unavailable"}""",
            SubmitVerdict.SendAgain,
            Maintenance },
        {
            "its page: it failed while it worked",
            "Apikley",
            200,
            """{"code":500,"msg":"Server Error"}""",
            SubmitVerdict.Unknown,
            FailedWithin },
        {
            "the body's code stands over HTTP 429",
            "Apikley",
            429,
            """{"code":500,"msg":"Server Error"}""",
            SubmitVerdict.Unknown,
            FailedWithin },
        {
            "its page: what failed is not charged",
            "Apikley",
            200,
            """{"code":501,"msg":"Generation Failed"}""",
            SubmitVerdict.Refused,
            NotCharged },
        {
            "its page: what failed is not charged",
            "Apikley",
            501,
            """{"code":501,"msg":"Generation Failed"}""",
            SubmitVerdict.Refused,
            NotCharged },
        { "its page: the feature is off", "Apikley", 200, """
            {"code":505,"msg":"Feature Disabled"}
            """, SubmitVerdict.Refused, SwitchedOff },

        {
            "no channel was free",
            "TokenBay",
            503,
            """{"error":{"message":"m","code":"get_channel_failed"}}""",
            SubmitVerdict.SendAgain,
            NoChannel },
        {
            "no channel had a key",
            "TokenBay",
            503,
            """{"code":"channel_no_available_key","message":"m","data":null}""",
            SubmitVerdict.SendAgain,
            NoChannel },
        {
            "no channel had a key, as the source spells it",
            "TokenBay",
            503,
            """{"error":{"message":"m","code":"channel:no_available_key"}}""",
            SubmitVerdict.SendAgain,
            NoChannel },
        {
            "no channel, under another status than it has",
            "TokenBay",
            500,
            """{"error":{"message":"m","code":"get_channel_failed"}}""",
            SubmitVerdict.Unknown,
            ServerError },
        {
            "no channel, under 200: refused, and bought nothing",
            "TokenBay",
            200,
            """{"error":{"message":"m","code":"get_channel_failed"}}""",
            SubmitVerdict.Refused,
            ReadableRefusal },
        {
            "the model was asked",
            "TokenBay",
            500,
            """{"error":{"message":"m","code":"do_request_failed"}}""",
            SubmitVerdict.Unknown,
            AnswerLost },
        {
            "the model was asked, whatever the status",
            "TokenBay",
            400,
            """{"error":{"message":"m","code":"invalid_response"}}""",
            SubmitVerdict.Unknown,
            AnswerLost },
        {
            "the model was asked, whatever the status",
            "TokenBay",
            200,
            """{"code":"read_response_body_failed","message":"m","data":null}""",
            SubmitVerdict.Unknown,
            AnswerLost },
        {
            "the model was asked, whatever the status",
            "TokenBay",
            429,
            """{"error":{"message":"m","code":"unmarshal_response_failed"}}""",
            SubmitVerdict.Unknown,
            AnswerLost },

        { "the server gave up waiting for a request that it may have", "Apikley", 408, "", SubmitVerdict.Unknown, ServerError },
        { "a conflict may be with itself", "TokenBay", 409, Html, SubmitVerdict.Unknown, ServerError },
        { "408 in the body", "Apikley", 200, """{"code":408,"msg":"timeout"}""", SubmitVerdict.Unknown, ServerError },
        { "409 in the body", "TokenBay", 200, """{"error":{"message":"m","code":409}}""", SubmitVerdict.Unknown, ServerError },
        {
            "a server error in the body that no page names",
            "Apikley",
            200,
            """{"code":502,"msg":"bad gateway"}""",
            SubmitVerdict.Unknown,
            ServerError },
        { "a code beyond all statuses", "Apikley", 200, """{"code":10001,"msg":"?"}""", SubmitVerdict.Unknown, ServerError },
        { "a server error that cannot be read", "TokenBay", 502, Html, SubmitVerdict.Unknown, ServerError },
        {
            "503 without a code that says not taken",
            "TokenBay",
            503,
            """{"error":{"message":"m","code":"other"}}""",
            SubmitVerdict.Unknown,
            ServerError },
        {
            "HTTP says server error, the body refuses",
            "Apikley",
            500,
            """{"code":422,"msg":"Validation Error"}""",
            SubmitVerdict.Unknown,
            ServerError },

        { "a redirect is never followed", "Apikley", 302, "", SubmitVerdict.Refused, Redirect },
        { "a redirect that keeps the method is not followed either", "TokenBay", 307, Html, SubmitVerdict.Refused, Redirect },

        { "no access, unreadable", "Apikley", 403, Html, SubmitVerdict.Refused, Other4xx },
        {
            "the key",
            "TokenBay",
            401,
            """{"error":{"message":"Invalid token","code":"invalid_api_key"}}""",
            SubmitVerdict.Refused,
            Other4xx },
        { "no credits", "TokenBay", 402, "", SubmitVerdict.Refused, Other4xx },
        { "too large", "TokenBay", 413, Html, SubmitVerdict.Refused, Other4xx },

        {
            "a readable refusal",
            "Apikley",
            200,
            """{"code":422,"msg":"Validation Error","data":null}""",
            SubmitVerdict.Refused,
            ReadableRefusal },
        { "a redirect in the body is a refusal", "Apikley", 200, """
            {"code":302,"msg":"moved"}
            """, SubmitVerdict.Refused, ReadableRefusal },
        {
            "a readable refusal",
            "TokenBay",
            200,
            """{"error":{"message":"m","type":"new_api_error","code":"prompt_blocked"}}""",
            SubmitVerdict.Refused,
            ReadableRefusal },
        { "a refusal that is one sentence", "TokenBay", 200, """{"error":"no"}""", SubmitVerdict.Refused, ReadableRefusal },

        { "success without an id", "Apikley", 200, """{"code":200,"msg":"success","data":{}}""", SubmitVerdict.Unknown, Unreadable },
        {
            "a receipt without an id",
            "TokenBay",
            200,
            """{"object":"video","status":"QUEUED","progress":0}""",
            SubmitVerdict.Unknown,
            Unreadable },
        { "an id that is empty is none", "Apikley", 200, """{"code":200,"data":{"taskId":""}}""", SubmitVerdict.Unknown, Unreadable },
        { "an id that is no text is none", "TokenBay", 200, """{"id":{"a":1}}""", SubmitVerdict.Unknown, Unreadable },
        { "a page in between", "TokenBay", 200, Html, SubmitVerdict.Unknown, Unreadable },
        { "an empty answer", "Apikley", 204, "", SubmitVerdict.Unknown, Unreadable },
        { "a cut answer", "Apikley", 200, """{"code":200,"data":{"taskId":"t""", SubmitVerdict.Unknown, Unreadable },
    };

    public static TheoryData<string, Exception, Enum, string> Failures => new()
    {
        {
            "no name, no connection, no TLS",
            new TransportException(new IOException("gone"), neverSent: true, timedOut: false),
            SubmitVerdict.SendAgain,
            NeverLeft },
        {
            "a certificate that is not trusted, which does not heal",
            new TransportException(new HttpRequestException("no", new AuthenticationException("untrusted root")), true, timedOut: false),
            SubmitVerdict.Refused,
            Untrusted },
        { "no credential, which waiting does not bring", new CredentialException("There is none."), SubmitVerdict.Refused, NoCredential },
        {
            "a reset after something had left",
            new TransportException(new IOException("gone"), neverSent: false, timedOut: false),
            SubmitVerdict.Unknown,
            Broke },
        {
            "the time limit, after the body was sent",
            new TransportException(new OperationCanceledException(), neverSent: false, timedOut: true),
            SubmitVerdict.Unknown,
            Broke },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_has_one_meaning(string because, string provider, int status, string body, Enum verdict, string row)
    {
        SubmitDecision decision = Decide(provider, status, body);

        Assert.True(verdict.Equals(decision.Verdict), $"{because}: {decision}");
        Assert.StartsWith(row, decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Where_no_answer_came_it_counts_whether_something_had_left(
        string because,
        Exception failure,
        Enum verdict,
        string row)
    {
        SubmitDecision decision = DecisionTable.Decide((TransportException)failure);

        Assert.True(verdict.Equals(decision.Verdict), $"{because}: {decision}");
        Assert.StartsWith(row, decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_of_the_table_is_dead()
    {
        string[] reached = [.. Answers.Select(row => Decide(row.Data.Item2, row.Data.Item3, row.Data.Item4).Reason), ReaderFails(200)
            .Reason, .. Failures.Select(row => DecisionTable.Decide((TransportException)row.Data.Item2).Reason)];

        Assert.Empty(DecisionTable.Reasons.Except(reached));
    }

    [Fact]
    public void No_code_of_a_gateway_is_dead()
    {
        Assert.All(GatewayCatalog.All.Where(gateway => gateway.Table.Provider is "Apikley" or "TokenBay"), gateway =>
            Assert.All(gateway.Table.SubmitCodes, code => Assert.Contains(Answers, row =>
                row.Data.Item2 == gateway.Table.Provider
                && row.Data.Item4.Contains(code.Code, StringComparison.Ordinal)
                && Decide(row.Data.Item2, row.Data.Item3, row.Data.Item4) is var decision && (decision.Verdict, decision.Reason) == (code
                    .Verdict, code.Reason))));
    }

    [Theory]
    [InlineData("Apikley")]
    [InlineData("TokenBay")]
    public void Every_HTTP_status_without_a_readable_body_has_its_verdict(string provider)
    {
        Assert.All(Enumerable.Range(200, 400), status => Assert.Equal(OfStatus(status), Decide(provider, status, Html).Verdict));
        Assert.All(Enumerable.Range(200, 400), status => Assert.Equal(OfStatus(status), Decide(provider, status, "").Verdict));
    }

    [Theory]
    [InlineData("Apikley", """{"code":200,"data":{"taskId":"t1"}}""")]
    [InlineData("Apikley", """{"code":500,"msg":"failed","data":{"taskId":"t1"}}""")]
    [InlineData("TokenBay", """{"id":"t1"}""")]
    [InlineData("TokenBay", """{"task_id":"t1","error":{"message":"m","code":"insufficient_user_quota"}}""")]
    public void An_id_wins_under_every_HTTP_status(string provider, string body) =>
        Assert.All(Enumerable.Range(200, 400), status => Assert.Equal(SubmitVerdict.Taken, Decide(provider, status, body).Verdict));

    [Fact]
    public void Every_code_in_Apikleys_body_has_its_verdict() => Assert.All(Enumerable.Range(0, 1000), code =>
    {
        SubmitVerdict expected = code switch
        {
            < 300 => SubmitVerdict.Unknown, // Neither id nor error.
            408 or 409 => SubmitVerdict.Unknown,
            429 or 455 => SubmitVerdict.SendAgain,
            501 or 505 => SubmitVerdict.Refused,
            >= 500 => SubmitVerdict.Unknown,
            _ => SubmitVerdict.Refused,
        };
        Assert.Equal(expected, Decide("Apikley", 200, $$"""{"code":{{code}},"msg":"m","data":null}""").Verdict);
        Assert.Equal(expected, Decide("Apikley", 200, $$"""{"code":"{{code}}","msg":"m"}""").Verdict);
    });

    [Fact]
    public void Every_status_in_TokenBays_error_has_its_verdict() => Assert.All(Enumerable.Range(400, 200), code =>
    {
        SubmitVerdict expected = OfStatus(code);
        Assert.Equal(expected, Decide("TokenBay", 200, $$$"""{"error":{"message":"m","code":{{{code}}}}}""").Verdict);
        Assert.Equal(expected, Decide("TokenBay", 200, $$$"""{"error":{"message":"m","code":"{{{code}}}"}}""").Verdict);
    });

    private static SubmitVerdict OfStatus(int status) => status switch
    {
        < 300 => SubmitVerdict.Unknown,
        < 400 => SubmitVerdict.Refused,
        408 or 409 => SubmitVerdict.Unknown,
        429 => SubmitVerdict.SendAgain,
        < 500 => SubmitVerdict.Refused,
        _ => SubmitVerdict.Unknown,
    };

    [Fact]
    public void Where_the_reader_failed_it_is_unknown_under_any_status() => Assert.All(Enumerable.Range(200, 400), status =>
    {
        SubmitDecision decision = ReaderFails(status);
        Assert.Equal(SubmitVerdict.Unknown, decision.Verdict);
        Assert.StartsWith(ReaderFailed, decision.Reason, StringComparison.Ordinal);
    });

    private static SubmitDecision ReaderFails(int status) => DecisionTable.Decide([], new WireResponse(status, "{}"), answer: null);

    private static SubmitDecision Decide(string provider, int status, string body)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        WireResponse response = new(status, body);
        return DecisionTable.Decide(gateway.Table.SubmitCodes, response, gateway.ReadSubmit(response));
    }
}
