using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>
/// The only way out of the process. It puts an endpoint's base and credential on a request, sends it once, and reads
/// the answer within bounds. It never follows a redirect and never sends twice: those are decisions, made elsewhere.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ConnectionPools _pools;
    private readonly CredentialStore _credentials;
    private readonly ConcurrentDictionary<string, OriginPace> _paces = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens nothing yet.</summary>
    /// <param name="time">The clock for time limits and for dates in <c>Retry-After</c>.</param>
    /// <param name="handler">The network; null for the real one.</param>
    /// <param name="environment">Reads an environment variable that says where credentials lie; null for the process's own.</param>
    public HttpTransport(TimeProvider time, HttpMessageHandler? handler = null, Func<string, string?>? environment = null)
    {
        _time = time;
        _pools = new ConnectionPools(time, handler);
        _credentials = new CredentialStore(new TokenEndpoint(AskForTokenAsync, time), time, environment ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>Looks up the addresses of a name in a link.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { init => _pools.Resolve = value; }

    /// <summary>Sends a request to a profile's gateway, once, and reads the answer whole.</summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">What to send.</param>
    /// <param name="timeout">The time limit from the moment that the body is sent, or from the start where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer; says whether anything can have left. Also where the caller canceled with a body on its way.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled, and nothing with a body had left.</exception>
    public async Task<WireResponse> SendAsync(Endpoint endpoint, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await SendOnceAsync(endpoint, request, timeout, cancellationToken).ConfigureAwait(false)).Response;

    /// <summary>Sends a question, which costs nothing: where the gateway refuses an access token that can be renewed, once more with the new one.</summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="timeout">As <see cref="SendAsync"/> has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public Task<WireResponse> AskAsync(Endpoint endpoint, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken) => PaceOf(endpoint).AskAsync(
        async () =>
        {
            (WireResponse response, bool renewed) = await SendOnceAsync(endpoint, request, timeout, cancellationToken).ConfigureAwait(false);
            return renewed ? await SendAsync(endpoint, request, timeout, cancellationToken).ConfigureAwait(false) : response;
        },
        cancellationToken);

    /// <summary>How the origin of a profile wants to be treated, by all that share this transport.</summary>
    /// <param name="endpoint">The far end.</param>
    public OriginPace PaceOf(Endpoint endpoint) => _paces.GetOrAdd(endpoint.Origin, _ => new OriginPace(_time));

    /// <summary>Opens the answer to a question: headers read, body not.</summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public async Task<HttpResponseMessage> OpenAnswerAsync(Endpoint endpoint, WireRequest request, CancellationToken cancellationToken)
    {
        (HttpResponseMessage response, bool renewed) = await OpenAsync().ConfigureAwait(false);
        if (!renewed) return response;
        response.Dispose();
        return (await OpenAsync().ConfigureAwait(false)).Response;

        Task<(HttpResponseMessage Response, bool Renewed)> OpenAsync() => OpenOnceAsync(endpoint, () => Message(endpoint, request, request.Body?.ToContent()), null, cancellationToken);
    }

    /// <summary>Opens a download: one hop, headers read, body not.</summary>
    /// <param name="endpoint">Its key goes along only where the address has the origin of its base.</param>
    /// <param name="address">Absolute.</param>
    /// <param name="prepare">Sets range and condition headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    /// <exception cref="ForbiddenAddressException">It is not the profile's own, and leads where a server's word must not lead.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Endpoint endpoint, Uri address, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        (HttpResponseMessage response, _) = await OpenOnceAsync(endpoint, () => new HttpRequestMessage(HttpMethod.Get, address), prepare, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _pools.Dispose();
        foreach (OriginPace pace in _paces.Values) pace.Dispose();
    }

    private static HttpRequestMessage Message(Endpoint endpoint, WireRequest request, HttpContent? content)
    {
        HttpRequestMessage message = new(request.Method, request.Address ?? endpoint.Resolve(request)) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (KeyValuePair<string, string> header in request.Headers) message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return message;
    }

    private async Task<(WireResponse Response, bool Renewed)> SendOnceAsync(Endpoint endpoint, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_time, cancellationToken);
        SentContent? content = request.Body is null ? null : new SentContent(request.Body.ToContent(), sent: () => limit.Start(timeout));
        using HttpRequestMessage message = Message(endpoint, request, content);
        Func<HttpResponseMessage, bool> isRenewed =
            request.Address is null ? await AuthorizeAsync(message, endpoint, cancellationToken).ConfigureAwait(false) : _ => false;
        if (content is null) limit.Start(timeout);
        try
        {
            using HttpResponseMessage response = await _pools.For(endpoint, message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);

            // A video takes the time that it takes: where one may be inside, the limit is for each chunk.
            InlineMediaElider? elider = request.HasInlineMedia ? new InlineMediaElider() : null;
            string body = await AnswerReader.ReadAsync(response.Content, elider, () => limit.Start(timeout), limit.Token).ConfigureAwait(false);
            TimeSpan? retryAfter = AnswerReader.RetryAfter(response, _time.GetUtcNow());
            PaceOf(endpoint).Pause(retryAfter);
            return (new WireResponse((int)response.StatusCode, body, retryAfter), isRenewed(response));
        }
        catch (Exception exception) when (exception is not TransportException)
        {
            // Whatever it was, a caller that may have paid needs to know one thing: whether anything can have left.
            bool neverSent = content is null ? NetworkHandler.NeverConnected(exception) : !content.Started;
            if (cancellationToken.IsCancellationRequested && (content is null || neverSent)) throw new OperationCanceledException(cancellationToken);
            throw new TransportException(exception, neverSent, limit.Reached);
        }
    }

    // Gives back what tells of an answer whether it refused the credential, and another is to be had.
    private async Task<Func<HttpResponseMessage, bool>> AuthorizeAsync(HttpRequestMessage message, Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (!endpoint.IsOwnOrigin(message.RequestUri!) || _credentials.Find(endpoint) is not { } credential) return _ => false;
        string value = await credential.ReadAsync(cancellationToken).ConfigureAwait(false);
        CredentialScheme scheme = endpoint.Scheme;
        message.Headers.TryAddWithoutValidation(scheme.Header, scheme.Prefix + value);
        return response => response.StatusCode == HttpStatusCode.Unauthorized && credential.Refused(value);
    }

    private async Task<(HttpResponseMessage Response, bool Renewed)> OpenOnceAsync(Endpoint endpoint, Func<HttpRequestMessage> make, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = make();
        Func<HttpResponseMessage, bool> isRenewed = await AuthorizeAsync(message, endpoint, cancellationToken).ConfigureAwait(false);
        prepare?.Invoke(message.Headers);
        try
        {
            HttpResponseMessage response = await _pools.For(endpoint, message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return (response, isRenewed(response));
        }
        catch (Exception exception) when (exception.GetBaseException() is ForbiddenAddressException forbidden)
        {
            throw forbidden;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TransportException(exception, neverSent: false, timedOut: false);
        }
    }

    // Goes to whoever gives tokens, and never to a gateway: whatever goes wrong, nothing can have been bought.
    private async Task<WireResponse> AskForTokenAsync(HttpRequestMessage message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_time, cancellationToken);
        limit.Start(timeout);
        try
        {
            using HttpResponseMessage response = await _pools.Own(message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return new WireResponse((int)response.StatusCode, await AnswerReader.ReadAsync(response.Content, null, null, limit.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(exception, neverSent: true, limit.Reached);
        }
    }
}
