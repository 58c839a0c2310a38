using System.Net;
using System.Security.Authentication;

namespace VeoPS.Engine.Http;

/// <summary>
/// The real network, with everything switched off that decides by itself. Certificates are checked as the system does
/// (on Linux also by <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c>), and nothing can switch that off.
/// </summary>
internal static class NetworkHandler
{
    /// <summary>No redirects, no cookies, no decompression: a redirect may cost money or leak a key, and a length must mean the
    /// file's.</summary>
    /// <param name="useProxy">Whether the system's proxy is used (<c>HTTPS_PROXY</c> and its like, or the system's settings).</param>
#if NET
    public static SocketsHttpHandler Create(bool useProxy = true) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = useProxy,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a change of address is noticed in a wait of hours.
            PlaintextStreamFilter = (context, _) => new ValueTask<Stream>(new EarlyAnswerStream(context.PlaintextStream)),
        };
#else
    public static HttpClientHandler Create(bool useProxy = true) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = useProxy,
            AutomaticDecompression = DecompressionMethods.None,
            SslProtocols = SslProtocols.Tls12, // Windows PowerShell's own default may be older.
            MaxConnectionsPerServer = int.MaxValue, // As on .NET: who asks says how many at once. .NET Framework's own is 2.
        };
#endif

    /// <summary>
    /// True where TLS failed for a reason that stays: the certificate is not trusted, or no TLS is spoken there. A handshake
    /// that the other
    /// side breaks off may go better the next time.
    /// </summary>
    public static bool IsUntrusted(Exception exception)
    {
        for (Exception? each = exception; each is not null; each = each.InnerException)
        {
            if (each is AuthenticationException { InnerException: null } or WebException { Status: WebExceptionStatus.TrustFailure })
                return true;
        }

        return false;
    }

    /// <summary>True where a request without a body provably never left: no name, no connection, no tunnel through the proxy,
    /// or no TLS.</summary>
    public static bool NeverConnected(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError };
#else
        exception.InnerException is WebException
        {
            Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure,
        };
#endif
}
