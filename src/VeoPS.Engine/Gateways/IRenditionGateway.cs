using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that makes upgraded renditions of a video that is there: other resolutions, for more credits.</summary>
internal interface IRenditionGateway : IGateway
{
    /// <summary>The resolutions that can be asked for.</summary>
    IReadOnlyList<string> Renditions { get; }

    /// <summary>How long to wait before asking again for one that is being made.</summary>
    TimeSpan RenditionInterval { get; }

    /// <summary>
    /// Why a rendition may not be had, by the gateway's pages, though it can be asked for: a sentence without its full stop;
    /// null: nothing.
    /// </summary>
    /// <param name="task">The task, with the gateway's last answer.</param>
    /// <param name="resolution">One of <see cref="Renditions"/>.</param>
    string? Doubt(VeoTask task, string resolution);

    /// <summary>Asks for a rendition. The first asking buys it; it is asked for again only after a readable "still processing".</summary>
    /// <param name="taskId">The gateway's id of a task that succeeded.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="resolution">One of <see cref="Renditions"/>.</param>
    WireRequest AskRendition(string taskId, int index, string resolution);

    /// <summary>Reads the answer. Never throws: one that cannot be read has neither link nor error and is not being made.</summary>
    /// <param name="response">The answer to <see cref="AskRendition"/>.</param>
    RenditionAnswer ReadRendition(WireResponse response);
}
