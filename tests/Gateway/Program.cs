using System.Runtime.InteropServices;
using VeoPS.TestGateway;

CommandLine line;
try
{
    line = CommandLine.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

if (line.WantsHelp)
{
    Console.Write(CommandLine.Help);
    Console.WriteLine($"Faults: {string.Join(", ", FaultCatalog.Names)}, or an HTTP status.");
    return 0;
}

await using var gateway = await LoopbackGateway.StartAsync(line.Options);
foreach (var fault in line.Faults)
{
    fault.AddTo(gateway.Faults);
}

var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
string address = gateway.BaseUri.GetLeftPart(UriPartial.Authority);
Console.WriteLine($"Listening on {address}");
Console.WriteLine(
    "$env:VEOPS_PROVIDER = 'Apikley'   # or "
        + $"{string.Join(", ", Enum.GetNames<Protocol>().Except(["Apikley"]).Select(name => $"'{name}'"))}");
Console.WriteLine($"$env:VEOPS_BASE_URI = '{address}'   # '{gateway.BaseOf(Protocol.UniAll)}' for UniAll, "
    + $"'{gateway.BaseOf(Protocol.Vtrix)}' for Vtrix, '{gateway.BaseOf(Protocol.Kie)}' for Kie, "
    + $"'{gateway.BaseOf(Protocol.OpenAIVideos)}' for OpenAIVideos");
Console.WriteLine($"$env:VEOPS_API_KEY = '{line.Options.ApiKey}'");
Console.Out.Flush();

var stdin = line.ExitWithStdin ? Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null)) : Task.Delay(Timeout.Infinite);
await Task.WhenAny(ending.Task, stdin);
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.TrySetResult();
}
