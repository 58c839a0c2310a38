using VeoPS.Engine.Tasks;

namespace VeoPS.Tests.Tasks;

/// <summary>The warning for what was paid for and will not be kept for ever.</summary>
public sealed class ResultExpiryTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_is_kept_for_days_presses_nobody() => Assert.Null(ResultExpiry.Warning([Made(Now, TimeSpan.FromDays(3))], Now));

    [Fact]
    public void What_ends_within_a_day_is_told_with_its_earliest_end()
    {
        string warning = ResultExpiry.Warning(
            [Made(Now, TimeSpan.FromHours(9)), Made(Now, TimeSpan.FromHours(3)), Made(Now, TimeSpan.FromDays(9))],
            Now)!;

        Assert.StartsWith(
            "Paid for and not on disk: 2 tasks are stored by the gateway only until 2026-11-20 15:00 UTC at the earliest.",
            warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_gone_and_what_nobody_promised_are_told_apart()
    {
        string warning = ResultExpiry.Warning(
            [Made(Now.AddDays(-3), TimeSpan.FromDays(2)), Made(Now.AddDays(-2), null), Made(Now.AddHours(-2), null)],
            Now)!;

        Assert.Contains("1 task is older than the gateway promises", warning, StringComparison.Ordinal);
        Assert.Contains("1 task is older than a day", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_unsaved_is_nothing_to_say() => Assert.Null(ResultExpiry.Warning([], Now));

    private static VeoTask Made(DateTime completed, TimeSpan? kept) => new()
    {
        Id = "task", Status = VeoTaskStatus.Succeeded, Completed = completed, Created = completed,
        Videos = new VeoList<VeoVideo>([new VeoVideo { Expires = completed + kept }]),
    };
}
