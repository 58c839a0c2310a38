using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Downloads;

/// <summary>One file to fetch: from where, to where, and under which terms.</summary>
public sealed record DownloadOrder
{
    /// <summary>Whose key goes along, to its own origin only.</summary>
    public required GatewayProfile Profile { get; init; }

    /// <summary>Which video this is (task, index, rendition). A part on disk is continued only where it has the same.</summary>
    public required string Identity { get; init; }

    /// <summary>Absolute, http or https. Live: it may carry a signature, and is never shown. Null where there is <see cref="OpenInline"/> instead.</summary>
    public required Uri? Link { get; init; }

    /// <summary>
    /// Opens a video that has no link but is inside a gateway's answer, from its beginning; its null means that there is none.
    /// Such a download cannot be continued, only started over.
    /// </summary>
    public Func<CancellationToken, Task<Stream?>>? OpenInline { get; init; }

    /// <summary>The file, absolute. Its folder is made where it is missing.</summary>
    public required string FinalPath { get; init; }

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How long no byte may come before the connection counts as cut. Above zero.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks the gateway for a newer link; its null means that there is none. Called at most once.</summary>
    public Func<CancellationToken, Task<Uri?>>? FreshLink { get; init; }

    /// <summary>Gets what a person should know. Called from any thread.</summary>
    public Action<string>? Warn { get; init; }
}
