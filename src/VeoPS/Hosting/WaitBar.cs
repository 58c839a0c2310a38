using VeoPS.Engine.Tasks;

namespace VeoPS.Hosting;

/// <summary>Carries a wait's progress to its bar. Called on the pipeline thread only.</summary>
/// <param name="bar">The bar.</param>
/// <param name="watcher">The watcher that waits.</param>
internal sealed class WaitBar(ProgressBar bar, TaskWatcher watcher)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly WaitProgress _progress = new(TimeProvider.System);
    private bool _isWaiting;

    /// <summary>Whether anybody sees it.</summary>
    public bool IsShown => bar.IsShown;

    /// <summary>One more task is waited for.</summary>
    public void Take()
    {
        _isWaiting = true;
        _progress.Take();
    }

    /// <summary>A task is waited for no longer.</summary>
    public void End()
    {
        _progress.End();
        Show();
    }

    /// <summary>Shows how far the wait is, where that is due. The tasks are looked at only where somebody sees it.</summary>
    public void Show()
    {
        if (_isWaiting && bar.IsDue && watcher.Left is { } left)
            bar.Show(_progress.Describe(left, watcher.ExpectedEnd), _progress.Percent(left));
    }

    /// <summary>Has it shown every second.</summary>
    /// <param name="post">Has something done on the pipeline thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TickAsync(Action<Action> post, CancellationToken cancellationToken)
    {
        for (; ; await Task.Delay(Tick, cancellationToken).ConfigureAwait(false)) post(Show);
    }

    /// <summary>Takes it away, for good.</summary>
    public void Complete() => bar.Complete();
}
