namespace VeoPS.TestGateway;

/// <summary>What a request is for, whichever protocol it speaks.</summary>
public enum Route
{
    /// <summary>Every route; only for fault rules.</summary>
    Any,

    /// <summary>Creates a task: what costs money.</summary>
    Submit,

    /// <summary>Asks how a task stands.</summary>
    Poll,

    /// <summary>Fetches a video.</summary>
    Download,

    /// <summary>Hands over an image.</summary>
    Upload,

    /// <summary>Anything else: the balance, a temporary link, a path that nobody serves.</summary>
    Other,
}
