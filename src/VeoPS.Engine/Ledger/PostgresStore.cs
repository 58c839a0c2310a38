#if NET
using System.Data;
using System.Globalization;
using Npgsql;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The ledger in a PostgreSQL database. A session keeps no state, so that a pooler may stand between. Every transaction asks for
/// <c>synchronous_commit</c>, so that committed data survives a crash of the server.
/// </summary>
internal sealed class PostgresStore : ISqlStore, IAsyncDisposable
{
    // The lock under which the schema is made and changed: of several first users one makes it.
    private const long SchemaLock = 0x56656F4C;
    private const int Repetitions = 20;

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;
    private bool _isReady;

    public PostgresStore(PostgresAddress address)
    {
        _address = address;
        if (address.Settings.Password is { Length: > 0 } password) Redactor.Shared.Register(password);
        _source = NpgsqlDataSource.Create(address.Settings);
    }

    public Task<T> ReadAsync<T>(T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(SqlWrite.Change.Consequence, isRepeatable: true, async mark =>
        {
            if (!await IsThereAsync(creates: false, cancellationToken).ConfigureAwait(false)) return absent;
            return await TransactionAsync(work, mark, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public Task<T> WriteAsync<T>(SqlWrite kind, T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(kind.Consequence, kind.IsRepeatable, async mark =>
        {
            if (!await IsThereAsync(kind.Creates, cancellationToken).ConfigureAwait(false)) return absent;
            return await TransactionAsync(work, mark, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    public async Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken)
    {
        LedgerStatus status = new() { Kind = "PostgreSQL", Location = _address.Shown };
        try
        {
            status = await GuardAsync(SqlWrite.Change.Consequence, isRepeatable: true, async _ =>
            {
                NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false)) return status with { StoreVersion = connection.PostgreSqlVersion
                    .ToString() };
            }, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(status, async session => status with
            {
                LedgerId = await SqlPurchases.MetaAsync(session, "ledger_id").ConfigureAwait(false),
                SchemaVersion = int.Parse(
                    (await SqlPurchases.MetaAsync(session, "schema").ConfigureAwait(false))!,
                    CultureInfo.InvariantCulture),
                Size = (await session.ReadAsync(
                    "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c WHERE c.relkind = 'r' AND c.relname "
                        + "LIKE 'veops!_%' ESCAPE '!'",
                    row => row.GetInt64(0)).ConfigureAwait(false))[0],
                Tasks = (await session.ReadAsync("SELECT count(*) FROM veops_tasks", row => row.GetInt64(0)).ConfigureAwait(false))[0],
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (VeoException fault)
        {
            return status with { Error = fault.Message };
        }
    }

    public Task EndCallAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> TransactionAsync<T>(Func<SqlSession, Task<T>> work, CommitState mark, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                SqlSession session = new(connection, SqlDialect.Postgres, static () => 0, cancellationToken);
                await session.RunAsync("SET LOCAL synchronous_commit = on").ConfigureAwait(false);
                T result = await work(session).ConfigureAwait(false);

                // From here on the outcome counts, and not the wish to stop.
                mark.HasBegun = true;
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
        }
    }

    private async Task<bool> IsThereAsync(bool creates, CancellationToken cancellationToken)
    {
        if (_isReady) return true;
        int version = await TransactionAsync(VersionAsync, new CommitState(), cancellationToken).ConfigureAwait(false);
        if (version == 0 && !creates) return false;
        if (version < Migrations.Version) await TransactionAsync(MigrateAsync, new CommitState(), cancellationToken).ConfigureAwait(false);
        return _isReady = true;
    }

    private static async Task<bool> MigrateAsync(SqlSession session)
    {
        await session.LockAsync(SchemaLock).ConfigureAwait(false);
        int version = await VersionAsync(session).ConfigureAwait(false);
        if (version >= Migrations.Version) return true;
        await session.RunAsync("SET LOCAL lock_timeout = '2s'").ConfigureAwait(false);
        foreach (string statement in Migrations.From(version, SqlDialect.Postgres))
            await session.RunAsync(statement).ConfigureAwait(false);
        await SqlSchema.StampAsync(session, version).ConfigureAwait(false);
        return true;
    }

    private static async Task<int> VersionAsync(SqlSession session)
    {
        List<bool> there = await session.ReadAsync("SELECT to_regclass('veops_meta') IS NOT NULL", row => row.GetBoolean(0))
            .ConfigureAwait(false);
        if (!there[0]) return 0;
        SqlSchema.CheckWriter(
            int.Parse((await SqlPurchases.MetaAsync(session, "oldest_writer").ConfigureAwait(false)) ?? "0", CultureInfo.InvariantCulture));
        return int.Parse((await SqlPurchases.MetaAsync(session, "schema").ConfigureAwait(false)) ?? "0", CultureInfo.InvariantCulture);
    }

    // A deadlock or a similar error changes nothing, and neither does a connection that is lost before the commit. A connection that
    // is lost in the commit may have committed everything, so then only repeatable work is carried out again.
    private async Task<T> GuardAsync<T>(
        string consequence,
        bool isRepeatable,
        Func<CommitState, Task<T>> work,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            CommitState mark = new();
            try
            {
                return await work(mark).ConfigureAwait(false);
            }
            catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes
                .SerializationFailure or PostgresErrorCodes.LockNotAvailable
                && attempt < Repetitions)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (NpgsqlException fault) when (IsLost(fault) && (isRepeatable || !mark.HasBegun) && attempt == 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException
                or System.Net.Sockets.SocketException)
            {
                throw Explain(fault, consequence);
            }
        }
    }

    private static bool IsLost(NpgsqlException fault) => fault is not PostgresException server || IsGoingDown(server.SqlState);

    private static bool IsGoingDown(string state)
        => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    private VeoException Explain(Exception fault, string consequence)
    {
        string remedy = fault is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }
            ? "Use the ledger once with a role that may create tables, and grant this role SELECT, INSERT, UPDATE and DELETE on "
                + "the tables whose names start with veops_"
            : "Check that the server is running and reachable from this machine, and that VEOPS_LEDGER is correct";
        string text = Redactor.Shared.Redact(fault.Message)!.TrimEnd('.');
        return new VeoException(
            VeoErrorId.LedgerUnavailable,
            $"The ledger {_address.Shown} cannot be used: {text}. {consequence} {remedy}.",
            new PostgresUnreachable(fault.Message, fault));
    }
}

/// <summary>Whether a transaction's commit was on its way.</summary>
internal sealed class CommitState
{
    public bool HasBegun { get; set; }
}

/// <summary>Marks an error of the server or of the way to it, as against one of its user.</summary>
internal sealed class PostgresUnreachable(string message, Exception inner) : Exception(message, inner);
#endif
