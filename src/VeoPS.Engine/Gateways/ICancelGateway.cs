using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that can end a task before it has ended by itself.</summary>
internal interface ICancelGateway : IGateway
{
    /// <summary>Asks to end a task. May be repeated.</summary>
    /// <param name="taskId">The gateway's id.</param>
    /// <param name="profile">With which settings.</param>
    WireRequest Cancel(string taskId, GatewayProfile profile);

    /// <summary>Reads the state of the task after the request to cancel it. Never throws.</summary>
    /// <param name="response">The answer to <see cref="Cancel"/>.</param>
    PollAnswer ReadCancel(WireResponse response);
}
