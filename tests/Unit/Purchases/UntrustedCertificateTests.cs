using System.Security.Cryptography.X509Certificates;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>A gateway with a certificate that this machine does not trust, over real TLS: it is told at once, and never repeated.</summary>
public sealed class UntrustedCertificateTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly LeapingClock _clock = new();
    private X509Certificate2 _certificate = null!;
    private TlsFront _front = null!;
    private Shop _shop = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GatewayProfile Profile => _shop.Profile(new TokenBayGateway(), baseUri: new Uri($"https://127.0.0.1:{_front.Port}"));

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(_clock);
        _certificate = _authority.Sign("127.0.0.1");
        _front = new TlsFront(_certificate, _shop.Gateway.BaseUri.Port);
    }

    public async ValueTask DisposeAsync()
    {
        _front.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_submission_is_tried_once_and_nothing_more_of_the_call_is_sent_there()
    {
        PurchaseRun run = _shop.NewRun();

        SubmissionOutcome first = await Shop.BuyAsync(run, Shop.Order(Profile, "one"));
        SubmissionOutcome second = await Shop.BuyAsync(run, Shop.Order(Profile, "two"));

        Assert.Equal((VeoErrorId.NotSent, true), (first.Error!.ErrorId, first.NothingBought));
        Assert.Contains("trusts the issuer of its certificate", first.Error.Message, StringComparison.Ordinal);
        Assert.Equal(VeoErrorId.NotSent, second.Error!.ErrorId);
        Assert.Contains("cannot be trusted", second.Error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
        Assert.Empty(_shop.Warnings);
        Assert.Empty(_shop.Gateway.Requests);
        Assert.Equal(VeoTaskStatus.Failed, Assert.Single(_shop.Recorded).Task.Status);
    }

    [Fact]
    public async Task Another_profile_is_tried_in_its_place()
    {
        SubmissionOrder order = Shop.Order(Profile) with { Profiles = [Profile, _shop.Profile(Protocol.Apikley, "spare")] };

        SubmissionOutcome outcome = await _shop.BuyAsync(order);

        Assert.Equal("spare", outcome.Task?.Profile);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public async Task A_question_about_a_task_leaves_it_as_it_is_and_counts_as_one_that_nobody_can_read()
    {
        FakeTimeProvider clock = new();
        using HttpTransport transport = new(clock);
        TaskPoller poller = new(transport, _shop.OpenLedger(), clock, _shop.Log);
        VeoTask task = new() { SubmissionId = "s-1", Id = "task_1", Profile = "prod", Status = VeoTaskStatus.Running };

        PollResult result = await poller.PollAsync(new TaskHandle(task, Profile), again: false, Token);

        Assert.Equal((true, true), (result.Unreadable, result.Passing));
        Assert.Equal(VeoTaskStatus.Running, result.Task.Status);
    }

    [Fact]
    public async Task A_download_is_tried_once()
    {
        using TempFolder folder = new();
        SkippingClock clock = new();
        using HttpTransport transport = new(clock);
        SaveOrder order = new()
        {
            Task = new VeoTask { SubmissionId = "s-1", Id = "task_1", Profile = "prod", Status = VeoTaskStatus.Succeeded },
            Profile = Profile,
            Video = new VeoVideo { Uri = new Uri($"https://127.0.0.1:{_front.Port}/v1/videos/task_1/content") },
            FinalPath = folder.PathOf("film.mp4"),
        };

        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => new VideoSaver(transport, null, clock).SaveAsync(order, progress: null, Token));

        Assert.Equal(VeoErrorId.DownloadFailed, error.ErrorId);
        Assert.Contains("cannot be trusted", error.Message, StringComparison.Ordinal);
        Assert.Empty(clock.Waits);
        Assert.Empty(Directory.GetFiles(folder.FullName));
    }
}
