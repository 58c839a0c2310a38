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

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Exchanges a grant for a token.</summary>
    /// <param name="address">The endpoint.</param>
    /// <param name="grant">The fields of the form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AccessToken> ExchangeAsync(Uri address, IReadOnlyDictionary<string, string> grant, CancellationToken cancellationToken)
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
        WireResponse response = await send(message, limit, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccess && response.Json.Text("access_token") is { } token)
        {
            return new AccessToken(token, Now + TimeSpan.FromSeconds((double)(response.Json.Amount("expires_in") ?? 0)));
        }

        string host = message.RequestUri!.Host;
        string said = Redactor.Shared.Redact(response.Json.Text("error_description") ?? Word(response.Json) ?? $"HTTP {response.Status}");
        if (response.IsSuccess || FreeCall.IsPassing(response.Status)) throw new TransportException($"{host} gave no access token ({said}).", null, neverSent: true);
        throw new CredentialException($"{host} gives no access token: {said}.");
    }

    private static string? Word(JsonElement? body) => body.Text("error") ?? body.Member("error").Text("message");
}
