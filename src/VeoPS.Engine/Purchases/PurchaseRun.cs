using System.Collections.Concurrent;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>All the purchases of one call: they share a fuse, a total, the pace of each address, and a heartbeat.</summary>
internal sealed class PurchaseRun
{
    /// <summary>How long a submission that the gateway certainly did not take is sent again where a caller does not say.</summary>
    public static readonly TimeSpan DefaultRetryTimeout = TimeSpan.FromSeconds(300);

    private int _waitsTold;

    /// <summary>Sends nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where submissions are recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where decisions are told.</param>
    /// <param name="maxTotalCost">The most that all of them may cost, in the profile's unit.</param>
    /// <param name="retryTimeout">How long a submission that the gateway certainly did not take is sent again; null:
    /// <see cref="DefaultRetryTimeout"/>.</param>
    public PurchaseRun(
        HttpTransport transport,
        ILedger ledger,
        TimeProvider time,
        EngineLog log,
        decimal? maxTotalCost = null,
        TimeSpan? retryTimeout = null)
    {
        Ledger = ledger;
        Time = time;
        Log = log;
        RetryTimeout = retryTimeout ?? DefaultRetryTimeout;
        MediaPreparer media = new(transport, time);
        Tools = new PurchaseTools(transport, time, media, new PriceReader(transport, time, media));
        Total = new CallTotal(maxTotalCost);
        Heartbeat = new Heartbeat(ledger, time, log);
        Sending = new Sending(transport, time, log, Heartbeat, RetryTimeout);
        Fuse = new Fuse(Sending);
    }

    internal ILedger Ledger { get; }

    internal TimeProvider Time { get; }

    internal EngineLog Log { get; }

    internal TimeSpan RetryTimeout { get; }

    internal PurchaseTools Tools { get; }

    internal CallTotal Total { get; }

    internal Heartbeat Heartbeat { get; }

    internal Sending Sending { get; }

    internal Fuse Fuse { get; }

    /// <summary>The submissions of this call, by their ids: a row that waits for one of them waits for another row, and not for
    /// another process.</summary>
    internal ConcurrentDictionary<string, byte> Submissions { get; } = new(StringComparer.Ordinal);

    /// <summary>Checks an order against every profile's table. Throws one error with all faults.</summary>
    /// <param name="order">The order to buy.</param>
    /// <param name="found">The faults that were found before, while the order was read.</param>
    /// <returns>The warnings that a person should see before the order is bought.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>. Nothing was sent.</exception>
    public static IReadOnlyList<VeoFault> Check(SubmissionOrder order, IEnumerable<VeoFault>? found = null)
    {
        List<VeoFault> faults = [.. found ?? []];
        foreach (GatewayProfile profile in order.Profiles)
        {
            foreach (VeoFault fault in RetiredProfiles.Faults(order.Request, profile, order.Profiles))
            {
                if (!faults.Contains(fault)) faults.Add(fault);
            }
        }

        VeoFault[] errors = [.. faults.Where(fault => !fault.IsWarning)];
        return errors.Length == 0 ? faults : throw Refusal(errors);
    }

    /// <summary>One error with all faults of a request.</summary>
    /// <param name="faults">At least one.</param>
    public static VeoException Refusal(IReadOnlyCollection<VeoFault> faults)
    {
        string id = faults.Any(fault => fault is { IsRetirement: true, IsWarning: false })
            ? VeoErrorId.ModelRetired
            : VeoErrorId.RequestInvalid;
        string rules = faults.Count == 1 ? "a rule" : $"{faults.Count} rules";
        return new VeoException(id, $"The request breaks {rules}; nothing was sent and nothing was bought.") { Faults = new(faults) };
    }

    /// <summary>Buys once, at the first profile that takes it. Several may be bought at once.</summary>
    /// <param name="order">An order that <see cref="Check"/> has passed.</param>
    /// <param name="stop">Canceled: nothing more is sent, and a submission in flight has 1.5 s to land.</param>
    /// <param name="place">Its place among the submissions in flight; null where the caller does not count them.</param>
    /// <exception cref="OperationCanceledException">Stopped, and nothing was bought.</exception>
    public async Task<SubmissionOutcome> SubmitAsync(PurchaseOrder order, CancellationToken stop, ISubmissionSlot? place = null) =>
        await new Purchase(order, this, place).MakeAsync(stop).ConfigureAwait(false);

    /// <summary>
    /// Tells how an order would be bought, sending nothing, asking nobody and writing nothing. Several in a row add up, as
    /// the orders themselves would: against the total of the call and against the budgets.
    /// </summary>
    /// <param name="order">An order that <see cref="Check"/> has passed.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="VeoException">The ledger, or a file of the request, cannot be read. Nothing was bought.</exception>
    public async Task<PurchasePreview> PreviewAsync(PurchaseOrder order, CancellationToken stop)
    {
        if (order.JobKey is { } key)
        {
            (JobKeyVerdict verdict, JobKeyView? view) = JobKeyState.Decide(
                await Ledger.LookAsync(order.Scopes, key, stop).ConfigureAwait(false),
                order.Question);
            if (PurchaseErrors.Preview(order, verdict, view) is { } why)
                return new PurchasePreview(order.Profiles[0], order.Estimate(order.Profiles[0]), why);
        }

        PurchasePreview? first = null;
        foreach (GatewayProfile profile in order.Profiles)
        {
            VeoCost? cost = order.Estimate(profile);
            string? why = await WhyOverAsync(order, profile, cost, stop).ConfigureAwait(false);
            if (why is null) return new PurchasePreview(profile, cost, null);
            first ??= new PurchasePreview(profile, cost, why);
        }

        return first!;
    }

    /// <summary>Tells that a row waits for another process or another row. A person is warned of the first, the verbose log has
    /// all.</summary>
    internal void TellOfWait(string text)
    {
        if (Interlocked.Exchange(ref _waitsTold, 1) == 0) Log.Warning(text);
        else Log.Verbose(text);
    }

    private async Task<string?> WhyOverAsync(PurchaseOrder order, GatewayProfile profile, VeoCost? cost, CancellationToken stop)
    {
        if (!Total.IsLimited && !PurchaseLimits.AreSet(order, profile)) return null;
        if (cost is null && profile.Gateway is IPriceGateway)
            return "VeoPS would first ask for its price, because a cost limit is set and no price is published; a preview sends nothing";
        try
        {
            if (PurchaseLimits.Exceeded(order, profile, cost) is { } over) return over;
            if (PurchaseLimits.IsBudgeted(profile.Profile))
            {
                SpentSums spent = await Ledger.SpentAsync(profile.Name, cost!.Unit, stop).ConfigureAwait(false);
                if (Total.OverBudgetWithPreviewed(profile, cost, spent, Time.GetUtcNow().UtcDateTime.Date) is { } budget) return budget;
            }

            Total.Enter(profile, cost).Keep();
            Total.NotePreviewed(profile, cost);
            return null;
        }
        catch (VeoException exception) when (exception.ErrorId == VeoErrorId.BudgetExceeded)
        {
            return exception.Message;
        }
    }
}

/// <summary>How an order would be bought.</summary>
/// <param name="Profile">Where.</param>
/// <param name="Estimate">For how much; null where nobody tells without being asked.</param>
/// <param name="WhyNot">Why nothing would be bought; null where it would.</param>
internal sealed record PurchasePreview(GatewayProfile Profile, VeoCost? Estimate, string? WhyNot);

/// <summary>
/// Stops a call from going on where it can only lose: at a profile after three unknown outcomes in a row, or after one answer
/// that no request with this key will pass; at an address that nothing could reach for the whole time limit, or
/// whose certificate is not trusted.
/// </summary>
internal sealed class Fuse(Sending sending)
{
    private const int UnknownsInARow = 3;

    private readonly object _sync = new();
    private readonly Dictionary<string, int> _unknowns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _blown = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: nothing more is submitted there in this call.</exception>
    public void Check(GatewayProfile profile)
    {
        if (WhyStopped(profile) is not { } why) return;
        throw new VeoException(VeoErrorId.NotSent, $"Not sent: this command submits nothing more to '{profile.Name}', because "
            + $"{why}. Nothing was bought. Fix the cause, then run the command again for the rest.");
    }

    /// <summary>Takes note of how a submission ended.</summary>
    /// <param name="profile">Where.</param>
    /// <param name="errorId">Null where it was taken.</param>
    public void Note(GatewayProfile profile, string? errorId)
    {
        lock (_sync)
        {
            int unknowns = errorId == VeoErrorId.SubmitUnknown ? (_unknowns.TryGetValue(profile.Name, out int before) ? before : 0) + 1 : 0;
            _unknowns[profile.Name] = unknowns;
            string? why = errorId switch
            {
                VeoErrorId.Unauthorized => "the gateway does not accept the profile's key",
                VeoErrorId.InsufficientCredits => "the account has not enough credits",
                _ when unknowns >= UnknownsInARow => $"{UnknownsInARow} submissions in a row ended with an unknown outcome",
                _ => null,
            };
            if (why is not null) _blown[profile.Name] = why;
        }
    }

    private string? WhyStopped(GatewayProfile profile)
    {
        lock (_sync)
        {
            if (_blown.TryGetValue(profile.Name, out string? why)) return why;
        }

        return sending.WhyUnreachable(profile);
    }
}
