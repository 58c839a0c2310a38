using System.Net;

namespace VeoPS.Engine.Http;

/// <summary>The real network, with everything switched off that decides by itself.</summary>
internal static class NetworkHandler
{
    /// <summary>No redirects, no cookies, no decompression: a redirect may cost money or leak a key, and a length must mean the file's.</summary>
    public static HttpMessageHandler Create() =>
#if NET
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a change of address is noticed in a wait of hours.
        };
#else
        new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
#endif

    /// <summary>True where a request without a body provably never left: no name, no connection, or no TLS.</summary>
    public static bool NeverConnected(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };
#else
        exception.InnerException is WebException { Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure };
#endif
}
