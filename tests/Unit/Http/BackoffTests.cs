using VeoPS.Engine.Http;

namespace VeoPS.Tests.Http;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 16)]
    [InlineData(5, 16)]
    [InlineData(int.MaxValue, 16)]
    public void The_wait_is_anywhere_below_a_ceiling_that_doubles_to_sixteen_seconds(int attempt, int ceiling)
    {
        TimeSpan[] waits = [.. Enumerable.Range(0, 500).Select(_ => Backoff.Delay(attempt))];

        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(ceiling)));
        Assert.Contains(waits, wait => wait > TimeSpan.FromSeconds(ceiling * 0.8));
        Assert.Contains(waits, wait => wait < TimeSpan.FromSeconds(ceiling * 0.2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 30)]
    [InlineData(100_000, 120)]
    public void What_a_gateway_asks_for_is_waited_out_for_two_minutes_at_most(int asked, int waited) => Assert.All(
        Enumerable.Range(0, 100),
        attempt => Assert.InRange(
            Backoff.Delay(attempt, TimeSpan.FromSeconds(asked)),
            TimeSpan.FromSeconds(waited),
            TimeSpan.FromSeconds(waited + 1)));
}
