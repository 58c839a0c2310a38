using System.Diagnostics;

namespace VeoPS.Tests.Crashes;

/// <summary>The test assembly, started as a process that runs a <see cref="BuyingLine"/>.</summary>
internal sealed class LineProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LineProcess(Process process, CancellationToken token)
    {
        _process = process;
        End = ReadAsync(token);
    }

    /// <summary>Its end, and what it told until then.</summary>
    public Task<LineReport> End { get; }

    /// <summary>Ends when it waits at the point where it was to be held, or has ended without passing it.</summary>
    public Task Held => _held.Task;

    /// <summary>Starts it, and waits until it is about to begin.</summary>
    public static async Task<LineProcess> StartAsync(LineOrder order, CancellationToken token)
    {
        string assembly = typeof(LineProcess).Assembly.Location;
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(assembly);
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        order.WriteTo(start.Environment);

        Process process = Process.Start(start)!;
        Assert.StartsWith("ready", await process.StandardOutput.ReadLineAsync(token), StringComparison.Ordinal);
        return new LineProcess(process, token);
    }

    /// <summary>Runs a process from its start to its end.</summary>
    public static async Task<LineReport> RunAsync(LineOrder order, CancellationToken token)
    {
        using LineProcess line = await StartAsync(order, token);
        line.Begin();
        return await line.End;
    }

    public void Begin() => _process.StandardInput.WriteLine();

    /// <summary>Lets it go on from the point where it is held.</summary>
    public void LetGo() => _process.StandardInput.WriteLine();

    /// <summary>Suspends all of its threads, as the lid of a laptop does.</summary>
    public Task SuspendAsync() => SignalAsync("STOP");

    /// <summary>Ends what <see cref="SuspendAsync"/> began.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<LineReport> ReadAsync(CancellationToken token)
    {
        List<(string Word, string About)> told = [];
        while (await _process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            string[] words = line.Split('\t', 2);
            told.Add((words[0], words[^1]));
            if (words[0] == "held") _held.TrySetResult();
        }

        await _process.WaitForExitAsync(token);
        _held.TrySetResult();
        return new LineReport(_process.ExitCode, told);
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
