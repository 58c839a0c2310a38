namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// The account that a machine of Google's runs as: <see href="https://cloud.google.com/compute/docs/access/authenticate-workloads"/>.
/// Plain http, which the server speaks alone; the name is resolved inside Google's network only, and no secret goes there.
/// </summary>
internal sealed class MetadataServer : ITokenSource
{
    private static readonly Uri Address = new(
        $"http://{NetworkAddress.GoogleMetadata}/computeMetadata/v1/instance/service-accounts/default/token");

    // It answers at once where it is there at all.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Get, Address);
        message.Headers.Add("Metadata-Flavor", "Google");
        return await endpoint.AskAsync(message, Limit, cancellationToken).ConfigureAwait(false);
    }
}
