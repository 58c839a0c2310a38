using VeoPS.Engine;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>
/// <c>New-VeoVideo | Wait-VeoTask | Save-VeoVideo</c> in a process of its own. It tells what it does, a line each: a word, and
/// what it is about.
/// </summary>
internal sealed class BuyingLine : IDisposable
{
    private readonly LineOrder _order;
    private readonly TextWriter _report;
    private readonly TimeProvider _time;
    private readonly HttpTransport _transport;
    private readonly GatewayProfile[] _profiles;
    private readonly VeoEngine _engine;

    private BuyingLine(LineOrder order, TextWriter report)
    {
        _order = order;
        _report = TextWriter.Synchronized(report);
        _time = order.NewClock();
        _transport = new HttpTransport(_time);
        _profiles = ProfilesOf(order);
        _engine = new VeoEngine(
            _transport,
            order.OpenLedger(_time),
            _time,
            new EngineLog(_ => { }, text => Tell("warning", text)));
    }

    /// <summary>Runs once a line has come in.</summary>
    public static async Task RunAsync(LineOrder order, TextReader start, TextWriter report)
    {
        using BuyingLine line = new(order, report);
        FaultCounter counter = new(order.KillAt, order.HoldAt, Hold, point => line.Tell("point", point.ToString()));
        line.Tell("ready");
        if (await start.ReadLineAsync() is null) return; // Whoever ordered it is gone.
        FaultPoint.Listener = counter.Pass;
        await line.RunAsync();
        foreach (Settlement left in await line._engine.Ledger.EndCallAsync(CancellationToken.None))
            line.Tell("left", $"{left.Entry.Task.JobKey} {left.Entry.Task.Id}");

        void Hold()
        {
            line.Tell("held");
            start.ReadLine();
        }
    }

    // In the order in which they are tried; each has the budget to itself.
    private static GatewayProfile[] ProfilesOf(LineOrder order) =>
        [.. order.Profiles.Select(name => ProfileOf(order, name))];

    private static GatewayProfile ProfileOf(LineOrder order, string name)
    {
        IGateway gateway = GatewayCatalog.Find(order.Protocol.ToString())!;
        VeoProfile profile = new()
        {
            Name = name,
            Provider = gateway.Table.Provider,
            BaseUri = order.Gateway,
            PricePerVideo = order.Price,
            PriceUnit = order.Unit,
            DailyBudget = order.Budget,
            MonthlyBudget = order.Budget,
        };
        return new GatewayProfile(profile, gateway, "test-key");
    }

    public void Dispose() => _transport.Dispose();

    private void Tell(string word, string about = "") => _report.WriteLine($"{word}\t{about.ReplaceLineEndings(" ")}");

    private async Task RunAsync()
    {
        await ReconcileAsync();
        PurchaseRun run = _engine.NewRun();
        List<TaskHandle> bought = [];
        await Parallel.ForEachAsync(_order.JobKeys, new ParallelOptions { MaxDegreeOfParallelism = _order.AtOnce }, async (key, token) =>
        {
            SubmissionOrder order = new() { Request = new VeoRequest { Prompt = key }, Profiles = _profiles, JobKey = key };
            PurchaseRun.Check(order);
            SubmissionOutcome outcome = await run.SubmitAsync(order, token);
            if (outcome.Task is { } task) Tell("bought", $"{key} {task.Id}");
            else Tell(outcome.Error!.ErrorId, $"{key} {outcome.Error.Message}");
            if (outcome.Task is not null)
                lock (bought) bought.Add(new TaskHandle(outcome.Task, _profiles.First(profile => profile.Name == outcome.Task.Profile)));
        });
        if (_order.Videos is not { } folder) return;

        await WatchAsync(bought);
        VideoSaver saver = _engine.NewSaver();
        foreach (TaskHandle handle in bought) await SaveAsync(saver, handle, folder);
    }

    // Get-VeoTask -Status Unknown -Refresh.
    private async Task ReconcileAsync()
    {
        VeoTask[] lost = [.. _engine.Ledger.List(new LedgerQuery { Status = [VeoTaskStatus.Unknown] }, torn => Tell("torn", torn))
            .Select(entry => entry.Task)];
        foreach (VeoTask found in (await _engine.Reconciler.FindAsync(_profiles[0], lost, CancellationToken.None)).Values)
            Tell("found", $"{found.JobKey} {found.Id}");
    }

    private async Task WatchAsync(IEnumerable<TaskHandle> handles)
    {
        TaskWatcher watcher = _engine.NewWatcher(TimeSpan.FromHours(1), null, (handle, result) =>
        {
            if (result.Error is { } error) Tell(error.ErrorId, $"{handle.Task.JobKey} {error.Message}");
        });
        foreach (TaskHandle handle in handles) watcher.Add(handle);
        watcher.CompleteAdding();
        await watcher.RunAsync(CancellationToken.None);
    }

    private async Task SaveAsync(VideoSaver saver, TaskHandle handle, string folder)
    {
        foreach (VeoVideo video in handle.Task.Videos)
        {
            SaveOrder order = new()
            {
                Task = handle.Task,
                Profile = handle.Profile,
                Video = video,
                FinalPath = FileNameTemplate.Default.PathIn(folder, handle.Task, video.Index, seed: null),
                NameIdentifiesVideo = FileNameTemplate.Default.IdentifiesVideo,
                FreshLink = token => _engine.Poller.FreshLinkAsync(handle, video.Index, token),
                OpenInline = token => _engine.OpenInlineAsync(handle, video.Index, token),
                Warn = text => Tell("warning", text),
            };
            SavedVideo saved = await saver.SaveAsync(order, progress: null, CancellationToken.None);
            Tell(saved.Skipped ? "skipped" : saved.Resumed ? "resumed" : "saved", $"{handle.Task.JobKey} {saved.Name}");
        }
    }
}
