using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Purchases;

/// <summary>An upgraded rendition of a video that is there.</summary>
public sealed record RenditionOrder
{
    /// <summary>The task whose video it is; it has succeeded.</summary>
    public required TaskHandle Source { get; init; }

    /// <summary>The video's place among the task's, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Such as <c>4k</c>.</summary>
    public required string Resolution { get; init; }

    /// <summary>Asks again for one whose outcome is unknown.</summary>
    public bool Force { get; init; }
}
