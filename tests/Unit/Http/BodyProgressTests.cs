using System.Net;
using System.Net.Sockets;
using System.Text;
using VeoPS.Engine.Http;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

/// <summary>A body on its way out, against servers that do not read it, refuse it half way, or answer and close.</summary>
public sealed class BodyProgressTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    private static readonly WireRequest Large = new(HttpMethod.Post, "/upload", new FormBody([new FormPart("file", new byte[16 << 20])]));

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) {
        ReceiveBufferSize = 64 * 1024 };
    private readonly FakeTimeProvider _clock = new();
    private readonly HttpTransport _transport;

    public BodyProgressTests()
    {
        _transport = new HttpTransport(_clock);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_body_that_nobody_reads_is_given_up_when_it_has_stood_still_for_a_minute()
    {
        Task<WireResponse> sending = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        await _clock.WaitForTimersAsync(1);

        _clock.Advance(TimeSpan.FromSeconds(60));

        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => sending);
        Assert.True(failure.TimedOut);
        Assert.False(failure.NeverSent);
    }

    [Fact]
    public async Task A_body_that_only_creeps_is_given_up_after_ten_minutes()
    {
        Task<WireResponse> sending = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        byte[] buffer = new byte[256 * 1024];
        int minutes = 0;
        for (; !sending.IsCompleted && minutes < 100; minutes++)
        {
            if (await Task.WhenAny(sending, _clock.WaitForTimersAsync(1)) == sending) break;
            _clock.Advance(TimeSpan.FromSeconds(50));
            if (server.Available > 0) await server.ReceiveAsync(buffer, Token);
        }

        Assert.True((await Assert.ThrowsAsync<TransportException>(() => sending)).TimedOut);
        Assert.InRange(_clock.GetElapsedTime(0), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(11));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_that_comes_while_the_body_goes_out_is_the_answer(bool closes)
    {
        const string Page = "<html><head><title>413 Request Entity Too Large</title></head></html>";
        Task<WireResponse> sending = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        await ReceiveHeadAsync(server);
        await server.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 413 Request Entity Too Large\r\nContent-Type: "
            + $"text/html\r\nContent-Length: {Page.Length}\r\nConnection: close\r\n\r\n{Page}"), Token);
        if (closes) server.Close();

        WireResponse answer = await sending;

        Assert.Equal((413, "HTTP 413, an HTML page: 413 Request Entity Too Large"), (answer.Status, answer.Describe()));
    }

    [Fact]
    public async Task An_answer_that_comes_early_is_read_though_the_server_closes_then()
    {
        const string Receipt = """{"code":200,"data":{"taskId":"veo_task_1"}}""";
        Task<WireResponse> sending = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        await ReceiveHeadAsync(server);
        await server.SendAsync(Encoding.ASCII
            .GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Receipt.Length}\r\n\r\n{Receipt}"), Token);
        server.Close();

        Assert.Equal(Receipt, (await sending).Body);
    }

    [Fact]
    public async Task A_connection_that_breaks_without_an_answer_may_have_taken_it()
    {
        Task<WireResponse> sending = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        await ReceiveHeadAsync(server);
        server.LingerState = new LingerOption(enable: true, seconds: 0);
        server.Close();

        Assert.False((await Assert.ThrowsAsync<TransportException>(() => sending)).NeverSent);
    }

    [Fact]
    public async Task A_connection_that_was_broken_off_is_not_used_again()
    {
        Task<WireResponse> first = SendAsync();
        using Socket server = await _listener.AcceptAsync(Token);
        await ReceiveHeadAsync(server);
        await server.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Token);
        Assert.Equal(400, (await first).Status);

        Task<WireResponse> second = _transport.SendAsync(Endpoint(), WireRequest.Get("/x"), Limit, Token);
        using Socket another = await _listener.AcceptAsync(Token);
        await ReceiveHeadAsync(another);
        await another.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), Token);

        Assert.Equal(204, (await second).Status);
    }

    [Fact]
    public async Task A_body_is_serialised_once()
    {
        using SentContent content = new(new ByteArrayContent([1, 2, 3]), () => { }, () => { });
        using MemoryStream first = new();
        await content.CopyToAsync(first, Token);
        using MemoryStream second = new();

        await Assert.ThrowsAsync<InvalidOperationException>(() => content.CopyToAsync(second, Token));

        Assert.Equal((3, 0), (first.Length, second.Length));
    }

    private Task<WireResponse> SendAsync() => _transport.SendAsync(Endpoint(), Large, Limit, Token);

    private Endpoint Endpoint() => new()
    {
        Name = "prod",
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}"),
        Key = "test-key",
    };

    private static async Task ReceiveHeadAsync(Socket server)
    {
        byte[] one = new byte[1];
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await server.ReceiveAsync(one, Token) > 0)
            head.Append((char)one[0]);
    }
}
