using System.Collections.Concurrent;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>The credentials of a process. Tokens are kept by what they are asked for with, so that every call with the same key shares one.</summary>
/// <param name="endpoint">Where tokens are asked for.</param>
/// <param name="time">The clock that they run out by.</param>
/// <param name="environment">Reads an environment variable, null where it is not set.</param>
internal sealed class CredentialStore(TokenEndpoint endpoint, TimeProvider time, Func<string, string?> environment)
{
    private readonly ConcurrentDictionary<string, ICredential> _tokens = new(StringComparer.Ordinal);

    /// <summary>What a profile proves itself with; null where it has nothing and needs nothing.</summary>
    public ICredential? Find(GatewayProfile profile)
    {
        if (!profile.Gateway.Table.Credential.IsGoogleToken) return profile.ApiKey is { } key ? new StaticKey(key) : null;
        return _tokens.GetOrAdd(profile.ApiKey ?? "", GoogleToken);
    }

    private ICredential GoogleToken(string key) =>
        key.Length == 0 ? new CachedToken(new ApplicationDefault(environment), endpoint, time)
        : GoogleKeyFile.IsJson(key) ? new CachedToken(GoogleKeyFile.Parse(key), endpoint, time)
        : new StaticKey(key);
}
