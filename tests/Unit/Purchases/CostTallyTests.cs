using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Purchases;

/// <summary>Sums of what was, or would be, paid.</summary>
public sealed class CostTallyTests
{
    private static readonly DateTime Monday = new(2026, 11, 16, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tasks_are_summed_by_day_profile_model_and_unit()
    {
        CostTally tally = new();
        foreach (VeoTask task in new[]
        {
            Bought(Monday, "prod", "fast", 0.40m), Bought(Monday
                .AddHours(14), "prod", "fast", 0.35m), Bought(Monday, "prod", "best", 3.20m),
            Bought(Monday, "prod", "fast", 20, "credits"), Bought(Monday
                .AddDays(1), "prod", "fast", 0.40m), Bought(Monday, "other", "fast", 1),
        }) Assert.True(tally.Add(task));

        Assert.Equal(
            ["2026-11-16 other fast 1.00 USD of 1", "2026-11-16 prod best 3.20 USD of 1", "2026-11-16 prod fast 0.75 "
                + "USD of 2", "2026-11-16 prod fast 20 credits of 1", "2026-11-17 prod fast 0.40 USD of 1"],
            tally.Sums()
                .Select(sum => FormattableString.Invariant($"{sum.Day:yyyy-MM-dd} {sum.Profile} {sum.Model} {sum} of {sum.Requests}")));
    }

    [Fact]
    public void What_may_have_been_bought_counts_and_what_was_plainly_not_taken_does_not()
    {
        CostTally tally = new();
        VeoTask lost = new(Bought(Monday, "prod", "fast", 0.40m)) { Id = null, Status = VeoTaskStatus.Unknown };

        Assert.True(tally.Add(lost));
        Assert.True(tally.Add(new VeoTask(lost) { Status = VeoTaskStatus.Failed }));
        Assert.True(tally.Add(new VeoTask(lost) { Status = VeoTaskStatus.Canceled }));
        Assert.True(tally.Add(new VeoTask(Bought(Monday, "prod", "fast", 0.40m)) { Status = VeoTaskStatus.Failed }));

        Assert.Equal("0.80 USD", Assert.Single(tally.Sums()).ToString());
    }

    [Fact]
    public void A_task_of_unknown_cost_is_told_and_not_counted_as_free()
    {
        CostTally tally = new();

        Assert.False(tally.Add(new VeoTask(Bought(Monday, "prod", "fast", 0.40m)) { Cost = null }));
        Assert.Empty(tally.Sums());
    }

    [Fact]
    public void Requests_have_no_day_and_the_oldest_date_of_their_prices()
    {
        CostTally tally = new();
        tally.Add("prod", "fast", new VeoCost { Amount = 0.40m, Basis = "a page", AsOf = Monday });
        tally.Add("prod", "fast", new VeoCost { Amount = 0.80m, Basis = "another page", AsOf = Monday.AddDays(-2) });

        VeoCostSum sum = Assert.Single(tally.Sums());

        Assert.Null(sum.Day);
        Assert.Equal(1.20m, sum.Amount);
        Assert.Equal("a page; another page", sum.Basis);
        Assert.Equal(Monday.AddDays(-2), sum.AsOf);
    }

    [Fact]
    public void A_sum_never_overflows()
    {
        CostTally tally = new();
        for (int index = 0; index < 3; index++) Assert.True(tally.Add(Bought(Monday, "prod", "fast", decimal.MaxValue)));

        Assert.Equal(decimal.MaxValue, Assert.Single(tally.Sums()).Amount);
    }

    [Fact]
    public void A_task_without_a_creation_time_has_no_day()
    {
        CostTally tally = new();
        tally.Add(Bought(default, "prod", "fast", 1));

        Assert.Null(Assert.Single(tally.Sums()).Day);
    }

    private static VeoTask Bought(DateTime created, string profile, string model, decimal amount, string unit = "USD") => new()
    {
        Id = "task", Profile = profile, Model = model, Created = created, Status = VeoTaskStatus.Succeeded, Cost = new VeoCost {
            Amount = amount,
            Unit = unit,
            Basis = "a page" },
    };
}
