using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that makes upgraded renditions of a video that is there: other resolutions, for more credits.</summary>
public interface IRenditionGateway : IGateway
{
    /// <summary>The resolutions that can be asked for.</summary>
    IReadOnlyList<string> Renditions { get; }

    /// <summary>How long to wait before asking again for one that is being made.</summary>
    TimeSpan RenditionInterval { get; }

    /// <summary>Asks for a rendition. The first asking buys it; it is asked for again only after a readable «still processing».</summary>
    /// <param name="taskId">The gateway's id of a task that succeeded.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="resolution">One of <see cref="Renditions"/>.</param>
    WireRequest AskRendition(string taskId, int index, string resolution);

    /// <summary>Reads what came back. Never throws: what cannot be read has neither link nor error and is not being made.</summary>
    /// <param name="response">The answer to <see cref="AskRendition"/>.</param>
    RenditionAnswer ReadRendition(WireResponse response);
}

/// <summary>A gateway whose page rules out renditions of some videos.</summary>
public interface IRenditionAdvisor : IRenditionGateway
{
    /// <summary>Says why the page rules a rendition out; null where it does not.</summary>
    /// <param name="lastAnswer">The gateway's last answer about the task (<see cref="VeoTask.Raw"/>); null where it is not known.</param>
    /// <param name="resolution">One of <see cref="IRenditionGateway.Renditions"/>.</param>
    string? DoubtAbout(string? lastAnswer, string resolution);
}
