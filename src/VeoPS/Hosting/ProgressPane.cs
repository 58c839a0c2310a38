using System.Management.Automation;
using System.Management.Automation.Host;

namespace VeoPS.Hosting;

/// <summary>
/// Where a call's progress bars are: nowhere, unless a person watches. On a console they speak from any thread, so that
/// none stands still while another stage of the line has the pipeline thread; and whatever ends the call takes them away.
/// </summary>
internal sealed class ProgressPane
{
    // Of this process, so that bars of several runspaces are not taken for one.
    private static int s_lastId = 7_300;

    private readonly PSCmdlet _cmdlet;
    private readonly Action<Action> _post;
    private readonly PSHostUserInterface? _console;
    private readonly List<ProgressBar> _bars = [];

    /// <summary>Looks whether anybody watches. Only on the pipeline thread.</summary>
    /// <param name="cmdlet">Whose call.</param>
    /// <param name="post">Has something done on the pipeline thread, in its time.</param>
    /// <param name="stop">Canceled with the end of the call, however it ends.</param>
    public ProgressPane(PSCmdlet cmdlet, Action<Action> post, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _post = post;
        _console = Interactivity.IsAttended(cmdlet.Host) ? cmdlet.Host.UI : null;
        IsShown = Interactivity.IsWatched(cmdlet.Host) && IsWanted(cmdlet);
        if (IsShown) stop.Register(CompleteAll);
    }

    /// <summary>Whether anybody sees it.</summary>
    public bool IsShown { get; }

    /// <summary>A bar that shows nothing yet. Called from any thread.</summary>
    /// <param name="activity">The activity that the bar shows.</param>
    public ProgressBar NewBar(string activity)
    {
        ProgressBar bar = new(this, activity, Interlocked.Increment(ref s_lastId));
        if (IsShown) lock (_bars) _bars.Add(bar);
        return bar;
    }

    /// <summary>Shows a bar's record, or takes it away.</summary>
    public void Write(ProgressRecord record)
    {
        // PowerShell lets a cmdlet write from the pipeline thread only, and at its own turn; its console takes it at any time.
        if (_console is not null) _console.WriteProgress(record.ActivityId, record);
        else _post(() => _cmdlet.WriteProgress(record));
    }

    private void CompleteAll()
    {
        lock (_bars)
        {
            foreach (ProgressBar bar in _bars) bar.Complete();
        }
    }

    private static bool IsWanted(PSCmdlet cmdlet)
    {
        object? preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out object? given)
            ? given
            : cmdlet.SessionState.PSVariable.GetValue("ProgressPreference");
        return Enum.TryParse(preference?.ToString(), ignoreCase: true, out ActionPreference wanted) && wanted == ActionPreference.Continue;
    }
}
