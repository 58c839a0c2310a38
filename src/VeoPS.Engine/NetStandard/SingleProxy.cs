using System.Net;

namespace VeoPS.Engine;

/// <summary>
/// The system's proxy settings, with one answer a link. Where a script decides (WPAD), its answer may be a list that ends in a direct
/// connection. .NET Framework goes down that list when a proxy is away, and <see cref="IWebProxy.IsBypassed"/> tells of its first
/// entry only: a link that was not judged, because a proxy was to connect, would then be connected to from here. It asks for the list
/// through an interface of its own, which this class does not have, and so it stays with the first entry.
/// </summary>
/// <param name="system">Gets the settings at the moment; null where there are none.</param>
internal sealed class SingleProxy(Func<IWebProxy?> system) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => system()?.Credentials;
        set
        {
            if (system() is { } proxy) proxy.Credentials = value;
        }
    }

    /// <summary>The proxy that connects; the link itself where none does.</summary>
    public Uri GetProxy(Uri destination) => system()?.GetProxy(destination) ?? destination;

    /// <summary>True where the link is connected to from here, by any of the two answers that the settings give.</summary>
    public bool IsBypassed(Uri host) => system()?.IsBypassed(host) != false || GetProxy(host) == host;
}
