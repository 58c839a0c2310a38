using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Purchases;

/// <summary>A gateway as it is, but for its price list.</summary>
internal sealed class PricedGateway(IGateway gateway, VeoCost price) : IGateway
{
    public GatewayTable Table { get; }
        = gateway.Table with { Models = [.. gateway.Table.Models.Select(model => model with { Price = price })] };

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => gateway.Submit(request, profile);

    public SubmitAnswer ReadSubmit(WireResponse response) => gateway.ReadSubmit(response);

    public WireRequest Poll(string taskId, GatewayProfile profile) => gateway.Poll(taskId, profile);

    public PollAnswer ReadPoll(WireResponse response) => gateway.ReadPoll(response);
}
