namespace VeoPS.Engine.Ledger;

/// <summary>How long tasks took: one row a kind, so that a wait reads one row, however many tasks there are.</summary>
internal static class SqlTimes
{
    /// <summary>The newest times of a kind, in the order of submission.</summary>
    public static async Task<IReadOnlyList<TimeTaken>> ReadAsync(SqlSession session, string kind)
        => TimeTaken.Read(await RowAsync(session, kind, "").ConfigureAwait(false) ?? "");

    /// <summary>Adds one to its kind; the oldest makes room.</summary>
    public static async Task AddAsync(SqlSession session, LedgerEntry entry, TimeTaken taken)
    {
        string kind = TimeTaken.KindOf(entry.Task.Provider, entry.Origin, entry.Task.Model);
        string? row = await RowAsync(session, kind, session.Dialect.ForUpdate).ConfigureAwait(false);
        if (row is null)
        {
            // Another writer may be making it too: a row that is there can be locked.
            await session.RunAsync("INSERT INTO veops_times (kind, times) VALUES (@kind, '') ON CONFLICT DO NOTHING", ("kind", kind))
                .ConfigureAwait(false);
            row = await RowAsync(session, kind, session.Dialect.ForUpdate).ConfigureAwait(false);
        }

        await session.RunAsync(
            "UPDATE veops_times SET times = @times WHERE kind = @kind",
            ("times", TimeTaken.Write([.. TimeTaken.Read(row ?? ""), taken])), ("kind", kind)).ConfigureAwait(false);
    }

    private static async Task<string?> RowAsync(SqlSession session, string kind, string locked)
    {
        List<string> rows = await session.ReadAsync(
            $"SELECT times FROM veops_times WHERE kind = @kind{locked}", row => row.GetString(0), ("kind", kind)).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }
}
