using System.Data.Common;

namespace VeoPS.Engine.Ledger;

/// <summary>One transaction, as the ledger's SQL sees it. With SQLite every call ends before it returns.</summary>
internal sealed class SqlSession(
    DbConnection connection,
    SqlDialect dialect,
    Func<long> localClock,
    CancellationToken cancellationToken = default)
{
    public SqlDialect Dialect => dialect;

    /// <summary>Locks a name until the transaction ends, which no row stands for yet.</summary>
    public Task LockAsync(long name) =>
        dialect == SqlDialect.Sqlite ? Task.CompletedTask : ReadAsync("SELECT pg_advisory_xact_lock(@name)", _ => 0, ("name", name));

    /// <summary>The moment, in milliseconds since 1970.</summary>
    public async Task<long> NowAsync() => dialect == SqlDialect.Sqlite
        ? localClock()
        : (await ReadAsync($"SELECT {dialect.Now}", row => row.GetInt64(0)).ConfigureAwait(false))[0];

    /// <summary>Carries out a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> RunAsync(string sql, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all rows of a question.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Command(sql, values);
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
        return rows;
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is ours; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object? value) in values) Add(command, name, value);
        if (dialect == SqlDialect.Sqlite && sql.Contains("@now")) Add(command, "now", localClock());
        return command;
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        if (value is null) parameter.DbType = System.Data.DbType.String;
        command.Parameters.Add(parameter);
    }
}

/// <summary>Reads columns that may be empty.</summary>
internal static class SqlColumns
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>
    /// A text column as an expression, which no index answers. SQLite has no statistics here. Where two indexes fit, it may take the
    /// one of the profile, which all tasks may share, and not the one of the id.
    /// </summary>
    public static string WithoutIndex(string column) => $"({column} || '')";

    /// <summary>A list of parameters for IN: its text, and the parameters.</summary>
    public static (string Sql, (string, object?)[] Values) In(string prefix, IEnumerable<string> values)
    {
        (string, object?)[] named = [.. values.Select((value, index) => ($"{prefix}{index}", (object?)value))];
        return ("(" + string.Join(", ", named.Select(each => "@" + each.Item1)) + ")", named);
    }
}
