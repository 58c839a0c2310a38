using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Downloads;

/// <summary>One video to save to one file.</summary>
public sealed record SaveOrder
{
    /// <summary>Whose video.</summary>
    public required VeoTask Task { get; init; }

    /// <summary>The task's profile.</summary>
    public required GatewayProfile Profile { get; init; }

    /// <summary>Which video. Without a link, a fresh one is asked for.</summary>
    public required VeoVideo Video { get; init; }

    /// <summary>Null for the video as the task made it; else the upgraded rendition, such as <c>4k</c>.</summary>
    public string? Rendition { get; init; }

    /// <summary>The file, absolute.</summary>
    public required string FinalPath { get; init; }

    /// <summary>See <see cref="FileNameTemplate.IdentifiesVideo"/>.</summary>
    public bool NameIdentifiesVideo { get; init; }

    /// <summary>Whether a file is replaced that is not known to be this video. One that was saved in this run never is.</summary>
    public bool Force { get; init; }

    /// <inheritdoc cref="DownloadOrder.StallTimeout"/>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc cref="DownloadOrder.FreshLink"/>
    public Func<CancellationToken, Task<Uri?>>? FreshLink { get; init; }

    /// <inheritdoc cref="DownloadOrder.OpenInline"/>
    public Func<CancellationToken, Task<Stream?>>? OpenInline { get; init; }

    /// <inheritdoc cref="DownloadOrder.Warn"/>
    public Action<string>? Warn { get; init; }
}
