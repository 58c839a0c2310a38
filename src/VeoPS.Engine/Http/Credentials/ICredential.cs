namespace VeoPS.Engine.Http.Credentials;

/// <summary>The credential of a profile: a key that never changes, or a token that is requested and expires.</summary>
internal interface ICredential
{
    /// <summary>The value for the gateway's header at this moment.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransportException">The value could not be obtained. Nothing went to the gateway.</exception>
    Task<string> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes note that the gateway refused a value.</summary>
    /// <param name="value">As <see cref="ReadAsync"/> gave it.</param>
    /// <returns>True where the next one will be another.</returns>
    bool Refused(string value);
}
