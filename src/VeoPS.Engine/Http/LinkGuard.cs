using System.Net;
using System.Net.Sockets;

namespace VeoPS.Engine.Http;

/// <summary>
/// Stands before the network where a server's word names the host. It lets through to the internet, and to the addresses that the
/// profile's own host is: a gateway on this machine may keep its videos there. On .NET an address is judged as it is
/// connected to, so that a name that resolves anew cannot pass. On .NET Framework, which connects by itself, the name is
/// resolved and judged just before. Where a proxy connects, it alone resolves: then the text of the link is judged.
/// </summary>
internal sealed class LinkGuard : DelegatingHandler
{
    private readonly string _ownHost;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <param name="ownHost">The host of the profile's base.</param>
    /// <param name="useProxy">Whether a proxy may stand between.</param>
    /// <param name="resolve">Looks up the addresses of a name.</param>
    public LinkGuard(string ownHost, bool useProxy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _ownHost = ownHost;
        _resolve = resolve;
#if NET
        SocketsHttpHandler network = NetworkHandler.Create(useProxy);
        network.ConnectCallback = ConnectAsync;
#else
        HttpClientHandler network = NetworkHandler.Create(useProxy);
        if (useProxy) network.Proxy = new SingleProxy(() => WebRequest.DefaultWebProxy);
#endif
        InnerHandler = network;
    }

    /// <summary>One that stands before another network, and judges the text of links alone.</summary>
    public LinkGuard(string ownHost, HttpMessageHandler network, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
        : base(network) => (_ownHost, _resolve) = (ownHost, resolve);

    /// <exception cref="ForbiddenAddressException">The link leads where it must not; also inside an exception of the network.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri link = request.RequestUri!;
        if (NetworkAddress.KindOf(link.IdnHost) is { } kind) await JudgeAsync(link.IdnHost, kind, cancellationToken).ConfigureAwait(false);
#if !NET
        if (IsConnectedHere(link)) await PermittedAsync(link.IdnHost, cancellationToken).ConfigureAwait(false);
#endif
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

#if NET
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint end = context.DnsEndPoint;
        Uri link = context.InitialRequestMessage.RequestUri!;
        bool isProxy = end.Port != link.Port || !end.Host.Equals(link.IdnHost, StringComparison.OrdinalIgnoreCase);
        IPAddress[] addresses = isProxy
            ? await _resolve(end.Host, cancellationToken).ConfigureAwait(false)
            : await PermittedAsync(end.Host, cancellationToken).ConfigureAwait(false);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
#else
    private bool IsConnectedHere(Uri link)
        => InnerHandler is HttpClientHandler network && (!network.UseProxy || network.Proxy.IsBypassed(link));
#endif

    // One that must not be is enough: a name of the internet has none.
    private async Task<IPAddress[]> PermittedAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await _resolve(host, cancellationToken).ConfigureAwait(false);
        foreach (AddressKind kind in addresses.Select(NetworkAddress.KindOf).Distinct())
            await JudgeAsync(host, kind, cancellationToken).ConfigureAwait(false);
        return addresses;
    }

    private async Task JudgeAsync(string host, AddressKind kind, CancellationToken cancellationToken)
    {
        if (kind != AddressKind.Public && !await IsOwnKindAsync(kind, cancellationToken).ConfigureAwait(false))
            throw new ForbiddenAddressException(host, kind);
    }

    private async Task<bool> IsOwnKindAsync(AddressKind kind, CancellationToken cancellationToken)
    {
        if (NetworkAddress.KindOf(_ownHost) is { } known) return known == kind;
        try
        {
            return (await _resolve(_ownHost, cancellationToken).ConfigureAwait(false)).Any(
                address => NetworkAddress.KindOf(address) == kind);
        }
        catch (SocketException)
        {
            return false; // A host that only a proxy knows makes nothing on this side its own.
        }
    }
}
