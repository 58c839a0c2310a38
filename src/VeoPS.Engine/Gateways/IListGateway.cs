using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that lists the tasks that are running: the place to look for a submission whose answer was lost.</summary>
internal interface IListGateway : IGateway
{
    /// <summary>Asks. Costs nothing and may be repeated.</summary>
    /// <param name="profile">Whose tasks.</param>
    WireRequest List(GatewayProfile profile);

    /// <summary>Reads them; null where the answer cannot be read. Never throws.</summary>
    /// <param name="response">The answer to <see cref="List"/>.</param>
    IReadOnlyList<ListedTask>? ReadList(WireResponse response);
}
