using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of balances that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BalanceView
{
    /// <summary>What is left in the account.</summary>
    /// <param name="of">A balance.</param>
    public static string? Amount(PSObject of) => ViewText.Cost(new ViewObject(of));

    /// <summary>How old that is.</summary>
    /// <param name="of">A balance.</param>
    public static string? Age(PSObject of) => ViewText.Age(new ViewObject(of)["AsOf"]);

    /// <summary>When the gateway said so.</summary>
    /// <param name="of">A balance.</param>
    public static string? AsOf(PSObject of) => ViewText.Time(new ViewObject(of)["AsOf"]);

    /// <summary>What was spent on this day.</summary>
    /// <param name="of">A balance.</param>
    public static string? SpentToday(PSObject of) => Budget(of, nameof(VeoBalance.SpentToday));

    /// <summary>What was spent in this month.</summary>
    /// <param name="of">A balance.</param>
    public static string? SpentThisMonth(PSObject of) => Budget(of, nameof(VeoBalance.SpentThisMonth));

    /// <summary>What is left of the budget of this day.</summary>
    /// <param name="of">A balance.</param>
    public static string? DailyBudgetLeft(PSObject of) => Budget(of, nameof(VeoBalance.DailyBudgetLeft));

    /// <summary>What is left of the budget of this month.</summary>
    /// <param name="of">A balance.</param>
    public static string? MonthlyBudgetLeft(PSObject of) => Budget(of, nameof(VeoBalance.MonthlyBudgetLeft));

    private static string? Budget(PSObject of, string property)
    {
        ViewObject balance = new(of);
        return balance.Number(property) is { } amount ? Money.Text(amount, balance.Text(nameof(VeoBalance.BudgetUnit))) : null;
    }
}
