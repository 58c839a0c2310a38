namespace VeoPS.TestGateway;

/// <summary>How a task ends.</summary>
public enum Outcome
{
    /// <summary>With a video.</summary>
    Success,

    /// <summary>Apikley <c>successFlag</c> 2, TokenBay <c>FAILURE</c>.</summary>
    Failed,

    /// <summary>Apikley <c>successFlag</c> 3 (created, then failed upstream), TokenBay <c>FAILURE</c>.</summary>
    FailedUpstream,

    /// <summary>Success, with no link in the answer.</summary>
    NoVideo,

    /// <summary>A status that no page names.</summary>
    UnknownStatus,

    /// <summary>Never: it runs however often it is polled.</summary>
    NeverEnds,
}
