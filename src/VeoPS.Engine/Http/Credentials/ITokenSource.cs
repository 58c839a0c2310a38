namespace VeoPS.Engine.Http.Credentials;

/// <summary>Something that access tokens are given for.</summary>
internal interface ITokenSource
{
    /// <summary>Asks for a new token.</summary>
    /// <param name="endpoint">Where tokens are asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CredentialException">There is none, and asking again does not help.</exception>
    /// <exception cref="TransportException">Nobody answered.</exception>
    Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken);
}
