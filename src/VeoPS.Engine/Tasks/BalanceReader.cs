using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>Asks a gateway for the balance of an account, and the ledger for the amounts spent.</summary>
/// <param name="transport">The way out.</param>
/// <param name="ledger">Where spending is counted.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told that the ledger cannot be read.</param>
internal sealed class BalanceReader(HttpTransport transport, ILedger ledger, TimeProvider time, EngineLog log)
{
    private readonly RepeatableCall _call = new(transport, time);

    /// <summary>Asks, and again a few times where that may help.</summary>
    /// <param name="profile">Whose account.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSupported"/>, or why the gateway does not tell.</exception>
    public async Task<VeoBalance> ReadAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        string provider = profile.Gateway.Table.Provider;
        VeoBalance own = await BudgetsAsync(profile, cancellationToken).ConfigureAwait(false);
        if (profile.Gateway is not IBalanceGateway gateway)
        {
            if (own.SpentThisMonth > 0 || PurchaseLimits.IsBudgeted(profile.Profile)) return own;
            throw new VeoException(VeoErrorId.NotSupported, profile.Gateway.Table.InProcess is null
                ? $"{provider} has no API for the balance. Check the account on its website."
                : $"{provider} runs in this process: it has no account, and its videos are free.");
        }

        WireResponse response;
        try
        {
            response = await _call.SendAsync(profile.Endpoint, gateway.Balance(profile), cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw new VeoException(
                VeoErrorId.Protocol,
                $"{provider} could not be reached for the balance of '{profile}': {exception.Message}",
                exception);
        }

        BalanceAnswer answer = gateway.ReadBalance(response);
        if (answer.Amount is { } amount)
        {
            return new VeoBalance(own) { Amount = amount, Unit = answer.Unit, AsOf = time.GetUtcNow().UtcDateTime };
        }

        string says = answer.Error?.ToString().TrimEnd('.') ?? "its answer cannot be read";
        throw answer.Error?.Kind == VeoErrorKind.Unauthorized
            ? new VeoException(
                VeoErrorId.Unauthorized,
                $"{provider} did not return the balance of '{profile}' (HTTP {response.Status}, {says}). Check the profile's key.")
            : new VeoException(
                VeoErrorId.Protocol,
                $"{provider} did not return the balance of '{profile}' (HTTP {response.Status}, {says}). Try again later.");
    }

    // A ledger that is away must not hide the gateway's figure.
    private async Task<VeoBalance> BudgetsAsync(GatewayProfile profile, CancellationToken cancellationToken)
    {
        VeoProfile settings = profile.Profile;
        string unit = settings.PriceUnit ?? profile.Gateway.Table.PriceUnit;
        SpentSums? spent = null;
        try
        {
            spent = await ledger.SpentAsync(profile.Name, unit, cancellationToken).ConfigureAwait(false);
        }
        catch (VeoException exception) when (exception.ErrorId is VeoErrorId.LedgerUnavailable or VeoErrorId.NotSupported)
        {
            log.Verbose($"The spending of '{profile}' is not shown: {exception.Message}");
        }

        return new VeoBalance
        {
            Profile = profile.Name,
            Provider = profile.Gateway.Table.Provider,
            Unit = unit,
            AsOf = time.GetUtcNow().UtcDateTime,
            SpentToday = spent?.Day,
            SpentThisMonth = spent?.Month,
            DailyBudgetLeft = Left(settings.DailyBudget, spent?.Day),
            MonthlyBudgetLeft = Left(settings.MonthlyBudget, spent?.Month),
            BudgetUnit = unit,
        };

        static decimal? Left(decimal? budget, decimal? spent) => budget is { } most && spent is { } sum ? Math.Max(0, most - sum) : null;
    }
}
