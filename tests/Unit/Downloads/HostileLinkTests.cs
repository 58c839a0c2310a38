using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Downloads;

/// <summary>
/// Links that lead to where a gateway has no business. Names are resolved by the test, and everything else is real: what is
/// connected to by mistake is the gateway on this machine, which would answer and has it on record.
/// </summary>
public sealed class HostileLinkTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly TempFolder _folder = new();
    private readonly HttpTransport _transport;
    private DownloadStage _stage = null!;
    private Func<string, string[]> _addresses = _ => [];

    public HostileLinkTests() => _transport = new HttpTransport(new SkippingClock())
    {
        Resolve = (host, _) =>
        {
            _asked.Enqueue(host);
            IPAddress[] addresses = [.. _addresses(host).Select(IPAddress.Parse)];
            return addresses.Length > 0 ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
        },
    };

    private int Port => _stage.Gateway.BaseUri.Port;

    public async ValueTask InitializeAsync() => _stage = await DownloadStage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await _stage.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", "is this machine")]
    [InlineData("::1", "is this machine")]
    [InlineData("10.1.2.3", "a private network")]
    [InlineData("100.64.0.1", "a private network")]
    [InlineData("::ffff:192.168.0.1", "a private network")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("fe80::1", "metadata")]
    [InlineData("0.0.0.0", "reserved")]
    [InlineData("224.0.0.1", "reserved")]
    public async Task A_name_that_leads_where_a_gateway_has_no_business_is_not_connected_to(string address, string what)
    {
        _addresses = host => host == "gateway.test" ? ["8.8.8.8"] : [address];

        VeoException exception = await RefusedAsync("https://gateway.test", LinkAt("video.test"));

        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'video.test'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("paid for", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_there_beside_elsewhere_is_not_connected_to()
    {
        _addresses = host => host == "gateway.test" ? ["8.8.8.8"] : ["8.8.8.8", "127.0.0.1"];

        await RefusedAsync("https://gateway.test", LinkAt("video.test"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost")]
    public async Task An_address_that_is_written_out_is_not_connected_to_either(string host)
    {
        _addresses = _ => ["8.8.8.8"];

        await RefusedAsync("https://gateway.test", LinkAt(host));
    }

    [Fact]
    public async Task A_gateway_on_this_machine_may_keep_its_videos_there_and_nowhere_else_that_is_not_public()
    {
        _addresses = host => host == "video.test" ? ["127.0.0.1"] : ["10.0.0.1"];

        Assert.Equal(_stage.Clip.Length, (await DownloadAsync(_stage.Gateway.BaseUri.AbsoluteUri, LinkAt("video.test"))).Length);
        await RefusedAsync(_stage.Gateway.BaseUri.AbsoluteUri, LinkAt("intern.test"), requests: 1);
        await RefusedAsync(_stage.Gateway.BaseUri.AbsoluteUri, LinkAt("169.254.169.254"), requests: 1);
    }

    [Fact]
    public async Task A_gateway_whose_name_leads_to_a_network_of_ones_own_may_keep_its_videos_there()
    {
        _addresses = _ => ["127.0.0.1"];

        Assert.Equal(_stage.Clip.Length, (await DownloadAsync("https://gateway.test", LinkAt("video.test"))).Length);
    }

    [Fact]
    public async Task A_gateway_whose_name_is_not_known_here_makes_nothing_here_its_own()
    {
        _addresses = host => host == "gateway.test" ? [] : ["127.0.0.1"];

        await RefusedAsync("https://gateway.test", LinkAt("video.test"));
    }

    [Fact]
    public async Task A_name_that_resolves_anew_is_judged_anew_by_what_is_connected_to()
    {
        // It leads to where it may, and the connection breaks; when it is asked for again, it leads elsewhere.
        _stage.Gateway.Faults.Add(Route.Download, Fault.CloseAfterReading(accepted: false));
        _addresses = _ => _asked.Count == 1 ? ["127.0.0.1"] : ["10.0.0.1"];

        await RefusedAsync(_stage.Gateway.BaseUri.AbsoluteUri, LinkAt("video.test"), requests: 1);

        Assert.Equal(["video.test", "video.test"], _asked);
    }

    [Fact]
    public async Task A_connection_that_one_profile_may_have_is_not_lent_to_another()
    {
        _addresses = host => host == "gateway.test" ? ["8.8.8.8"] : ["127.0.0.1"];
        await DownloadAsync(_stage.Gateway.BaseUri.AbsoluteUri, LinkAt("video.test"));

        await RefusedAsync("https://gateway.test", LinkAt("video.test"), requests: 1);
    }

    [Fact]
    public async Task A_hop_to_there_is_refused_as_a_link_is()
    {
        using FakeServer server = new(_ => FakeServer.Redirect("https://169.254.169.254/latest/meta-data/"));
        using HttpTransport transport = new(new SkippingClock(), server);

        VeoException exception = await Assert.ThrowsAsync<VeoException>(
            () => DownloadAsync("https://gateway.test", new Uri("https://gateway.test/film.mp4"), transport));

        Assert.Contains("metadata", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    private Uri LinkAt(string host) => new($"http://{host}:{Port}{_stage.Link.PathAndQuery}");

    private async Task<VeoException> RefusedAsync(string baseUri, Uri link, int requests = 0)
    {
        VeoException exception = await Assert.ThrowsAsync<VeoException>(() => DownloadAsync(baseUri, link));
        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        Assert.Equal(requests, _stage.Downloads.Count);
        return exception;
    }

    private Task<SavedVideo> DownloadAsync(string baseUri, Uri link, HttpTransport? transport = null) =>
        new VideoSaver(transport ?? _transport, ledger: null, new SkippingClock()).SaveAsync(
        new SaveOrder
        {
            Task = new VeoTask { Id = "task", Profile = "prod" },
            Profile = new GatewayProfile(new VeoProfile { Name = "prod", BaseUri = new Uri(baseUri) }, new TokenBayGateway(), "test-key"),
            Video = new VeoVideo { Uri = link },
            FinalPath = _folder.PathOf($"{Guid.NewGuid():N}.mp4"),
        },
        null,
        DownloadStage.Token);
}
