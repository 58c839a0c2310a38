namespace VeoPS.Engine.Ledger;

/// <summary>The known state of a ledger's store.</summary>
internal sealed record LedgerStatus
{
    /// <summary><c>SQLite</c>, <c>PostgreSQL</c> or <c>Off</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The file, or the server's address without a password.</summary>
    public string? Location { get; init; }

    /// <summary>The ledger's id; null where it does not exist yet or cannot be reached.</summary>
    public string? LedgerId { get; init; }

    /// <summary>Null where the store can be used, or will be made with the first purchase; else why not, and the remedy.</summary>
    public string? Error { get; init; }

    /// <summary>The store's own version.</summary>
    public string? StoreVersion { get; init; }

    /// <summary>The version of our schema in it.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>In bytes.</summary>
    public long? Size { get; init; }

    /// <summary>True where the file is too large for the copy that VeoPS makes each day by itself.</summary>
    public bool LacksDailyCopy { get; init; }

    /// <summary>How many are recorded.</summary>
    public long? Tasks { get; init; }

    /// <summary>Settlements on this machine that the server has not got yet.</summary>
    public int Outbox { get; init; }
}
