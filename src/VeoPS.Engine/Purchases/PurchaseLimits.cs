using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Purchases;

/// <summary>The limits on the cost of a purchase: its own limit, and the budgets of its profile, which the ledger counts.</summary>
internal static class PurchaseLimits
{
    /// <summary>True where nothing may be bought without a price.</summary>
    public static bool AreSet(PurchaseOrder order, GatewayProfile profile) => order.MaxCost is not null || IsBudgeted(profile.Profile);

    /// <summary>True where the profile has a budget.</summary>
    public static bool IsBudgeted(VeoProfile profile) => (profile.DailyBudget ?? profile.MonthlyBudget) is not null;

    /// <summary>Why an order must not be bought at this price, whatever was spent so far; null where it may.</summary>
    public static string? Exceeded(PurchaseOrder order, GatewayProfile whole, VeoCost? cost)
    {
        VeoProfile profile = whole.Profile;
        if (cost is null)
        {
            return $"A cost limit needs a price, and {order.WhyUnpriced(whole)}. Nothing was sent. "
                + "Give the profile a price per video or per second, or buy without MaxCost, MaxTotalCost and budgets.";
        }

        if (cost.Amount > order.MaxCost)
            return $"The request would cost {cost}, more than MaxCost {Money.Text(order.MaxCost.Value, cost.Unit)}. Nothing was sent.";
        return IsBudgeted(profile) && profile.PriceUnit is { } unit && unit != cost.Unit
            ? $"The budgets of '{profile}' are in {unit}, but the request would cost {cost}. Nothing was sent. Set the "
                + $"profile's PriceUnit to {cost.Unit}, or give it a price in {unit}."
            : null;
    }

    /// <summary>Which budget stands against a purchase.</summary>
    public static string OverBudget(GatewayProfile profile, BudgetState state, VeoCost cost)
    {
        bool isDaily = Budgets.Exceeded(state, cost.Amount) == BudgetLimit.Daily;
        (string name, decimal? budget, decimal spent, DateTime next) = isDaily
            ? ("DailyBudget", state.Daily, state.Spent.Day, state.NextDay)
            : ("MonthlyBudget", state.Monthly, state.Spent.Month, state.NextMonth);
        return $"The request would cost {cost}. The {name} of '{profile}' is {Money.Text(budget ?? 0, cost.Unit)}, and "
            + $"{Money.Text(Budgets.Sum(spent, cost.Amount), cost.Unit)} would be spent or reserved. Nothing was sent. "
            + $"The budget resets at {next.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.";
    }

    /// <summary>Says that a gateway charged more than was reserved, so that a budget is exceeded; null where none is.</summary>
    public static string? OverSpent(GatewayProfile profile, VeoTask task, SpentSums spent)
    {
        string? over = spent.Day > profile.Profile.DailyBudget
            ? "DailyBudget"
            : spent.Month > profile.Profile.MonthlyBudget ? "MonthlyBudget" : null;
        return over is null ? null : $"{profile}: {task} costs {task.Cost}, more than was reserved for it, so the profile's "
            + $"{over} is exceeded. VeoPS buys nothing more until the budget resets.";
    }
}

/// <summary>The limit on the cost of all purchases of one call together, and the amount that they have cost so far.</summary>
internal sealed class CallTotal(decimal? most)
{
    private readonly object _sync = new();
    private readonly Dictionary<(string Profile, string Unit), decimal> _previewed = [];
    private decimal _spent;
    private string? _unit;

    /// <summary>True where nothing may be bought without a price.</summary>
    public bool IsLimited => most is not null;

    /// <summary>Sets the amount of one purchase aside; it is given back unless it is kept.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.BudgetExceeded"/>: it would be too much.</exception>
    public Reservation Enter(GatewayProfile profile, VeoCost? cost)
    {
        if (most is not { } limit || cost is null) return new Reservation(cost, null);
        lock (_sync)
        {
            if (_unit is not null && _unit != cost.Unit)
                throw Over($"MaxTotalCost is in {_unit} here, but '{profile.Name}' charges in {cost.Unit}. Nothing was "
                    + "sent. Use profiles with the same unit.");
            if (Budgets.Sum(_spent, cost.Amount) > limit)
                throw Over($"The request would cost {cost}, and {Money.Text(_spent, cost.Unit)} of MaxTotalCost "
                    + $"{Money.Text(limit, cost.Unit)} is already spent. Nothing was sent.");
            _unit = cost.Unit;
            _spent += cost.Amount;
        }

        return new Reservation(cost, this);

        static VeoException Over(string message) => new(VeoErrorId.BudgetExceeded, message);
    }

    /// <summary>Which budget stands against a purchase after those that were previewed before it; null where none does.</summary>
    public string? OverBudgetWithPreviewed(GatewayProfile profile, VeoCost cost, SpentSums spent, DateTime day)
    {
        decimal before;
        lock (_sync) _previewed.TryGetValue(Key(profile, cost), out before);
        SpentSums sums = new(Budgets.Sum(spent.Day, before), Budgets.Sum(spent.Month, before));
        BudgetState state = new(cost.Unit, sums, profile.Profile.DailyBudget, profile.Profile.MonthlyBudget, day);
        return Budgets.Exceeded(state, cost.Amount) == BudgetLimit.None ? null : PurchaseLimits.OverBudget(profile, state, cost);
    }

    /// <summary>Counts a purchase that would be made.</summary>
    public void NotePreviewed(GatewayProfile profile, VeoCost? cost)
    {
        if (cost is null) return;
        lock (_sync)
        {
            _previewed.TryGetValue(Key(profile, cost), out decimal before);
            _previewed[Key(profile, cost)] = Budgets.Sum(before, cost.Amount);
        }
    }

    private static (string Profile, string Unit) Key(GatewayProfile profile, VeoCost cost) => (profile.Name.ToUpperInvariant(), cost.Unit);

    private void Leave(decimal amount)
    {
        lock (_sync) _spent -= amount;
    }

    /// <summary>The amount of one purchase, set aside in the total.</summary>
    internal sealed class Reservation(VeoCost? cost, CallTotal? total) : IDisposable
    {
        private bool _isKept;

        /// <summary>The cost of the purchase, null where nobody tells.</summary>
        public VeoCost? Cost => cost;

        /// <summary>It was, or may have been, bought.</summary>
        public void Keep() => _isKept = true;

        public void Dispose()
        {
            if (!_isKept && cost is not null) total?.Leave(cost.Amount);
            _isKept = true;
        }
    }
}
