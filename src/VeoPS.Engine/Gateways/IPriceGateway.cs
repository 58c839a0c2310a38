using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that tells the price of a request before it is bought.</summary>
internal interface IPriceGateway : IGateway
{
    /// <summary>Asks for the price. Costs nothing and may be repeated.</summary>
    /// <param name="request">The video that would be made.</param>
    /// <param name="profile">The settings.</param>
    WireRequest Price(VeoRequest request, GatewayProfile profile);

    /// <summary>Reads the price: an amount in USD or credits, null where the gateway has none. Never throws.</summary>
    /// <param name="response">The answer to <see cref="Price"/>.</param>
    /// <param name="request">The video that would be made. It is needed because an answer may be a list of prices.</param>
    /// <param name="profile">The settings.</param>
    VeoCost? ReadPrice(WireResponse response, VeoRequest request, GatewayProfile profile);
}
