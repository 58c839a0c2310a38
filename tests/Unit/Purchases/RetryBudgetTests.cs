using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>How often what was turned away comes again, all submissions of a call together.</summary>
public sealed class RetryBudgetTests
{
    [Fact]
    public void A_few_come_at_once_and_then_one_a_second()
    {
        FakeTimeProvider clock = new();
        RetryBudget budget = new(clock);

        double[] waits = [.. Enumerable.Range(0, 11).Select(_ => budget.Take().TotalSeconds)];

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3], waits);
    }

    [Fact]
    public void The_bucket_fills_with_time_and_never_above_its_rim()
    {
        FakeTimeProvider clock = new();
        RetryBudget budget = new(clock);
        for (int i = 0; i < 10; i++) budget.Take();

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1], Enumerable.Range(0, 9).Select(_ => budget.Take().TotalSeconds));
    }

    [Fact]
    public async Task All_submissions_of_a_call_draw_on_it()
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.Every(2));
        PurchaseRun run = shop.NewRun();

        for (int i = 0; i < 60; i++) Assert.NotNull((await Shop.BuyAsync(run, Shop.Order(shop.Profile()))).Task);

        int again = shop.Submits.Count - 60;
        Assert.InRange(again, 59, 60);
        Assert.InRange(clock.Elapsed.TotalSeconds, again - 9, 300);
    }
}
