using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>
/// The only way out of the process. It puts an endpoint's base and credential on a request, sends it once, and reads
/// the answer within bounds. It never follows a redirect and never sends twice: those are decisions, made elsewhere.
/// </summary>
internal sealed class HttpTransport : IDisposable
{
    // A body that does not move for so long, or takes so long in all, is given up. So is an answer with videos inside.
    private static readonly TimeSpan StandstillLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BodyLimit = TimeSpan.FromMinutes(10);

    // More is a circle.
    private const int MostRedirects = 5;

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
        _credentials = new CredentialStore(
            new TokenEndpoint(AskForTokenAsync, time),
            time,
            environment ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>Looks up the addresses of a name in a link.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { init => _pools.Resolve = value; }

    /// <summary>Sends a request to a profile's gateway, once, and reads the answer whole.</summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">The request to send.</param>
    /// <param name="timeout">The time limit from the moment that the body is sent, or from the start where there is none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TransportException">There is no answer. Says whether anything can have left. Also thrown where the caller
    /// canceled with a body on its way.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled, and nothing with a body had left.</exception>
    public async Task<WireResponse> SendAsync(
        Endpoint endpoint,
        WireRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken) =>
        (await SendOnceAsync(endpoint, request, AddressOf(endpoint, request), timeout, cancellationToken).ConfigureAwait(false)).Response;

    /// <summary>
    /// Sends a question, which costs nothing. Where the gateway refuses an access token that can be renewed, the question is sent once
    /// more with the new token. A redirect within the same origin is followed. A redirect to another origin is returned as the answer,
    /// with its target.
    /// </summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">The question.</param>
    /// <param name="timeout">The same as for <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public Task<WireResponse> AskAsync(
        Endpoint endpoint,
        WireRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken) => PaceOf(endpoint).AskAsync(
        async () =>
        {
            Uri address = AddressOf(endpoint, request);
            for (int redirects = 0; ; redirects++)
            {
                (WireResponse response, bool renewed) = await SendOnceAsync(endpoint, request, address, timeout, cancellationToken)
                    .ConfigureAwait(false);
                if (renewed)
                    (response, _) = await SendOnceAsync(endpoint, request, address, timeout, cancellationToken).ConfigureAwait(false);
                if (response.Location is not { } target || redirects == MostRedirects || !Endpoint.IsSameOrigin(address, target))
                    return response;
                address = target;
                request = After(request, response.Status);
            }
        },
        cancellationToken);

    /// <summary>How the origin of a profile wants to be treated, by all that share this transport.</summary>
    /// <param name="endpoint">The far end.</param>
    public OriginPace PaceOf(Endpoint endpoint) => _paces.GetOrAdd(endpoint.Origin, _ => new OriginPace(_time));

    /// <summary>Opens the answer to a question: the headers are read, the body is not.</summary>
    /// <param name="endpoint">The far end.</param>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public async Task<HttpResponseMessage> OpenAnswerAsync(Endpoint endpoint, WireRequest request, CancellationToken cancellationToken)
    {
        Uri address = AddressOf(endpoint, request);
        bool wasRenewed = false;
        for (int redirects = 0; ;)
        {
            Func<HttpRequestMessage> make = () => Message(address, request, request.Body?.ToContent());
            (HttpResponseMessage response, bool renewed) = await OpenOnceAsync(endpoint, make, null, cancellationToken).ConfigureAwait(
                false);
            bool again = renewed && !wasRenewed;
            bool moved = !again && redirects < MostRedirects && LocationOf(response, address) is { } to
                && Endpoint.IsSameOrigin(address, to);
            if (!again && !moved) return response;
            if (moved)
                (address, request, redirects) = (LocationOf(response, address)!, After(request, (int)response.StatusCode), redirects + 1);
            wasRenewed |= again;
            response.Dispose();
        }
    }

    /// <summary>Opens a download: one hop, headers read, body not.</summary>
    /// <param name="endpoint">Its key goes along only where the address has the origin of its base.</param>
    /// <param name="address">Absolute.</param>
    /// <param name="prepare">Sets range and condition headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    /// <exception cref="ForbiddenAddressException">It is not the profile's own, and leads where a server's word must not lead.</exception>
    public async Task<HttpResponseMessage> OpenAsync(
        Endpoint endpoint,
        Uri address,
        Action<HttpRequestHeaders>? prepare,
        CancellationToken cancellationToken)
    {
        (HttpResponseMessage response, _) = await OpenOnceAsync(
            endpoint,
            () => new HttpRequestMessage(HttpMethod.Get, address),
            prepare,
            cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _pools.Dispose();
        foreach (OriginPace pace in _paces.Values) pace.Dispose();
    }

    private static Uri AddressOf(Endpoint endpoint, WireRequest request) => request.Address ?? endpoint.Resolve(request);

    private static HttpRequestMessage Message(Uri address, WireRequest request, HttpContent? content)
    {
        HttpRequestMessage message = new(request.Method, address) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (KeyValuePair<string, string> header in request.Headers) message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return message;
    }

    // RFC 9110, section 15.4: 303 means another address for the answer, the others the same question there.
    private static WireRequest After(WireRequest request, int status) =>
        status == 303 ? new WireRequest(HttpMethod.Get, request.Path) { HasInlineMedia = request.HasInlineMedia } : request;

    private static Uri? LocationOf(HttpResponseMessage response, Uri address) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location
            && Uri.TryCreate(address, location, out Uri? target) ? target : null;

    private async Task<(WireResponse Response, bool Renewed)> SendOnceAsync(
        Endpoint endpoint,
        WireRequest request,
        Uri address,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_time, cancellationToken);
        long started = _time.GetTimestamp();
        SentContent? content = request.Body is null
            ? null
            : new SentContent(request.Body.ToContent(), held: () => limit.Start(Left(StandstillLimit)), sent: () => limit.Start(timeout));
        using HttpRequestMessage message = Message(address, request, content);
        Func<HttpResponseMessage, bool> isRenewed =
            request.Address is null ? await AuthorizeAsync(message, endpoint, cancellationToken).ConfigureAwait(false) : _ => false;
        if (content is null) limit.Start(timeout);
        try
        {
            using HttpResponseMessage response = await _pools.For(endpoint, address)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);

            // A video takes the time that it takes: where one may be inside, the limit is for each chunk.
            InlineMediaElider? elider = request.HasInlineMedia ? new InlineMediaElider() : null;
            AnswerBody body = await AnswerReader.ReadAsync(response.Content, elider, () => limit.Start(Left(timeout)), limit.Token)
                .ConfigureAwait(false);
            WireResponse answer = new((int)response.StatusCode, body.Text, RetryDelay.Of(response, _time.GetUtcNow())) {
                Location = LocationOf(response, address) };
            PaceOf(endpoint).Pause(answer.RetryAfter);

            // A document that came whole is the answer, whatever became of the connection after it.
            if (body.Break is null || answer.Json is { ValueKind: JsonValueKind.Object or JsonValueKind.Array })
                return (answer, isRenewed(response));
            throw Failure(body.Break, answer);
        }
        catch (Exception exception) when (exception is not (TransportException
            or OperationCanceledException { InnerException: TransportException }))
        {
            throw Failure(exception, null);
        }

        // Whatever it was, a caller that may have paid needs to know one thing: whether anything can have left.
        Exception Failure(Exception exception, WireResponse? partial)
        {
            bool neverSent = content is null ? partial is null && NetworkHandler.NeverConnected(exception) : !content.Started;
            TransportException failure = new(exception, neverSent, limit.Reached) { Partial = partial };
            bool isStopped = cancellationToken.IsCancellationRequested && (content is null || neverSent);
            return isStopped ? new OperationCanceledException(failure.Message, failure, cancellationToken) : failure;
        }

        TimeSpan Left(TimeSpan span)
        {
            TimeSpan left = BodyLimit - _time.GetElapsedTime(started);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left < span ? left : span;
        }
    }

    // Returns a function that tells of an answer whether it refused the credential and another credential can be had.
    private async Task<Func<HttpResponseMessage, bool>> AuthorizeAsync(
        HttpRequestMessage message,
        Endpoint endpoint,
        CancellationToken cancellationToken)
    {
        if (!endpoint.IsOwnOrigin(message.RequestUri!) || _credentials.Find(endpoint) is not { } credential) return _ => false;
        string value = await credential.ReadAsync(cancellationToken).ConfigureAwait(false);
        (string header, string text) = endpoint.Scheme.HeaderFor(value);
        message.Headers.TryAddWithoutValidation(header, text);
        return response => response.StatusCode == HttpStatusCode.Unauthorized && credential.Refused(value);
    }

    private async Task<(HttpResponseMessage Response, bool Renewed)> OpenOnceAsync(
        Endpoint endpoint,
        Func<HttpRequestMessage> make,
        Action<HttpRequestHeaders>? prepare,
        CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = make();
        Func<HttpResponseMessage, bool> isRenewed = await AuthorizeAsync(message, endpoint, cancellationToken).ConfigureAwait(false);
        prepare?.Invoke(message.Headers);
        try
        {
            HttpResponseMessage response = await _pools.For(endpoint, message.RequestUri!)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
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
            using HttpResponseMessage response = await _pools.Own(message.RequestUri!)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            AnswerBody body = await AnswerReader.ReadAsync(response.Content, null, null, limit.Token).ConfigureAwait(false);
            if (body.Break is { } broken) throw broken;
            return new WireResponse((int)response.StatusCode, body.Text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException
            or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(exception, neverSent: true, limit.Reached);
        }
    }
}
