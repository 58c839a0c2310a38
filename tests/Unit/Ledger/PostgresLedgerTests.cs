using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>The contract over a real PostgreSQL server.</summary>
public sealed class PostgresLedgerTests : LedgerContract, IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private PostgresCluster _cluster = null!;
    private string _address = "";

    private string Database => _address.Substring(_address.LastIndexOf('/') + 1);

    public async ValueTask InitializeAsync()
    {
        _cluster = PostgresCluster.Require();
        _address = await _cluster.NewDatabaseAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Twenty_first_users_at_once_make_one_ledger()
    {
        ILedger[] ledgers = [.. Enumerable.Range(0, 20).Select(_ => Open())];
        await Task.WhenAll(ledgers.Select(ledger => Task.Run(() => BegunAsync(ledger, new BeginRequest { Entry = Entry() }))));
        LedgerStatus[] statuses = await Task.WhenAll(ledgers.Select(ledger => ledger.StatusAsync(Stop)));
        Assert.Single(statuses.Select(status => status.LedgerId).Distinct());
        Assert.All(statuses, status => Assert.Equal(20, status.Tasks));
    }

    [Fact]
    public async Task A_reader_makes_no_tables()
    {
        Assert.Empty(await ListAsync(Open(), new LedgerQuery()));
        Assert.Null((await Open().StatusAsync(Stop)).LedgerId);
    }

    [Fact]
    public async Task A_newer_ledger_that_we_would_spoil_is_refused()
    {
        await BegunAsync(Open(), new BeginRequest { Entry = Entry() });
        await _cluster.RunSqlAsync(Database, "UPDATE veops_meta SET value = '99' WHERE name = 'oldest_writer'");
        VeoException refused = await Assert.ThrowsAsync<VeoException>(() => Open().BeginAsync(new BeginRequest { Entry = Entry() }, Stop));
        Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
        Assert.Contains("newer VeoPS", refused.Message);
    }

    [Fact]
    public async Task A_role_that_may_make_nothing_uses_what_is_there()
    {
        await BegunAsync(Open(), new BeginRequest { Entry = Entry() });
        string role = "worker_" + Database;
        await _cluster.RunSqlAsync(
            Database,
            $"CREATE ROLE {role} LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
        ILedger worker = Open(_address.Replace("tester@", role + "@"));
        string id = await BegunAsync(worker, Keyed("intro", cost: 1));
        Assert.True(await worker.MarkSendingAsync(id, Stop));
    }

    [Fact]
    public async Task A_settlement_that_the_server_cannot_take_waits_and_is_delivered()
    {
        PostgresCluster own = _cluster;
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        string id = await BegunAsync(ledger, request);
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        await own.RunSqlAsync("postgres", $"ALTER DATABASE {Database} ALLOW_CONNECTIONS false");
        await own.RunSqlAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database}'");

        SettleResult settled = await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop);
        Assert.True(settled.IsWaiting);
        VeoException away = await Assert.ThrowsAsync<VeoException>(() => ledger.BeginAsync(Keyed("other"), Stop));
        Assert.Equal(VeoErrorId.LedgerUnavailable, away.ErrorId);

        await own.RunSqlAsync("postgres", $"ALTER DATABASE {Database} ALLOW_CONNECTIONS true");
        Assert.Empty(await ledger.EndCallAsync(Stop));
        Assert.Equal("t", (await Open().FindAsync(id, Stop))!.Task.Id);
        Assert.Equal(0, (await ledger.StatusAsync(Stop)).Outbox);
    }

    [Fact]
    public async Task A_server_that_crashed_buys_nothing_loses_nothing_and_is_used_again()
    {
        using PostgresCluster own = PostgresCluster.StartOwn();
        _address = await own.NewDatabaseAsync();
        ILedger ledger = Open();
        BeginRequest request = Keyed("intro", cost: 1);
        BeginRequest unsent = Keyed("second");
        string id = await BegunAsync(ledger, request);
        string other = await BegunAsync(ledger, unsent);
        Assert.True(await ledger.MarkSendingAsync(id, Stop));
        using (own.Crash())
        {
            Assert.True((await ledger.SettleAsync(new Settlement(Taken(request.Entry, "t")), Stop)).IsWaiting);
            VeoException away = await Assert.ThrowsAsync<VeoException>(() => ledger.MarkSendingAsync(other, Stop));
            Assert.Equal(VeoErrorId.LedgerUnavailable, away.ErrorId);
            Assert.Contains("Nothing was sent", away.Message);
        }

        // Another process delivers what this one has left on the machine.
        Assert.Empty(await Open().EndCallAsync(Stop));
        LedgerEntry found = (await Open().FindAsync(id, Stop))!;
        Assert.Equal("t", found.Task.Id);
        Assert.Equal(1, (await Open().SpentAsync("prod", "USD", Stop)).Day);
        Assert.True(await Open().MarkSendingAsync(other, Stop));
    }

    [Fact]
    public async Task A_settlement_for_another_ledger_is_not_delivered_here()
    {
        ILedger ledger = Open();
        await BegunAsync(ledger, Keyed("intro"));
        Outbox outbox = new(_folder.FullName, isPrivate: true, _ => null);
        await outbox.AddAsync(Guid.NewGuid().ToString(), new Settlement(Taken(Entry(), "elsewhere")));
        Assert.Empty(await ledger.EndCallAsync(Stop));
        Assert.Null(await ledger.FindByIdAsync(null, "elsewhere", Stop));
        Assert.Single(await outbox.ListAsync(null, Stop));
        await outbox.CloseAsync();
    }

    [Fact]
    public async Task An_address_over_the_socket_works()
    {
        ILedger ledger = Open($"postgres://tester@/{Database}?host={Uri.EscapeDataString(_cluster.SocketFolder)}&port={_cluster.Port}");
        await BegunAsync(ledger, new BeginRequest { Entry = Entry() });
        Assert.Equal(1, (await ledger.StatusAsync(Stop)).Tasks);
    }

    private protected override ILedger Open() => Open(_address);

    private protected override Task LapseAsync() =>
        _cluster.RunSqlAsync(Database, "UPDATE veops_tasks SET claimed_until = 0 WHERE claimed_until IS NOT NULL; UPDATE "
            + "veops_jobs SET leased_until = 0 WHERE leased_until IS NOT NULL");

    private protected override Task BringDueAsync() => _cluster.RunSqlAsync(Database, "UPDATE veops_jobs SET not_before = 0");

    private ILedger Open(string address) =>
        PostgresLedger.Make(address, new StateFolder(_folder.FullName, IsPrivate: true), _ => null, TimeProvider.System);
}
