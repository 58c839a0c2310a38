using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Buys upgraded renditions. Each is a purchase like any other: recorded by task, index and resolution, claimed so that
/// no second process buys it too, decided over by the same table, and asked for again only after an answer that could
/// be read.
/// </summary>
public sealed class RenditionRun
{
    // Twice what the slowest is said to take.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private readonly IFileLedger _ledger;
    private readonly TimeProvider _time;
    private readonly EngineLog _log;
    private readonly Submitter _submitter;
    private readonly JobKeys _jobKeys;

    /// <summary>Asks for nothing yet.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="ledger">Where purchases are recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where decisions are told.</param>
    public RenditionRun(HttpTransport transport, IFileLedger ledger, TimeProvider time, EngineLog log)
    {
        _ledger = ledger;
        _time = time;
        _log = log;
        _submitter = new Submitter(transport, ledger, time, log);
        _jobKeys = new JobKeys(ledger, time, log);
    }

    /// <summary>Says why a rendition cannot be had; null where it can.</summary>
    /// <param name="profile">Where.</param>
    /// <param name="resolution">As <c>-Resolution</c> takes it.</param>
    /// <param name="maxCost">As <c>-MaxCost</c> takes it.</param>
    public static VeoException? Check(GatewayProfile profile, string resolution, decimal? maxCost)
    {
        string provider = profile.Gateway.Table.Provider;
        if (profile.Gateway is not IRenditionGateway gateway)
        {
            return new VeoException(VeoErrorId.NotSupported, $"-Resolution: {provider} makes no other rendition of a video that is there. Nothing was bought. Ask New-VeoVideo for the resolution, where the model has it.");
        }

        if (!gateway.Renditions.Contains(resolution))
        {
            return new VeoException(VeoErrorId.RequestInvalid, $"-Resolution: {provider} makes no '{resolution}'. One of: {string.Join(", ", gateway.Renditions)}. Nothing was bought.");
        }

        bool isLimited = (maxCost ?? profile.Profile.DailyBudget ?? profile.Profile.MonthlyBudget) is not null;
        return isLimited ? new VeoException(VeoErrorId.BudgetExceeded, $"-MaxCost and budgets need a price, and none is published for a {resolution} rendition at {provider}. Nothing was bought. Leave -MaxCost out, or use a profile without budgets, to buy without a limit.") : null;
    }

    /// <summary>Buys a rendition, or finds the one that was bought before, and waits until it is there.</summary>
    /// <param name="order">What <see cref="Check"/> has passed.</param>
    /// <param name="stop">Lets go of it; what was bought is in the ledger.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="VeoException">There is none, with whether money can have been spent.</exception>
    public async Task<Uri> ObtainAsync(RenditionOrder order, CancellationToken stop)
    {
        GatewayProfile profile = order.Source.Profile;
        IRenditionGateway gateway = (IRenditionGateway)profile.Gateway;
        WireRequest wire = gateway.AskRendition(order.Source.Task.Id!, order.Index, order.Resolution);
        if (gateway.Doubt(order.Source.Task, order.Resolution) is { } doubt)
        {
            _log.Warning($"{profile.Name}: {order.Resolution} of {order.Source.Task.Id}: {doubt}. It is asked for all the same.");
        }

        (LedgerEntry entry, bool isOurs) = await EntryAsync(order, profile, stop).ConfigureAwait(false);
        long started = _time.GetTimestamp();
        for (bool first = isOurs; ; first = false)
        {
            RenditionAnswer? answer = null;
            Func<WireResponse, SubmitAnswer> read = response => Read(answer = gateway.ReadRendition(response));
            SubmissionOutcome outcome = first
                ? await _submitter.SubmitAsync(new PendingSubmission(entry, wire, read, profile), () => null, stop).ConfigureAwait(false)
                : await _submitter.AskAgainAsync(entry, wire, read, profile, stop).ConfigureAwait(false);
            entry = entry with { Task = outcome.Task ?? throw outcome.Error! };
            if (answer?.Link is { } link) return Finished(entry, link);

            _log.Verbose($"{profile.Name}: '{entry.Task.JobKey}' is being made.");
            if (_time.GetElapsedTime(started) >= Longest) throw StillBeingMade(entry.Task);
            await _time.Delay(gateway.RenditionInterval, stop).ConfigureAwait(false);
        }
    }

    private static VeoException StillBeingMade(VeoTask task) => new(
        VeoErrorId.WaitTimeout,
        $"The rendition '{task.JobKey}' is bought, and was not there after {Longest.TotalMinutes:0} minutes. It goes on at the gateway; run the same line again to ask for it.") { Task = task };

    // What is being made is taken; it has no id of its own.
    private static SubmitAnswer Read(RenditionAnswer answer) =>
        new(null, answer.Error, answer.BodyStatus) { IsTaken = answer.Link is not null || answer.IsBeingMade };

    // One that was bought before goes on under its own name: the gateway's page says to ask until it is there.
    private async Task<(LedgerEntry Entry, bool IsOurs)> EntryAsync(RenditionOrder order, GatewayProfile profile, CancellationToken stop)
    {
        VeoTask source = order.Source.Task;
        string key = FormattableString.Invariant($"{order.Resolution} of {source.Id} #{order.Index}");
        string hash = Sha256Hex.Of(key);
        string submissionId = _ledger.NewSubmissionId();
        SubmissionOutcome? before = await _jobKeys.ClaimAsync(key, hash, profile, order.Force, submissionId, stop).ConfigureAwait(false);
        if (before?.Error is { } error) throw error;

        DateTime now = _time.GetUtcNow().UtcDateTime;
        VeoTask task = before?.Task ?? new VeoTask
        {
            SubmissionId = submissionId,
            Profile = profile.Name,
            Provider = profile.Gateway.Table.Provider,
            Model = source.Model,
            Prompt = source.Prompt,
            JobKey = key,
            Tag = source.Tag,
            Created = now,
            Updated = now,
        };
        return (new LedgerEntry { Task = task, Origin = profile.Origin, RequestHash = hash, IsRendition = true }, before is null);
    }

    private Uri Finished(LedgerEntry entry, string link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new VeoException(VeoErrorId.Protocol, $"The gateway's link to '{entry.Task.JobKey}' is no web address. It is bought; run the same line again to ask for the link anew.") { Task = entry.Task };
        }

        _submitter.Finish(entry);
        return uri;
    }
}
