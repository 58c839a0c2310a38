using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>All the submissions of one call: they share a fuse and a total.</summary>
public sealed class SubmissionRun
{
    private readonly IFileLedger _ledger;
    private readonly Submitter _submitter;
    private readonly JobKeys _jobKeys;
    private readonly SubmissionFuse _fuse = new();
    private readonly EngineLog _log;
    private readonly TimeProvider _time;
    private readonly PriceReader _prices;
    private readonly SpendingLimits _limits;

    /// <summary>Sends nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where submissions are recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where decisions are told.</param>
    /// <param name="maxTotalCost">The most that all of them may cost, in the profile's unit.</param>
    public SubmissionRun(HttpTransport transport, IFileLedger ledger, TimeProvider time, EngineLog log, decimal? maxTotalCost = null)
    {
        _ledger = ledger;
        _log = log;
        _time = time;
        _submitter = new Submitter(transport, ledger, time, log);
        _prices = new PriceReader(transport, time, _submitter.Media);
        _limits = new SpendingLimits(ledger, time, log, maxTotalCost);
        _jobKeys = new JobKeys(ledger, time, log);
    }

    /// <summary>Holds an order against every profile's table; throws with all faults together.</summary>
    /// <param name="order">What is to be bought.</param>
    /// <param name="found">What was found wrong before, while it was read.</param>
    /// <returns>What a person should know before it is.</returns>
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

    /// <summary>One error for all that is wrong with a request.</summary>
    /// <param name="faults">At least one.</param>
    public static VeoException Refusal(IReadOnlyCollection<VeoFault> faults)
    {
        string id = faults.Any(fault => fault is { IsRetirement: true, IsWarning: false }) ? VeoErrorId.ModelRetired : VeoErrorId.RequestInvalid;
        string rules = faults.Count == 1 ? "a rule" : $"{faults.Count} rules";
        return new VeoException(id, $"The request breaks {rules}; nothing was sent and nothing was bought.") { Faults = new(faults) };
    }

    /// <summary>Buys once, at the first profile that takes it.</summary>
    /// <param name="order">What <see cref="Check"/> has passed.</param>
    /// <param name="stop">Canceled: nothing more is sent.</param>
    /// <exception cref="OperationCanceledException">Stopped before anything was sent.</exception>
    public async Task<SubmissionOutcome> SubmitAsync(SubmissionOrder order, CancellationToken stop)
    {
        try
        {
            string hash = order.Fingerprint;
            if (order.JobKey is not null && await FindAsync(order, order.Profiles, hash, stop).ConfigureAwait(false) is { } before) return before;

            IReadOnlyList<GatewayProfile> profiles = RetiredProfiles.ToBuyAt(order.Request, order.Profiles);
            SubmissionOutcome outcome = await SubmitAtAsync(order, profiles[0], hash, stop).ConfigureAwait(false);
            foreach (GatewayProfile next in profiles.Skip(1))
            {
                if (!outcome.NothingBought) break;
                string why = outcome.Error!.Message;
                _log.Warning($"{why} Going on with the profile '{next.Name}'.");
                order = order with { Failover = order.Failover is null ? why : $"{order.Failover} {why}" };
                outcome = await SubmitAtAsync(order, next, hash, stop).ConfigureAwait(false);
            }

            return outcome;
        }
        catch (VeoException exception)
        {
            return new SubmissionOutcome(null, NothingBought(exception));
        }
    }

    /// <summary>What an order's job key would make of it now, for who only wants to see: a sentence without its full stop; null where it would be bought.</summary>
    /// <param name="order">With a job key.</param>
    /// <exception cref="VeoException">The ledger, or a file of the request, cannot be read. Nothing was bought.</exception>
    internal string? Foretell(SubmissionOrder order) =>
        order.Profiles.Select(profile => _jobKeys.Foretell(order, profile)).FirstOrDefault(said => said is not null);

    private async Task<SubmissionOutcome> SubmitAtAsync(SubmissionOrder order, GatewayProfile profile, string hash, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_fuse.Blown(profile.Name) is { } why)
        {
            return NotSent(VeoErrorId.NotSent, $"Not sent: this call submits nothing more to '{profile.Name}', since {why}. Nothing was bought. Mend that, then run the line again for the rest.");
        }

        VeoCost? cost = null;
        bool isEntered = false;
        bool isSpent = false;
        try
        {
            cost = _limits.NeedPrice(order, profile) ? await _prices.ReadAsync(order.Request, profile, stop).ConfigureAwait(false) : CostEstimator.Estimate(order.Request, profile);
            if (_limits.Enter(order, profile, cost) is { } over)
            {
                // What fills the budget may be another process's purchase under the same key.
                return (order.JobKey is null ? null : await FindAsync(order, order.Profiles, hash, stop).ConfigureAwait(false)) ?? NotSent(VeoErrorId.BudgetExceeded, over);
            }

            isEntered = true;
            SubmissionOutcome outcome = await BuyAsync(order, profile, hash, cost, stop).ConfigureAwait(false);
            isSpent = !outcome.NothingBought && !outcome.WasThere;
            if (!outcome.WasThere) _fuse.Note(profile.Name, outcome.Error?.ErrorId);
            return outcome;
        }
        catch (VeoException exception)
        {
            // A ledger that refuses would refuse the next profile too.
            return new SubmissionOutcome(null, NothingBought(exception), NothingBought: exception.ErrorId == VeoErrorId.NotSent);
        }
        finally
        {
            if (isEntered && !isSpent) _limits.Leave(cost);
        }
    }

    private async Task<SubmissionOutcome> BuyAsync(SubmissionOrder order, GatewayProfile profile, string hash, VeoCost? cost, CancellationToken stop)
    {
        // All that can fail, and all that can be stopped, comes before the claim: for one without a record others wait until its deadline.
        VeoRequest request = await _submitter.PrepareAsync(order.Request, profile, stop).ConfigureAwait(false);
        PendingSubmission pending = NewPending();
        while (order.JobKey is not null)
        {
            if (await BoughtElsewhereAsync(order, profile, hash, pending.Entry.Task.SubmissionId, stop).ConfigureAwait(false) is { } other) return other with { WasThere = true };
            if (!order.Profiles.Any(each => each != profile && _jobKeys.IsTaken(order.JobKey, each, order.Force))) break;

            // Claimed here and, meanwhile, at another profile by a process that lists them in another order: both may see it, and
            // whoever does gives way.
            _submitter.Refuse(pending, VeoErrorId.NotSent, "Given way to another process that claimed the job key at another profile.");
            await _time.Delay(Backoff.Delay(0), stop).ConfigureAwait(false);
            pending = NewPending();
        }

        string submissionId = pending.Entry.Task.SubmissionId;
        bool isSetAside = false;
        bool isPlainlyNotBought = false;
        try
        {
            // Claimed first: of many that want the same key, only one sets money aside for it. Recorded first, too: whoever
            // comes after a crash knows what to give back.
            SubmissionOutcome outcome = await _submitter.SubmitAsync(pending, SetAside, stop).ConfigureAwait(false);
            isPlainlyNotBought = outcome.NothingBought;
            return outcome;
        }
        catch (Exception exception) when (exception is VeoException or OperationCanceledException)
        {
            isPlainlyNotBought = true;
            throw;
        }
        finally
        {
            if (isPlainlyNotBought && isSetAside) _limits.Withdraw(profile, submissionId, cost);
        }

        string? SetAside()
        {
            string? over = _limits.Reserve(profile, submissionId, cost);
            isSetAside = true;
            return over;
        }

        PendingSubmission NewPending()
        {
            PendingSubmission made = _submitter.Pend(order, request, profile, _ledger.NewSubmissionId(), hash, cost);
            FaultPoint.Pass("submission named");
            return made;
        }
    }

    private static SubmissionOutcome NotSent(string id, string message) => new(null, new VeoException(id, message), NothingBought: true);

    private async Task<SubmissionOutcome?> FindAsync(SubmissionOrder order, IEnumerable<GatewayProfile> profiles, string hash, CancellationToken stop)
    {
        foreach (GatewayProfile profile in profiles)
        {
            if (await _jobKeys.FindAsync(order.JobKey!, hash, profile, order.Force, stop).ConfigureAwait(false) is { } before) return before;
        }

        return null;
    }

    // The others are looked at once more: to prepare the request may have taken as long as another process's whole purchase.
    private async Task<SubmissionOutcome?> BoughtElsewhereAsync(SubmissionOrder order, GatewayProfile profile, string hash, string submissionId, CancellationToken stop) =>
        await FindAsync(order, order.Profiles.Where(each => each != profile), hash, stop).ConfigureAwait(false)
        ?? await _jobKeys.ClaimAsync(order.JobKey!, hash, profile, order.Force, submissionId, stop).ConfigureAwait(false);

    // What is thrown, and not returned, was thrown before anything was sent; the ledger speaks of itself alone.
    private static VeoException NothingBought(VeoException exception) => exception.ErrorId == VeoErrorId.LedgerUnavailable && exception.Task is null
        ? new VeoException(exception.ErrorId, exception.Message + " Nothing was bought.", exception)
        : exception;
}
