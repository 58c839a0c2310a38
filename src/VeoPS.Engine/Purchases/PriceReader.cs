using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Purchases;

/// <summary>Finds the cost of a request: by the published price, else by the gateway's own word where it has a call for that.</summary>
internal sealed class PriceReader(HttpTransport transport, TimeProvider time, MediaPreparer media)
{
    private readonly RepeatableCall _call = new(transport, time);

    /// <summary>Asks where nothing is published.</summary>
    /// <returns>Null where nobody tells.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: the gateway could not be asked. Nothing was bought.</exception>
    public async Task<VeoCost?> ReadAsync(VeoRequest request, GatewayProfile profile, CancellationToken stop)
    {
        if (CostEstimator.Estimate(request, profile) is { } published) return published;
        if (profile.Gateway is not IPriceGateway gateway) return null;

        VeoRequest prepared = await media.PrepareAsync(request, profile, stop).ConfigureAwait(false);
        try
        {
            VeoCost? price = gateway.ReadPrice(
                await _call.SendAsync(profile.Endpoint, gateway.Price(prepared, profile), stop).ConfigureAwait(false),
                prepared,
                profile);
            return price is null ? null : new VeoCost(price) { AsOf = time.GetUtcNow().UtcDateTime };
        }
        catch (TransportException exception)
        {
            throw new VeoException(
                VeoErrorId.NotSent,
                $"{profile} ({profile.Gateway.Table.Provider}) did not return the price: "
                    + $"{exception.Message.TrimEnd('.')}. Nothing was sent and nothing was bought. Check the network, then run "
                    + "the command again. Without a cost limit, VeoPS does not need the price.",
                exception);
        }
    }
}
