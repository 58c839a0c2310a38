using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using VeoPS.Hosting;

namespace VeoPS.Commands;

/// <summary>
/// A cmdlet whose work runs in the background while PowerShell's pipeline thread carries its output. Work is started with
/// <see cref="Start"/>; its output is queued with <see cref="Post"/> and said at the cmdlet's next turn on the
/// pipeline thread. Ctrl+C, or a stage downstream that has enough, cancels all work and detaches from the paid tasks.
/// </summary>
public abstract class VeoCmdlet : PSCmdlet, IDisposable
{
    // Work that was told to stop has this long to do so; a submission in flight needs 1.5 s of it.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1.8);

    private static readonly string[] s_tags = ["VeoPS"];

    private static int s_otherTold;

    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action> _outbox = [];
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly List<Task> _work = [];
    private PipelineProfiles? _profiles;
    private EngineHost? _host;
    private bool _cut;
    private bool _ended;

    private protected VeoCmdlet() { }

    /// <summary>Canceled by Ctrl+C, by a stage downstream that has enough, and when the cmdlet goes.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>The tasks that this stage holds and has not handed on. A person must know of them when the line is cut.</summary>
    protected virtual IEnumerable<VeoTask> DetachedTasks => [];

    /// <summary>The tasks that were sent and not answered, and that no one has been told of yet. They may have been bought.</summary>
    protected virtual IEnumerable<VeoTask> UnknownTasks => [];

    /// <summary>Does the work of this stage for one input.</summary>
    protected abstract void Process();

    /// <summary>Waits for the work that the inputs started, carrying its output.</summary>
    protected virtual void Finish() { }

    /// <summary>Prepares the stage, once.</summary>
    protected virtual void Begin() { }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guarded(() =>
    {
        ShellEnvironment.Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        TellOfAnotherVersion();
        Begin();
    });

    /// <summary>Done once the whole line is over, on the pipeline thread. Work that takes longer than the limit is left.</summary>
    protected virtual void Leave() { }

    /// <summary>The object that came down the pipeline.</summary>
    private protected virtual PSObject? Piped => null;

    /// <summary>
    /// Gives the stages of ours that follow directly their turn, though there is nothing to hand on: a stage carries its output
    /// at its turns only, and a first stage that waits for more work would keep them from it.
    /// </summary>
    private protected void PassTurn()
    {
        if (_profiles is { } stages && stages.Has(MyInvocation.PipelinePosition + 1)) WriteObject(PipelineTurn.Instance);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guarded(() =>
    {
        if (Piped?.BaseObject is PipelineTurn)
        {
            Flush();
            PassTurn();
            return;
        }

        // The input first: a stage that is cut before it took its input up would not know of it.
        Process();
        Flush();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guarded(() =>
    {
        Finish();
        if (_host is { } host) Run(host.EndCallAsync);
        Flush();
        _ended = true;
    });

    /// <summary>Called by PowerShell on a thread of its own.</summary>
    protected sealed override void StopProcessing() => CancelAsync();

    /// <summary>Cancels the work that is left, and names once the tasks that are still alive.</summary>
    public void Dispose()
    {
        if (!_ended) Cut();
        Leave();
        CancelAsync().Wait(StopLimit);
        _profiles?.Leave();
        _stop.Dispose();
        _outbox.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts work in the background. An exception of the work is thrown at the cmdlet's
    /// next turn. Called from any thread.</summary>
    /// <param name="work">The work to do.</param>
    /// <param name="done">Runs on the pipeline thread once the work has ended, however it ended.</param>
    protected void Start(Func<CancellationToken, Task> work, Action? done = null)
    {
        CancellationToken token = StopToken;
        Task task = Task.Run(async () =>
        {
            ExceptionDispatchInfo? fault = null;
            try
            {
                await work(token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Stopped, as it was told.
            }
            catch (Exception exception)
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }

            Post(() =>
            {
                done?.Invoke();
                fault?.Throw();
            });
        });
        lock (_work)
        {
            _work.RemoveAll(each => each.IsCompleted);
            _work.Add(task);
        }
    }

    /// <summary>Queues something to be done on the pipeline thread. Called from any thread.</summary>
    protected void Post(Action action)
    {
        try
        {
            _outbox.Add(action);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
        {
            // The line is gone; whatever mattered is in the ledger.
        }
    }

    /// <summary>Carries output until a condition holds. Only on the pipeline thread.</summary>
    protected void PumpUntil(Func<bool> done)
    {
        Flush();
        while (!done())
        {
            try
            {
                _outbox.Take(StopToken)();
            }
            catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
        }
    }

    /// <summary>Does some work to its end, carrying its output.</summary>
    protected void Run(Func<CancellationToken, Task> work)
    {
        bool done = false;
        Start(work, () => done = true);
        PumpUntil(() => done);
    }

    /// <summary>Does some work to its end, carrying its output, and gives back its result.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        Run(async token => result = await work(token).ConfigureAwait(false));
        return result;
    }

    /// <summary>Whether the caller only wants a preview of the effects.</summary>
    protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : SessionState.PSVariable.GetValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true };

    /// <summary>Says something to who asked for it with <c>-Verbose</c>.</summary>
    protected void Say(string text) => WriteVerbose(Redact(text));

    /// <summary>Warns.</summary>
    protected void Warn(string text)
    {
        Tell(Happened(VeoEventName.Warning, text));
        WriteWarning(Redact(text));
    }

    /// <summary>Writes an error that does not end the line, unless the caller wants that.</summary>
    protected void Fail(VeoException exception, object? target) => Fail(exception, target, null, null);

    /// <summary>Writes an error that does not end the line, unless the caller wants that.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="target">The object that it is about.</param>
    /// <param name="jobKey">The job key of the input; null: the task's.</param>
    /// <param name="shown">The text of the record in place of the error's own, which the log has all the same.</param>
    private protected void Fail(VeoException exception, object? target, string? jobKey, string? shown)
    {
        Tell(Failure(exception, target, jobKey));
        WriteError(VeoErrors.Record(exception, target, shown));
    }

    /// <summary>Ends the line with an error.</summary>
    private protected void End(VeoException exception, object? target)
    {
        Tell(Failure(exception, target));
        ThrowTerminatingError(VeoErrors.Record(exception, target));
    }

    /// <summary>Sends an event, as an object, to the information stream and to the log. Called from any thread.</summary>
    private protected void Tell(VeoEvent happened)
    {
        VeoEvent shown = Shown(happened);
        EventLog.Write(shown, PostWarning);
        Post(() => WriteInformation(shown, s_tags));
    }

    /// <summary>Warns from any thread; a person hears of it even where the line is cut meanwhile.</summary>
    protected void PostWarning(string text)
    {
        _warnings.Enqueue(text);
        Post(() =>
        {
            while (_warnings.TryDequeue(out string? waiting)) Warn(waiting);
        });
    }

    private protected EngineHost OpenEngine(bool needsLedger = true)
    {
        try
        {
            _profiles ??= PipelineProfiles.Join(MyInvocation);
            EngineHost host = EngineHost.Open(
                _profiles,
                Interactivity.IsAttended(Host),
                needsLedger,
                text => Post(() => Say(text)),
                PostWarning,
                Tell,
                StopToken);
            if (needsLedger) _host = host;
            return host;
        }
        catch (VeoException exception)
        {
            End(exception, null);
            throw;
        }
    }

    // A process keeps the assemblies that it loaded first, whatever a later manifest says.
    private void TellOfAnotherVersion()
    {
        string loaded = typeof(VeoCmdlet).Assembly.Location;
        if (MyInvocation.MyCommand.Module is not { } module || loaded.StartsWith(module.ModuleBase, StringComparison.OrdinalIgnoreCase))
            return;
        if (Interlocked.Exchange(ref s_otherTold, 1) == 1) return;
        WriteWarning($"VeoPS {module.Version} was imported from '{module.ModuleBase}', but this process still uses the "
            + $"version that it loaded first, '{loaded}'. Start a new PowerShell session to use version {module.Version}.");
    }

    private void Flush()
    {
        while (!StopToken.IsCancellationRequested && _outbox.TryTake(out Action? action)) action();
        if (StopToken.IsCancellationRequested) throw new PipelineStoppedException();
    }

    // Whatever unwinds this stage (Ctrl+C, a stage downstream that has enough, -ErrorAction Stop) ends its work.
    private void Guarded(Action body)
    {
        try
        {
            body();
        }
        catch
        {
            Cut();
            throw;
        }
    }

    private void Cut()
    {
        if (_cut) return;
        _cut = true;
        Task[] work;
        lock (_work) work = [.. _work];
        // The work tells its own errors, and none of them hides which tasks are alive.
        Task.WhenAll([CancelAsync(), .. work]).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(StopLimit);
        while (_warnings.TryDequeue(out string? waiting)) Notice(waiting);
        foreach (string text in DetachNotice.Texts(MyInvocation.MyCommand.Name, [.. DetachedTasks], [.. UnknownTasks])) Notice(text);
    }

    // Not on this thread: code that waits for the token goes on where it is canceled, and may have to write to the ledger.
    private Task CancelAsync() => Task.Run(() =>
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The line ended in the moment that it was stopped.
        }
        catch (AggregateException exception)
        {
            // A callback that was told of the stop has failed. The others were told all the same.
            _warnings.Enqueue($"While the pipeline was stopping: {exception.GetBaseException().Message}");
        }
    });

    private void Notice(string text)
    {
        try
        {
            Warn(text);
        }
        catch (Exception exception) when (exception is PipelineStoppedException or InvalidOperationException)
        {
            // The streams are closed by then; a person must hear of it all the same.
            CommandRuntime.Host?.UI.WriteWarningLine(Redact(text));
        }
    }

    private static VeoEvent Failure(VeoException exception, object? target, string? jobKey = null)
    {
        VeoTask? task = exception.Task ?? target as VeoTask;
        Dictionary<string, object> data = new() { [nameof(exception.ErrorId)] = exception.ErrorId };
        if ((jobKey ?? task?.JobKey) is { } key) data[nameof(VeoTask.JobKey)] = key;
        return Happened(VeoEventName.Error, ErrorText.Of(exception)) with
        {
            Profile = task?.Profile,
            TaskId = task?.Id,
            SubmissionId = task?.SubmissionId is { Length: > 0 } ours ? ours : null,
            Data = data,
        };
    }

    private static VeoEvent Happened(string name, string text)
        => new() { Time = TimeProvider.System.GetUtcNow().UtcDateTime, Event = name, Message = text };

    private static VeoEvent Shown(VeoEvent happened) => happened with
    {
        TaskId = happened.TaskId is null ? null : Redact(happened.TaskId),
        Message = Redact(happened.Message),
        Data = happened.Data.ToDictionary(
            each => each.Key,
            each => each.Value is string text ? Redact(text) : each.Value,
            StringComparer.OrdinalIgnoreCase),
    };

    private static string Redact(string text) => EngineHost.Redact(text);
}
