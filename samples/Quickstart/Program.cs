// The engine from C#, without PowerShell: submit, wait, save, against the sandbox.
//   dotnet run --project samples/Quickstart -- "A dog playing in a park" [folder]

using VeoPS;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

string prompt = args.ElementAtOrDefault(0) ?? "A dog playing in a park";
string folder = Path.GetFullPath(args.ElementAtOrDefault(1) ?? "videos");

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    using VeoClient client = new(new EngineLog(Console.WriteLine, Console.Error.WriteLine));

    // Submit: an invalid request is refused before it is sent. A valid one is bought once.
    VeoTask task = await client.SubmitAsync(new VeoRequest { Prompt = prompt }, "sandbox", cancellationToken: stop.Token);

    // Wait: the time limit ends the wait. It does not cancel the task.
    task = await client.WaitAsync(task, TimeSpan.FromMinutes(15), stop.Token);

    // Save: a file gets its final name only when it is complete.
    foreach (SavedVideo saved in await client.SaveAsync(task, folder, stop.Token))
        Console.WriteLine($"{saved.FullName} ({saved.Length} bytes, SHA-256 {saved.Sha256})");

    return 0;
}
catch (VeoException exception)
{
    Console.Error.WriteLine($"{exception.ErrorId}: {VeoClient.Redact(exception.Message)}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. Your purchases are in the ledger.");
    return 1;
}
