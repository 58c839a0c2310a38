using Microsoft.Data.Sqlite;
using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>Where a ledger is kept.</summary>
public enum Store
{
    /// <summary>In a file of the state folder.</summary>
    Sqlite,

    /// <summary>In a database of a real server.</summary>
    Postgres,
}

/// <summary>A gateway that remembers what it took, and a ledger and a folder of videos that processes of their own write to.</summary>
internal sealed class CrashStage : IAsyncDisposable
{
    private static readonly TimeSpan Restart = TimeSpan.FromMinutes(10);

    private readonly TempFolder _folder = new();
    private readonly PostgresStore? _database;
    private int _runs;

    private CrashStage(
        LoopbackGateway gateway,
        Protocol protocol,
        IReadOnlyList<string> jobKeys,
        string? database)
    {
        Gateway = gateway;
        if (database is not null) _database = new PostgresStore(PostgresAddress.Parse(database, _ => null));
        Order = new LineOrder
        {
            Ledger = _folder.PathOf("ledger"),
            Address = database,
            Videos = _folder.PathOf("videos"),
            Gateway = gateway.BaseOf(protocol),
            Protocol = protocol,
            JobKeys = jobKeys,
            Price = PriceAt(protocol),
            Unit = protocol is Protocol.SkillsVideo ? "credits" : "USD",
            Budget = PriceAt(protocol) * jobKeys.Count,
            Later = TimeSpan.Zero,
        };
    }

    public LoopbackGateway Gateway { get; }

    /// <summary>The whole line, with a budget of exactly what it costs.</summary>
    public LineOrder Order { get; }

    /// <summary>The same, by a process that starts when the claims of those before it have lapsed.</summary>
    public async Task<LineOrder> AgainAsync()
    {
        // The clock of a server does not stand still, nor does it leap.
        if (_database is not null) await LapseAsync();
        return Order with { Later = ++_runs * Restart };
    }

    /// <summary>Lets every claim lapse, as time does.</summary>
    public async Task LapseAsync()
    {
        const string Sql = "UPDATE veops_tasks SET claimed_until = 0 WHERE claimed_until IS NOT NULL";
        if (_database is not null)
        {
            _ = await _database.WriteAsync(SqlWrite.Change, 0, session => session.RunAsync(Sql), TestContext.Current.CancellationToken);
            return;
        }

        using SqliteConnection connection = SqliteCalls.Connection(Path.Combine(Order.Ledger, "ledger.db"));
        SqliteLibrary.Require();
        SqliteCalls.Open(connection);
        SqliteCalls.Run(connection, Sql);
    }

    public static Task<CrashStage> StartAsync(Protocol protocol, params IReadOnlyList<string> jobKeys) =>
        StartAsync(protocol, cluster: null, jobKeys);

    public static Task<CrashStage> StartAsync(Store store, params IReadOnlyList<string> jobKeys) =>
        StartAsync(Protocol.Apikley, store is Store.Postgres ? PostgresCluster.Require() : null, jobKeys);

    /// <param name="protocol">What the gateway speaks.</param>
    /// <param name="cluster">The server of the ledger; null: it is a file.</param>
    /// <param name="jobKeys">One video each.</param>
    public static async Task<CrashStage> StartAsync(
        Protocol protocol,
        PostgresCluster? cluster,
        IReadOnlyList<string> jobKeys)
    {
        GatewayOptions options = new() { PollsUntilDone = 1, ClipBytes = 300_000 };
        string? database = cluster is null ? null : await cluster.NewDatabaseAsync();
        LoopbackGateway gateway = await LoopbackGateway.StartAsync(options, TestContext.Current.CancellationToken);
        return new CrashStage(gateway, protocol, jobKeys, database);
    }

    /// <summary>What must not be at any moment: a torn document, part of a video under a final name, more bought than was asked
    /// for or set aside.</summary>
    public IEnumerable<string> FaultsNow()
    {
        ILedger ledger = OpenLedger();
        List<string> torn = [];
        _ = ledger.List(new LedgerQuery(), torn.Add);
        foreach (string what in torn) yield return what;
        foreach (IGrouping<string, AcceptedTask> same in Gateway.Accepted.GroupBy(task => task.Prompt).Where(same => same.Count() > 1))
            yield return $"'{same.Key}' was bought {same.Count()} times.";
        foreach (string video in Videos().Where(video => !IsWhole(video))) yield return $"'{video}' is not whole.";

        decimal spent = Spent(), bought = Gateway.Accepted.Count * Order.Price;
        if (spent < bought) yield return $"{bought} was bought, and {spent} is written down.";
        if (spent > Order.Budget) yield return $"{spent} is written down, more than the budget of {Order.Budget}.";
    }

    /// <summary>What must not be once a process has come to its end.</summary>
    /// <param name="lost">The job key whose submission was sent and not answered, null where there is none.</param>
    public IEnumerable<string> FaultsAfter(string? lost)
    {
        string[] unknown = [.. OpenLedger().List(new LedgerQuery { Status = [VeoTaskStatus.Unknown] }).Select(entry => entry.Task.JobKey!)];
        string[] saved = [.. Saved()];
        string[] expected = [.. Order.JobKeys.Where(key => key != lost)];
        if (!unknown.SequenceEqual(lost is null ? [] : [lost])) yield return $"Unknown are: {string.Join(", ", unknown)}.";
        if (!saved.Order().SequenceEqual(expected)) yield return $"Saved are: {string.Join(", ", saved)}.";
        if (!Gateway.Accepted.Select(task => task.Prompt).Where(prompt => prompt != lost).Order().SequenceEqual(expected))
            yield return $"Bought were: {string.Join(", ", Gateway.Accepted.Select(task => task.Prompt))}.";
        if (Spent() != Order.Budget) yield return $"{Spent()} is written down, not {Order.Budget}.";

        ILedger ledger = OpenLedger();
        foreach (AcceptedTask task in Gateway.Accepted.Where(task => task.Prompt != lost && ledger.Find("prod", task.TaskId) is null))
            yield return $"The ledger does not know {task.TaskId}.";
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _folder.Dispose();
    }

    // As a process sees it that starts after everything. It delivers nothing that a process has left on this machine.
    private ILedger OpenLedger() => _database is not null
        ? new SqlLedger(_database, Order.Ledger)
        : TestLedger.Open(Order.Ledger, (Order with { Later = (_runs + 2) * Restart }).NewClock());

    // What a second costs at skills.video, and how many it makes where nobody asks: what its answer says counts.
    private static decimal PriceAt(Protocol protocol) => protocol is Protocol.SkillsVideo ? 20 : 0.40m;

    /// <summary>What must not be after any number of processes that were killed at any moment, once one has come to its end.</summary>
    public IEnumerable<string> FaultsAtTheEnd()
    {
        ILedger ledger = OpenLedger();
        string[] unknown = [.. ledger.List(new LedgerQuery { Status = [VeoTaskStatus.Unknown] }).Select(entry => entry.Task.JobKey!)];
        string[] known = [.. Saved(), .. unknown];
        if (!known.Order().SequenceEqual(Order.JobKeys.Order())) yield return $"Saved or unknown are: {string.Join(", ", known.Order())}.";
        foreach (AcceptedTask task in Gateway.Accepted
            .Where(task => !unknown.Contains(task.Prompt) && ledger.Find("prod", task.TaskId) is null))
            yield return $"The ledger does not know {task.TaskId}.";
        if (Spent() != Order.Price * Order.JobKeys.Count)
            yield return $"{Spent()} is written down, not {Order.Price * Order.JobKeys.Count}.";
    }

    // Ended, and with a record that fits the file.
    private IEnumerable<string> Saved() =>
        from entry in OpenLedger().List(new LedgerQuery { Status = [VeoTaskStatus.Succeeded] })
        where entry.Saved.Count == 1 && Videos().Contains(entry.Saved[0].FullName) && IsWhole(entry.Saved[0].FullName)
        select entry.Task.JobKey;

    private decimal Spent() => OpenLedger().Spent("prod", Order.Unit).Month;

    private string[] Videos() => Directory.Exists(Order.Videos) ? Directory.GetFiles(Order.Videos, "*.mp4") : [];

    private bool IsWhole(string video)
    {
        string id = Path.GetFileNameWithoutExtension(video)[..^"_0".Length];
        if (Gateway.Accepted.All(task => task.TaskId != id)) return false;
        using MemoryStream clip = new();
        using (Stream original = Gateway.OpenClip(id)) original.CopyTo(clip);
        return clip.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(video));
    }
}
