using System.Management.Automation;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Submits videos, each once, and emits each task as soon as its gateway has taken it.</summary>
[Cmdlet(VerbsCommon.New, "VeoVideo", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VeoTask))]
public sealed class NewVeoVideoCommand : VeoPurchaseCmdlet
{
    private readonly List<VeoTask> _ready = [];
    private readonly List<VeoTask> _doubtful = [];
    private EngineHost _host = null!;
    private PurchaseRun _run = null!;
    private JobList _jobs = null!;
    private SemaphoreSlim _places = null!;
    private int _open;

    /// <summary>The most that the whole call may cost, in the taking profile's unit.</summary>
    [Parameter]
    public object? MaxTotalCost { get; set; }

    /// <summary>Seconds for which a submission that was provably not taken is sent again. 0: never.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>How often a job key is bought in all, when its attempts keep failing.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaxAttempts { get; set; } = PurchaseOrder.DefaultMaxAttempts;

    /// <summary>Submissions in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Buys again under a job key that was filtered or has expired.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> DetachedTasks
    {
        get
        {
            lock (_ready) return [.. _ready];
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> UnknownTasks
    {
        get
        {
            lock (_ready) return [.. _doubtful];
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _host = OpenEngine();
        _run = _host.Engine.NewRun(CostLimit.Of(this, nameof(MaxTotalCost), MaxTotalCost), TimeSpan.FromSeconds(RetryTimeoutSec));
        _jobs = _host.Engine.NewJobs();
        _places = new SemaphoreSlim(ThrottleLimit);
    }

    private protected override void Process(InputName? input)
    {
        object? row = InputObject ?? (object?)Prompt;
        LeasedRow? job = LeasedRow.Read(InputObject);
        SubmissionOrder order;
        string what;
        try
        {
            if (job is not null && BoughtBefore(job) is { } bought)
            {
                Tell(BoughtBefore(bought));
                WriteObject(bought);
                return;
            }

            order = ReadOrder(_host, []) with { MaxAttempts = MaxAttempts, Force = Force, RetryOf = job?.RetryOf };
            what = Description(order, Keys.Find(order));
        }
        catch (VeoException exception)
        {
            if (job is not null && !IsWhatIf) Run(token => _jobs.NoteNotBoughtAsync(job.JobId, job.Holder, exception, token));
            Fail(exception, row, input);
            return;
        }

        bool isWanted = ShouldProcess(what, $"Buy this video? {what}", "New-VeoVideo");
        if (isWanted || IsWhatIf) TakeKey(order, input);
        if (!isWanted) return;
        PumpUntil(() => _places.Wait(0));
        _open++;
        Slot place = new(this);
        SubmissionOutcome? outcome = null;
        Start(
            async token =>
            {
                DateTime started = TimeProvider.System.GetUtcNow().UtcDateTime;
                outcome = await _run.SubmitAsync(order, token, place).ConfigureAwait(false);
                if (outcome.Task is { } task && (outcome.WasThere || task.Created < started)) Tell(BoughtBefore(task));
                lock (_ready) Keep(outcome);
                if (job is not null && outcome.Error is { } error)
                    await _jobs.NoteNotBoughtAsync(job.JobId, job.Holder, error, token).ConfigureAwait(false);
            },
            () =>
            {
                _open--;
                place.Leave();
                if (outcome is not null) Tell(outcome, row, input);
            });
    }

    /// <inheritdoc/>
    protected override void Finish() => PumpUntil(() => _open == 0);

    private void Keep(SubmissionOutcome outcome)
    {
        if (outcome.Task is { } task) _ready.Add(task);
        else if (outcome.Error is { ErrorId: VeoErrorId.SubmitUnknown, Task: { } unknown }) _doubtful.Add(unknown);
    }

    // It is the next stage's, or the error's, from the moment that it is written, whatever becomes of the line there.
    private void Tell(SubmissionOutcome outcome, object? row, InputName? input)
    {
        lock (_ready)
        {
            _ready.RemoveAll(task => ReferenceEquals(task, outcome.Task));
            _doubtful.RemoveAll(task => ReferenceEquals(task, outcome.Error?.Task));
        }

        if (outcome.Error is { } error) Fail(error, row, input);
        if (outcome.Task is { } taken) WriteObject(taken);
    }

    // A worker that goes on with a job needs its task, and not the media that it was made of: they may be gone by now.
    private VeoTask? BoughtBefore(LeasedRow job)
    {
        if (job.Bought is not { } id || Await(token => _host.Engine.Ledger.FindAsync(id, token)) is not { Task: { } task }) return null;
        return task.JobKey == job.JobKey && task.Status is VeoTaskStatus.Queued or VeoTaskStatus.Running or VeoTaskStatus.Succeeded
            ? task
            : null;
    }

    private static VeoEvent BoughtBefore(VeoTask task) => VeoEvents.Of(
        TimeProvider.System,
        VeoEventName.BoughtBefore,
        task,
        $"{task.Profile}: the job key '{task.JobKey}' was bought before as {task}, which is {task.Status}. Nothing is bought.",
        [(nameof(task.JobKey), task.JobKey), (nameof(task.Status), task.Status)]);

    // The body is only made where somebody looks at it: with images inside it costs time and memory.
    private string Description(SubmissionOrder order, string? sameInput)
    {
        if (!IsWhatIf) return PurchaseText.Of(order, null, isLookedAt: Given.Overlaps(["Confirm", "Verbose"]));

        // Not previewed a second time: the amounts of a preview add up.
        if (sameInput is not null)
            return $"Buy nothing: {sameInput} has the job key '{order.JobKey}' and the same request, so it is bought only once";
        return PurchaseText.Of(order, Await(token => _run.PreviewAsync(order, token)), isLookedAt: true);
    }

    // One of the submissions in flight. A row that waits for another process gives its place to the next, and takes one again
    // before it buys.
    private sealed class Slot(NewVeoVideoCommand command) : ISubmissionSlot
    {
        private int _held = 1;

        public void Leave()
        {
            if (Interlocked.Exchange(ref _held, 0) == 0) return;
            command._places.Release();
            command.Post(() => { }); // Wakes the pipeline thread, which may wait for a place.
        }

        public async Task ReturnAsync(CancellationToken cancellationToken)
        {
            await command._places.WaitAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _held, 1);
        }
    }
}
