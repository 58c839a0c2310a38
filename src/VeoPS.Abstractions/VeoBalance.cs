namespace VeoPS;

/// <summary>The balance of the account behind a profile, and the part of the profile's budgets that is spent.</summary>
public sealed class VeoBalance
{
    internal VeoBalance() { }

    // A copy, whose initializer changes it.
    internal VeoBalance(VeoBalance other)
    {
        Profile = other.Profile;
        Provider = other.Provider;
        Amount = other.Amount;
        Unit = other.Unit;
        SpentToday = other.SpentToday;
        SpentThisMonth = other.SpentThisMonth;
        DailyBudgetLeft = other.DailyBudgetLeft;
        MonthlyBudgetLeft = other.MonthlyBudgetLeft;
        BudgetUnit = other.BudgetUnit;
        AsOf = other.AsOf;
    }

    /// <summary>The profile.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary>The kind of gateway.</summary>
    public string Provider { get; internal init; } = "";

    /// <summary>The money or credits left in the account, in <see cref="Unit"/>; null where the gateway does not tell.</summary>
    public decimal? Amount { get; internal init; }

    /// <summary><c>USD</c>, <c>credits</c> or a currency's three letters. The budgets count in <see cref="BudgetUnit"/>.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>The amount that this ledger's purchases have cost or reserved since 0:00 UTC, in <see cref="BudgetUnit"/>; null
    /// where there is no ledger.</summary>
    public decimal? SpentToday { get; internal init; }

    /// <summary>The amount that this ledger's purchases have cost or reserved since the first of the month (UTC), in
    /// <see cref="BudgetUnit"/>; null where there is no ledger.</summary>
    public decimal? SpentThisMonth { get; internal init; }

    /// <summary>The rest of the profile's daily budget, 0 where it is exceeded; null where the profile has none.</summary>
    public decimal? DailyBudgetLeft { get; internal init; }

    /// <summary>The rest of the profile's monthly budget, 0 where it is exceeded; null where the profile has none.</summary>
    public decimal? MonthlyBudgetLeft { get; internal init; }

    /// <summary>The unit of the profile's prices and budgets.</summary>
    public string BudgetUnit { get; internal init; } = "";

    /// <summary>UTC. When the gateway said so.</summary>
    public DateTime AsOf { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Amount is { } amount ? Money.Text(amount, Unit) : "";
}
