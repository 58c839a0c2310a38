using System.Net;
using VeoPS.Engine;

namespace VeoPS.Tests.NetStandard;

public sealed class SingleProxyTests
{
    private static readonly Uri Link = new("https://media.example.com/a.mp4");
    private static readonly Uri Proxy = new("http://proxy.test:3128");

    [Fact]
    public void Where_nothing_is_set_a_link_is_connected_to_from_here()
    {
        SingleProxy proxy = new(() => null);
        Assert.True(proxy.IsBypassed(Link));
        Assert.Equal(Link, proxy.GetProxy(Link));
        proxy.Credentials = null;
        Assert.Null(proxy.Credentials);
    }

    [Fact]
    public void Where_a_proxy_connects_it_is_the_only_one_asked()
    {
        // The framework's own class hands out a list by an interface that is not public.
        SingleProxy proxy = new(() => new Settings { IsDirect = false, Answer = Proxy });
        Assert.False(proxy.IsBypassed(Link));
        Assert.Equal(Proxy, proxy.GetProxy(Link));
        Assert.Equal([typeof(IWebProxy)], typeof(SingleProxy).GetInterfaces());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Where_one_answer_says_direct_a_link_counts_as_connected_to_from_here(bool isDirect, bool hasProxy) =>
        Assert.True(new SingleProxy(() => new Settings { IsDirect = isDirect, Answer = hasProxy ? Proxy : null }).IsBypassed(Link));

    [Fact]
    public void Its_credentials_are_those_of_the_settings()
    {
        Settings settings = new() { IsDirect = false, Answer = Proxy };
        SingleProxy proxy = new(() => settings) { Credentials = CredentialCache.DefaultCredentials };
        Assert.Same(CredentialCache.DefaultCredentials, settings.Credentials);
        Assert.Same(settings.Credentials, proxy.Credentials);
    }

    private sealed class Settings : IWebProxy
    {
        public required bool IsDirect { get; init; }

        public required Uri? Answer { get; init; }

        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => Answer;

        public bool IsBypassed(Uri host) => IsDirect;
    }
}
