using System.Management.Automation;

namespace VeoPS.Hosting;

/// <summary>A progress bar that speaks at most five times a second, only where a person watches, and is always completed.</summary>
internal sealed class ProgressBar(PSCmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private static int s_lastId = 7_300;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly bool _isShown = Attendance.IsAttended(cmdlet.Host) && !Console.IsOutputRedirected;
    private long _last;
    private bool _open;

    public void Show(string status, int percent)
    {
        if (!_isShown || (_open && TimeProvider.System.GetElapsedTime(_last) < Quiet)) return;
        _last = TimeProvider.System.GetTimestamp();
        _open = true;
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, EngineHost.Redact(status)) { PercentComplete = Math.Min(100, Math.Max(0, percent)) });
    }

    public void Complete()
    {
        if (!_open) return;
        _open = false;
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
