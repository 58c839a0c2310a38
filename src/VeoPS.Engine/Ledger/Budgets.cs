namespace VeoPS.Engine.Ledger;

/// <summary>The amounts that a profile has spent and reserved, beside its budgets.</summary>
/// <param name="Unit">The unit of all amounts.</param>
/// <param name="Spent">Today and this month, in UTC by the ledger's clock.</param>
/// <param name="Daily">The day's budget; null for none.</param>
/// <param name="Monthly">The month's budget; null for none.</param>
/// <param name="Day">UTC. The day of <paramref name="Spent"/>.</param>
internal sealed record BudgetState(string Unit, SpentSums Spent, decimal? Daily, decimal? Monthly, DateTime Day)
{
    /// <summary>UTC. When the day's budget counts anew.</summary>
    public DateTime NextDay => Day.AddDays(1);

    /// <summary>UTC. When the month's budget counts anew.</summary>
    public DateTime NextMonth => new DateTime(Day.Year, Day.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
}

/// <summary>A budget that stands against a purchase.</summary>
internal enum BudgetLimit
{
    /// <summary>None does.</summary>
    None,

    /// <summary>The day's.</summary>
    Daily,

    /// <summary>The month's.</summary>
    Monthly,
}

/// <summary>The arithmetic of budgets and of the amounts that tasks book, as pure functions.</summary>
internal static class Budgets
{
    /// <summary>Which budget a purchase would exceed. A budget may be spent to its last cent.</summary>
    /// <param name="state">The budgets without the purchase.</param>
    /// <param name="amount">The cost of the purchase.</param>
    public static BudgetLimit Exceeded(BudgetState state, decimal amount) =>
        Sum(state.Spent.Day, amount) > state.Daily ? BudgetLimit.Daily
        : Sum(state.Spent.Month, amount) > state.Monthly ? BudgetLimit.Monthly
        : BudgetLimit.None;

    /// <summary>The amount that a task counts in its profile's spending: its cost, or nothing where it is known that nothing was
    /// bought.</summary>
    /// <param name="task">The task as it is recorded.</param>
    /// <param name="booked">The amount that it counted so far; null where nothing was ever booked for it.</param>
    /// <returns>Null where there is nothing to book.</returns>
    public static Booking? Of(VeoTask task, Booking? booked)
    {
        bool isNotBought = task.Id is null && task.Status is (VeoTaskStatus.Failed or VeoTaskStatus.Canceled);
        if (isNotBought || task.Cost is null) return booked is null ? null : booked with { Amount = isNotBought ? 0 : booked.Amount };

        // Units never mix: another unit's amount says nothing about ours, unless it says that nothing was charged.
        if (booked is null || booked.Unit == task.Cost.Unit) return new Booking(task.Cost.Unit, task.Cost.Amount);
        return task.Cost.Amount == 0 ? booked with { Amount = 0 } : booked;
    }

    /// <summary>Adds without overflowing: a server's number must not break a sum.</summary>
    /// <param name="one">An amount.</param>
    /// <param name="other">An amount.</param>
    public static decimal Sum(decimal one, decimal other)
    {
        try
        {
            return one + other;
        }
        catch (OverflowException)
        {
            return one > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }
}

/// <summary>An amount that a task counts in its profile's spending.</summary>
/// <param name="Unit">As in <see cref="VeoCost.Unit"/>.</param>
/// <param name="Amount">Zero where it was given back.</param>
internal sealed record Booking(string Unit, decimal Amount);
