using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace VeoPS.Engine.Http;

/// <summary>
/// The connections of a process, in pools that are never lent to each other: those that may carry a key, those that bypass the proxy,
/// those to where a server's link leads, and those to far ends inside this process.
/// </summary>
internal sealed class ConnectionPools : IDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent = new(
        "VeoPS",
        typeof(ConnectionPools).Assembly.GetName().Version!.ToString(3));

    private readonly TimeProvider _time;
    private readonly HttpMessageHandler? _given;
    private readonly HttpClient _network;
    private readonly HttpClient _direct;
    private readonly ConcurrentDictionary<(string Origin, bool UseProxy), HttpClient> _links = new();
    private readonly Dictionary<Func<TimeProvider, HttpMessageHandler>, HttpClient> _inProcess = [];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="time">The clock of far ends inside this process.</param>
    /// <param name="given">The network; null for the real one.</param>
    public ConnectionPools(TimeProvider time, HttpMessageHandler? given)
    {
        _time = time;
        _given = given;
        _network = Client(given ?? NetworkHandler.Create());
        _direct = given is null ? Client(NetworkHandler.Create(useProxy: false)) : _network;
    }

    /// <summary>Looks up the addresses of a name in a link.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = ResolveAsync;

    /// <summary>The pool for an address that an endpoint's request or a server's link leads to.</summary>
    public HttpClient For(Endpoint endpoint, Uri address)
    {
        if (endpoint.InProcess is not { } make) return endpoint.IsOwnOrigin(address) ? Own(address) : LinksOf(endpoint, address);
        lock (_inProcess)
        {
            if (!_inProcess.TryGetValue(make, out HttpClient? client)) _inProcess[make] = client = Client(make(_time));
            return client;
        }
    }

    /// <summary>The pool for an address that may get a credential. Plain http stays on this machine: through a proxy, the key
    /// would go in clear.</summary>
    public HttpClient Own(Uri address) => address.Scheme == Uri.UriSchemeHttp ? _direct : _network;

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _direct.Dispose();
        foreach (HttpClient client in _links.Values) client.Dispose();
        foreach (HttpClient client in _inProcess.Values) client.Dispose();
    }

    private static HttpClient Client(HttpMessageHandler handler)
    {
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(UserAgent);
        return client;
    }

    // A pool for each origin: the addresses that one profile may connect to are not lent to another.
    private HttpClient LinksOf(Endpoint endpoint, Uri address)
    {
        string ownHost = endpoint.BaseUri.IdnHost;
        return _links.GetOrAdd(
            (endpoint.Origin, UseProxy: !address.IsLoopback),
            key => Client(_given is null ? new LinkGuard(ownHost, key.UseProxy, Resolve) : new LinkGuard(ownHost, _given, Resolve)));
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
