using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Saves the videos of tasks that succeeded, several at once. Run again, it fetches only missing ones.</summary>
[Cmdlet(
    VerbsData.Save,
    "VeoVideo",
    DefaultParameterSetName = ByInputObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SavedVideo))]
public sealed class SaveVeoVideoCommand : VeoTaskCmdlet
{
    // Longer than any gateway renders; Wait-VeoTask is there for who wants another limit.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3600);

    private readonly List<TaskHandle> _held = [];
    private FileNameTemplate _names = null!;
    private VideoSaver _saver = null!;
    private ProgressPane _progress = null!;
    private TaskWatcher? _watcher;
    private WaitBar? _bar;
    private int _waiting;
    private SemaphoreSlim _slots = null!;
    private string _folder = "";
    private decimal? _maxCost;
    private int _open;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ByInputObject, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>The folder to save to; made if missing. Left out: the current location.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = ".";

    /// <summary>The files' names, over {Id} {Index} {Profile} {Model} {JobKey} {Seed} {Prompt} {Tag} {Created:yyyyMMdd}.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FileNameCompleter))]
    public string? FileName { get; set; }

    /// <summary>An upgraded rendition, where the gateway makes them afterwards. A purchase of its own, made once.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RenditionCompleter))]
    public string? Resolution { get; set; }

    /// <summary>The most that a rendition may cost, in the profile's unit. Refused where no price is published.</summary>
    [Parameter]
    public object? MaxCost { get; set; }

    /// <summary>Downloads at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Replaces a file that is not known to be this video, never one that was saved in this run. It buys nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Waits for a task that has not ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Seconds without a byte after which a download is taken for cut, and continued.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int StallTimeoutSec { get; set; } = 60;

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> DetachedTasks
    {
        get
        {
            lock (_held) return [.. _held.Select(handle => handle.Task)];
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _maxCost = CostLimit.Of(this, nameof(MaxCost), MaxCost);
        try
        {
            Resolution = (string?)VideoOptions.Named(nameof(Resolution)).Read(Cell.Plain(Resolution), []);
            _names = FileNameTemplate.Parse(
                FileName ?? (Resolution is null ? FileNameTemplate.Default.ToString() : $"{{Id}}_{{Index}}_{Resolution}.mp4"));
            _folder = OutputFolder.Open(SessionState, OutputPath, create: !IsWhatIf);
        }
        catch (VeoException exception)
        {
            // Before any stage of the line has bought anything.
            End(exception, OutputPath);
        }

        _slots = new SemaphoreSlim(ThrottleLimit);
        _saver = Engine.NewSaver(EngineHost.Home);
        _progress = new ProgressPane(this, Post, StopToken);
        if (!Wait) return;
        _watcher = Engine.NewWatcher(Longest, null, (handle, result) =>
        {
            Post(EndWait);
            Ended(handle, result);
        });
        _bar = new WaitBar(_progress.NewBar("Waiting for videos"), _watcher);
        Start(_watcher.RunAsync);
        if (_bar.IsShown) Start(token => _bar.TickAsync(Post, token));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (TaskHandle handle in Handles())
        {
            if (Resolution is not null && RenditionRun.Check(handle.Profile, Resolution, _maxCost) is { } refusal)
            {
                Fail(refusal, handle.Task);
                continue;
            }

            string action = Resolution is null
                ? $"Save to {_folder}"
                : $"Buy its {Resolution} rendition, which may cost credits, and save it to {_folder}";
            if (!ShouldProcess($"{handle.Task} ({handle.Profile.Name})", action)) continue;
            lock (_held) _held.Add(handle);
            _open++;
            // The names are given in the order of the input, so that a clash always hits the later one.
            if (handle.Task.Status == VeoTaskStatus.Succeeded && handle.Task.Videos.Count > 0) SaveVideos(handle);
            else if (_watcher is not null && !VeoTaskStatus.IsFinal(handle.Task.Status)) WaitFor(handle);
            else Start(token => AskAsync(handle, token));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        _watcher?.CompleteAdding();
        PumpUntil(() => _waiting == 0);
        _bar?.Complete(); // The downloads have bars of their own.
        PumpUntil(() => _open == 0);
    }

    private void WaitFor(TaskHandle handle)
    {
        _waiting++;
        _bar!.Take();
        _watcher!.Add(handle);
    }

    private void EndWait()
    {
        _waiting--;
        _bar!.End();
    }

    private async Task AskAsync(TaskHandle handle, CancellationToken token)
    {
        PollResult result;
        await _slots.WaitAsync(token).ConfigureAwait(false);
        try
        {
            result = await Engine.Poller.AskAsync(handle, token).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }

        Ended(handle, result);
    }

    private void Ended(TaskHandle handle, PollResult result)
    {
        if ((result.Error ?? TaskErrors.Ended(result.Task) ?? Unsavable(result.Task)) is { } error)
        {
            Post(() =>
            {
                Done(handle);
                Fail(error, result.Task);
            });
            return;
        }

        SaveVideos(handle);
    }

    private static VeoException? Unsavable(VeoTask task)
    {
        if (task.Status == VeoTaskStatus.Succeeded) return task.Videos.Count > 0 ? null : TaskErrors.NoVideoYet(task);
        return new VeoException(
            VeoErrorId.DownloadFailed,
            $"The {TaskErrors.Name(task)} has not ended yet ({task.Status}), so there is nothing to save. It continues at the gateway. "
            + "Use -Wait, or pipe it through Wait-VeoTask.")
        {
            Task = task,
            Remedies = new([VeoRemedy.About(VeoRemedyAction.Save, task)]),
        };
    }

    private void SaveVideos(TaskHandle handle)
    {
        SaveOrder[] orders = [.. handle.Task.Videos.Select(video => NamedOrder(handle, video)).OfType<SaveOrder>()];
        int left = orders.Length;
        if (left == 0) Post(() => Done(handle));
        foreach (SaveOrder order in orders)
        {
            Start(async token =>
            {
                Action told = await SaveAsync(order, token).ConfigureAwait(false);
                Post(() =>
                {
                    // Before it is told: a stage downstream that has enough must not make this one say that it holds the task.
                    if (--left == 0) Done(handle);
                    told();
                });
            });
        }
    }

    private SaveOrder Order(TaskHandle handle, VeoVideo video) => new()
    {
        Task = handle.Task,
        Profile = handle.Profile,

        // The link of a rendition is asked for only where it is not on disk.
        Video = Resolution is null ? video : new VeoVideo(video) { Uri = null, Resolution = Resolution },
        Rendition = Resolution,
        FinalPath = _names.PathIn(_folder, handle.Task, video.Index, handle.Seed),
        NameIdentifiesVideo = _names.IdentifiesVideo,
        Force = Force,
        StallTimeout = TimeSpan.FromSeconds(StallTimeoutSec),
        FreshLink = token => LinkAsync(handle, video.Index, token),
        OpenInline = token => Engine.OpenInlineAsync(handle, video.Index, token),
        Warn = PostWarning,
    };

    private async Task<Uri?> LinkAsync(TaskHandle handle, int index, CancellationToken token)
    {
        if (Resolution is null) return await Engine.Poller.FreshLinkAsync(handle, index, token).ConfigureAwait(false);
        RenditionOrder order = new()
        {
            Source = handle.Task, Profile = handle.Profile, Index = index, Resolution = Resolution, MaxCost = _maxCost,
        };
        return await Engine.Renditions.ObtainAsync(order, token).ConfigureAwait(false);
    }

    // Null where the video cannot have the name: another one has it, or the task has nothing for one of its tokens.
    private SaveOrder? NamedOrder(TaskHandle handle, VeoVideo video)
    {
        try
        {
            SaveOrder order = Order(handle, video);
            _saver.Claim(order);
            return order;
        }
        catch (VeoException exception)
        {
            Post(() => Fail(Named(handle.Task, exception), handle.Task));
            return null;
        }
    }

    // Gives back how the outcome is told on the pipeline.
    private async Task<Action> SaveAsync(SaveOrder order, CancellationToken token)
    {
        await _slots.WaitAsync(token).ConfigureAwait(false);
        DownloadBar bar = new(_progress.NewBar(Path.GetFileName(order.FinalPath)));
        try
        {
            SavedVideo saved = await _saver.SaveAsync(order, bar, token).ConfigureAwait(false);
            return () => WriteObject(saved);
        }
        catch (VeoException exception)
        {
            return () => Fail(Named(order.Task, exception), order.Task);
        }
        finally
        {
            _slots.Release();
            bar.Complete();
        }
    }

    // A download speaks of its file; a person has to know which task it is of.
    private static VeoException Named(VeoTask task, VeoException exception)
    {
        string name = TaskErrors.Name(task);
        bool isSaid = exception.Summary.Contains(name);
        return isSaid ? exception : exception.With($"The {name}: {exception.Summary}", task);
    }

    private void Done(TaskHandle handle)
    {
        _open--;
        lock (_held) _held.Remove(handle);
    }
}
