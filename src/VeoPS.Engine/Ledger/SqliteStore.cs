using Microsoft.Data.Sqlite;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The ledger in one file of this machine. All work runs on one thread; a write is one immediate transaction without a
/// wait in it. Nothing is touched before the first call, and a reader makes no file.
/// </summary>
internal sealed class SqliteStore : ISqlStore, IAsyncDisposable
{
    private readonly SqliteFiles _files;
    private readonly SqliteFaults _faults;
    private readonly SqliteCopy _copy;
    private readonly SqliteQueue _queue;
    private readonly TimeProvider _time;
    private readonly LedgerThread _thread;
    private SqliteConnection? _connection;

    public SqliteStore(string home, bool isPrivate, TimeProvider time, Func<string, string?> environment)
    {
        _files = new SqliteFiles(home, isPrivate, environment);
        _faults = new SqliteFaults(_files);
        _copy = new SqliteCopy(_files, time);
        _queue = new SqliteQueue(_files.Queue);
        _time = time;
        _thread = new LedgerThread(Close);
    }

    public Task<T> ReadAsync<T>(T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync("Nothing was changed.", () =>
        {
            try
            {
                if (Open(creates: false, cancellationToken) is not { } connection) return absent;
                return Read(connection, work, cancellationToken);
            }
            catch (SqliteException fault) when (SqliteFaults.IsUnwritable(fault.SqliteErrorCode) && _files.IsFrozen)
            {
                return ReadFrozen(absent, work, cancellationToken);
            }
        }, cancellationToken);

    public Task<T> WriteAsync<T>(SqlWrite kind, T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(kind.Consequence, () =>
        {
            if (Open(kind.Creates, cancellationToken) is not { } connection) return absent;
            return SqliteCalls.Busy(
                connection,
                waited => SqliteCalls.Write(connection, Clock, _queue, waited, work),
                cancellationToken);
        }, cancellationToken);

    public async Task<LedgerStatus> StatusAsync(CancellationToken cancellationToken)
    {
        LedgerStatus status = new() { Kind = "SQLite", Location = _files.Path };
        try
        {
            long? size = _files.Exists ? new FileInfo(_files.Path).Length : null;
            status = status with
            {
                StoreVersion = SqliteLibrary.Require(),
                Size = size,
                LacksDailyCopy = size > SqliteCopy.LargestByItself,
            };
            return await ReadAsync(status, async session => status with
            {
                LedgerId = await SqlPurchases.MetaAsync(session, "ledger_id").ConfigureAwait(false),
                SchemaVersion = int.Parse(
                    (await SqlPurchases.MetaAsync(session, "schema").ConfigureAwait(false))!,
                    System.Globalization.CultureInfo.InvariantCulture),
                Tasks = (await session.ReadAsync("SELECT count(*) FROM veops_tasks", row => row.GetInt64(0)).ConfigureAwait(false))[0],
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is VeoException || SqliteFaults.IsOurs(fault))
        {
            return status with { Error = fault.Message };
        }
    }

    public Task EndCallAsync(CancellationToken cancellationToken) => RunAsync("Nothing was changed.", () =>
    {
        if (_connection is not null) _copy.Make(_connection, cancellationToken);
        Close();
        return true;
    }, cancellationToken);

    /// <summary>Lets go of the file, which Windows neither moves nor deletes while it is open. A later call opens it again.</summary>
    public ValueTask DisposeAsync() => new(_thread.RunAsync(
        () =>
        {
            Close();
            return true;
        },
        CancellationToken.None));

    private Task<T> RunAsync<T>(string consequence, Func<T> work, CancellationToken cancellationToken) => _thread.RunAsync(() =>
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (SqliteFaults.IsOurs(fault) || fault is InvalidDataException)
        {
            // A connection that has failed may hold on to a file that is no longer there.
            Close();
            throw _faults.Explain(fault, consequence);
        }
    }, cancellationToken);

    private T Read<T>(SqliteConnection connection, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        SqliteCalls.Busy(connection, _ => SqliteCalls.Transaction(connection, Clock, "BEGIN", work), cancellationToken);

    // Opened for this question only: the disk may be made writable at any time.
    private T ReadFrozen<T>(T absent, Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        Close();
        using SqliteConnection connection = SqliteCalls.Frozen(_files.Path);
        SqliteCalls.Open(connection);
        CheckApplication(SqliteCalls.Number(connection, "PRAGMA application_id"));
        return VersionOf(connection) == 0 ? absent : Read(connection, work, cancellationToken);
    }

    private SqliteConnection? Open(bool creates, CancellationToken cancellationToken)
    {
        if (_connection is not null && _files.Exists) return _connection;
        Close();
        SqliteLibrary.Require();
        if (_files.OldLedger() is { } old) throw _faults.Unavailable(old.Reason, null, old.Remedy);
        if (!_files.Exists && _files.NewestCopy() is not null)
            throw _faults.Damaged("the file is missing, but copies of it exist", "Nothing was sent.", null);
        if (!_files.Exists && !creates) return null;

        bool isOnNetwork = _files.IsOnNetwork(out string? refusal);
        if (!_files.Exists && refusal is not null) throw _faults.Unavailable(refusal, null);
        if (creates) _files.Make();
        SqliteConnection connection = SqliteCalls.Connection(_files.Path);
        try
        {
            SqliteCalls.Open(connection);
            bool isReady = SqliteCalls.Busy(
                connection,
                waited => Prepare(connection, creates, isOnNetwork, waited),
                cancellationToken);
            if (isReady) _connection = connection;
            return _connection;
        }
        finally
        {
            if (_connection != connection) connection.Dispose();
        }
    }

    private bool Prepare(SqliteConnection connection, bool creates, bool isOnNetwork, TimeSpan waited)
    {
        // Both in one transaction: another process may be making the ledger at this moment.
        (long application, bool isEmpty) = SqliteCalls.Transaction(connection, Clock, "BEGIN", _ => Task.FromResult(
            (SqliteCalls.Number(connection, "PRAGMA application_id"), SqliteCalls.Number(
                connection,
                "SELECT count(*) FROM sqlite_master") == 0)));
        if (isEmpty && !creates) return false;
        if (isEmpty && _files.NewestCopy() is not null) throw new InvalidDataException("it is empty, but copies of it exist");
        if (!isEmpty) CheckApplication(application);

        // One at a time: SQLite changes the mode of a new file only while nobody else reads it, and waiters read it often.
        using SqliteTurn? turn = isEmpty ? SqliteCalls.TakeTurn(_queue, waited) : null;
        SqliteCalls.MakeDurable(connection, isOnNetwork);
        Migrate(connection);
        return true;
    }

    private static void CheckApplication(long application)
    {
        if (application != Migrations.ApplicationId) throw new InvalidDataException("it is the SQLite database of another program");
    }

    private void Migrate(SqliteConnection connection)
    {
        if (VersionOf(connection) >= Migrations.Version) return;
        SqliteCalls.Transaction(connection, Clock, "BEGIN IMMEDIATE", async session =>
        {
            // Another process may have been first.
            int version = VersionOf(connection);
            foreach (string statement in Migrations.From(version, SqlDialect.Sqlite))
                await session.RunAsync(statement).ConfigureAwait(false);
            await SqlSchema.StampAsync(session, version).ConfigureAwait(false);
            return await session.RunAsync($"PRAGMA application_id = {Migrations.ApplicationId}").ConfigureAwait(false);
        });
    }

    private static int VersionOf(SqliteConnection connection)
    {
        if (SqliteCalls.Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'veops_meta'") == 0) return 0;
        SqlSchema.CheckWriter((int)SqliteCalls.Number(connection, "SELECT value FROM veops_meta WHERE name = 'oldest_writer'"));
        return (int)SqliteCalls.Number(connection, "SELECT value FROM veops_meta WHERE name = 'schema'");
    }

    private long Clock() => LedgerClock.Of(_time.GetUtcNow().UtcDateTime);

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
