using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// What a submission may cost: by itself, in one call, and by its profile's budgets. Amounts are set aside before it is
/// sent, and given back only where nothing can have been bought.
/// </summary>
internal sealed class SpendingLimits(IFileLedger ledger, TimeProvider time, EngineLog log, decimal? maxTotalCost)
{
    private readonly object _sync = new();
    private decimal _spent;
    private string? _unit;

    /// <summary>True where nothing may be bought without a price.</summary>
    public bool NeedPrice(SubmissionOrder order, GatewayProfile profile) => (order.MaxCost ?? maxTotalCost) is not null || IsBudgeted(profile.Profile);

    /// <summary>Sets the amount aside in the call's total, and looks at the budgets.</summary>
    /// <returns>Why it must not be bought, null where it may.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: what is spent cannot be told.</exception>
    public string? Enter(SubmissionOrder order, GatewayProfile profile, VeoCost? cost)
    {
        if (!NeedPrice(order, profile)) return null;
        if (cost is null)
        {
            return $"A limit of cost needs a price, and {CostEstimator.WhyUnpriced(order.Request, profile)}. Nothing was sent. "
                + $"Tell it: '{CostEstimator.PriceRemedy(profile.Profile, profile.Gateway)}'; or buy without -MaxCost, -MaxTotalCost and budgets.";
        }

        if (cost.Amount > order.MaxCost) return $"The request would cost {cost}, more than -MaxCost {Number(order.MaxCost.Value)}. Nothing was sent.";
        return OverBudget(profile.Profile, cost, cost.Amount) ?? EnterTotal(profile, cost);
    }

    /// <summary>Gives back what <see cref="Enter"/> has set aside.</summary>
    public void Leave(VeoCost? cost)
    {
        if (maxTotalCost is null || cost is null) return;
        lock (_sync) _spent -= cost.Amount;
    }

    /// <summary>Sets the amount aside in the ledger, then sums again: of several processes at once, each sees what the others have set aside.</summary>
    /// <returns>Why it must not be bought, null where it may.</returns>
    public string? Reserve(GatewayProfile profile, string submissionId, VeoCost? cost)
    {
        if (cost is null) return null;
        ledger.Spend(new Spending(profile.Name, submissionId, cost.Amount, cost.Unit, IsFinal: false));
        return OverBudget(profile.Profile, cost, 0);
    }

    /// <summary>Gives back what <see cref="Reserve"/> has set aside: nothing was bought.</summary>
    public void Withdraw(GatewayProfile profile, string submissionId, VeoCost? cost)
    {
        if (cost is null) return;
        try
        {
            ledger.Spend(new Spending(profile.Name, submissionId, 0, cost.Unit, IsFinal: true));
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.LedgerUnavailable)
        {
            log.Warning($"{cost} of {submissionId} was not spent, and still counts in the budgets of '{profile}'. {exception.Message}");
        }
    }

    private static bool IsBudgeted(VeoProfile profile) => (profile.DailyBudget ?? profile.MonthlyBudget) is not null;

    private string? OverBudget(VeoProfile profile, VeoCost cost, decimal more)
    {
        if (!IsBudgeted(profile)) return null;
        if (profile.PriceUnit is { } unit && unit != cost.Unit) return $"The budgets of '{profile}' count in {unit}, and the request would cost {cost}. Nothing was sent. Set -PriceUnit {cost.Unit}, or a price in {unit}, with Set-VeoProfile.";

        DateTime now = time.GetUtcNow().UtcDateTime;
        SpentSums spent = ledger.Spent(profile.Name, cost.Unit, now);
        return Over("DailyBudget", profile.DailyBudget, spent.Day + more, now.Date.AddDays(1))
            ?? Over("MonthlyBudget", profile.MonthlyBudget, spent.Month + more, new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1));

        string? Over(string name, decimal? budget, decimal sum, DateTime next) => !(sum > budget) ? null
            : $"The request would cost {cost}, and with it {Number(sum + cost.Amount - more)} of the {Number(budget.Value)} {cost.Unit} of -{name} of '{profile}' would be spent or set aside. Nothing was sent. "
                + $"It counts anew at {next.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; 'Set-VeoProfile {profile} -{name}' changes it.";
    }

    private string? EnterTotal(GatewayProfile profile, VeoCost cost)
    {
        if (maxTotalCost is not { } most) return null;
        lock (_sync)
        {
            if (_unit is not null && _unit != cost.Unit) return $"-MaxTotalCost counts in {_unit} here, and '{profile.Name}' charges in {cost.Unit}. Nothing was sent. Use profiles of one unit.";
            if (_spent + cost.Amount > most) return $"The request would cost {cost}, and {Number(_spent)} of -MaxTotalCost {Number(most)} is spent. Nothing was sent.";
            _unit = cost.Unit;
            _spent += cost.Amount;
            return null;
        }
    }

    private static string Number(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
