using System.Diagnostics;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>The same script on many machines at once, over one ledger.</summary>
[Trait("Speed", "Slow")]
public sealed class ManyProcessesTests(ITestOutputHelper output)
{
    private const int Processes = 20;
    private const int Keys = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_processes_with_the_same_fifty_job_keys_buy_fifty_and_all_get_them_within_a_budget_of_fifty()
    {
        await using LoopbackGateway gateway = await LoopbackGateway.StartAsync(cancellationToken: Token);
        using TempFolder folder = new();
        LineOrder order = new()
        {
            Ledger = folder.PathOf("ledger"),
            Gateway = gateway.BaseOf(Protocol.Apikley),
            Protocol = Protocol.Apikley,
            JobKeys = [.. Enumerable.Range(1, Keys).Select(shot => $"shot {shot}")],
            Price = 0.40m,
            Budget = 0.40m * Keys,
            AtOnce = 4,
        };
        Stopwatch elapsed = Stopwatch.StartNew();
        LineProcess[] lines = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => LineProcess.StartAsync(order, Token)));
        output.WriteLine($"{lines.Length} processes stand ready after {elapsed.Elapsed.TotalSeconds:0.0} s");
        try
        {
            foreach (LineProcess line in lines) line.Begin();
            Task<LineReport[]> all = Task.WhenAll(lines.Select(line => line.End));
            decimal most = 0;
            FileLedger ledger = new(order.Ledger, TimeProvider.System);
            while (!all.IsCompleted)
            {
                most = Math.Max(most, Spent(ledger));
                await Task.WhenAny(all, Task.Delay(20, Token));
            }

            LineReport[] reports = await all;
            string[] results = [.. reports.SelectMany(report => report.About("bought"))];
            output.WriteLine($"{gateway.Accepted.Count} accepted, {results.Length} results, {Spent(ledger)} spent, {most} at most, of {order.Budget}; {elapsed.Elapsed.TotalSeconds:0.0} s");
            Assert.All(reports, report => Assert.True(report.ExitCode == 0 && report.About("bought").Count() == Keys, report.ToString()));
            Assert.Equal(Keys, gateway.Accepted.Count);
            Assert.Equal(gateway.Accepted.Select(task => $"{task.Prompt} {task.TaskId}").Order(StringComparer.Ordinal), results.Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(order.Budget, Math.Max(most, Spent(ledger)));
            Assert.Equal(Keys, ledger.List(new LedgerQuery(), Assert.Fail).Count());
        }
        finally
        {
            foreach (LineProcess line in lines) line.Dispose();
        }
    }

    private static decimal Spent(FileLedger ledger) => ledger.Spent("prod", "USD", DateTime.UtcNow).Month;
}
