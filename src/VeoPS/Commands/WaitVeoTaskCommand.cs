using System.Management.Automation;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;

namespace VeoPS.Commands;

/// <summary>Waits for tasks, and emits each as it ends. Time-outs and Ctrl+C let go of a task; they never cancel it.</summary>
[Cmdlet(VerbsLifecycle.Wait, "VeoTask", DefaultParameterSetName = ByInputObject)]
[OutputType(typeof(VeoTask))]
public sealed class WaitVeoTaskCommand : VeoTaskCmdlet
{
    private const int StretchWithCallbacks = 10;

    private readonly List<VeoTask> _ended = [];
    private TaskWatcher _watcher = null!;
    private WaitBar _bar = null!;
    private IReadOnlyList<CallbackProfile> _callbacks = [];
    private CallbackReceiver? _receiver;
    private int _open;
    private bool _enough;

    /// <summary>Seconds that each task is waited for, from when it arrives.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>Seconds between two questions about a task. Left out: the gateway's own; never below its floor.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? PollIntervalSec { get; set; }

    /// <summary>Stops after the first that ends.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>Emits tasks that did not end well too, in place of errors.</summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <summary>Where to listen for callbacks meanwhile: they are answered by a question at once, and polling goes on at a
    /// tenth of its cadence.</summary>
    [Parameter]
    public Uri? Prefix { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> DetachedTasks
    {
        get
        {
            if (_watcher is null || _enough) return [];
            lock (_ended) return [.. _ended, .. _watcher.Left];
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        TimeSpan? interval = PollIntervalSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        _watcher = Engine.NewWatcher(TimeSpan.FromSeconds(TimeoutSec), interval, Ended, Prefix is null ? 1 : StretchWithCallbacks);
        _bar = new WaitBar(new ProgressPane(this, Post, StopToken).NewBar("Waiting for videos"), _watcher);
        Start(_watcher.RunAsync);
        if (_bar.IsShown) Start(token => _bar.TickAsync(Post, token));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (_enough) return;
        foreach (TaskHandle handle in Handles())
        {
            _bar.Take();
            _open++;
            _watcher.Add(handle);
            if (Prefix is not null) Listen(handle.Profile);
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        _watcher.CompleteAdding();
        _bar.Show();
        PumpUntil(() => _open == 0 || _enough);
        _bar.Complete();
    }

    // The profiles are known with the tasks. Callbacks that are about none of these tasks are asked for too, and told by the ledger.
    private void Listen(GatewayProfile profile)
    {
        if (_callbacks.Any(each => ReferenceEquals(each.Profile, profile))) return;
        _callbacks = [.. _callbacks, CallbacksOf(profile)];
        if (_receiver is { } receiver)
        {
            receiver.Profiles = _callbacks;
            return;
        }

        try
        {
            _receiver = Engine.NewReceiver(_callbacks, _ => { }, exception => PostWarning(ErrorText.Of(exception)), watcher: _watcher);
            CallbackListener listener = Engine.NewListener(Prefix!, _receiver);
            listener.Start();
            if (listener.IsOpen) Warn($"Listening on {listener.EndPoint}: other machines can send requests to it.");
            Start(listener.RunAsync);
            Say($"Listening on {listener.EndPoint}{Prefix!.AbsolutePath}.");
        }
        catch (VeoException exception)
        {
            End(exception, Prefix);
        }
    }

    private void Ended(TaskHandle handle, PollResult result)
    {
        if (result.Error is not null || result.Task.Status == VeoTaskStatus.Succeeded) lock (_ended) _ended.Add(result.Task);
        Post(() =>
        {
            _open--;
            if (_enough) return;
            _enough = Any;
            _bar.End();
            Emit(result);
        });
    }

    private void Emit(PollResult result)
    {
        VeoTask task = result.Task;
        lock (_ended) _ended.RemoveAll(each => ReferenceEquals(each, task));
        VeoException? error = result.Error ?? TaskErrors.Ended(task);
        bool emits = error is null || (IncludeFailed && result.Error is null && VeoTaskStatus.IsFinal(task.Status));
        if (emits) WriteObject(task);
        else Fail(error!, task);
    }
}
