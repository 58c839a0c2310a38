using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using VeoPS.Engine.Ledger;

namespace VeoPS.Bench;

/// <summary>A ledger that is filled to a size with tasks as they are after some months: most have succeeded, one in 5,000 is unknown.
/// The rows are copies of one that the ledger wrote itself.</summary>
internal sealed class FilledLedger : IDisposable
{
    private const string Template = "veo-20260901-000000000-000000000000";
    private const string TemplateId = "task-000000000000";

    private readonly string _home;
    private readonly Postgres? _postgres;
    private int _filled;
    private int _bought;

    private FilledLedger(string home, Postgres? postgres)
    {
        (_home, _postgres) = (home, postgres);
        Ledger = LedgerStore.Open(name => Variables.GetValueOrDefault(name), TimeProvider.System);
    }

    public string Name => _postgres is null ? "SQLite" : "PostgreSQL";

    public ILedger Ledger { get; }

    /// <summary>What the module finds it by.</summary>
    public Dictionary<string, string> Variables
    {
        get
        {
            Dictionary<string, string> variables = new() { [StateFolderVariable] = _home };
            if (_postgres is { } server) variables[LedgerStore.Variable] = server.Address;
            return variables;
        }
    }

    private const string StateFolderVariable = "VEOPS_HOME";

    /// <summary>One in a file of a folder.</summary>
    public static FilledLedger InFile(string home) => new(home, null);

    /// <summary>One on a server of its own; null where this machine has none.</summary>
    public static FilledLedger? OnServer(string home) => Postgres.Start() is { } server ? new FilledLedger(home, server) : null;

    public static string KeyOf(int nth) => "shot-" + nth.ToString("D12", CultureInfo.InvariantCulture);

    public static string IdOf(int nth) => "task-" + nth.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Adds tasks up to a number.</summary>
    public async Task FillAsync(int count)
    {
        if (_filled == 0) await BuyAsync(Template, TemplateId, "shot-000000000000");
        await using DbConnection connection = _postgres is { } server ? await server.ConnectAsync() : await OpenFileAsync();
        await ExecuteAsync(connection, Numbers("""
            INSERT INTO veops_tasks (submission_id, remote_id, profile, status, created, sending, job_key, rendition, booked_unit, booked,
                booked_day, hidden, doc, request)
            """, $"""
            SELECT {Replaced("t.submission_id")}, {Replaced("t.remote_id")}, t.profile, n.status, t.created + n.i * 1000, 0,
                {Replaced("t.job_key")}, 0, t.booked_unit, t.booked, t.booked_day, 0,
                replace({Replaced("t.doc")}, '"Queued"', '"' || n.status || '"'), t.request
            FROM numbers n, veops_tasks t WHERE t.submission_id = '{Template}'
            """, count));
        await ExecuteAsync(connection, Numbers(
            "INSERT INTO veops_claims (scope, job_key, attempt, submission_id, request_hash, failed)",
            $"""
            SELECT t.scope, {Replaced("t.job_key")}, 1, {Replaced("t.submission_id")}, t.request_hash, 0
            FROM numbers n, veops_claims t WHERE t.submission_id = '{Template}'
            """,
            count));
        if (_postgres is not null) await ExecuteAsync(connection, "VACUUM ANALYZE");
        _filled = count;
    }

    /// <summary>A purchase with a job key and a budget: three commits.</summary>
    public Task BuyAsync()
    {
        string submission = SubmissionId.New(DateTimeOffset.UtcNow);
        return BuyAsync(submission, $"bought-{_filled}-{++_bought}", $"bought-{_filled}-{_bought}");
    }

    /// <summary>In MiB.</summary>
    public async Task<double> SizeAsync()
    {
        if (_postgres is null)
            return new DirectoryInfo(_home).EnumerateFiles("ledger.db*").Sum(file => file.Length) / (1024.0 * 1024);
        await using DbConnection connection = await _postgres.ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relname LIKE 'veops%' AND relkind = 'r'";
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) / (1024 * 1024);
    }

    public void Dispose() => _postgres?.Dispose();

    private async Task BuyAsync(string submission, string id, string key)
    {
        DateTime now = DateTime.UtcNow;
        LedgerEntry entry = new()
        {
            Task = new VeoTask
            {
                SubmissionId = submission,
                Profile = "prod",
                Provider = "TokenBay",
                Model = "veo-3.1-fast-generate-preview",
                Prompt = "A dog that runs over a beach in the evening, filmed from low above the sand, in warm light, without people",
                JobKey = key,
                Tag = new VeoList<string>(["night", "beach"]),
                Created = now,
                Updated = now,
                Cost = new VeoCost { Amount = 0.40m, Unit = "USD", Basis = "price" },
            },
            Origin = "https://api.example.com",
            RequestHash = new string('a', 64),
        };
        BeginResult begun = await Ledger.BeginAsync(
            new BeginRequest
            {
                Entry = entry,
                Scopes = [JobKeyClaim.ScopeOf("prod", "TokenBay", entry.Origin)],
                DailyBudget = 1_000_000,
                Request = "{\"prompt\":\"A dog that runs over a beach in the evening\",\"model\":\"veo-3.1-fast-generate-preview\"}",
            },
            CancellationToken.None);
        if (begun.Verdict != BeginVerdict.Ours) throw new InvalidOperationException($"The purchase was not begun: {begun.Verdict}.");
        if (!await Ledger.MarkSendingAsync(submission, CancellationToken.None)) throw new InvalidOperationException("It was not marked.");
        LedgerEntry taken = entry with { Task = new VeoTask(entry.Task) { Id = id, Status = VeoTaskStatus.Queued } };
        await Ledger.SettleAsync(new Settlement(taken), CancellationToken.None);
    }

    // The same text for both databases. The last hundred still run.
    private string Numbers(string into, string select, int count) => $"""
        {into}
        WITH RECURSIVE counted(i) AS (SELECT {_filled + 1} UNION ALL SELECT i + 1 FROM counted WHERE i < {count}),
        numbers AS (SELECT i, substr(CAST(1000000000000 + i AS text), 2) AS digits,
            CASE WHEN i > {count - 100} THEN 'Running' WHEN i % 5000 = 0 THEN 'Unknown' WHEN i % 100 = 1 THEN 'Filtered'
                WHEN i % 100 < 5 THEN 'Failed' WHEN i % 100 = 5 THEN 'Canceled' WHEN i % 100 = 6 THEN 'Expired' ELSE 'Succeeded'
                END AS status
            FROM counted)
        {select}
        """;

    private static string Replaced(string column) => $"replace({column}, '000000000000', n.digits)";

    private async Task<DbConnection> OpenFileAsync()
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(_home, "ledger.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // The text is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
