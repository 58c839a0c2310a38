using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>The facts that a ledger stores about itself: its id, its schema's version, and which builds may still write into it.</summary>
internal static class SqlSchema
{
    /// <summary>Writes the versions; the id once.</summary>
    public static async Task StampAsync(SqlSession session, int before)
    {
        await SetAsync(session, "ledger_id", Guid.NewGuid().ToString("D"), overwrite: false).ConfigureAwait(false);
        if (before >= Migrations.Version) return;
        await SetAsync(session, "schema", Text(Migrations.Version), overwrite: true).ConfigureAwait(false);
        await SetAsync(session, "oldest_writer", Text(Migrations.OldestWriter), overwrite: true).ConfigureAwait(false);
    }

    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: this build is too old for the ledger.</exception>
    public static void CheckWriter(int oldestWriter)
    {
        if (oldestWriter <= Migrations.Version) return;
        throw new VeoException(
            VeoErrorId.LedgerUnavailable,
            $"A newer VeoPS has changed this ledger, and this version could damage it (the ledger requires version {oldestWriter} "
                + $"or later, and this VeoPS supports {Migrations.Version}). "
            + "Nothing was sent. Update VeoPS on this machine.");
    }

    private static Task<int> SetAsync(SqlSession session, string name, string value, bool overwrite) => session.RunAsync(
        "INSERT INTO veops_meta (name, value) VALUES (@name, @value) ON CONFLICT (name) DO "
        + (overwrite ? "UPDATE SET value = excluded.value" : "NOTHING"),
        ("name", name), ("value", value));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
