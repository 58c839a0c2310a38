using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>One video, or one set of them, to be bought once.</summary>
public sealed record SubmissionOrder
{
    private readonly VeoRequest _request = null!;
    private readonly Lazy<string> _fingerprint = null!;

    /// <summary>What to make.</summary>
    public required VeoRequest Request
    {
        get => _request;
        init
        {
            _request = value;
            _fingerprint = new Lazy<string>(() => RequestFingerprint.Of(value));
        }
    }

    /// <summary>What a job key knows the request by: reckoned once, where it is first asked for.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was bought.</exception>
    internal string Fingerprint => _fingerprint.Value;

    /// <summary>Where: tried in order, the next only where nothing can have been bought from the one before.</summary>
    public required IReadOnlyList<GatewayProfile> Profiles { get; init; }

    /// <summary>The caller's name for the purchase, null where it has none.</summary>
    public string? JobKey { get; init; }

    /// <summary>The caller's words for finding it again.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>The most that it may cost, in the unit of the profile that takes it.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Why the profiles that were tried before took nothing; null for the first.</summary>
    internal string? Failover { get; init; }

    /// <summary>Buys again under a job key whose outcome is unknown, filtered or expired.</summary>
    public bool Force { get; init; }
}
