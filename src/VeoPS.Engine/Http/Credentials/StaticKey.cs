namespace VeoPS.Engine.Http.Credentials;

/// <summary>A key, or an access token that somebody else renews.</summary>
internal sealed class StaticKey(string key) : ICredential
{
    public Task<string> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(key);

    public bool Refused(string value) => false;
}
