namespace VeoPS.Engine.Ledger;

/// <summary>How a submission ended, as its gateway's answer says.</summary>
/// <param name="Entry">
/// The record as it is to be: with an id (taken), <see cref="VeoTaskStatus.Failed"/> or <see cref="VeoTaskStatus.Canceled"/> without
/// one (not taken), or <see cref="VeoTaskStatus.Unknown"/>. It is kept whole, so that a record that was removed comes back.
/// </param>
internal sealed record Settlement(LedgerEntry Entry);

/// <summary>How <see cref="ILedger.SettleAsync"/> ended.</summary>
/// <param name="Entry">The record as it is now.</param>
internal sealed record SettleResult(LedgerEntry Entry)
{
    /// <summary>True where it could not be written, and waits on this machine for the server to come back.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The record that it was written over, where that was no longer <see cref="VeoTaskStatus.Submitting"/>: settled
    /// by hand, or taken for unknown, meanwhile.</summary>
    public LedgerEntry? Overwritten { get; init; }

    /// <summary>The amounts that its profile has spent in its unit on its day and in its month, this one included; null where nothing is
    /// booked.</summary>
    public SpentSums? Spent { get; init; }
}
