namespace VeoPS.Engine.Ledger;

/// <summary>The differences between the two databases. All other SQL is the same for both.</summary>
/// <param name="Name">The name that people use for the database.</param>
/// <param name="KeyText">The type of text that is compared and sorted by its bytes.</param>
/// <param name="Now">Milliseconds since 1970 in UTC, by the clock that all users of the ledger share.</param>
/// <param name="ForUpdate">Ends a SELECT whose rows are locked until the transaction ends.</param>
/// <param name="SkipLocked">Ends a SELECT that locks its rows and skips rows that another transaction has locked.</param>
internal sealed record SqlDialect(string Name, string KeyText, string Now, string ForUpdate, string SkipLocked)
{
    /// <summary>One writer at a time has the whole file, so that no row needs a lock. The process's clock is the machine's.</summary>
    public static SqlDialect Sqlite { get; } = new("SQLite", "TEXT", "@now", "", "");

    /// <summary>The server's clock, read at the moment and not at the start of the transaction.</summary>
    public static SqlDialect Postgres { get; } = new(
        "PostgreSQL", "text COLLATE \"C\"", "(extract(epoch FROM clock_timestamp()) * "
            + "1000)::bigint", " FOR UPDATE", " FOR UPDATE SKIP LOCKED");
}
