namespace VeoPS.Engine.Http;

/// <summary>A request that got no answer.</summary>
public class TransportException : Exception
{
    /// <summary>Keeps what happened.</summary>
    /// <param name="innerException">What the network said.</param>
    /// <param name="neverSent">Provably, nothing of the body left this machine.</param>
    /// <param name="timedOut">Our own time limit ended it.</param>
    public TransportException(Exception innerException, bool neverSent, bool timedOut)
        : base(timedOut ? "No answer came within the time limit." : Innermost(innerException), innerException)
    {
        NeverSent = neverSent;
        TimedOut = timedOut;
    }

    internal TransportException(string message, Exception? innerException, bool neverSent)
        : base(message, innerException) => NeverSent = neverSent;

    /// <summary>Provably, nothing of the body left this machine: no name, no connection, no TLS.</summary>
    public bool NeverSent { get; }

    /// <summary>Our own time limit ended it.</summary>
    public bool TimedOut { get; }

    // The outer message («An error occurred while sending the request») tells nobody anything.
    private static string Innermost(Exception exception) =>
        exception is OperationCanceledException { InnerException: null } ? "The request was broken off." : exception.GetBaseException().Message;
}
