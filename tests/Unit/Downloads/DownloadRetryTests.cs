using System.Net;
using System.Net.Http.Headers;
using VeoPS.Engine.Http;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

public sealed class DownloadRetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(status), Strike.First(4));

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Equal(5, stage.Downloads.Count);
    }

    [Fact]
    public async Task Five_tries_in_a_row_without_a_byte_are_the_end()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(502));

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed);

        Assert.Contains("HTTP 502", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, stage.Downloads.Count);
        Assert.Empty(stage.Files);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.RateLimited(TimeSpan.FromSeconds(30)), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.InRange(Assert.Single(stage.Clock.Waits), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_ends_without_an_answer_is_tried_again(bool reset)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults
            .Add(Route.Download, reset ? Fault.Reset(accepted: false) : Fault.CloseAfterReading(accepted: false), Strike.First(2));

        stage.AssertSaved(await stage.DownloadAsync());
    }

    [Fact]
    public async Task What_will_not_pass_is_not_tried_again()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status(400));

        await stage.FailAsync(VeoErrorId.DownloadFailed);
        Assert.Single(stage.Downloads);
    }

    [Fact]
    public async Task A_file_that_must_start_over_and_is_always_cut_at_the_same_place_comes_to_an_end()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        using FakeServer server = new(
            _ => FakeServer.File(Films.Whole[..500], new EntityTagHeaderValue("\"weak\"", isWeak: true), Films.Whole.Length));
        using HttpTransport transport = new(stage.Clock, server);

        VeoException exception = await Assert.ThrowsAsync<VeoException>(
            () => stage.NewSaver(transport: transport).SaveAsync(stage.Order, null, DownloadStage.Token));

        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        Assert.Equal(6, server.Requests.Count); // One with progress, and five without.
        Assert.Empty(stage.Files); // Without a strong validator nothing could be continued.
    }

    [Fact]
    public async Task A_disk_without_room_is_named_before_anything_is_written()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        using FakeServer server = new(_ => FakeServer.File(Films.Whole, length: long.MaxValue / 2));
        using HttpTransport transport = new(stage.Clock, server);

        VeoException exception = await Assert.ThrowsAsync<VeoException>(
            () => stage.NewSaver(transport: transport).SaveAsync(stage.Order, null, DownloadStage.Token));

        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        Assert.Contains("more bytes", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(stage.Files);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_link_that_expired_is_asked_for_once(int status)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        int asked = 0;
        stage.Gateway.Faults.Add(Route.Download, Fault.Gone(status), Strike.Once);

        SavedVideo result = await stage.DownloadAsync(stage.Order with
        {
            FreshLink = token =>
            {
                asked++;
                return stage.AskAgainAsync(token);
            },
        });

        stage.AssertSaved(result);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_link_that_expires_in_the_middle_is_renewed_and_the_download_continued()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(100_000), Strike.Once);
        stage.Gateway.Faults.Add(Route.Download, Fault.Gone(403), Strike.Nth(2));

        stage.AssertSaved(await stage.DownloadAsync(stage.Order with { FreshLink = stage.AskAgainAsync }));
        Assert.Equal("bytes=100000-", stage.Downloads[^1].Header("Range"));
    }

    [Fact]
    public async Task A_link_that_stays_expired_fails_and_is_not_shown()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Status((int)HttpStatusCode.Gone));
        int asked = 0;

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed, stage.Order with
        {
            FreshLink = _ =>
            {
                asked++;
                return Task.FromResult<Uri?>(new Uri(stage.Link, "?sig=SECRET"));
            },
        });

        Assert.Equal(1, asked);
        Assert.Equal(2, stage.Downloads.Count);
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
    }
}
