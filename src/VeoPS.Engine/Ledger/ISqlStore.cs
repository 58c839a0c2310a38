namespace VeoPS.Engine.Ledger;

/// <summary>The consequence of a failed write, and how the write may be carried out.</summary>
/// <param name="Consequence">A sentence for the error: the steps that were done, and those that were not.</param>
/// <param name="IsRepeatable">True where the write may be repeated although it may have succeeded before.</param>
/// <param name="Creates">True where the write makes the ledger if there is none yet.</param>
internal sealed record SqlWrite(string Consequence, bool IsRepeatable = true, bool Creates = false)
{
    public static readonly SqlWrite Begin = new("Nothing was sent.", Creates: true);
    public static readonly SqlWrite Mark = new("Nothing was sent.", IsRepeatable: false);
    public static readonly SqlWrite Settle = new("The task continues at its gateway; keep its id.", Creates: true);
    public static readonly SqlWrite Update = new("The task continues at its gateway; keep its id.");
    public static readonly SqlWrite Change = new("Nothing was changed.");
    public static readonly SqlWrite AddJob = new("Nothing was changed.", Creates: true);
}

/// <summary>A database that transactions are carried out in.</summary>
internal interface ISqlStore
{
    /// <summary>Asks; gives <paramref name="absent"/> where there is no ledger yet, and makes none.</summary>
    Task<T> ReadAsync<T>(T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Carries out a transaction. Durable when this has returned.</summary>
    Task<T> WriteAsync<T>(SqlWrite kind, T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Tells about the store; throws nothing but a cancellation.</summary>
    Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Does the work that can wait until a call has ended.</summary>
    Task EndCallAsync(CancellationToken cancellationToken);
}
