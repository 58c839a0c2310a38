using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Downloads;

/// <summary>One video to save to one file: which, from where, to where, and under which terms.</summary>
internal sealed record SaveOrder
{
    /// <summary>Whose video.</summary>
    public required VeoTask Task { get; init; }

    /// <summary>The task's profile. Its key goes along, to its own origin only.</summary>
    public required GatewayProfile Profile { get; init; }

    /// <summary>Which video. Without a link, a fresh one is asked for.</summary>
    public required VeoVideo Video { get; init; }

    /// <summary>Null for the video as the task made it; else the upgraded rendition, such as <c>4k</c>.</summary>
    public string? Rendition { get; init; }

    /// <summary>The file. Its folder is made where it is missing.</summary>
    public required string FinalPath { get; init; }

    /// <summary>See <see cref="FileNameTemplate.IdentifiesVideo"/>.</summary>
    public bool NameIdentifiesVideo { get; init; }

    /// <summary>Whether a file is replaced that is not known to be this video. One that was saved in this run never is.</summary>
    public bool Force { get; init; }

    /// <summary>How long no byte may come before the connection counts as cut. Above zero.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks the gateway for a newer link; its null means that there is none. Called at most once a download.</summary>
    public Func<CancellationToken, Task<Uri?>>? FreshLink { get; init; }

    /// <summary>
    /// Opens a video that has no link but is inside a gateway's answer, from its beginning; its null means that there is none.
    /// Such a download cannot be continued, only started over.
    /// </summary>
    public Func<CancellationToken, Task<Stream?>>? OpenInline { get; init; }

    /// <summary>Gets warnings for a person. Called from any thread.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The task's id, or our name for it where it has none.</summary>
    internal string TaskId => Task.Id ?? Task.SubmissionId;

    /// <summary>Which video this is: profile, task, index and rendition. A part on disk is continued only where it has the same.</summary>
    internal string Identity =>
        FormattableString.Invariant($"{Profile.Name}/{TaskId}#{Video.Index}") + (Rendition is null ? "" : " " + Rendition);
}

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes on disk, those of an earlier try included. Falls back to less where it had to start over.</param>
/// <param name="Total">Bytes of the whole file, null where the server does not say.</param>
internal readonly record struct DownloadProgress(long Received, long? Total);
