using System.Collections.Concurrent;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>The credentials of a process. Tokens are kept by the key that they are asked for with, so that every call with the same key
/// shares one.</summary>
/// <param name="tokens">Where tokens are asked for.</param>
/// <param name="time">The clock that they run out by.</param>
/// <param name="environment">Reads an environment variable, null where it is not set.</param>
internal sealed class CredentialStore(TokenEndpoint tokens, TimeProvider time, Func<string, string?> environment)
{
    private readonly ConcurrentDictionary<string, ICredential> _tokens = new(StringComparer.Ordinal);

    /// <summary>The credential of an endpoint; null where it has none and needs none.</summary>
    public ICredential? Find(Endpoint endpoint)
    {
        if (!endpoint.Scheme.IsGoogleToken) return endpoint.Key is { } key ? new StaticKey(key) : null;
        return _tokens.GetOrAdd(endpoint.Key ?? "", GoogleToken);
    }

    private ICredential GoogleToken(string key) =>
        key.Length == 0 ? new CachedToken(new ApplicationDefault(environment), tokens, time)
        : GoogleKeyFile.IsJson(key) ? new CachedToken(GoogleKeyFile.Parse(key), tokens, time)
        : new StaticKey(key);
}
