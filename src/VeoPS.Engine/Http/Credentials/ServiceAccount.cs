using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// A service account's key, which signs for its tokens:
/// <see href="https://developers.google.com/identity/protocols/oauth2/service-account"/>.
/// </summary>
internal sealed class ServiceAccount(string email, string privateKey, string? keyId, Uri tokenUri) : ITokenSource
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // Vertex AI and Cloud Storage both ask for this scope.
    internal const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    // The longest that the page allows.
    private const int LifetimeSeconds = 3600;

    public Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.ExchangeAsync(
            tokenUri,
            new Dictionary<string, string> { ["grant_type"] = GrantType, ["assertion"] = Assertion(endpoint.Now) },
            cancellationToken);

    /// <summary>The RS256 signature of some bytes.</summary>
    public byte[] Sign(byte[] bytes)
    {
#if NET
        using RSA key = RSA.Create();
        key.ImportFromPem(privateKey);
#else
        using RSA key = RSA.FromPem(privateKey);
#endif
        return key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private string Assertion(DateTimeOffset now)
    {
        JsonObject header = new() { ["alg"] = "RS256", ["typ"] = "JWT" };
        if (keyId is not null) header["kid"] = keyId;
        long issued = now.ToUnixTimeSeconds();
        JsonObject claims = new()
        {
            ["iss"] = email,
            ["scope"] = Scope,
            ["aud"] = tokenUri.OriginalString,
            ["iat"] = issued,
            ["exp"] = issued + LifetimeSeconds,
        };
        string text
            = $"{Base64Url(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Base64Url(Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
