using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <content>Faults of the answer: another status, another body, another place.</content>
public sealed partial class Fault
{
    private const string HtmlPage =
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>One more step</h1></body></html>";

    /// <summary>HTTP 429 without <c>Retry-After</c>, as neither gateway's page promises one. Nothing is accepted.</summary>
    public static Fault RateLimited() => RateLimited(retryAfter: null);

    /// <summary>HTTP 429 with <c>Retry-After</c> in seconds. Nothing is accepted.</summary>
    /// <param name="retryAfter">Sent in whole seconds, rounded down.</param>
    public static Fault RateLimited(TimeSpan retryAfter) =>
        RateLimited(((long)retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>HTTP 429 with <c>Retry-After</c> as a date. Nothing is accepted.</summary>
    /// <param name="retryAt">Sent in whole seconds.</param>
    public static Fault RateLimited(DateTimeOffset retryAt) => RateLimited(retryAt.ToString("R"));

    /// <summary>The gateway's rate limit under HTTP 200, as Apikley has it. Nothing is accepted.</summary>
    public static Fault RateLimitedInBody() => Answering("rateLimitedInBody", exchange => Answer.Json(exchange.Protocol.RateLimitBody()));

    /// <summary>Any HTTP status with any body.</summary>
    /// <param name="status">From 200 to 599.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault Status(int status, string body = "", string contentType = "text/plain", bool accepted = false) =>
        Answering("status", exchange =>
        {
            exchange.Take(accepted);
            return Answer.Text(status, contentType, body);
        });

    /// <summary>
    /// The protocol's own error, under HTTP 200 unless <see cref="GatewayOptions.RealStatusCodes"/> is set: Apikley's <c>code</c>
    /// (such as 402, 455, 501), TokenBay's <c>error.code</c> (such as <c>get_channel_failed</c>).
    /// </summary>
    /// <param name="code">The code; digits for Apikley.</param>
    /// <param name="message">The message.</param>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault GatewayCode(string code, string message = "Refused on demand.", bool accepted = false) =>
        Answering("gatewayCode", exchange =>
        {
            exchange.Take(accepted);
            return exchange.Protocol.Refuse(code, message);
        });

    /// <summary>HTTP 200 with a page of HTML, as from something between.</summary>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault Html200(bool accepted) => Answering("html200", exchange =>
    {
        exchange.Take(accepted);
        return Answer.Text(StatusCodes.Status200OK, "text/html", HtmlPage);
    });

    /// <summary>Does what was asked, and sends the first half of the answer as if it were all.</summary>
    public static Fault TruncatedJson() => Answering("truncatedJson", exchange =>
    {
        var answer = exchange.Handle();
        return answer with { Length = answer.Length / 2 };
    });

    /// <summary>The shape of a receipt with neither id nor error in it.</summary>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault NoIdNoError(bool accepted) => Answering("noIdNoError", exchange =>
    {
        exchange.Take(accepted);
        return Answer.Json(exchange.Protocol.ReceiptWithoutId());
    });

    /// <summary>Does what was asked, and puts an error beside the id.</summary>
    /// <param name="code">The code; digits for Apikley.</param>
    /// <param name="message">The message.</param>
    public static Fault IdBesideError(string code = "500", string message = "Failed on demand.") => Answering("idBesideError", exchange =>
    {
        var receipt = exchange.Handle().ReadJson();
        foreach (var (name, value) in exchange.Protocol.ErrorBody(code, message))
        {
            // Apikley's error has an empty "data", which is where the id stands.
            if (value is not null)
            {
                receipt[name] = value.DeepClone();
            }
        }

        return Answer.Json(receipt);
    });

    /// <summary>A poll finds a status that no page names.</summary>
    public static Fault UnknownStatus() => Finding("unknownStatus", Outcome.UnknownStatus);

    /// <summary>A poll finds success and no link.</summary>
    public static Fault SuccessWithoutLink() => Finding("successWithoutLink", Outcome.NoLink);

    /// <summary>A poll finds success and no link, and there is no file.</summary>
    public static Fault SuccessWithoutVideo() => Finding("successWithoutVideo", Outcome.NoVideo);

    /// <summary>Sends the client to the same path at the other origin (a TokenBay download to the plain file). Nothing is taken.</summary>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault RedirectToOtherHost(int status = StatusCodes.Status302Found) =>
        Answering("redirectToOtherHost", exchange => Redirection(status, exchange.Gateway.AwayUri(exchange.Request).AbsoluteUri));

    /// <summary>Sends the client to where it is.</summary>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault RedirectLoop(int status = StatusCodes.Status302Found) =>
        Answering("redirectLoop", exchange => Redirection(status, exchange.Request.PathAndQuery));

    /// <summary>Sends the client anywhere. Nothing is accepted.</summary>
    /// <param name="location">Sent as it is.</param>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault Redirect(string location, int status = StatusCodes.Status302Found) =>
        Answering("redirect", _ => Redirection(status, location));

    private static Fault RateLimited(string? retryAfter) => Answering("rateLimited", exchange =>
    {
        var answer = Answer.Json(exchange.Protocol.RateLimitBody(), StatusCodes.Status429TooManyRequests);
        answer.Headers.RetryAfter = retryAfter;
        return answer;
    });

    private static Fault Finding(string name, Outcome outcome) => Answering(name, exchange =>
    {
        exchange.ForcedOutcome = outcome;
        return exchange.Handle();
    });

    private static Answer Redirection(int status, string location)
    {
        var answer = Answer.Empty(status);
        answer.Headers.Location = location;
        return answer;
    }
}
