using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Gateways;

/// <summary>A gateway that is its table and nothing else.</summary>
internal sealed class BareGateway(GatewayTable table) : IGateway
{
    public static PollCadence Cadence { get; }
        = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public GatewayTable Table => table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => throw new NotSupportedException();

    public SubmitAnswer ReadSubmit(WireResponse response) => throw new NotSupportedException();

    public WireRequest Poll(string taskId, GatewayProfile profile) => throw new NotSupportedException();

    public PollAnswer ReadPoll(WireResponse response) => throw new NotSupportedException();
}
