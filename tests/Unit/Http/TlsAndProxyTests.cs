using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

/// <summary>A gateway behind TLS, and behind a proxy that only passes TLS through.</summary>
public sealed class TlsAndProxyTests : IAsyncLifetime
{
    private const string Password = "pr0xy-canary";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);
    private static readonly WireRequest Order = WireRequest.Post("/api/v1/veo/generate", new JsonObject { ["prompt"] = "A lighthouse" });
    private static readonly WireRequest Question = WireRequest.Get("/api/v1/chat/credit");

    private readonly TestAuthority _authority = new();
    private readonly List<IDisposable> _open = [];
    private LoopbackGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await LoopbackGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable each in Enumerable.Reverse(_open)) each.Dispose();
        _authority.Dispose();
        await _gateway.DisposeAsync();
    }

    // ---- TLS

    [Fact]
    public async Task A_certificate_of_an_authority_that_is_trusted_is_taken()
    {
        int port = Secure("127.0.0.1");

        WireResponse answer = await SendAsync(Transport(trusting: true), Profile($"https://127.0.0.1:{port}"), Order);

        Assert.True(answer.IsSuccess);
        Assert.Equal("Bearer test-key", Assert.Single(_gateway.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("gateway.test", false, true)]
    public async Task A_certificate_that_is_not_trusted_or_not_the_hosts_or_expired_is_refused_before_anything_is_sent(
        string host,
        bool expired,
        bool trusting)
    {
        GatewayProfile profile = Profile($"https://127.0.0.1:{Secure(host, expired)}");

        Assert.True((await FailAsync(Transport(trusting), profile, Order)).NeverSent);
        Assert.True((await FailAsync(Transport(trusting), profile, Question)).NeverSent);
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public void Nothing_in_the_module_can_switch_the_checks_of_certificates_off()
    {
        string[] switches =
        [
            "CertificateValidationCallback", "DangerousAcceptAnyServerCertificateValidator", "SkipCertificateCheck",
            "CertificateCustomValidation",
        ];
        string[] sources = Directory.GetFiles(RepositoryFolder.File("src"), "*.cs", SearchOption.AllDirectories);

        Assert.True(sources.Length > 100);
        Assert.All(sources, source => Assert.DoesNotContain(switches, File.ReadAllText(source).Contains));
    }

    // ---- a proxy

    [Fact]
    public async Task A_proxy_sees_the_gateways_name_and_neither_the_key_nor_the_prompt()
    {
        ConnectProxy proxy = Keep(new ConnectProxy(Secure("gateway.test")));

        WireResponse answer = await SendAsync(Transport(trusting: true, proxy), Profile("https://gateway.test"), Order);

        Assert.True(answer.IsSuccess);
        Assert.StartsWith("CONNECT gateway.test:443 HTTP/1.1\r\n", proxy.Heads[0], StringComparison.Ordinal);
        Assert.All(proxy.Heads, head => Assert.DoesNotContain("test-key", head, StringComparison.Ordinal));
        Assert.Single(_gateway.Requests);
    }

    [Fact]
    public async Task A_proxy_that_asks_who_one_is_gets_to_know()
    {
        ConnectProxy proxy = Keep(new ConnectProxy(Secure("gateway.test")) { Refusal = 407 });

        await FailAsync(Transport(trusting: true, proxy), Profile("https://gateway.test"), Order);

        Assert.Contains(proxy.Heads, head => head.Contains(
            "Proxy-Authorization: Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("me:" + Password)),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(407)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task Where_a_proxy_opens_no_tunnel_nothing_has_left_and_the_table_sends_again(int status)
    {
        ConnectProxy proxy = Keep(new ConnectProxy(Secure("gateway.test")) { Refusal = status });
        HttpTransport transport = Transport(trusting: true, proxy);

        TransportException order = await FailAsync(transport, Profile("https://gateway.test"), Order);
        TransportException question = await FailAsync(transport, Profile("https://gateway.test"), Question);

        Assert.True(order.NeverSent);
        Assert.Equal(SubmitVerdict.SendAgain, DecisionTable.Decide(order).Verdict);
        if (status > 0) Assert.True(question.NeverSent);
        Assert.DoesNotContain(Password, Redactor.Shared.Redact(order.ToString()), StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_told_as_never_sent()
    {
        using Socket deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        TransportException failure = await FailAsync(
            Transport(trusting: true, ((IPEndPoint)deaf.LocalEndPoint!).Port),
            Profile("https://gateway.test"),
            Order);

        Assert.True(failure.NeverSent);
        Assert.DoesNotContain(Password, Redactor.Shared.Redact(failure.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_the_proxys_own_is_refused_before_anything_is_sent()
    {
        using TestAuthority proxys = new();
        TlsFront inspecting = Keep(new TlsFront(proxys.Sign("gateway.test"), _gateway.BaseUri.Port));
        ConnectProxy proxy = Keep(new ConnectProxy(inspecting.Port));

        Assert.True((await FailAsync(Transport(trusting: true, proxy), Profile("https://gateway.test"), Order)).NeverSent);
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task A_tunnel_that_breaks_once_the_order_is_in_it_leaves_the_outcome_unknown()
    {
        // Late: the answer stays out until the proxy has hung up.
        Hold hold = new();
        _gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        ConnectProxy proxy = Keep(new ConnectProxy(Secure("gateway.test")));
        HttpTransport transport = Transport(trusting: true, proxy);

        Task<TransportException> failing = FailAsync(transport, Profile("https://gateway.test"), Order);
        await hold.Reached;
        proxy.Dispose();
        TransportException failure = await failing;
        hold.Release();

        Assert.False(failure.NeverSent);
        Assert.Equal(SubmitVerdict.Unknown, DecisionTable.Decide(failure).Verdict);
        Assert.Single(_gateway.Requests);
    }

    private int Secure(string host, bool expired = false)
    {
        X509Certificate2 certificate = Keep(_authority.Sign(host, expired));
        return Keep(new TlsFront(certificate, _gateway.BaseUri.Port)).Port;
    }

    private HttpTransport Transport(bool trusting, ConnectProxy proxy) => Transport(trusting, proxy.Port);

    private HttpTransport Transport(bool trusting, int? proxy = null)
    {
        SocketsHttpHandler network = NetworkHandler.Create();
        network.UseProxy = proxy is not null;
        if (proxy is not null)
            network.Proxy = new WebProxy(new Uri($"http://127.0.0.1:{proxy}")) { Credentials = new NetworkCredential("me", Password) };
        if (trusting)
        {
            // What SSL_CERT_FILE does for a process: the other checks stay.
            network.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) == 0
                    && _authority.Trusts((X509Certificate2)certificate!);
        }

        return Keep(new HttpTransport(new FakeTimeProvider(), network));
    }

    private static GatewayProfile Profile(string baseUri)
        => new(new VeoProfile { Name = "prod", Provider = "Apikley", BaseUri = new Uri(baseUri) }, new ApikleyGateway(), "test-key");

    private static Task<WireResponse> SendAsync(HttpTransport transport, GatewayProfile profile, WireRequest request) =>
        transport.SendAsync(profile.Endpoint, request, Limit, TestContext.Current.CancellationToken);

    private static Task<TransportException> FailAsync(HttpTransport transport, GatewayProfile profile, WireRequest request) =>
        Assert.ThrowsAsync<TransportException>(() => SendAsync(transport, profile, request));

    private T Keep<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }
}
