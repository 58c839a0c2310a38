using System.Diagnostics;

namespace VeoPS.Tests.Crashes;

/// <summary>Counts the points that are passed, and ends the process at one of them as a power cut would, or waits there.</summary>
/// <param name="killAt">Null: nowhere.</param>
/// <param name="holdAt">Null: nowhere.</param>
/// <param name="hold">Returns when the process may go on.</param>
/// <param name="passed">Gets each.</param>
internal sealed class FaultCounter(CrashPoint? killAt, CrashPoint? holdAt, Action hold, Action<CrashPoint> passed)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Pass(string name)
    {
        // Under the lock, so that nobody passes anything more.
        lock (_counts)
        {
            CrashPoint point = new(name, _counts[name] = _counts.GetValueOrDefault(name) + 1);
            passed(point);
            if (point == killAt) Process.GetCurrentProcess().Kill(); // SIGKILL; TerminateProcess on Windows.
            if (point == holdAt) hold();
        }
    }
}
