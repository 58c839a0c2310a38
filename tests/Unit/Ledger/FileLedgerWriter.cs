using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>Writes tasks, in this process or in one of its own: the test assembly, started with an order in its environment.</summary>
internal static class FileLedgerWriter
{
    private const string FolderVariable = "VEOPS_TEST_LEDGER";
    private const string WriterVariable = "VEOPS_TEST_WRITER";
    private const string CountVariable = "VEOPS_TEST_COUNT";

    public static void AddTasks(IFileLedger ledger, string writer, int count)
    {
        for (int number = 0; number < count; number++)
        {
            LedgerEntry entry = FileLedgerFixture.NewEntry(ledger, new FakeTimeProvider().GetUtcNow());
            ledger.Add(entry);
            ledger.Update(entry.Task.SubmissionId, before => before with { Task = before.Task with { Id = $"{writer}-{number}", Status = VeoTaskStatus.Queued } });
        }
    }

    public static async Task RunProcessAsync(string folder, string writer, int count)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(FileLedgerWriter).Assembly.Location);
        start.Environment[FolderVariable] = folder;
        start.Environment[WriterVariable] = writer;
        start.Environment[CountVariable] = count.ToString(CultureInfo.InvariantCulture);

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    // Before Main, which is the test runner's.
    [ModuleInitializer]
    internal static void WriteIfOrdered()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        FileLedger ledger = new(folder, TimeProvider.System);
        AddTasks(ledger, Environment.GetEnvironmentVariable(WriterVariable)!, int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture));
        Environment.Exit(0);
    }
}
