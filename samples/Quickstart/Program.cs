// The engine from C#, without PowerShell: submit, wait, save, against the sandbox.
//   dotnet run --project samples/Quickstart -- "A dog playing in a park" [folder]

using VeoPS;
using VeoPS.Engine;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;

string prompt = args.ElementAtOrDefault(0) ?? "A dog playing in a park";
string folder = Path.GetFullPath(args.ElementAtOrDefault(1) ?? "videos");
Directory.CreateDirectory(folder);

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    ILedger ledger = LedgerStore.Open(Environment.GetEnvironmentVariable, TimeProvider.System);
    using HttpTransport transport = new(TimeProvider.System);
    EngineLog log = new(Console.WriteLine, Console.Error.WriteLine);
    VeoEngine engine = new(transport, ledger, TimeProvider.System, log);
    GatewayProfile profile = new ProfileResolver(Environment.GetEnvironmentVariable).Resolve(ProfileResolver.Sandbox);

    // Submit: refused before anything is sent, or bought once.
    SubmissionOrder order = new() { Profiles = [profile], Request = new VeoRequest { Prompt = prompt } };
    PurchaseRun.Check(order);
    SubmissionOutcome bought = await engine.NewRun().SubmitAsync(order, stop.Token);
    VeoTask task = bought.Task ?? throw bought.Error!;

    // Wait: the limit lets go of the task, it does not cancel it.
    TaskHandle handle = new(task, profile);
    TaskCompletionSource<PollResult> ended = new();
    TaskWatcher watcher = engine.NewWatcher(TimeSpan.FromMinutes(15), interval: null, (_, result) => ended.TrySetResult(result));
    watcher.Add(handle);
    watcher.CompleteAdding();
    await watcher.RunAsync(stop.Token);
    PollResult result = await ended.Task;
    if ((result.Error ?? TaskErrors.Ended(result.Task)) is { } error) throw error;

    // Save: a file gets its name when it is whole.
    VideoSaver saver = engine.NewSaver();
    foreach (VeoVideo video in result.Task.Videos)
    {
        SaveOrder save = new()
        {
            Task = result.Task,
            Profile = profile,
            Video = video,
            FinalPath = FileNameTemplate.Default.PathIn(folder, result.Task, video.Index, seed: null),
            NameIdentifiesVideo = FileNameTemplate.Default.IdentifiesVideo,
            FreshLink = token => engine.Poller.FreshLinkAsync(handle, video.Index, token),
        };
        SavedVideo saved = await saver.SaveAsync(save, progress: null, stop.Token);
        Console.WriteLine($"{saved.FullName} ({saved.Length} bytes, SHA-256 {saved.Sha256})");
    }

    return 0;
}
catch (VeoException exception)
{
    Console.Error.WriteLine($"{exception.ErrorId}: {Redactor.Shared.Redact(exception.Message)}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. What was bought is in the ledger.");
    return 1;
}
