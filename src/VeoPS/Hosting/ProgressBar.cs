using System.Management.Automation;

namespace VeoPS.Hosting;

/// <summary>A progress bar that speaks at most five times a second, from any thread, and never again once it was completed.</summary>
internal sealed class ProgressBar(ProgressPane pane, string activity, int id)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly object _sync = new();
    private long _last;
    private bool _open;
    private bool _completed;

    /// <summary>Whether anybody sees it.</summary>
    public bool IsShown => pane.IsShown;

    /// <summary>Whether it would speak now.</summary>
    public bool IsDue
    {
        get
        {
            lock (_sync) return pane.IsShown && !_completed && (!_open || TimeProvider.System.GetElapsedTime(_last) >= Quiet);
        }
    }

    /// <summary>Says how far it is, where it is due.</summary>
    public void Show(string status, int percent)
    {
        lock (_sync)
        {
            if (!IsDue) return;
            _last = TimeProvider.System.GetTimestamp();
            _open = true;
            pane.Write(
                new ProgressRecord(id, activity, EngineHost.Redact(status)) { PercentComplete = Math.Min(100, Math.Max(0, percent)) });
        }
    }

    /// <summary>Takes it away, for good.</summary>
    public void Complete()
    {
        lock (_sync)
        {
            if (_open) pane.Write(new ProgressRecord(id, activity, "Done") { RecordType = ProgressRecordType.Completed });
            (_open, _completed) = (false, true);
        }
    }
}
