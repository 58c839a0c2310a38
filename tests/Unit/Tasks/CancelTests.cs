using VeoPS.Engine.Gateways;
using VeoPS.Engine.Tasks;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>Ending a task before it has ended by itself.</summary>
public sealed class CancelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> CannotCancel
        => [.. GatewayCatalog.All.Where(gateway => gateway is not ICancelGateway).Select(gateway => gateway.Table.Provider)];

    [Fact]
    public async Task A_task_that_runs_is_canceled_and_the_ledger_has_it()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        VeoTask task = (await shop.BuyAsync(Shop.Order(Shop.Sandbox()))).Task!;
        TaskPoller poller = new(shop.Transport, shop.OpenLedger(), shop.Time, shop.Log);

        PollResult result = await poller.CancelAsync(new TaskHandle(task, Shop.Sandbox()), Token);

        Assert.Null(result.Error);
        Assert.Equal(VeoTaskStatus.Canceled, result.Task.Status);
        Assert.Equal(VeoTaskStatus.Canceled, shop.OpenLedger().Find(task.SubmissionId)!.Task.Status);
    }

    [Fact]
    public async Task A_task_that_ended_meanwhile_stays_as_it_ended()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        VeoTask task = (await shop.BuyAsync(Shop.Order(Shop.Sandbox()))).Task!;
        clock.Advance(TimeSpan.FromMinutes(1));

        PollResult result = await new TaskPoller(shop.Transport, shop.OpenLedger(), clock, shop.Log).CancelAsync(
            new TaskHandle(task, Shop.Sandbox()),
            Token);

        Assert.Equal(VeoTaskStatus.Succeeded, result.Task.Status);
        Assert.Single(result.Task.Videos);
    }

    [Theory]
    [MemberData(nameof(CannotCancel))]
    public async Task A_gateway_that_cannot_says_so_and_what_to_do_instead(string provider)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        GatewayProfile profile = Purchases.Profiles.Any(GatewayCatalog.Find(provider)!, shop.Gateway.BaseUri);
        VeoTask task = new() { Id = "t-1", Profile = "prod", Provider = provider, Status = VeoTaskStatus.Running };

        PollResult result = await new TaskPoller(shop.Transport, shop.OpenLedger(), shop.Time, shop.Log).CancelAsync(
            new TaskHandle(task, profile),
            Token);

        Assert.Equal(VeoErrorId.NotSupported, result.Error!.ErrorId);
        Assert.Equal([VeoRemedyAction.Save, VeoRemedyAction.Remove], result.Error.Remedies.Select(remedy => remedy.Action));
        Assert.All(result.Error.Remedies, remedy => Assert.Equal("t-1", remedy.Task));
        Assert.Same(task, result.Task);
        Assert.Empty(shop.Gateway.Requests);
    }
}
