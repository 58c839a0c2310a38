namespace VeoPS.Engine.Ledger;

/// <summary>The times by which processes judge each other.</summary>
internal static class LedgerTimes
{
    /// <summary>How long a claim lasts after its last renewal.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromSeconds(60);

    /// <summary>How often a call renews the claims of its submissions.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long the end of a call tries to deliver the settlements that wait.</summary>
    public static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(60);

    /// <summary>At most this often a server that is away is asked whether it is back.</summary>
    public static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(10);
}
