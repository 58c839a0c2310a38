using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;

namespace VeoPS.Bench;

/// <summary>What the engine keeps for a task that is waited for, in bytes after a collection, without the task itself.</summary>
internal sealed class TaskMemoryPart : BenchPart
{
    private static int Count => Scale.Of(10_000, 1000);

    public override string Name => "task-memory";

    public override Task RunAsync(Workbench bench, Report report)
    {
        using HttpTransport transport = new(TimeProvider.System);
        TaskPoller poller = new(transport, new NoLedger(), TimeProvider.System, EngineLog.None);
        GatewayProfile profile = new(
            new VeoProfile { Name = "prod", Provider = "TokenBay" },
            GatewayCatalog.Find("TokenBay")!,
            "a-key-of-ours");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        VeoTask[] tasks = [.. Enumerable.Range(0, Count).Select(nth => new VeoTask
        {
            SubmissionId = SubmissionId.New(DateTimeOffset.UtcNow),
            Id = FilledLedger.IdOf(nth),
            Profile = profile.Name,
            Provider = "TokenBay",
            Model = "veo-3.1-fast-generate-preview",
            Status = VeoTaskStatus.Queued,
            Created = DateTime.UtcNow,
        })];
        long withTasks = GC.GetTotalMemory(forceFullCollection: true);
        TaskWatcher watcher = new(poller, TimeProvider.System, TimeSpan.FromHours(1), null, (_, _) => { }, EngineLog.None);
        foreach (VeoTask task in tasks) watcher.Add(new TaskHandle(task, profile));
        long watched = GC.GetTotalMemory(forceFullCollection: true);
        report.Add("A waiting task in the engine", Unit.Bytes, Figure.Of((watched - withTasks) / (double)Count), "");
        report.Add("The task itself, as the ledger has it", Unit.Bytes, Figure.Of((withTasks - before) / (double)Count), "");
        GC.KeepAlive(watcher);
        GC.KeepAlive(tasks);
        return Task.CompletedTask;
    }
}
