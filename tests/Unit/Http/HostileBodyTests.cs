using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

/// <summary>Answers that are made to fill a memory, a stack or a day.</summary>
public sealed class HostileBodyTests
{
    private const long TenGiB = 10L << 30;

    private static readonly WireRequest Order = WireRequest.Post("/api/v1/veo/generate", new JsonObject { ["prompt"] = "A lighthouse" });

    [Fact]
    public async Task Nothing_is_asked_for_in_a_compressed_form()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();

        await stage.DownloadAsync();

        RecordedRequest[] ours = [.. stage.Gateway.Requests
            .Where(request => request.Header("User-Agent")?.StartsWith("VeoPS/", StringComparison.Ordinal) == true)];
        Assert.Contains(ours, request => request.Route is Route.Poll);
        Assert.Contains(ours, request => request.Route is Route.Download);
        Assert.All(ours, request => Assert.Null(request.Header("Accept-Encoding")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("plain")]
    public async Task An_answer_that_comes_compressed_all_the_same_is_read(string encoding)
    {
        byte[] body = "{\"code\":200,\"data\":{\"taskId\":\"veo_task_1\"}}"u8.ToArray();
        byte[] packed = encoding switch
        {
            "gzip" or "x-gzip" => Pack(body, target => new GZipStream(target, CompressionLevel.Fastest)),
            "deflate" => Pack(body, target => new ZLibStream(target, CompressionLevel.Fastest)),
            "raw deflate" => Pack(body, target => new DeflateStream(target, CompressionLevel.Fastest)),
            "br" => Pack(body, target => new BrotliStream(target, CompressionLevel.Fastest)),
            "gzip, br" => Pack(
                Pack(body, target => new GZipStream(target, CompressionLevel.Fastest)),
                target => new BrotliStream(target, CompressionLevel.Fastest)),
            _ => body,
        };

        // A proxy that has unpacked a body and left the header is read, too.
        string named = encoding switch { "raw deflate" => "deflate", "plain" => "gzip", _ => encoding };
        await using RawServer server = new(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {named}\r\nContent-Length: {packed.Length}\r\n\r\n",
            _ => packed,
            packed.Length);

        WireResponse answer = await SendAsync(new HttpTransport(new FakeTimeProvider()), server.BaseUri);

        Assert.Equal("veo_task_1", new ApikleyGateway().ReadSubmit(answer).TaskId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bomb_is_left_after_sixteen_megabytes(bool mayHoldMedia)
    {
        byte[] bomb = Pack(new byte[64 << 20], target => new GZipStream(target, CompressionLevel.SmallestSize));
        await using RawServer server = new(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n",
            _ => bomb,
            bomb.Length);

        TransportException failure = await Assert.ThrowsAsync<TransportException>(
            () => SendAsync(new HttpTransport(new FakeTimeProvider()), server.BaseUri, Order with { HasInlineMedia = mayHoldMedia }));

        Assert.Contains("16 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip, gzip, gzip, gzip")]
    public async Task A_compressed_answer_that_is_damaged_is_none(string encoding)
    {
        byte[] body = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 200)];
        await using RawServer server = new(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n",
            _ => body,
            body.Length);

        Assert.False((await Assert.ThrowsAsync<TransportException>(
            () => SendAsync(new HttpTransport(new FakeTimeProvider()), server.BaseUri))).NeverSent);
    }

    [Theory]
    [InlineData("Content-Length: 10737418240\r\n", false)]
    [InlineData("Connection: close\r\n", false)]
    [InlineData("Content-Length: 10737418240\r\n", true)]
    public async Task An_answer_of_ten_gigabytes_is_left_after_sixteen_megabytes(string framing, bool mayHoldMedia)
    {
        byte[] chunk = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
        await using RawServer server = new($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{framing}\r\n", _ => chunk, TenGiB);

        TransportException failure = await Assert.ThrowsAsync<TransportException>(
            () => SendAsync(new HttpTransport(new FakeTimeProvider()), server.BaseUri, Order with { HasInlineMedia = mayHoldMedia }));

        Assert.False(failure.NeverSent);
        Assert.Contains("16 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_a_video_inside_that_never_ends_is_left_too()
    {
        using FakeServer server = new(_ => new HttpResponseMessage { Content = new StreamContent(new EndlessVideo()) });

        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => SendAsync(
            new HttpTransport(new FakeTimeProvider(), server),
            new Uri("https://gateway.test"),
            Order with { HasInlineMedia = true }));

        Assert.Contains("2 GiB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]", 64, true)]
    [InlineData("[", "]", 65, false)]
    [InlineData("[", "]", 1_000_000, false)]
    [InlineData("{\"a\":", "}", 1_000_000, false)]
    public void JSON_that_is_deeper_than_any_answer_is_no_JSON(string open, string close, int depth, bool isJson)
    {
        string body = string.Concat(Enumerable.Repeat(open, depth)) + (open == "[" ? "" : "1")
            + string.Concat(Enumerable.Repeat(close, depth));

        WireResponse answer = new(200, body);

        Assert.Equal(isJson, answer.Json is not null);
        Assert.Null(new ApikleyGateway().ReadSubmit(answer).TaskId);
        Assert.Null(new ApikleyGateway().ReadPoll(answer).Snapshot);
        Assert.True(RawAnswer.Of(body)!.Length <= (64 * 1024) + 1);
    }

    [Fact]
    public async Task Headers_without_end_are_no_answer()
    {
        byte[] chunk = Encoding.ASCII.GetBytes("X-More: " + new string('x', 8 * 1024) + "\r\n");
        await using RawServer server = new("HTTP/1.1 200 OK\r\n", _ => chunk, TenGiB);

        Assert.False((await Assert.ThrowsAsync<TransportException>(
            () => SendAsync(new HttpTransport(new FakeTimeProvider()), server.BaseUri))).NeverSent);
    }

    private static byte[] Pack(byte[] bytes, Func<Stream, Stream> make)
    {
        using MemoryStream packed = new();
        using (Stream packer = make(packed)) packer.Write(bytes);
        return packed.ToArray();
    }

    private static async Task<WireResponse> SendAsync(HttpTransport transport, Uri baseUri, WireRequest? request = null)
    {
        using (transport)
        {
            GatewayProfile profile = new(
                new VeoProfile { Name = "prod", Provider = "Apikley", BaseUri = baseUri },
                new ApikleyGateway(),
                "test-key");
            return await transport.SendAsync(
                profile.Endpoint,
                request ?? Order,
                TimeSpan.FromSeconds(300),
                TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A JSON text whose first string is base64, and has no end.</summary>
    private sealed class EndlessVideo : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'A');
            if (!_begun) "{\"bytesBase64Encoded\":\""u8.CopyTo(buffer.Span);
            _begun = true;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
