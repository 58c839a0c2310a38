using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>Asks for access tokens, as RFC 6749 (section 5) has answers and errors.</summary>
/// <param name="send">The way out: sends a request without any credential, and reads the answer within a time limit.</param>
/// <param name="time">The clock that tokens run out by.</param>
internal sealed class TokenEndpoint(Func<HttpRequestMessage, TimeSpan, CancellationToken, Task<WireResponse>> send, TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    // A day, in seconds. A server's word overflows no clock.
    private const decimal LongestLife = 86_400;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Sends a request that is about credentials, without one of a profile, and reads the answer.</summary>
    /// <param name="message">The request.</param>
    /// <param name="limit">How long an answer is waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">Nobody answered.</exception>
    public Task<WireResponse> SendAsync(HttpRequestMessage message, TimeSpan limit, CancellationToken cancellationToken)
        => send(message, limit, cancellationToken);

    /// <summary>Exchanges a grant for a token.</summary>
    /// <param name="address">The endpoint.</param>
    /// <param name="grant">The fields of the form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AccessToken> ExchangeAsync(
        Uri address,
        IReadOnlyDictionary<string, string> grant,
        CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(grant) };
        return await AskAsync(message, AnswerLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks with a request that is ready to go.</summary>
    /// <param name="message">The request.</param>
    /// <param name="limit">How long an answer is waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AccessToken> AskAsync(HttpRequestMessage message, TimeSpan limit, CancellationToken cancellationToken)
    {
        WireResponse response = await SendAsync(message, limit, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccess && response.Json.Text("accessToken") is { } impersonated)
        {
            return new AccessToken(impersonated, DateTimeOffset.TryParse(
                response.Json.Text("expireTime"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset end) ? end : Now);
        }

        if (response.IsSuccess && response.Json.Text("access_token") is { } token)
        {
            return new AccessToken(
                token,
                Now + TimeSpan.FromSeconds((double)Math.Min(response.Json.Amount("expires_in") ?? 0, LongestLife)));
        }

        string host = message.RequestUri!.Host;
        string said = Redactor.Shared.Redact(response.Json.Text("error_description") ?? Word(response.Json) ?? response.Describe());
        if (response.IsSuccess || response.IsPassing)
            throw new TransportException($"{host} returned no access token ({said}).", null, neverSent: true);
        throw new CredentialException($"{host} returned no access token: {said}.");
    }

    private static string? Word(JsonElement? body) => body.Text("error") ?? body.Member("error").Text("message");
}
