using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Purchases;

/// <summary>Something to buy, and where: a video, or another rendition of one. <see cref="Purchase"/> knows no more of it.</summary>
internal abstract record PurchaseOrder
{
    /// <summary>How often a job key is bought in all where a caller says nothing.</summary>
    public const int DefaultMaxAttempts = 5;

    private readonly string? _jobKey;

    private protected PurchaseOrder() { }

    /// <summary>Where: tried in order, the next only where nothing can have been bought from the one before.</summary>
    public abstract IReadOnlyList<GatewayProfile> Profiles { get; init; }

    /// <summary>The caller's name for the purchase, null where it has none or a blank one; spelt as
    /// <see cref="JobKeyText"/> has it.</summary>
    public virtual string? JobKey { get => _jobKey; init => _jobKey = JobKeyText.Of(value); }

    /// <summary>The most that it may cost, in the unit of the profile that takes it.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Buys again under a job key that was filtered or has expired.</summary>
    public bool Force { get; init; }

    /// <summary>How often a job key is bought in all, when its attempts keep failing.</summary>
    public int MaxAttempts { get; init; } = DefaultMaxAttempts;

    /// <summary>The submission in whose place this is bought, null where it is none's. At most one is ever bought in another's
    /// place.</summary>
    public string? RetryOf { get; init; }

    /// <summary>The fingerprints by which a job key recognises the request: in the current form,
    /// and in the forms of older records.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was bought.</exception>
    internal abstract IReadOnlyList<string> Fingerprints { get; }

    /// <summary>The question that buying, a preview and a failover ask <see cref="JobKeyState"/>.</summary>
    internal JobKeyQuestion Question => new([.. Fingerprints], Force, MaxAttempts, RetryOf);

    /// <summary>The job key's scope at every profile.</summary>
    internal IReadOnlyList<string> Scopes => [.. Profiles.Select(ScopeAt)];

    /// <summary>The job key's scope at one of them.</summary>
    internal virtual string ScopeAt(GatewayProfile profile) => ScopeOf(profile);

    /// <summary>Where a caller's job key holds.</summary>
    internal static string ScopeOf(GatewayProfile profile)
        => JobKeyClaim.ScopeOf(profile.Name, profile.Gateway.Table.Provider, profile.Origin);

    /// <summary>The model, or the rendition, that a profile would be asked for.</summary>
    internal abstract string ModelAt(GatewayProfile profile);

    /// <summary>Its cost by the prices that are known on this machine; null where nobody tells.</summary>
    internal abstract VeoCost? Estimate(GatewayProfile profile);

    /// <summary>Why it has no price, as the rest of a sentence.</summary>
    internal virtual string WhyUnpriced(GatewayProfile profile)
        => $"no price is published for {ModelAt(profile)} at {profile.Gateway.Table.Provider}";

    /// <summary>The profiles to buy at: one whose model is no longer served is passed over where another can buy.</summary>
    internal virtual IReadOnlyList<GatewayProfile> ToBuyAt => Profiles;

    /// <summary>The cost. It asks the gateway where no price is published. Asking costs nothing.</summary>
    internal abstract Task<VeoCost?> PriceAsync(PurchaseTools tools, GatewayProfile profile, CancellationToken stop);

    /// <summary>Makes all that is sent, and the record of it. Costs nothing, and may take long: files are read and uploaded.</summary>
    internal abstract Task<Submission> PrepareAsync(PurchaseTools tools, GatewayProfile profile, VeoCost? cost, CancellationToken stop);

    /// <summary>The request as it is kept beside the record, null where there is none to keep.</summary>
    internal virtual string? Stored => null;

    private protected static VeoTask NewTask(PurchaseTools tools, GatewayProfile profile, VeoCost? cost)
    {
        DateTimeOffset now = tools.Time.GetUtcNow();
        return new VeoTask
        {
            SubmissionId = SubmissionId.New(now),
            Profile = profile.Name,
            Provider = profile.Gateway.Table.Provider,
            Created = now.UtcDateTime,
            Updated = now.UtcDateTime,
            Cost = cost,
        };
    }
}

/// <summary>A video to buy.</summary>
internal sealed record SubmissionOrder : PurchaseOrder
{
    private readonly VeoRequest _request = null!;
    private readonly Lazy<IReadOnlyList<string>> _fingerprints = null!;

    /// <inheritdoc/>
    public override required IReadOnlyList<GatewayProfile> Profiles { get; init; }

    /// <summary>The request for the video.</summary>
    public required VeoRequest Request
    {
        get => _request;
        init
        {
            _request = value;
            _fingerprints = new Lazy<IReadOnlyList<string>>(() => RequestFingerprint.All(value));
        }
    }

    /// <summary>The caller's words for finding it again.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>Reckoned once, where they are first asked for.</summary>
    internal override IReadOnlyList<string> Fingerprints => _fingerprints.Value;

    internal override string? Stored => StoredRequest.ToJson(Request);

    internal override string ModelAt(GatewayProfile profile) => profile.ModelFor(Request);

    internal override VeoCost? Estimate(GatewayProfile profile) => CostEstimator.Estimate(Request, profile);

    internal override string WhyUnpriced(GatewayProfile profile) => CostEstimator.WhyUnpriced(Request, profile);

    internal override IReadOnlyList<GatewayProfile> ToBuyAt => RetiredProfiles.ToBuyAt(Request, Profiles);

    internal override Task<VeoCost?> PriceAsync(PurchaseTools tools, GatewayProfile profile, CancellationToken stop)
        => tools.Prices.ReadAsync(Request, profile, stop);

    internal override async Task<Submission> PrepareAsync(
        PurchaseTools tools,
        GatewayProfile profile,
        VeoCost? cost,
        CancellationToken stop)
    {
        VeoRequest request = await tools.Media.PrepareAsync(Request, profile, stop).ConfigureAwait(false);
        await tools.Transport.PaceOf(profile.Endpoint).FreeAsync(stop).ConfigureAwait(false);
        VeoTask task = NewTask(tools, profile, cost);
        string? token = null;
        VeoRequest plain = request;
        if (CallbackAddress.For(request, profile) is { } callback)
        {
            token = CallbackAddress.NewToken();
            plain = request with { CallbackUri = null };
            request = request with { CallbackUri = CallbackAddress.With(callback, task.SubmissionId, token) };
        }

        WireRequest wire = profile.Gateway.Submit(request, profile);
        LedgerEntry entry = new()
        {
            Task = new VeoTask(task)
            {
                Model = profile.ModelFor(request),
                Prompt = request.Prompt,
                JobKey = JobKey,
                Tag = new VeoList<string>(Tag),
                RetryOf = RetryOf,
            },
            Origin = profile.Origin,
            RequestHash = Fingerprints[0],
            SentFingerprint = profile.Gateway is not IListGateway
                ? null
                : SentFingerprint.Of(token is null ? wire.Body : profile.Gateway.Submit(plain, profile).Body),
            CallbackToken = token,
            Seed = request.Seed,
        };
        return new Submission(entry, wire, profile.Gateway.ReadSubmit, profile);
    }
}
