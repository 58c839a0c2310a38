using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// A gateway is a table and four pure functions. It does no I/O, keeps no state and knows no clock: it tells all that it can
/// do, and maps between our nouns and its wire. Credentials, retries, ledger and downloads stand in the engine.
/// </summary>
internal interface IGateway
{
    /// <summary>The features of the gateway, as data.</summary>
    GatewayTable Table { get; }

    /// <summary>The one request that buys a video. Its inputs are validated and its files already inlined or uploaded.</summary>
    /// <param name="request">The video to make.</param>
    /// <param name="profile">The settings.</param>
    WireRequest Submit(VeoRequest request, GatewayProfile profile);

    /// <summary>Reads the answer. Never throws: one that cannot be read has neither id nor error.</summary>
    /// <param name="response">The answer to <see cref="Submit"/>.</param>
    SubmitAnswer ReadSubmit(WireResponse response);

    /// <summary>Asks how a task is doing. Costs nothing and may be repeated.</summary>
    /// <param name="taskId">The gateway's id, as it was read.</param>
    /// <param name="profile">With which settings.</param>
    WireRequest Poll(string taskId, GatewayProfile profile);

    /// <summary>Reads the answer. Never throws: one that cannot be read has neither snapshot nor error.</summary>
    /// <param name="response">The answer to <see cref="Poll"/>.</param>
    PollAnswer ReadPoll(WireResponse response);
}
