using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Profiles;

/// <summary>
/// Finds out whether a gateway takes a key, by questions that cost nothing. It asks for the balance, for the running tasks, or for
/// a task that does not exist. The last question is conclusive only where a key that does not exist gets a different answer.
/// </summary>
internal sealed class KeyProbe(HttpTransport transport, TimeSpan limit)
{
    private const string NobodysKey = "veops-nobodys-key";

    /// <summary>The profile with a key that nobody has.</summary>
    public static GatewayProfile Anonymous(GatewayProfile profile) => new(profile.Profile, profile.Gateway, NobodysKey);

    public async Task<KeyFinding> AskAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            return await BalanceAsync(profile, cancellationToken).ConfigureAwait(false)
                ?? await ListAsync(profile, cancellationToken).ConfigureAwait(false)
                ?? await PollAsync(profile, cancellationToken).ConfigureAwait(false)
                ?? new KeyFinding(
                    null,
                    "The gateway's answers do not show whether the key is valid. The first submission will show it.");
        }
        catch (CredentialException exception)
        {
            return new KeyFinding(false, exception.Message);
        }
        catch (TransportException exception)
        {
            return new KeyFinding(null, $"The gateway did not answer: {exception.Message}");
        }
    }

    private async Task<KeyFinding?> BalanceAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Gateway is not IBalanceGateway gateway) return null;
        BalanceAnswer answer = gateway.ReadBalance(
            await SendAsync(profile, gateway.Balance(profile), cancellationToken).ConfigureAwait(false));
        if (answer.Amount is not null) return new KeyFinding(true, "The gateway accepted the key and returned the balance.", answer);
        return answer.Error is { } error ? Refused(error) : null;
    }

    private async Task<KeyFinding?> ListAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Gateway is not IListGateway gateway) return null;
        WireResponse response = await SendAsync(profile, gateway.List(profile), cancellationToken).ConfigureAwait(false);
        return gateway.ReadList(response) is not null
            ? new KeyFinding(true, "The gateway accepted the key and listed the running tasks.")
            : Refused(WireError.Make(null, response.Describe(), WireError.KindOf(response.Status)));
    }

    private async Task<KeyFinding?> PollAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        // Of the form that the gateway's ids have: another is turned away before the key is looked at.
        string id = profile.Gateway.Table.NobodysId(profile.Settings, Guid.NewGuid().ToString("N"));
        PollAnswer ours = await PollAsync(profile, id, cancellationToken).ConfigureAwait(false);
        if (Refused(ours.Error) is { } refused) return refused;
        bool isPlain = ours.Error?.Kind is VeoErrorKind.NotFound or VeoErrorKind.InvalidRequest;
        return isPlain && IsOfTheKey((await PollAsync(Anonymous(profile), id, cancellationToken).ConfigureAwait(false)).Error)
            ? new KeyFinding(true, "The gateway accepted the key and looked up a task.")
            : null;
    }

    private async Task<PollAnswer> PollAsync(GatewayProfile profile, string id, CancellationToken cancellationToken) =>
        profile.Gateway.ReadPoll(await SendAsync(profile, profile.Gateway.Poll(id, profile), cancellationToken).ConfigureAwait(false));

    private static KeyFinding? Refused(VeoError? error) =>
        IsOfTheKey(error) ? new KeyFinding(false, $"The gateway rejected the key: {error!.ToString().TrimEnd('.')}.") : null;

    private static bool IsOfTheKey(VeoError? error) => error?.Kind is VeoErrorKind.Unauthorized or VeoErrorKind.Forbidden;

    private Task<WireResponse> SendAsync(GatewayProfile profile, WireRequest request, CancellationToken cancellationToken) =>
        transport.AskAsync(profile.Endpoint, request, limit, cancellationToken);
}
