using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>
/// The only way out of the process. It puts a profile's base and credential on a request, sends it once, and reads
/// the answer within bounds. It never follows a redirect and never sends twice: those are decisions, made elsewhere.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    // An answer of a gateway is a few kilobytes. What is larger is no answer.
    private const int LargestAnswer = 16 * 1024 * 1024;

    // With the videos inside it: several times as much as four of the longest in 4k.
    private const long LargestMedia = 2L * 1024 * 1024 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("VeoPS", typeof(HttpTransport).Assembly.GetName().Version!.ToString(3));

    private readonly TimeProvider _time;
    private readonly HttpMessageHandler? _given;
    private readonly HttpClient _network;
    private readonly HttpClient _direct;
    private readonly ConcurrentDictionary<(string Origin, bool UseProxy), HttpClient> _links = new();
    private readonly CredentialStore _credentials;
    private readonly Dictionary<IInProcessGateway, HttpClient> _inProcess = [];
    private readonly ConcurrentDictionary<string, OriginPace> _paces = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens nothing yet.</summary>
    /// <param name="time">The clock for time limits and for dates in <c>Retry-After</c>.</param>
    /// <param name="handler">The network; null for the real one.</param>
    /// <param name="environment">Reads an environment variable that says where credentials lie; null for the process's own.</param>
    public HttpTransport(TimeProvider time, HttpMessageHandler? handler = null, Func<string, string?>? environment = null)
    {
        _time = time;
        _given = handler;
        _network = Client(handler ?? NetworkHandler.Create());
        _direct = handler is null ? Client(NetworkHandler.Create(useProxy: false)) : _network;
        _credentials = new CredentialStore(new TokenEndpoint(AskForTokenAsync, time), time, environment ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>Looks up the addresses of a name in a link.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = ResolveAsync;

    /// <summary>Sends a request to a profile's gateway, once, and reads the answer whole.</summary>
    /// <param name="profile">Whose base and key.</param>
    /// <param name="request">What to send.</param>
    /// <param name="timeout">The time limit from the moment that the body is sent, or from the start where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer; says whether anything can have left. Also where the caller canceled with a body on its way.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled, and nothing with a body had left.</exception>
    public async Task<WireResponse> SendAsync(GatewayProfile profile, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await SendOnceAsync(profile, request, timeout, cancellationToken).ConfigureAwait(false)).Response;

    /// <summary>Sends a question, which costs nothing: where the gateway refuses an access token that can be renewed, once more with the new one.</summary>
    /// <param name="profile">Whose base and key.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="timeout">As <see cref="SendAsync"/> has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public Task<WireResponse> AskAsync(GatewayProfile profile, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken) => PaceOf(profile).AskAsync(
        async () =>
        {
            (WireResponse response, bool renewed) = await SendOnceAsync(profile, request, timeout, cancellationToken).ConfigureAwait(false);
            return renewed ? await SendAsync(profile, request, timeout, cancellationToken).ConfigureAwait(false) : response;
        },
        cancellationToken);

    /// <summary>How the origin of a profile wants to be treated, by all that share this transport.</summary>
    /// <param name="profile">Whose base.</param>
    public OriginPace PaceOf(GatewayProfile profile) => _paces.GetOrAdd(profile.Origin, _ => new OriginPace(_time));

    /// <summary>Opens the answer to a question: headers read, body not.</summary>
    /// <param name="profile">Whose base and key.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public async Task<HttpResponseMessage> OpenAnswerAsync(GatewayProfile profile, WireRequest request, CancellationToken cancellationToken)
    {
        (HttpResponseMessage response, bool renewed) = await OpenAsync().ConfigureAwait(false);
        if (!renewed) return response;
        response.Dispose();
        return (await OpenAsync().ConfigureAwait(false)).Response;

        Task<(HttpResponseMessage Response, bool Renewed)> OpenAsync() => OpenOnceAsync(profile, () => Message(profile, request, request.Body?.ToContent()), null, cancellationToken);
    }

    /// <summary>Opens a download: one hop, headers read, body not.</summary>
    /// <param name="profile">Its key goes along only where the address has the origin of its base.</param>
    /// <param name="address">Absolute.</param>
    /// <param name="prepare">Sets range and condition headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    /// <exception cref="ForbiddenAddressException">It is not the profile's own, and leads where a server's word must not lead.</exception>
    public async Task<HttpResponseMessage> OpenAsync(GatewayProfile profile, Uri address, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        (HttpResponseMessage response, _) = await OpenOnceAsync(profile, () => new HttpRequestMessage(HttpMethod.Get, address), prepare, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _direct.Dispose();
        foreach (HttpClient client in _links.Values) client.Dispose();
        foreach (HttpClient client in _inProcess.Values) client.Dispose();
        foreach (OriginPace pace in _paces.Values) pace.Dispose();
    }

    /// <summary>True where an address has the scheme, host and port of a profile's base, or of an origin that its gateway's table names, so that its key may go there.</summary>
    /// <param name="profile">Whose key.</param>
    /// <param name="address">Absolute.</param>
    public static bool IsOwnOrigin(GatewayProfile profile, Uri address) =>
        IsSameOrigin(profile.BaseUri, address) || profile.Gateway.Table.FurtherOrigins.Any(origin => IsSameOrigin(origin, address));

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static HttpRequestMessage Message(GatewayProfile profile, WireRequest request, HttpContent? content)
    {
        HttpRequestMessage message = new(request.Method, profile.Resolve(request.Path)) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return message;
    }

    private async Task<(WireResponse Response, bool Renewed)> SendOnceAsync(GatewayProfile profile, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(_time, cancellationToken);
        SentContent? content = request.Body is null ? null : new SentContent(request.Body.ToContent(), sent: () => limit.Start(timeout));
        using HttpRequestMessage message = Message(profile, request, content);
        Func<HttpResponseMessage, bool> isRenewed = await AuthorizeAsync(message, profile, cancellationToken).ConfigureAwait(false);
        if (content is null) limit.Start(timeout);
        try
        {
            using HttpResponseMessage response = await ClientFor(profile, message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);

            // A video takes the time that it takes: where one may be inside, the limit is for each chunk.
            InlineMediaElider? elider = request.HasInlineMedia ? new InlineMediaElider() : null;
            string body = await ReadBoundedAsync(response.Content, elider, () => limit.Start(timeout), limit.Token).ConfigureAwait(false);
            TimeSpan? retryAfter = RetryAfter(response);
            PaceOf(profile).Pause(retryAfter);
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
    private async Task<Func<HttpResponseMessage, bool>> AuthorizeAsync(HttpRequestMessage message, GatewayProfile profile, CancellationToken cancellationToken)
    {
        if (!IsOwnOrigin(profile, message.RequestUri!) || _credentials.Find(profile) is not { } credential) return _ => false;
        string value = await credential.ReadAsync(cancellationToken).ConfigureAwait(false);
        CredentialScheme scheme = profile.Gateway.Table.Credential;
        message.Headers.TryAddWithoutValidation(scheme.Header, scheme.Prefix + value);
        return response => response.StatusCode == HttpStatusCode.Unauthorized && credential.Refused(value);
    }

    private async Task<(HttpResponseMessage Response, bool Renewed)> OpenOnceAsync(GatewayProfile profile, Func<HttpRequestMessage> make, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = make();
        Func<HttpResponseMessage, bool> isRenewed = await AuthorizeAsync(message, profile, cancellationToken).ConfigureAwait(false);
        prepare?.Invoke(message.Headers);
        try
        {
            HttpResponseMessage response = await ClientFor(profile, message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
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
            using HttpResponseMessage response = await Own(message.RequestUri!).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return new WireResponse((int)response.StatusCode, await ReadBoundedAsync(response.Content, null, null, limit.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(exception, neverSent: true, limit.Reached);
        }
    }

    private static HttpClient Client(HttpMessageHandler handler)
    {
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(UserAgent);
        return client;
    }

    private static async Task<string> ReadBoundedAsync(HttpContent content, InlineMediaElider? elider, Action? more, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        long total = 0;
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (elider is null)
            {
                body.Write(buffer, 0, read);
            }
            else
            {
                elider.Copy(buffer.AsSpan(0, read), body);
                if (elider.HasLeftOut) more?.Invoke();
            }

            if ((total += read) > LargestMedia) throw new IOException($"The answer is larger than {LargestMedia >> 30} GiB.");
            if (body.Length > LargestAnswer) throw new IOException($"The answer is larger than {LargestAnswer >> 20} MiB.");
        }

        // Some servers put a byte order mark before their JSON, and an id behind it must not be lost.
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF');
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private HttpClient ClientFor(GatewayProfile profile, Uri address)
    {
        if (profile.Gateway is not IInProcessGateway gateway) return IsOwnOrigin(profile, address) ? Own(address) : LinksOf(profile, address);
        lock (_inProcess)
        {
            if (!_inProcess.TryGetValue(gateway, out HttpClient? client)) _inProcess[gateway] = client = Client(gateway.CreateHandler(_time));
            return client;
        }
    }

    // What is plain http here stays on this machine or on a cloud's own link: through a proxy, the key would go in clear.
    private HttpClient Own(Uri address) => address.Scheme == Uri.UriSchemeHttp ? _direct : _network;

    // A pool for each origin: what one profile may connect to is not lent to another.
    private HttpClient LinksOf(GatewayProfile profile, Uri address)
    {
        string ownHost = profile.BaseUri.IdnHost;
        return _links.GetOrAdd((profile.Origin, UseProxy: !address.IsLoopback), key => Client(_given is null ? new LinkGuard(ownHost, key.UseProxy, Resolve) : new LinkGuard(ownHost, _given, Resolve)));
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
#if NET
        return Dns.GetHostAddressesAsync(host, cancellationToken);
#else
        cancellationToken.ThrowIfCancellationRequested();
        return Dns.GetHostAddressesAsync(host);
#endif
    }
}
