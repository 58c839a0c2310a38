namespace VeoPS.TestGateway;

/// <summary>How a task ends.</summary>
public enum Outcome
{
    /// <summary>With a video.</summary>
    Success,

    /// <summary>Refused by a content policy: Apikley's <c>successFlag</c> 2, the others' one word for a failure.</summary>
    Failed,

    /// <summary>Created, then failed upstream: Apikley's <c>successFlag</c> 3, the others' one word for a failure.</summary>
    FailedUpstream,

    /// <summary>Success, with no link in the answer and no file anywhere.</summary>
    NoVideo,

    /// <summary>Success, with no link in the answer; the file is at the content route, where the protocol has one.</summary>
    NoLink,

    /// <summary>A status that no page names.</summary>
    UnknownStatus,

    /// <summary>Never: it runs however often it is polled.</summary>
    NeverEnds,
}
