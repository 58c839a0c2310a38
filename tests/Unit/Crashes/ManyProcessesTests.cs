using System.Diagnostics;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>The same script on many machines at once, over one ledger.</summary>
[Trait("Speed", "Slow")]
public sealed class ManyProcessesTests(ITestOutputHelper output)
{
    private const int All = 20;
    private const int Few = 6;
    private const int Keys = 50;
    private const decimal Price = 0.40m;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Half of the processes list the profiles the other way round. Each profile has a budget for so many videos; with both
    /// together for all of them or for fewer, exactly as many are bought. Six processes; twenty where more is asked for
    /// (VEOPS_TEST_KILLS).
    /// </summary>
    [Theory]
    [InlineData(Store.Sqlite, 25, 50)]
    [InlineData(Store.Sqlite, 15, 30)]
    [InlineData(Store.Postgres, 25, 50)]
    [InlineData(Store.Postgres, 15, 30)]
    public async Task Many_processes_with_the_same_fifty_job_keys_buy_each_once_and_exactly_what_the_budgets_allow(
        Store store,
        int videosAProfile,
        int bought)
    {
        await using LoopbackGateway gateway = await LoopbackGateway.StartAsync(cancellationToken: Token);
        using TempFolder folder = new();
        string? address = store is Store.Postgres ? await PostgresCluster.Require().NewDatabaseAsync() : null;
        int processes = CrashDemand.IsFull ? All : Few;
        LineOrder order = new()
        {
            Ledger = folder.PathOf("ledger"),
            Address = address,
            Gateway = gateway.BaseOf(Protocol.Apikley),
            Protocol = Protocol.Apikley,
            Profiles = ["a", "b"],
            JobKeys = [.. Enumerable.Range(1, Keys).Select(shot => $"shot {shot}")],
            Price = Price,
            Budget = Price * videosAProfile,
            AtOnce = 4,
        };
        Stopwatch elapsed = Stopwatch.StartNew();
        LineProcess[] lines = await Task.WhenAll(Enumerable.Range(0, processes).Select(each =>
            LineProcess.StartAsync(each % 2 == 0 ? order : order with { Profiles = ["b", "a"] }, Token)));
        output.WriteLine($"{lines.Length} processes stand ready after {elapsed.Elapsed.TotalSeconds:0.0} s");
        try
        {
            foreach (LineProcess line in lines) line.Begin();
            LineReport[] reports = await Task.WhenAll(lines.Select(line => line.End));

            string[] results = [.. reports.SelectMany(report => report.About("bought"))];
            ILedger ledger = order.OpenLedger(TimeProvider.System);
            decimal spent = ledger.Spent("a", "USD").Month + ledger.Spent("b", "USD").Month;
            output.WriteLine(
                $"{gateway.Accepted.Count} accepted, {results.Length} results, {spent} spent; {elapsed.Elapsed.TotalSeconds:0.0} s");
            Assert.All(reports, report => Assert.True(report.ExitCode == 0, report.ToString()));
            Assert.Equal(bought, gateway.Accepted.Count);
            Assert.Distinct(gateway.Accepted.Select(task => task.Prompt));
            Assert.Equal(bought * Price, spent);
            Assert.Equal(
                gateway.Accepted.Select(task => $"{task.Prompt} {task.TaskId}").Order(StringComparer.Ordinal),
                results.Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(bought, ledger.List(new LedgerQuery { Status = [VeoTaskStatus.Queued] }, Assert.Fail).Count);
            Assert.All(
                reports,
                report => Assert.Equal(Keys, report.About("bought").Count() + report.About(VeoErrorId.BudgetExceeded).Count()));
        }
        finally
        {
            foreach (LineProcess line in lines) line.Dispose();
        }
    }
}
