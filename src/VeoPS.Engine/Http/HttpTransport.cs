using System.Net;
using System.Net.Http.Headers;
using System.Text;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Http;

/// <summary>
/// The only way out of the process. It puts a profile's base and credential on a request, sends it once, and reads
/// the answer within bounds. It never follows a redirect and never sends twice: those are decisions, made elsewhere.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    // An answer of a gateway is a few kilobytes. What is larger is no answer.
    private const int LargestAnswer = 16 * 1024 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("VeoPS", typeof(HttpTransport).Assembly.GetName().Version!.ToString(3));

    private readonly TimeProvider _time;
    private readonly HttpClient _network;
    private readonly Dictionary<IInProcessGateway, HttpClient> _inProcess = [];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="time">The clock for time limits and for dates in <c>Retry-After</c>.</param>
    /// <param name="handler">The network; null for the real one.</param>
    public HttpTransport(TimeProvider time, HttpMessageHandler? handler = null)
    {
        _time = time;
        _network = Client(handler ?? NetworkHandler.Create());
    }

    /// <summary>Sends a request to a profile's gateway, once, and reads the answer whole.</summary>
    /// <param name="profile">Whose base and key.</param>
    /// <param name="request">What to send.</param>
    /// <param name="timeout">The time limit from the moment that the body is sent, or from the start where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer; says whether anything can have left. Also where the caller canceled with a body on its way.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled, and nothing with a body had left.</exception>
    public async Task<WireResponse> SendAsync(GatewayProfile profile, WireRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(request.Method, profile.Resolve(request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Authorize(message, profile);

        using TimeLimit limit = new(_time, cancellationToken);
        SentContent? content = request.Body is null ? null : new SentContent(request.Body.ToContent(), sent: () => limit.Start(timeout));
        if (content is null) limit.Start(timeout);
        message.Content = content;
        try
        {
            using HttpResponseMessage response = await ClientFor(profile).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            string body = await ReadBoundedAsync(response.Content, limit.Token).ConfigureAwait(false);
            return new WireResponse((int)response.StatusCode, body, RetryAfter(response));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            bool neverSent = content is { Started: false };
            if (cancellationToken.IsCancellationRequested && (content is null || neverSent)) throw new OperationCanceledException(cancellationToken);
            throw new TransportException(exception, neverSent, limit.Reached);
        }
    }

    /// <summary>Opens a download: one hop, headers read, body not.</summary>
    /// <param name="profile">Its key goes along only where the address has the origin of its base.</param>
    /// <param name="address">Absolute.</param>
    /// <param name="prepare">Sets range and condition headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransportException">There is no answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(GatewayProfile profile, Uri address, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Get, address);
        Authorize(message, profile);
        prepare?.Invoke(message.Headers);
        try
        {
            return await ClientFor(profile).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TransportException(exception, neverSent: false, timedOut: false);
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _network.Dispose();
        foreach (HttpClient client in _inProcess.Values) client.Dispose();
    }

    /// <summary>True where an address has the scheme, host and port of a profile's base, so that its key may go there.</summary>
    /// <param name="profile">Whose key.</param>
    /// <param name="address">Absolute.</param>
    public static bool IsOwnOrigin(GatewayProfile profile, Uri address) =>
        Uri.Compare(profile.BaseUri, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static void Authorize(HttpRequestMessage message, GatewayProfile profile)
    {
        if (profile.ApiKey is { } key && IsOwnOrigin(profile, message.RequestUri!))
        {
            CredentialScheme scheme = profile.Gateway.Table.Credential;
            message.Headers.TryAddWithoutValidation(scheme.Header, scheme.Prefix + key);
        }
    }

    private static HttpClient Client(HttpMessageHandler handler)
    {
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(UserAgent);
        return client;
    }

    private static async Task<string> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > LargestAnswer) throw new IOException($"The answer is larger than {LargestAnswer >> 20} MiB.");
            body.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private HttpClient ClientFor(GatewayProfile profile)
    {
        if (profile.Gateway is not IInProcessGateway gateway) return _network;
        lock (_inProcess)
        {
            if (!_inProcess.TryGetValue(gateway, out HttpClient? client)) _inProcess[gateway] = client = Client(gateway.CreateHandler(_time));
            return client;
        }
    }
}
