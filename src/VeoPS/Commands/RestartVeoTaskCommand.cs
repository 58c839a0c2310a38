using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>
/// Buys the request of tasks that ended without a video again, as the ledger kept it. The same line run twice buys once: a
/// task that was bought again before gives way to the newest that was bought in its place.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Restart, "VeoTask", DefaultParameterSetName = ByInputObject, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VeoTask))]
public sealed class RestartVeoTaskCommand : VeoTaskCmdlet
{
    private readonly HashSet<string> _chains = new(StringComparer.Ordinal);
    private PurchaseRun _run = null!;
    private SubmissionOutcome? _outcome;

    /// <inheritdoc/>
    /// <remarks>Not by property name: processes and services have an Id too.</remarks>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Takes the place of the prompt.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prompt { get; set; }

    /// <summary>How often a request is bought in all, from the first of its chain on.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaxAttempts { get; set; } = RestartPlan.DefaultMaxAttempts;

    /// <summary>The most that one request may cost with all its videos, in its profile's unit.</summary>
    [Parameter]
    public object? MaxCost { get; set; }

    /// <summary>The most that the whole call may cost, in its profile's unit.</summary>
    [Parameter]
    public object? MaxTotalCost { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> DetachedTasks => _outcome?.Task is { } task ? [task] : [];

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> UnknownTasks =>
        _outcome?.Error is { ErrorId: VeoErrorId.SubmitUnknown, Task: { } task } ? [task] : [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _run = Engine.NewRun(CostLimit.Of(this, nameof(MaxTotalCost), MaxTotalCost));
        MaxCost = CostLimit.Of(this, nameof(MaxCost), MaxCost);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (LedgerEntry entry in Entries())
        {
            try
            {
                Restart(entry);
            }
            catch (VeoException exception)
            {
                Fail(exception, entry.Task);
            }
        }
    }

    private void Restart(LedgerEntry entry)
    {
        RestartCase restart = Await(token => Engine.Restarts.JudgeAsync(entry, MaxAttempts, token));
        VeoTask newest = restart.Newest.Task;

        // A list of failed tasks has each of a chain; a task bought a moment ago is not judged again.
        if (!_chains.Add(restart.Chain[0].Task.SubmissionId)) return;
        if (restart.IsBought)
        {
            Say($"The {TaskErrors.Name(entry.Task)} was bought again before, as {newest}, which is {newest.Status}. Nothing is bought.");
            WriteObject(newest);
        }
        else if (restart.Job is { } job)
        {
            RestartJob(restart, job);
        }
        else
        {
            Buy(restart);
        }
    }

    // A worker buys it, with the request that the job has.
    private void RestartJob(RestartCase restart, LedgerJob job)
    {
        if (Prompt is not null)
        {
            string rule = $"the task belongs to the job '{job.JobKey}', which has its own request";
            throw PurchaseRun.Refusal(
                [new VeoFault(nameof(Prompt), rule, "Remove the job and add it with another prompt, or leave it out")]);
        }

        string what = $"the job '{job.JobKey}' of the {TaskErrors.Name(restart.Newest.Task)}";
        if (!ShouldProcess(what, "Set to Waiting, so that a worker buys it again")) return;
        Run(token => Engine.Restarts.RestartJobAsync(restart, token));
        Say($"The job '{job.JobKey}' is waiting for a worker. Nothing was bought.");
    }

    private void Buy(RestartCase restart)
    {
        VeoTask newest = restart.Newest.Task;
        string? named = Cell.Text(Profile)?.Trim();
        GatewayProfile profile = Named(new TaskInput(newest, null), _ => Finder.TakeUp(newest, named, restart.Newest)).Profile;
        Faults faults = [];
        Cell.Prose(nameof(Prompt), Prompt, faults);
        SubmissionOrder order = Await(token => Engine.Restarts.OrderAsync(restart, profile, Prompt, faults, token));
        order = order with { MaxCost = (decimal?)MaxCost };
        foreach (VeoFault doubtful in PurchaseRun.Check(order, faults)) Warn(ErrorText.Of(doubtful));
        PurchasePreview? preview = IsWhatIf ? Await(token => _run.PreviewAsync(order, token)) : null;
        string what = PurchaseText.Of(order, preview, isLookedAt: IsWhatIf);
        if (!ShouldProcess($"{what}, to replace the {TaskErrors.Name(newest)}", $"Buy this video again? {what}", "Restart-VeoTask"))
            return;
        Run(async token => _outcome = await _run.SubmitAsync(order, token).ConfigureAwait(false));
        SubmissionOutcome outcome = _outcome!;
        _outcome = null;
        if (outcome.Error is { } error) Fail(error, newest);
        else WriteObject(outcome.Task);
    }
}
