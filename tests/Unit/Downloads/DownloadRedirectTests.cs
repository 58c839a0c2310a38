using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Downloads;

public sealed class DownloadRedirectTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_host_is_followed_without_the_key(int status)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync(Protocol.TokenBay);
        stage.Gateway.Faults.Add(Route.Download, Fault.RedirectToOtherHost(status));

        stage.AssertSaved(await stage.DownloadAsync());

        Assert.Equal("Bearer test-key", stage.Downloads[0].Header("Authorization"));
        Assert.Equal(stage.Gateway.OtherOrigin, stage.Downloads[1].Origin);
        Assert.DoesNotContain(stage.Downloads[1].Headers, header => header.Value.Contains("test-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_without_a_host_stays_at_the_host()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Redirect(stage.Link.PathAndQuery), Strike.First(5));

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Equal(6, stage.Downloads.Count);
    }

    [Fact]
    public async Task A_redirect_in_a_circle_is_left_after_five_hops()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.RedirectLoop());

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed);

        Assert.Contains("more than 5 times", exception.Message, StringComparison.Ordinal);
        Assert.Equal(6, stage.Downloads.Count);
    }

    [Theory]
    [InlineData("http://cdn.test/film.mp4", "https to http")]
    [InlineData("ftp://cdn.test/film.mp4", "has a scheme other than https or http")]
    [InlineData("file:///etc/passwd", "has a scheme other than https or http")]
    [InlineData("http://", "no address")]
    public async Task A_redirect_to_where_it_must_not_lead_is_refused(string location, string reason)
    {
        using FakeServer server = new(_ => FakeServer.Redirect(location));

        VeoException exception = await Assert.ThrowsAsync<VeoException>(() => DownloadAsync(server, "https://gateway.test/film.mp4"));

        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_key_comes_back_only_at_its_own_origin()
    {
        using FakeServer server = new(request => request.RequestUri!.AbsoluteUri switch
        {
            "https://gateway.test/film.mp4" => FakeServer.Redirect("https://gateway.test:8443/film.mp4"),
            "https://gateway.test:8443/film.mp4" => FakeServer.Redirect("https://gateway.test/again.mp4"),
            _ => FakeServer.File(Films.Whole),
        });

        await DownloadAsync(server, "https://gateway.test/film.mp4");

        Assert.Equal(["Bearer the-key", null, "Bearer the-key"], server.Requests.Select(request => request.Key));
    }

    [Fact]
    public async Task A_link_of_plain_http_is_fetched_without_the_key_and_warned_of_once()
    {
        int tries = 0;
        using FakeServer server = new(
            _ => tries++ == 0 ? new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway) : FakeServer.File(Films.Whole));
        List<string> warnings = [];

        await DownloadAsync(server, "http://gateway.test/film.mp4?sig=SECRET", warnings.Add);

        Assert.Equal([null, null], server.Requests.Select(request => request.Key));
        Assert.DoesNotContain("SECRET", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private async Task<SavedVideo> DownloadAsync(FakeServer server, string link, Action<string>? warn = null)
    {
        SkippingClock clock = new();
        using HttpTransport transport = new(clock, server);
        TokenBayGateway gateway = new();
        return await new VideoSaver(transport, ledger: null, clock).SaveAsync(
            new SaveOrder
            {
                Task = new VeoTask { Id = "task", Profile = "prod" },
                Profile = new GatewayProfile(
                    new VeoProfile { Name = "prod", BaseUri = new Uri("https://gateway.test") },
                    gateway,
                    "the-key"),
                Video = new VeoVideo { Uri = new Uri(link) },
                FinalPath = _folder.PathOf("film.mp4"),
                Warn = warn,
            },
            null,
            DownloadStage.Token);
    }
}
