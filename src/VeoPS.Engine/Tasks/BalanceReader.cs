using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>Asks a gateway what is left in the account.</summary>
/// <param name="transport">The way out.</param>
/// <param name="time">The clock.</param>
public sealed class BalanceReader(HttpTransport transport, TimeProvider time)
{
    private readonly FreeCall _call = new(transport, time);

    /// <summary>Asks, and again a few times where that may help.</summary>
    /// <param name="profile">Whose account.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSupported"/>, or why the gateway does not tell.</exception>
    public async Task<VeoBalance> ReadAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        string provider = profile.Gateway.Table.Provider;
        if (profile.Gateway is not IBalanceGateway gateway)
        {
            throw new VeoException(VeoErrorId.NotSupported, $"{provider} tells no balance to a key. Look at the account on its website.");
        }

        WireResponse response;
        try
        {
            response = await _call.SendAsync(profile.Endpoint, gateway.Balance(profile), cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw new VeoException(
                VeoErrorId.Protocol,
                $"{provider} could not be asked for the balance of '{profile}': {exception.Message}",
                exception);
        }

        BalanceAnswer answer = gateway.ReadBalance(response);
        if (answer.Amount is { } amount)
        {
            return new VeoBalance {
                Profile = profile.Name,
                Provider = provider,
                Amount = amount,
                Unit = answer.Unit,
                AsOf = time.GetUtcNow().UtcDateTime };
        }

        string says = answer.Error?.ToString().TrimEnd('.') ?? "its answer cannot be read";
        throw answer.Error?.Kind == VeoErrorKind.Unauthorized
            ? new VeoException(
                VeoErrorId.Unauthorized,
                $"{provider} does not tell the balance of '{profile}' (HTTP {response.Status}, {says}). Check the profile's key.")
            : new VeoException(
                VeoErrorId.Protocol,
                $"{provider} does not tell the balance of '{profile}' (HTTP {response.Status}, {says}). Ask again later.");
    }
}
