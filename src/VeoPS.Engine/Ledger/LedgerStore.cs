using System.Collections.Concurrent;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>Opens the ledger that the environment names. One address is one ledger in a process, so that its writers do not
/// compete.</summary>
internal static class LedgerStore
{
    /// <summary>The variable that names the ledger.</summary>
    public const string Variable = "VEOPS_LEDGER";

    private const string Off = "off";

    private static readonly ConcurrentDictionary<(string, string, TimeProvider), Lazy<ILedger>> Opened = new();

    /// <summary>True where the user does without a ledger.</summary>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    public static bool IsOff(Func<string, string?> environment) =>
        string.Equals(environment(Variable)?.Trim(), Off, StringComparison.OrdinalIgnoreCase);

    /// <summary>The ledger that is meant: a file in the state folder, a PostgreSQL database, or none. Nothing is touched before
    /// its first use.</summary>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: the variable is not understood, or
    /// there is no state folder.</exception>
    public static ILedger Open(Func<string, string?> environment, TimeProvider time)
    {
        if (IsOff(environment)) return new NoLedger();
        string address = environment(Variable)?.Trim() ?? "";
        StateFolder home = StateFolder.Resolve(environment);
        return Opened.GetOrAdd((home.FullName, address, time), _ => new Lazy<ILedger>(() => Make(address, home, environment, time))).Value;
    }

    private static ILedger Make(string address, StateFolder home, Func<string, string?> environment, TimeProvider time)
    {
        if (address.Length == 0) return new SqlLedger(new SqliteStore(home.FullName, home.IsPrivate, time, environment), home.FullName);
#if NET
        if (PostgresAddress.IsOne(address)) return PostgresLedger.Make(address, home, environment, time);
#else
        if (address.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
        {
            throw new VeoException(
                VeoErrorId.LedgerUnavailable,
                "A ledger in PostgreSQL needs PowerShell 7.4 or later. Nothing was sent. Leave VEOPS_LEDGER out, or use PowerShell 7.");
        }
#endif
        throw new VeoException(
            VeoErrorId.LedgerUnavailable,
            $"{Variable} does not name a supported ledger. Nothing was sent. Leave it out for a file in the state folder, or set it to "
            + "postgres://user@host/database, or to 'off' to keep no records.");
    }
}
