using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// Workload identity federation: a file or an address gives a token of another provider, which is exchanged for one of Google's.
/// Keyless GitHub Actions and Kubernetes use it: <see href="https://google.aip.dev/auth/4117"/>, RFC 8693.
/// </summary>
internal sealed class ExternalAccount(string audience, string subjectTokenType, Uri tokenUri, SubjectToken subject) : ITokenSource
{
    public async Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        string token = await subject.ReadAsync(endpoint, cancellationToken).ConfigureAwait(false);
        Redactor.Shared.Register(token);
        Dictionary<string, string> grant = new()
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["audience"] = audience,
            ["scope"] = ServiceAccount.Scope,
            ["requested_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            ["subject_token"] = token,
            ["subject_token_type"] = subjectTokenType,
        };
        return await endpoint.ExchangeAsync(tokenUri, grant, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Where the other provider's token is: a file that is renewed from outside, or an address that gives one.</summary>
/// <param name="File">The file; null where the address is used.</param>
/// <param name="Address">The address; null where the file is used.</param>
/// <param name="Headers">The headers that are sent to the address.</param>
/// <param name="Member">The member that has the token where it comes as JSON; null where the whole text is the token.</param>
internal sealed record SubjectToken(string? File, Uri? Address, IReadOnlyDictionary<string, string> Headers, string? Member)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    /// <summary>Reads it anew: it lives for minutes.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    public async Task<string> ReadAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        string text = File is not null ? Read(File) : await AskAsync(endpoint, cancellationToken).ConfigureAwait(false);
        string? token = Member is null ? text.Trim() : JsonReading.Parse(text).Text(Member)?.Trim();
        return string.IsNullOrEmpty(token)
            ? throw new CredentialException($"The credential source {Place} has no token{(Member is null ? "" : $" under '{Member}'")}.")
            : token!;
    }

    private string Place => File is null ? $"at {Address!.GetLeftPart(UriPartial.Path)}" : $"in '{File}'";

    private string Read(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new CredentialException($"The credential source {Place} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private async Task<string> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Get, Address);
        foreach (KeyValuePair<string, string> header in Headers) message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        WireResponse response = await endpoint.SendAsync(message, AnswerLimit, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccess) return response.Body;
        string said = $"The credential source {Place} returned no token: {response.Describe()}.";
        throw response.IsPassing ? new TransportException(said, null, neverSent: true) : new CredentialException(said);
    }
}

/// <summary>
/// A service account that another credential may act as:
/// <see href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken"/>.
/// </summary>
internal sealed class ImpersonatedAccount(ITokenSource source, Uri address, IReadOnlyList<string> delegates) : ITokenSource
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    public async Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        AccessToken own = await source.RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
        Redactor.Shared.Register(own.Value);
        JsonObject body = new() { ["scope"] = new JsonArray(ServiceAccount.Scope), ["lifetime"] = "3600s" };
        if (delegates.Count > 0) body["delegates"] = new JsonArray([.. delegates.Select(each => (JsonNode)each)]);
        using HttpRequestMessage message = new(HttpMethod.Post, address) { Content = new JsonBody(body).ToContent() };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", own.Value);
        return await endpoint.AskAsync(message, AnswerLimit, cancellationToken).ConfigureAwait(false);
    }
}
