using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// A gateway with a content route: a path of its own that answers with the bytes of a video. A task that succeeded without a link
/// has its video there (<see href="https://github.com/QuantumNous/new-api">QuantumNous/new-api</see> and OpenAI's video API:
/// <c>GET /v1/videos/{id}/content</c>).
/// </summary>
internal interface IContentGateway : IGateway
{
    /// <summary>
    /// The request that fetches a video, with the profile's key. It must be a GET without a body: it is asked for its headers, to learn
    /// whether the video is there, and later its address is downloaded as any link is, in ranges too.
    /// </summary>
    /// <param name="taskId">The gateway's id of a task that succeeded.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="profile">With which settings.</param>
    WireRequest Content(string taskId, int index, GatewayProfile profile);
}
