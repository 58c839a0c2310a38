namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that lives in this process: its requests go to its own handler and never to the network.</summary>
public interface IInProcessGateway : IGateway
{
    /// <summary>The far end of its wire.</summary>
    /// <param name="time">The clock that its tasks go by.</param>
    HttpMessageHandler CreateHandler(TimeProvider time);
}
