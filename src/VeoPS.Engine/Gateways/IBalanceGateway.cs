using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that tells the balance of the account.</summary>
internal interface IBalanceGateway : IGateway
{
    /// <summary>Asks. Costs nothing and may be repeated.</summary>
    /// <param name="profile">Whose account.</param>
    WireRequest Balance(GatewayProfile profile);

    /// <summary>Reads it. Never throws: an answer that cannot be read has neither amount nor error.</summary>
    /// <param name="response">The answer to <see cref="Balance"/>.</param>
    BalanceAnswer ReadBalance(WireResponse response);
}
