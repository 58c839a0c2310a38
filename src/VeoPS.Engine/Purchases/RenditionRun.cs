using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Buys upgraded renditions. Each is a <see cref="Purchase"/> like any other, with the job key of its task, index and
/// resolution; once it is bought, it is asked for again only after an answer that could be read, until it is there.
/// </summary>
/// <param name="transport">The way out.</param>
/// <param name="ledger">Where purchases are recorded.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where decisions are told.</param>
internal sealed class RenditionRun(HttpTransport transport, ILedger ledger, TimeProvider time, EngineLog log)
{
    // Twice the time of the slowest, by its page.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private readonly PurchaseRun _run = new(transport, ledger, time, log);

    /// <summary>Says why a rendition cannot be had; null where it can.</summary>
    /// <param name="profile">Where.</param>
    /// <param name="resolution">Such as <c>4k</c>.</param>
    /// <param name="maxCost">The most that it may cost; null for no limit.</param>
    public static VeoException? Check(GatewayProfile profile, string resolution, decimal? maxCost)
    {
        string provider = profile.Gateway.Table.Provider;
        if (profile.Gateway is not IRenditionGateway gateway)
        {
            return new VeoException(VeoErrorId.NotSupported, $"Resolution: {provider} cannot make another rendition of an existing "
                + "video. Nothing was bought. Specify the resolution when you buy the video, if the model supports it.");
        }

        if (!gateway.Renditions.Contains(resolution))
        {
            return new VeoException(
                VeoErrorId.RequestInvalid,
                $"Resolution: {provider} cannot make '{resolution}'. One of: {string.Join(", ", gateway.Renditions)}. Nothing was bought.");
        }

        bool isLimited = maxCost is not null || PurchaseLimits.IsBudgeted(profile.Profile);
        return isLimited
            ? new VeoException(VeoErrorId.BudgetExceeded, "MaxCost and budgets need a price, and no price is published for a "
                + $"{resolution} rendition at {provider}. Nothing was bought. Leave MaxCost out, or use a profile without "
                + "budgets, to buy without a limit.")
            : null;
    }

    /// <summary>Buys a rendition, or finds the one that was bought before, and waits until it is there.</summary>
    /// <param name="order">An order that <see cref="Check"/> has passed.</param>
    /// <param name="stop">Lets go of it; a purchase is in the ledger.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="VeoException">There is none, with whether money can have been spent.</exception>
    public async Task<Uri> ObtainAsync(RenditionOrder order, CancellationToken stop)
    {
        IRenditionGateway gateway = (IRenditionGateway)order.Profile.Gateway;
        if (gateway.Doubt(order.Source, order.Resolution) is { } doubt)
        {
            log.Warning($"{order.Profile.Name}: {order.Resolution} of {order.Source.Id}: {doubt}. VeoPS requests it anyway.");
        }

        SubmissionOutcome bought = await _run.SubmitAsync(order, stop).ConfigureAwait(false);
        VeoTask task = bought.Task ?? throw bought.Error!;
        RenditionAnswer? answer = bought.Answer is { } first ? gateway.ReadRendition(first) : null;
        long started = time.GetTimestamp();
        while (answer?.Link is null)
        {
            if (answer is not null)
            {
                log.Verbose($"{order.Profile.Name}: '{task.JobKey}' is being made.");
                if (time.GetElapsedTime(started) >= Longest) throw StillBeingMade(task);
                await time.Delay(gateway.RenditionInterval, stop).ConfigureAwait(false);
            }

            answer = gateway.ReadRendition(await AskAgainAsync(order, task, stop).ConfigureAwait(false));
        }

        return await FinishAsync(task, answer.Link).ConfigureAwait(false);
    }

    // It is taken and being made. Only an answer that cannot be relied on changes the record: a refusal now, or a
    // stop, takes nothing back.
    private async Task<WireResponse> AskAgainAsync(RenditionOrder order, VeoTask task, CancellationToken stop)
    {
        Submission question = new(new LedgerEntry { Task = task, Origin = order.Profile.Origin }, order.Wire, order.Read, order.Profile);
        Attempt answer = (await _run.Sending.SendAsync(question, () => Task.FromResult(true), () => Task.FromResult(true), stop)
            .ConfigureAwait(false))!;
        switch (answer.Decision.Verdict)
        {
            case SubmitVerdict.Taken:
                return answer.Response!;
            case SubmitVerdict.Unknown:
                DateTime now = time.GetUtcNow().UtcDateTime;
                VeoTask unknown = new(task) { Status = VeoTaskStatus.Unknown, Updated = now, Error = answer.Error, Raw = RawAnswer.Of(
                    answer.Response?.Body) };
                await ChangeAsync(unknown).ConfigureAwait(false);
                throw PurchaseErrors.Unknown(unknown, order.Profile, answer);
            default:
                (string id, string remedy) = PurchaseErrors.Remedy(answer, order.Profile);
                throw new VeoException(id, $"{order.Profile} ({task.Provider}) accepted '{task.JobKey}' but does not deliver it "
                    + $"now: {answer.Says}. Nothing more was bought. {remedy}") { Task = task };
        }
    }

    private async Task<Uri> FinishAsync(VeoTask task, string link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new VeoException(
                VeoErrorId.Protocol,
                $"The gateway's link to '{task.JobKey}' is not a web address. It is paid for. Run the same command again to get "
                    + "a new link.") { Task = task };
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        await ChangeAsync(new VeoTask(task) { Status = VeoTaskStatus.Succeeded, Updated = now, Completed = now }).ConfigureAwait(false);
        return uri;
    }

    // It is bought, whatever the ledger says now.
    private async Task ChangeAsync(VeoTask task)
    {
        try
        {
            await ledger.UpdateAsync(task.SubmissionId, entry => entry with { Task = task }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (VeoException exception)
        {
            log.Warning($"The ledger could not record the state of {PurchaseErrors.Described(task)}. {exception.Message}");
        }
    }

    private static VeoException StillBeingMade(VeoTask task) => new(
        VeoErrorId.WaitTimeout,
        $"The rendition '{task.JobKey}' is paid for, but was not ready after {Longest.TotalMinutes:0} minutes. It continues at the "
            + "gateway. Run the same command again to get it.") { Task = task };
}

/// <summary>An upgraded rendition of a video that is there.</summary>
internal sealed record RenditionOrder : PurchaseOrder
{
    /// <summary>The task whose video it is; it has succeeded.</summary>
    public required VeoTask Source { get; init; }

    /// <summary>The profile of that task.</summary>
    public required GatewayProfile Profile { get; init; }

    /// <summary>The video's place among the task's, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Such as <c>4k</c>.</summary>
    public required string Resolution { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<GatewayProfile> Profiles
    {
        get => [Profile];
        init => throw new NotSupportedException("A rendition is bought at its task's own profile.");
    }

    /// <inheritdoc/>
    public override string? JobKey
    {
        get => FormattableString.Invariant($"{Resolution} of {Source.Id} #{Index}");
        init => throw new NotSupportedException("A rendition has the job key of its task, index and resolution.");
    }

    internal override IReadOnlyList<string> Fingerprints => ["1:" + Sha256Hex.Of(JobKey!)];

    // Its keys are its own, and never meet a caller's.
    internal override string ScopeAt(GatewayProfile profile) => ScopeOf(profile) + "|rendition";

    internal WireRequest Wire => ((IRenditionGateway)Profile.Gateway).AskRendition(Source.Id!, Index, Resolution);

    internal override string ModelAt(GatewayProfile profile) => $"a {Resolution} rendition";

    internal override VeoCost? Estimate(GatewayProfile profile) => null;

    internal override Task<VeoCost?> PriceAsync(PurchaseTools tools, GatewayProfile profile, CancellationToken stop)
        => Task.FromResult<VeoCost?>(null);

    internal override async Task<Submission> PrepareAsync(
        PurchaseTools tools,
        GatewayProfile profile,
        VeoCost? cost,
        CancellationToken stop)
    {
        await tools.Transport.PaceOf(profile.Endpoint).FreeAsync(stop).ConfigureAwait(false);
        LedgerEntry entry = new()
        {
            Task = new VeoTask(NewTask(tools, profile, cost))
            {
                Model = Source.Model,
                Prompt = Source.Prompt,
                JobKey = JobKey,
                Tag = Source.Tag,
            },
            Origin = profile.Origin,
            RequestHash = Fingerprints[0],
            IsRendition = true,
            RenditionOf = Source.Id,
            Scope = ScopeAt(profile),
        };
        return new Submission(entry, Wire, Read, profile);
    }

    // A rendition that is being made counts as taken. It has no id of its own.
    internal SubmitAnswer Read(WireResponse response)
    {
        RenditionAnswer answer = ((IRenditionGateway)Profile.Gateway).ReadRendition(response);
        return new SubmitAnswer(null, answer.Error, answer.BodyStatus) { IsTaken = answer.Link is not null || answer.IsBeingMade };
    }
}
