using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

public sealed class HttpTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);
    private static readonly WireRequest Order = WireRequest.Post("/api/v1/veo/generate", new JsonObject { ["prompt"] = "A lighthouse" });

    private readonly FakeTimeProvider _clock = new();
    private readonly SocketsHttpHandler _network = (SocketsHttpHandler)NetworkHandler.Create();
    private readonly HttpTransport _transport;
    private LoopbackGateway _gateway = null!;
    private int _connections;

    public HttpTransportTests()
    {
        _network.ConnectCallback = async (context, token) =>
        {
            Interlocked.Increment(ref _connections);
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        _transport = new HttpTransport(_clock, _network);
    }

    public async ValueTask InitializeAsync() => _gateway = await LoopbackGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gateway.Faults.ReleaseAll();
        _transport.Dispose();
        await _gateway.DisposeAsync();
    }

    // ---- the key

    [Fact]
    public async Task The_key_goes_to_the_profiles_own_origin()
    {
        await SendAsync(Order);
        await OpenAsync(new Uri(_gateway.BaseUri, "/elsewhere/on/it"));

        Assert.All(_gateway.Requests, request => Assert.Equal("Bearer test-key", request.Header("Authorization")));
        Assert.Equal(2, _gateway.Requests.Count);
    }

    [Fact]
    public async Task The_key_goes_to_no_other_port_and_no_other_host()
    {
        await OpenAsync(new Uri(_gateway.OtherOrigin, "/media/x_0.mp4"));
        await OpenAsync(new Uri($"http://localhost:{_gateway.BaseUri.Port}/media/x_0.mp4"));

        Assert.Equal(2, _gateway.Requests.Count);
        Assert.All(
            _gateway.Requests,
            request => Assert.DoesNotContain("test-key", string.Concat(request.Headers.Values), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api.example/v1/x?y=z", true)]
    [InlineData("https://API.example/other", true)]
    [InlineData("https://api.example:443", true)]
    [InlineData("https://somebody@api.example/", true)]
    [InlineData("http://api.example/", false)]
    [InlineData("http://api.example:443/", false)]
    [InlineData("https://api.example:8443/", false)]
    [InlineData("https://api.example.evil/", false)]
    [InlineData("https://evil.api.example/", false)]
    [InlineData("https://api.example@evil.example/", false)]
    [InlineData("https://evil.example/?https://api.example", false)]
    [InlineData("ftp://api.example/", false)]
    public void An_origin_is_scheme_host_and_port(string address, bool own) =>
        Assert.Equal(own, Profile(new Uri("https://api.example/base/path")).Endpoint.IsOwnOrigin(new Uri(address)));

    // ---- redirects

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_never_followed(int status)
    {
        _gateway.Faults.Add(Route.Any, Fault.RedirectToOtherHost(status));

        WireResponse answer = await SendAsync(Order);
        using HttpResponseMessage download = await OpenAsync(new Uri(_gateway.BaseUri, "/media/x_0.mp4"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status, (int)download.StatusCode);
        Assert.Equal(2, _gateway.Requests.Count);
    }

    // ---- what has left

    [Fact]
    public async Task A_refused_connection_is_told_as_never_sent()
    {
        // Bound and not listened on: whoever connects is refused, and nobody else gets the port.
        using Socket deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        TransportException failure = await FailAsync(Profile(new Uri($"http://127.0.0.1:{((IPEndPoint)deaf.LocalEndPoint!).Port}")));

        Assert.True(failure.NeverSent);
        Assert.False(failure.TimedOut);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_as_never_sent() =>
        Assert.True((await FailAsync(Profile(new Uri("https://nohost.invalid")))).NeverSent);

    [Fact]
    public async Task A_refused_TLS_is_told_as_never_sent()
    {
        TransportException failure = await FailAsync(Profile(new Uri($"https://127.0.0.1:{_gateway.BaseUri.Port}")));

        Assert.True(failure.NeverSent);
        Assert.Empty(_gateway.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_or_a_close_after_the_body_had_left_is_not_told_as_never_sent(bool accepted)
    {
        _gateway.Faults.Add(Route.Submit, Fault.Reset(accepted), Strike.Nth(1))
            .Add(Route.Submit, Fault.CloseAfterReading(accepted), Strike.Nth(2));

        Assert.False((await FailAsync(Profile())).NeverSent);
        Assert.False((await FailAsync(Profile())).NeverSent);
        Assert.Equal(2, _gateway.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_POST_on_a_connection_that_was_used_before_and_breaks_is_sent_once(bool reset)
    {
        _gateway.Faults.Add(Route.Submit, reset ? Fault.Reset(accepted: true) : Fault.CloseAfterReading(accepted: true), Strike.Nth(2));
        await SendAsync(Order);

        TransportException failure = await FailAsync(Profile());

        Assert.False(failure.NeverSent);
        Assert.Equal(1, _connections);
        Assert.Equal(2, _gateway.Requests.Count);
        Assert.Equal(2, _gateway.Accepted.Count);
    }

    [Fact]
    public async Task Whatever_the_network_throws_says_whether_anything_had_left()
    {
        using HttpTransport broken = new(_clock, new ThrowingHandler(new NotSupportedException("no such thing")));

        TransportException failure = await Assert.ThrowsAsync<TransportException>(
            () => broken.SendAsync(Profile().Endpoint, Order, Limit, TestContext.Current.CancellationToken));

        Assert.True(failure.NeverSent);
        Assert.Equal("no such thing", failure.Message);
    }

    // ---- time and stopping

    [Fact]
    public async Task The_time_limit_of_an_answer_is_kept_to_the_second()
    {
        Hold hold = new();
        _gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        Task<WireResponse> sending = SendAsync(Order);
        await hold.Reached;
        await _clock.WaitForTimersAsync(1);

        _clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _clock.ArmedTimers);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => sending);
        Assert.True(failure.TimedOut);
        Assert.False(failure.NeverSent);
    }

    [Fact]
    public async Task The_time_limit_starts_once_the_body_is_sent()
    {
        // A server that takes what its buffers hold of sixteen megabytes, and the rest when the test lets it.
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        WireRequest large = new(HttpMethod.Post, "/upload", new FormBody([new FormPart("file", new byte[16 << 20])]));
        GatewayProfile profile = Profile(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}"));

        Task<WireResponse> sending = _transport.SendAsync(profile.Endpoint, large, Limit, TestContext.Current.CancellationToken);
        using Socket server = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        byte[] buffer = new byte[1 << 20];
        long received = await server.ReceiveAsync(buffer, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(59)); // A body that stands still has a limit of its own.
        Assert.False(sending.IsCompleted);

        while (received < large.Body!.ToContent().Headers.ContentLength)
            received += await server.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(Limit);
        Assert.True((await Assert.ThrowsAsync<TransportException>(() => sending)).TimedOut);
    }

    [Fact]
    public async Task The_time_limit_covers_the_body_of_the_answer()
    {
        Hold hold = new();
        _gateway.Faults.Add(Route.Submit, Fault.Stall(10, hold));
        Task<WireResponse> sending = SendAsync(Order);
        await hold.Reached;
        await _clock.WaitForTimersAsync(1);

        _clock.Advance(Limit);

        Assert.True((await Assert.ThrowsAsync<TransportException>(() => sending)).TimedOut);
    }

    [Fact]
    public async Task Stopping_a_question_or_what_has_not_left_is_no_failure_and_stopping_what_has_left_is_one()
    {
        using CancellationTokenSource stop = new();
        Hold hold = new();
        _gateway.Faults.Add(Route.Any, Fault.LateAnswer(hold));
        Task<WireResponse> question = SendUntilAsync(WireRequest.Get("/api/v1/chat/credit"), stop.Token);
        Task<WireResponse> order = SendUntilAsync(Order, stop.Token);
        await _clock.WaitForTimersAsync(2);
        await hold.Reached;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
        Assert.False((await Assert.ThrowsAsync<TransportException>(() => order)).NeverSent);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendUntilAsync(Order, stop.Token));
    }

    // ---- what comes back

    [Fact]
    public async Task An_answer_larger_than_any_answer_is_none()
    {
        const int Largest = 16 << 20;
        _gateway.Faults
            .Add(Route.Submit, Fault.Status(200, new string('x', Largest)), Strike.Nth(1))
            .Add(Route.Submit, Fault.Status(200, new string('x', Largest + 1)), Strike.Nth(2));

        Assert.Equal(Largest, (await SendAsync(Order)).Body.Length);
        TransportException failure = await FailAsync(Profile());
        Assert.False(failure.NeverSent);
        Assert.Contains("16 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    public async Task An_answer_that_is_cut_is_none(long bytes)
    {
        _gateway.Faults.Add(Route.Submit, Fault.CutWithLength(bytes), Strike.Nth(1))
            .Add(Route.Submit, Fault.CutChunked(bytes), Strike.Nth(2));

        Assert.False((await FailAsync(Profile())).NeverSent);
        Assert.False((await FailAsync(Profile())).NeverSent);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_does_not_hide_it()
    {
        _gateway.Faults.Add(Route.Submit, Fault.Status(200, "\uFEFF{\"code\":200,\"data\":{\"taskId\":\"t1\"}}", "application/json"));

        Assert.Equal("t1", Profile().Gateway.ReadSubmit(await SendAsync(Order)).TaskId);
    }

    [Fact]
    public async Task Retry_After_is_read_in_both_its_forms()
    {
        _gateway.Faults
            .Add(Route.Submit, Fault.RateLimited(TimeSpan.FromSeconds(90)), Strike.Nth(1))
            .Add(Route.Submit, Fault.RateLimited(_clock.GetUtcNow() + TimeSpan.FromMinutes(2)), Strike.Nth(2))
            .Add(Route.Submit, Fault.RateLimited(_clock.GetUtcNow() - TimeSpan.FromMinutes(2)), Strike.Nth(3))
            .Add(Route.Submit, Fault.RateLimited(), Strike.Nth(4));

        Assert.Equal(TimeSpan.FromSeconds(90), (await SendAsync(Order)).RetryAfter);
        Assert.Equal(TimeSpan.FromMinutes(2), (await SendAsync(Order)).RetryAfter);
        Assert.Equal(TimeSpan.Zero, (await SendAsync(Order)).RetryAfter);
        Assert.Null((await SendAsync(Order)).RetryAfter);
    }

    // ---- what goes out

    [Fact]
    public async Task It_says_who_it_is_with_every_request_and_keeps_no_cookies()
    {
        await SendAsync(Order);
        await SendAsync(WireRequest.Get("/api/v1/chat/credit"));
        await OpenAsync(new Uri(_gateway.BaseUri, "/media/x_0.mp4"));
        await OpenAsync(new Uri(_gateway.OtherOrigin, "/media/x_0.mp4"));

        Assert.Equal(4, _gateway.Requests.Count);
        Assert.All(_gateway.Requests, request => Assert.Matches(@"^VeoPS/\d+\.\d+\.\d+$", request.Header("User-Agent")));
        Assert.False(_network.UseCookies);
        Assert.False(_network.AllowAutoRedirect);
    }

    [Fact]
    public async Task A_POST_carries_its_body_with_its_length_and_type()
    {
        await SendAsync(Order);

        RecordedRequest request = Assert.Single(_gateway.Requests);
        Assert.Equal("""{"prompt":"A lighthouse"}""", request.BodyText);
        Assert.Equal(
            Encoding.UTF8.GetByteCount(request.BodyText).ToString(System.Globalization.CultureInfo.InvariantCulture),
            request.Header("Content-Length"));
        Assert.Equal("application/json; charset=utf-8", request.Header("Content-Type"));
        Assert.Null(request.Header("Expect"));
    }

    private GatewayProfile Profile(Uri? baseUri = null) =>
        new(
            new VeoProfile { Name = "prod", Provider = "Apikley", BaseUri = baseUri ?? _gateway.BaseUri },
            GatewayCatalog.Find("Apikley")!,
            "test-key");

    private Task<WireResponse> SendAsync(WireRequest request) => SendUntilAsync(request, TestContext.Current.CancellationToken);

    private Task<WireResponse> SendUntilAsync(WireRequest request, CancellationToken stop)
        => _transport.SendAsync(Profile().Endpoint, request, Limit, stop);

    private Task<TransportException> FailAsync(GatewayProfile profile) =>
        Assert.ThrowsAsync<TransportException>(
            () => _transport.SendAsync(profile.Endpoint, Order, Limit, TestContext.Current.CancellationToken));

    private Task<HttpResponseMessage> OpenAsync(Uri address)
        => _transport.OpenAsync(Profile().Endpoint, address, null, TestContext.Current.CancellationToken);

    private sealed class ThrowingHandler(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => throw exception;
    }
}
