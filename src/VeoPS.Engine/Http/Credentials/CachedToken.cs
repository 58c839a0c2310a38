using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>A token that is kept for as long as it holds, and renewed in time. However many wait for it, it is asked for once.</summary>
internal sealed class CachedToken(ITokenSource source, TokenEndpoint endpoint, TimeProvider time) : ICredential
{
    // So that one never runs out on its way, whichever of the two clocks is late.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private AccessToken? _token;

    private SemaphoreSlim Turn { get; } = new(1);

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (Holding(Early) is { } held) return held.Value;
        await Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (Holding(Early) ?? await RenewAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        finally
        {
            Turn.Release();
        }
    }

    // Only the one that was refused: another caller may have renewed it meanwhile.
    public bool Refused(string value)
    {
        if (Volatile.Read(ref _token) is { } token && token.Value == value) Interlocked.CompareExchange(ref _token, null, token);
        return true;
    }

    private async Task<AccessToken> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            AccessToken token = await source.RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
            Redactor.Shared.Register(token.Value);
            Volatile.Write(ref _token, token);
            return token;
        }
        catch (TransportException) when (Holding(TimeSpan.Zero) is not null)
        {
            return Volatile.Read(ref _token)!; // It still holds, and the next request asks again.
        }
    }

    private AccessToken? Holding(TimeSpan atLeast) =>
        Volatile.Read(ref _token) is { } token && token.Expires - time.GetUtcNow() > atLeast ? token : null;
}
