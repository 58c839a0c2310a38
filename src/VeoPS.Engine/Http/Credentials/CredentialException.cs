namespace VeoPS.Engine.Http.Credentials;

/// <summary>There is no credential to send a request with, and asking for one again does not help. Nothing went to the gateway.</summary>
internal sealed class CredentialException : TransportException
{
    internal CredentialException(string message, Exception? innerException = null)
        : base(message, innerException, neverSent: true)
    {
    }
}
