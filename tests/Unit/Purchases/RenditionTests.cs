using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>An upgraded rendition is a purchase like any other: made once, recorded, and asked for again only after a readable
/// answer.</summary>
public sealed class RenditionTests : IAsyncLifetime
{
    private readonly LeapingClock _clock = new();
    private Shop _shop = null!;
    private TaskHandle _source = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(_clock);
        GatewayProfile profile = _shop.Profile();
        VeoTask task = (await _shop.BuyAsync(Shop.Order(profile))).Task!;
        _source = new TaskHandle(task, profile);
        VeoEngine engine = new(_shop.Transport, _shop.OpenLedger(), _clock, _shop.Log);
        while (!VeoTaskStatus.IsFinal(_source.Task.Status)) await engine.Poller.PollAsync(_source, again: false, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("1080p")]
    [InlineData("4k")]
    public async Task It_is_bought_once_and_waited_for_at_the_pages_pace(string resolution)
    {
        Uri link = await ObtainAsync(resolution);

        Assert.StartsWith(_shop.Gateway.BaseUri.AbsoluteUri, link.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
        Assert.True(_clock.Elapsed >= TimeSpan.FromSeconds(30));
        LedgerEntry source = Assert.Single(_shop.Recorded); // It is no task of its own to list.
        Assert.Equal(_source.Task.SubmissionId, source.Task.SubmissionId);
    }

    [Fact]
    public async Task A_second_run_asks_for_the_one_that_was_bought()
    {
        Uri first = await ObtainAsync("4k");
        Assert.Equal(first, await ObtainAsync("4k"));
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Two_resolutions_are_two_purchases()
    {
        await ObtainAsync("1080p");
        await ObtainAsync("4k");
        Assert.Equal(3, _shop.Gateway.Accepted.Count);
    }

    [Theory]
    [InlineData("1080p")]
    [InlineData("4k")]
    public async Task An_answer_that_nobody_can_read_makes_it_unknown_and_it_is_not_asked_for_again(string resolution)
    {
        _shop.Gateway.Faults.Add(Route.Submit, Fault.Html200(accepted: true), Strike.Once);
        VeoException error = await Assert.ThrowsAsync<VeoException>(() => ObtainAsync(resolution));
        Assert.Equal(VeoErrorId.SubmitUnknown, error.ErrorId);

        Assert.Contains(_shop.Recorded, entry => entry.Task.Status == VeoTaskStatus.Unknown && entry.IsRendition);
        int asked = Asked();
        VeoException again = await Assert.ThrowsAsync<VeoException>(() => ObtainAsync(resolution));
        Assert.Equal((VeoErrorId.SubmitUnknown, asked), (again.ErrorId, Asked()));

        // Settled as not taken, it can be bought again.
        _shop.OpenLedger()
            .Update(again.Task!.SubmissionId, entry => entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Canceled } });
        await ObtainAsync(resolution);
        Assert.True(asked < Asked());
    }

    [Fact]
    public async Task A_refusal_after_it_was_taken_takes_nothing_back()
    {
        _shop.Gateway.Faults
            .Add(Route.Submit, Fault.GatewayCode("401", "You do not have access permissions", accepted: false), Strike.Nth(2));
        VeoException error = await Assert.ThrowsAsync<VeoException>(() => ObtainAsync("4k"));
        Assert.Equal(VeoErrorId.Unauthorized, error.ErrorId);
        Assert.Contains("accepted '", error.Message, StringComparison.Ordinal);

        await ObtainAsync("4k");
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
        Assert.Single(_shop.OpenLedger().List(new LedgerQuery()));
    }

    [Fact]
    public async Task Being_stopped_while_it_is_made_takes_nothing_back()
    {
        using CancellationTokenSource stop = new();
        _shop.Verbose = text => { if (text.EndsWith("is being made.", StringComparison.Ordinal)) stop.Cancel(); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ObtainUntilAsync("4k", stop.Token));

        await ObtainAsync("4k");
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Being_rate_limited_is_not_being_sold_it()
    {
        _shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimitedInBody(), Strike.Once);
        await ObtainAsync("1080p");
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task A_refusal_says_that_nothing_was_bought()
    {
        _shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode("402", "Insufficient credits", accepted: false));
        VeoException error = await Assert.ThrowsAsync<VeoException>(() => ObtainAsync("4k"));
        Assert.Equal(VeoErrorId.InsufficientCredits, error.ErrorId);
        Assert.Contains("Nothing was bought", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_gateway_does_not_make_is_refused_before_anything_is_sent()
    {
        Assert.Null(RenditionRun.Check(_source.Profile, "4k", maxCost: null));
        Assert.Equal(VeoErrorId.RequestInvalid, RenditionRun.Check(_source.Profile, "720p", null)?.ErrorId);
        Assert.Equal(VeoErrorId.BudgetExceeded, RenditionRun.Check(_source.Profile, "4k", 10m)?.ErrorId);
        Assert.Equal(VeoErrorId.NotSupported, RenditionRun.Check(Shop.Sandbox(), "4k", null)?.ErrorId);
    }

    private int Asked() => _shop.Submits.Count;

    private Task<Uri> ObtainAsync(string resolution) => ObtainUntilAsync(resolution, CancellationToken.None);

    private Task<Uri> ObtainUntilAsync(string resolution, CancellationToken stop) =>
        new RenditionRun(_shop.Transport, _shop.OpenLedger(), _clock, _shop.Log)
            .ObtainAsync(new RenditionOrder { Source = _source.Task, Profile = _source.Profile, Index = 0, Resolution = resolution }, stop);
}
