using System.Diagnostics;

namespace VeoPS.Tests.Crashes;

/// <summary>The test assembly, started as a process that runs a <see cref="BuyingLine"/>.</summary>
internal sealed class LineProcess : IDisposable
{
    private readonly Process _process;

    private LineProcess(Process process, CancellationToken token)
    {
        _process = process;
        End = ReadAsync(token);
    }

    /// <summary>Its end, and what it told until then.</summary>
    public Task<LineReport> End { get; }

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
        string told = await _process.StandardOutput.ReadToEndAsync(token);
        await _process.WaitForExitAsync(token);
        return new LineReport(_process.ExitCode, [.. told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('\t', 2))
            .Select(line => (line[0], line[^1]))]);
    }
}
