namespace VeoPS.Engine.Http;

/// <summary>A request that got no answer, or half of one.</summary>
internal class TransportException : Exception
{
    /// <summary>The remedy where <see cref="CannotHeal"/>: a sentence without its end.</summary>
    internal const string TrustRemedy = "Check that the address uses https, and that this machine trusts the issuer of its "
        + "certificate. The certificate authority of a proxy that inspects TLS must be installed on this machine";

    /// <summary>Keeps the failure.</summary>
    /// <param name="innerException">The error that the network reported.</param>
    /// <param name="neverSent">True where provably nothing of the body left this machine.</param>
    /// <param name="timedOut">True where our own time limit ended the request.</param>
    public TransportException(Exception innerException, bool neverSent, bool timedOut)
        : base(timedOut ? "The server did not answer within the time limit." : Innermost(innerException), innerException)
    {
        NeverSent = neverSent;
        TimedOut = timedOut;
        Unreached = NetworkHandler.NeverConnected(innerException);
        CannotHeal = NetworkHandler.IsUntrusted(innerException);
    }

    internal TransportException(string message, Exception? innerException, bool neverSent)
        : base(message, innerException) => NeverSent = neverSent;

    /// <summary>Provably, nothing of the body left this machine: no name, no connection, no TLS.</summary>
    public bool NeverSent { get; }

    /// <summary>Our own time limit ended it.</summary>
    public bool TimedOut { get; }

    /// <summary>Nothing reaches the address now: its name is not known, nobody listens there, or there is no TLS with who does.</summary>
    public bool Unreached { get; }

    /// <summary>The address has a certificate that this machine does not trust, or does not speak TLS: trying again does not
    /// help.</summary>
    public bool CannotHeal { get; }

    /// <summary>The answer as far as it came, where it broke off; null where none had begun.</summary>
    public WireResponse? Partial { get; init; }

    // The outer message ("An error occurred while sending the request") tells nobody anything.
    private static string Innermost(Exception exception) =>
        exception is OperationCanceledException { InnerException: null }
            ? "The request was interrupted."
            : exception.GetBaseException().Message;
}
