using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// Settlements that a server could not be told: kept, flushed, in <c>outbox.db</c> of the state folder, each with the id
/// of the ledger that it is for.
/// </summary>
internal sealed class Outbox
{
    private readonly SqliteFiles _files;
    private readonly SqliteFaults _faults;
    private readonly LedgerThread _thread;
    private SqliteConnection? _connection;

    public Outbox(string home, bool isPrivate, Func<string, string?> environment)
    {
        _files = new SqliteFiles(home, isPrivate, environment, "outbox.db");
        _faults = new SqliteFaults(_files);
        _thread = new LedgerThread(Close);
    }

    /// <summary>Makes sure that it can be written, before anything is bought.</summary>
    public Task OpenAsync(CancellationToken cancellationToken)
        => RunAsync(connection => connection is not null, creates: true, cancellationToken);

    public Task AddAsync(string ledgerId, Settlement settlement) => RunAsync(connection => Write(
        connection!,
        "INSERT INTO settlements (ledger_id, submission_id, doc) VALUES (@ledger, @id, @doc) ON CONFLICT (ledger_id, "
            + "submission_id) DO UPDATE SET doc = excluded.doc",
        ("ledger", ledgerId), ("id", settlement.Entry.Task.SubmissionId), ("doc", TextOf(settlement))), creates: true, CancellationToken
            .None);

    public Task RemoveAsync(string ledgerId, Settlement settlement) => RunAsync(connection => connection is null ? 0 : Write(
        connection,
        "DELETE FROM settlements WHERE ledger_id = @ledger AND submission_id = @id AND doc = @doc",
        ("ledger", ledgerId), ("id", settlement.Entry.Task.SubmissionId), ("doc", TextOf(settlement))), creates: false, CancellationToken
            .None);

    /// <summary>The settlements that wait for a ledger, or all where its id is not known, in the order of the submissions.</summary>
    public Task<IReadOnlyList<Settlement>> ListAsync(string? ledgerId, CancellationToken cancellationToken) => RunAsync(
        connection => connection is null
            ? []
            : Transaction(connection, "BEGIN", async session => (IReadOnlyList<Settlement>)await session.ReadAsync(
            "SELECT doc FROM settlements WHERE ledger_id = coalesce(@ledger, ledger_id) ORDER BY submission_id",
            row => Parse(row.GetString(0)), ("ledger", ledgerId)).ConfigureAwait(false)),
        creates: false, cancellationToken);

    /// <summary>Lets go of the file.</summary>
    public Task CloseAsync() => _thread.RunAsync(() =>
    {
        Close();
        return true;
    }, CancellationToken.None);

    private Task<T> RunAsync<T>(
        Func<SqliteConnection?, T> work,
        bool creates,
        CancellationToken cancellationToken) => _thread.RunAsync(() =>
    {
        try
        {
            return SqliteCalls.Busy(_connection, _ => work(Connect(creates)), cancellationToken);
        }
        catch (Exception fault) when (SqliteFaults.IsOurs(fault))
        {
            Close();
            throw _faults.Explain(fault, SqlWrite.Settle.Consequence);
        }
    }, cancellationToken);

    private SqliteConnection? Connect(bool creates)
    {
        if (_connection is not null) return _connection;
        SqliteLibrary.Require();
        if (!_files.Exists && !creates) return null;
        bool isOnNetwork = _files.IsOnNetwork(out string? refusal);
        if (!_files.Exists && refusal is not null) throw _faults.Unavailable(refusal, null);
        _files.Make();
        SqliteConnection connection = SqliteCalls.Connection(_files.Path);
        try
        {
            SqliteCalls.Open(connection);
            SqliteCalls.MakeDurable(connection, isOnNetwork);
            SqliteCalls.Run(connection, "CREATE TABLE IF NOT EXISTS settlements (ledger_id TEXT NOT NULL, submission_id TEXT "
                + "NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (ledger_id, submission_id))");
            return _connection = connection;
        }
        finally
        {
            if (_connection != connection) connection.Dispose();
        }
    }

    private static int Write(SqliteConnection connection, string sql, params (string, object?)[] values) =>
        Transaction(connection, "BEGIN IMMEDIATE", session => session.RunAsync(sql, values));

    private static T Transaction<T>(SqliteConnection connection, string begin, Func<SqlSession, Task<T>> work) =>
        SqliteCalls.Transaction(connection, static () => 0, begin, work);

    private static string TextOf(Settlement settlement)
        => JsonSerializer.Serialize(LedgerDocument.From(settlement.Entry), LedgerJson.Compact.LedgerDocument);

    private static Settlement Parse(string text) => new(TaskRow.Parse(text).ToEntry());

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
