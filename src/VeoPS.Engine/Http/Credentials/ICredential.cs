namespace VeoPS.Engine.Http.Credentials;

/// <summary>What a profile proves itself with: a key that never changes, or a token that is asked for and runs out.</summary>
internal interface ICredential
{
    /// <summary>What goes into the gateway's header now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransportException">It cannot be had. Nothing went to the gateway.</exception>
    Task<string> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes note that the gateway refused a value.</summary>
    /// <param name="value">As <see cref="ReadAsync"/> gave it.</param>
    /// <returns>True where the next one will be another.</returns>
    bool Refused(string value);
}
