using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Purchases;

/// <summary>A gateway whose reader of submissions has a defect.</summary>
internal sealed class FailingReader(IGateway gateway) : IGateway
{
    public GatewayTable Table => gateway.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => gateway.Submit(request, profile);

    public SubmitAnswer ReadSubmit(WireResponse response) => throw new InvalidOperationException("a defect");

    public WireRequest Poll(string taskId, GatewayProfile profile) => gateway.Poll(taskId, profile);

    public PollAnswer ReadPoll(WireResponse response) => gateway.ReadPoll(response);
}
