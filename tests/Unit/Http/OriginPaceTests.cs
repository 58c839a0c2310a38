using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

/// <summary>How one origin wants to be treated, by all that talk to it.</summary>
public sealed class OriginPaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_so_many_questions_are_on_their_way_at_once()
    {
        using OriginPace pace = new(new FakeTimeProvider());
        TaskCompletionSource<int>[] answers = [.. Enumerable.Range(0, OriginPace.Questions + 1)
            .Select(_ => new TaskCompletionSource<int>())];
        int asked = 0;
        Task[] all = [.. answers.Select(answer => pace.AskAsync(() =>
        {
            Interlocked.Increment(ref asked);
            return answer.Task;
        }, Token))];

        Assert.Equal(OriginPace.Questions, asked);
        answers[0].SetResult(1);
        await all[0];
        foreach (TaskCompletionSource<int> answer in answers.Skip(1)) answer.SetResult(1);
        await Task.WhenAll(all);

        Assert.Equal(answers.Length, asked);
    }

    [Fact]
    public async Task It_is_left_alone_as_long_as_it_asks_and_never_longer_than_two_minutes()
    {
        FakeTimeProvider clock = new();
        using OriginPace pace = new(clock);
        await pace.FreeAsync(Token);
        pace.Pause(TimeSpan.FromSeconds(30));
        pace.Pause(TimeSpan.FromSeconds(10));
        pace.Pause(null);

        Task free = pace.FreeAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(free.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await free;

        pace.Pause(TimeSpan.FromDays(1));
        Task courtesy = pace.FreeAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(2));
        await courtesy;
    }

    [Fact]
    public async Task What_one_call_was_told_another_call_keeps_to()
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        VeoTask task = (await shop.BuyAsync(Shop.Order(shop.Profile()))).Task!;
        shop.Gateway.Faults.Add(Route.Poll, Fault.RateLimited(TimeSpan.FromSeconds(60)), Strike.Once);
        TaskPoller poller = new(shop.Transport, shop.OpenLedger(), clock, shop.Log);
        Assert.NotNull((await poller.PollAsync(new TaskHandle(task, shop.Profile()), again: false, Token)).Error);

        Task<SubmissionOutcome> other = shop.BuyAsync(Shop.Order(shop.Profile(name: "other")));
        await clock.WaitForTimersAsync(1);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(shop.Submits);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull((await other).Task);
    }
}
