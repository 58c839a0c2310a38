namespace VeoPS.Engine.Http.Credentials;

/// <summary>A user's login, as <c>gcloud auth application-default login</c> keeps it:
/// <see href="https://developers.google.com/identity/protocols/oauth2/native-app"/>.</summary>
internal sealed class AuthorizedUser(string clientId, string clientSecret, string refreshToken, Uri tokenUri) : ITokenSource
{
    public Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) => endpoint.ExchangeAsync(
        tokenUri,
        new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
            ["refresh_token"] = refreshToken,
        },
        cancellationToken);
}
