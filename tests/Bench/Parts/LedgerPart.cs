using System.Diagnostics;
using System.Globalization;
using VeoPS.Engine.Ledger;

namespace VeoPS.Bench;

/// <summary>Questions to a ledger of 50,000 and of 1,000,000 tasks, and what a purchase takes there, on both stores.</summary>
internal sealed class LedgerPart : BenchPart
{
    private const int WarmUps = 3;

    private static readonly string[] Statuses =
    [
        VeoTaskStatus.Running, VeoTaskStatus.Succeeded, VeoTaskStatus.Failed, VeoTaskStatus.Filtered, VeoTaskStatus.Canceled,
        VeoTaskStatus.Expired,
    ];

    private static int Runs => Scale.Of(31, 3);

    public override string Name => "ledger";

    public override async Task RunAsync(Workbench bench, Report report)
    {
        using (FilledLedger file = FilledLedger.InFile(bench.NewFolder())) await MeasureAsync(bench, report, file);
        using FilledLedger? server = FilledLedger.OnServer(bench.NewFolder());
        if (server is null) report.Note("A ledger in PostgreSQL was not measured: this machine has no server.");
        else await MeasureAsync(bench, report, server);
    }

    private static async Task MeasureAsync(Workbench bench, Report report, FilledLedger filled)
    {
        await filled.FillAsync(1000);
        Figure small = await PurchasesAsync(bench, filled);
        (int, string)[] sizes = Scale.IsCheck ? [(2000, "")] : [(50_000, "≤ 5 ms"), (1_000_000, "≤ 10 ms")];
        foreach ((int count, string wanted) in sizes)
        {
            string title = string.Create(CultureInfo.InvariantCulture, $"{filled.Name}, {count:N0} tasks: ");
            Console.Error.WriteLine($"  {title}filling …");
            await filled.FillAsync(count);
            report.Add(title + "size", Unit.MiB, Figure.Of(await filled.SizeAsync()), "");
            ILedger ledger = filled.Ledger;
            await AddAsync("newest 50", () => ledger.PageAsync(new LedgerQuery { PageSize = 50 }, null, CancellationToken.None));
            foreach (string status in Statuses)
            {
                LedgerQuery query = new() { Status = [status], PageSize = 50 };
                await AddAsync($"newest 50 that are {status}", () => ledger.PageAsync(query, null, CancellationToken.None));
            }

            await AddAsync("all that are Unknown", async () =>
            {
                await foreach (LedgerEntry _ in ledger.ListAsync(new LedgerQuery { Status = [VeoTaskStatus.Unknown] }))
                {
                    // All of them are read.
                }
            });
            string key = FilledLedger.KeyOf(count / 2);
            await AddAsync("by job key", () => ledger.PageAsync(new LedgerQuery { JobKey = [key] }, null, CancellationToken.None));
            await AddAsync(
                "by the start of job keys, ten of them",
                () => ledger.PageAsync(new LedgerQuery { JobKey = [key[..^1] + "*"] }, null, CancellationToken.None));
            await AddAsync("by id", () => ledger.FindByIdAsync("prod", FilledLedger.IdOf(count / 2), CancellationToken.None));
            await AddAsync("a month's sum", () => ledger.SpentAsync("prod", "USD", CancellationToken.None));
            Figure purchase = await PurchasesAsync(bench, filled);
            report.Add(title + "a purchase with key and budget", Unit.Fine, purchase, "the same at 1,000", small, "≤ 1.1");
            await FirstAsync(bench, report, filled, title);

            async Task AddAsync(string what, Func<Task> question)
            {
                List<double> milliseconds = [];
                await bench.Quiet.WaitAsync();
                for (int nth = -WarmUps; nth < Runs; nth++)
                {
                    long started = Stopwatch.GetTimestamp();
                    await question();
                    if (nth >= 0) milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                report.Add(title + what, Unit.Fine, Figure.Of(milliseconds), wanted);
            }
        }
    }

    private static async Task<Figure> PurchasesAsync(Workbench bench, FilledLedger filled)
    {
        List<double> milliseconds = [];
        await bench.Quiet.WaitAsync();
        for (int nth = -WarmUps; nth < Scale.Of(200, 5); nth++)
        {
            long started = Stopwatch.GetTimestamp();
            await filled.BuyAsync();
            if (nth >= 0) milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Figure.Of(milliseconds)!.Value;
    }

    private static async Task FirstAsync(Workbench bench, Report report, FilledLedger filled, string title)
    {
        Contender import = new("VeoPS, imported", Workbench.ImportVeoPS);
        Contender list = new("VeoPS, the newest 50 in a new process", $"{Workbench.ImportVeoPS}; $null = Get-VeoTask -First 50");
        IReadOnlyList<Contender> contenders = Workbench.Present([import, list], report);
        if (contenders.Count == 0) return;
        Dictionary<string, string> variables = bench.Variables();
        foreach ((string name, string value) in filled.Variables) variables[name] = value;
        Alternation all = await Alternation.RunAsync(bench.Quiet, contenders, each => PowerShell.StartAndEndAsync(each, variables));
        report.Add(
            title + "`Get-VeoTask -First 50` in a new process, over the import",
            Unit.Milliseconds,
            all.Over(list, import, sample => sample.Seconds * 1000),
            "");
        report.Show([list]);
    }
}
