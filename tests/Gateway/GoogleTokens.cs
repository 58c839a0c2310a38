using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>
/// Gives access tokens for assertions that a service account signed, as
/// <see href="https://developers.google.com/identity/protocols/oauth2/service-account"/> has it.
/// </summary>
internal sealed class GoogleTokens(LoopbackGateway gateway)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const int LifetimeSeconds = 3599;
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _good = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether a token was given here, and has neither run out nor been revoked.</summary>
    public bool IsGood(string token) => _good.TryGetValue(token, out var expires) && expires > Now;

    /// <summary>Makes every token given so far worth nothing.</summary>
    public void Revoke() => _good.Clear();

    public Answer Exchange(IFormCollection form)
    {
        if (form["grant_type"] != Grant)
        {
            return Refuse("unsupported_grant_type", $"Invalid grant_type: {form["grant_type"]}");
        }

        if (Fault(form["assertion"].ToString()) is { } fault)
        {
            return Refuse("invalid_grant", fault);
        }

        string token = $"ya29.token-{Interlocked.Increment(ref _count)}-{Guid.NewGuid():N}";
        _good[token] = Now + TimeSpan.FromSeconds(LifetimeSeconds);
        return Answer.Json(new JsonObject { ["access_token"] = token, ["expires_in"] = LifetimeSeconds, ["token_type"] = "Bearer" });
    }

    private DateTimeOffset Now => gateway.Options.TimeProvider.GetUtcNow();

    private string? Fault(string assertion)
    {
        if (gateway.Options.ServiceAccountPublicKey is not { } pem || assertion.Split('.') is not [var head, var body, var signature])
        {
            return "Invalid JWT.";
        }

        using var key = RSA.Create();
        key.ImportFromPem(pem);
        bool isSigned = key.VerifyData(
            Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding
                .Pkcs1);
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head)).RootElement;
        if (!isSigned || header.GetProperty("alg").GetString() != "RS256")
        {
            return "Invalid JWT Signature.";
        }

        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body)).RootElement;
        var issued = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64());
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());
        if ((Now - issued).Duration() > s_skew || expires - issued > TimeSpan.FromHours(1) || expires <= Now)
        {
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
        }

        return claims.GetProperty("aud").GetString() != new Uri(gateway.BaseUri, "/token").AbsoluteUri
            ? "Invalid JWT: Failed audience check."
            : claims.GetProperty("scope").GetString() != "https://www.googleapis.com/auth/cloud-platform" ? "Invalid scope."
            : claims.GetProperty("iss").GetString()?.Contains('@') is not true ? "Invalid issuer."
            : null;
    }

    private static Answer Refuse(string error, string description) =>
        Answer.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, StatusCodes.Status400BadRequest);
}
