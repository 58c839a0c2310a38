#if NET
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>Puts together the ledger on a server. Apart from the others, so that Npgsql is loaded only where it is used.</summary>
internal static class PostgresLedger
{
    public static ILedger Make(string address, StateFolder home, Func<string, string?> environment, TimeProvider time) => new OutboxLedger(
        new SqlLedger(new PostgresStore(PostgresAddress.Parse(address, environment)), home.FullName),
        new Outbox(home.FullName, home.IsPrivate, environment),
        fault => fault.InnerException is PostgresUnreachable,
        time);
}
#endif
