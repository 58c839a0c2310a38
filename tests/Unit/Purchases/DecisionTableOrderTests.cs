using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Purchases;

/// <summary>Answers that two rows of the table fit, in which status and body contradict each other: the one that buys nothing
/// twice decides.</summary>
public sealed class DecisionTableOrderTests
{
    [Theory]
    [InlineData(
        "a body that is turned away stands over a server error",
        500,
        """{"code":429,"msg":"slow down"}""",
        SubmitVerdict.SendAgain)]
    [InlineData(
        "a body that is out of credits stands over a server error",
        502,
        """{"code":429,"msg":"insufficient credits"}""",
        SubmitVerdict.Refused)]
    [InlineData(
        "a body that may have been taken stands over a rate limit",
        429,
        """{"code":502,"msg":"bad gateway"}""",
        SubmitVerdict.Unknown)]
    [InlineData("a body that may have been taken stands over a rate limit", 429, """{"code":500,"msg":"failed"}""", SubmitVerdict.Unknown)]
    [InlineData(
        "a body that may have been taken stands over a rate limit",
        429,
        """{"code":408,"msg":"time-out"}""",
        SubmitVerdict.Unknown)]
    [InlineData(
        "a conflict in the body stands over a rate limit, even beside words of credit",
        429,
        """{"code":409,"msg":"insufficient credits"}""",
        SubmitVerdict.Unknown)]
    [InlineData("a refusal in the body leaves a rate limit what it is", 429, """{"code":422,"msg":"no"}""", SubmitVerdict.SendAgain)]
    [InlineData(
        "a body that may have been taken stands over a redirect",
        302,
        """{"code":502,"msg":"bad gateway"}""",
        SubmitVerdict.Unknown)]
    [InlineData("a conflict in the body stands over a refusal", 403, """{"code":409,"msg":"conflict"}""", SubmitVerdict.Unknown)]
    [InlineData("a body that is turned away stands over a refusal", 403, """{"code":429,"msg":"slow down"}""", SubmitVerdict.SendAgain)]
    public void Where_status_and_body_contradict_each_other_nothing_is_bought_twice(
        string because,
        int status,
        string body,
        Enum verdict)
    {
        SubmitDecision decision = Decide("Apikley", status, body);

        Assert.True(verdict.Equals(decision.Verdict), $"{because}: {decision}");
    }

    [Theory]
    [InlineData("TokenBay", 503, """{"error":{"message":"m","code":"Get_Channel_Failed"}}""", SubmitVerdict.SendAgain)]
    [InlineData("UniAll", 500, """{"code":"DO_REQUEST_FAILED","message":"m","data":null}""", SubmitVerdict.Unknown)]
    [InlineData("UniAll", 400, """{"code":"Invalid_Response","message":"m","data":null}""", SubmitVerdict.Unknown)]
    public void A_gateways_code_counts_in_any_case(string provider, int status, string body, Enum verdict) =>
        Assert.Equal(verdict, Decide(provider, status, body).Verdict);

    private static SubmitDecision Decide(string provider, int status, string body)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        WireResponse response = new(status, body);
        return DecisionTable.Decide(gateway.Table.SubmitCodes, response, gateway.ReadSubmit(response));
    }
}
