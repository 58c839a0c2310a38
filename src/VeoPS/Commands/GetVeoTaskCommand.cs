using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Tells how tasks are doing: asks the gateway for those that are named, else lists the ledger, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "VeoTask", DefaultParameterSetName = FromLedger)]
[OutputType(typeof(VeoTask))]
public sealed class GetVeoTaskCommand : VeoTaskCmdlet
{
    private const string FromLedger = "Ledger";

    private const int LongestPage = 500;

    // With any of these, no task of a job key is no mistake.
    private static readonly string[] Filters =
        [nameof(Status), nameof(Since), nameof(Before), nameof(Tag), nameof(Profile), nameof(Unsaved), nameof(First)];

    /// <summary>Only tasks of these statuses.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [ValidateSet(
        VeoTaskStatus.Submitting,
        VeoTaskStatus.Unknown,
        VeoTaskStatus.Queued,
        VeoTaskStatus.Running,
        VeoTaskStatus.Succeeded,
        VeoTaskStatus.Failed,
        VeoTaskStatus.Filtered,
        VeoTaskStatus.Canceled,
        VeoTaskStatus.Expired)]
    public string[] Status { get; set; } = [];

    /// <summary>Only tasks that are not older.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public DateTime? Since { get; set; }

    /// <summary>Only tasks that are older.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public DateTime? Before { get; set; }

    /// <summary>Only tasks that have all of these.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>Only tasks of these job keys.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    public string[] JobKey { get; set; } = [];

    /// <summary>Only tasks that succeeded and are not on disk with every file.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public SwitchParameter Unsaved { get; set; }

    /// <summary>How many at most, the newest first. Left out: all.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Asks the gateway for each task that has not ended. Where the gateway lists running
    /// tasks, looks there for those of unknown outcome.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public SwitchParameter Refresh { get; set; }

    /// <summary>The profile that the tasks were submitted with. Left out: of the ledger all; of a task the ledger knows, else
    /// the default one.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [Parameter(ParameterSetName = ByInputObject, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public override string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == FromLedger)
        {
            List();
            return;
        }

        foreach (PollResult result in Ask([.. Handles()]))
        {
            if (result.Error is { } error) Fail(error, result.Task);
            else WriteObject(result.Task);
        }
    }

    private void List()
    {
        LedgerQuery query = new()
        {
            Status = Status,
            Since = Since?.ToUniversalTime(),
            Before = Before?.ToUniversalTime(),
            Tag = Cell.Texts(Tag),
            JobKey = JobKey,
            Unsaved = Unsaved,
            Profile = Cell.Text(Profile)?.Trim() is { } profile ? [profile] : [],
            PageSize = Math.Min(First ?? LongestPage, LongestPage),
        };
        try
        {
            // A task that another filter leaves out may well be in the ledger.
            bool isByKeyAlone = !MyInvocation.BoundParameters.Keys.Any(filter => Filters.Contains(filter));
            HashSet<string> missing = [.. isByKeyAlone ? query.JobKey.Select(KeyPattern.KeyOf).OfType<string>() : []];
            List<VeoTask> unsaved = [];
            foreach (VeoTask task in Pages(query).SelectMany(page => Refresh ? Refreshed(page) : page))
            {
                WriteObject(task);
                if (task.JobKey is { } key) missing.Remove(key);
                if (Unsaved) unsaved.Add(task);
            }

            foreach (string key in missing)
            {
                Fail(new VeoException(VeoErrorId.TaskNotFound, $"The ledger has no task with the job key '{key}'. 'Get-VeoTask' lists "
                    + "its tasks."), key);
            }

            if (ResultExpiry.Warning(unsaved, DateTime.UtcNow) is { } warning)
                Warn($"{warning} {ErrorText.Of(new VeoRemedy(VeoRemedyAction.SaveUnsaved))}");
        }
        catch (VeoException exception)
        {
            Fail(exception, null);
        }
    }

    // A page at a time, so that nothing of the ledger is open while the pipeline works on it.
    private IEnumerable<IReadOnlyList<VeoTask>> Pages(LedgerQuery query)
    {
        int left = First ?? int.MaxValue;
        string? after = null;
        do
        {
            LedgerPage page = Await(token => Engine.Ledger.PageAsync(query, after, token));
            foreach (string record in page.Unreadable) Warn(record);
            VeoTask[] tasks = [.. page.Entries.Select(entry => entry.Task).Take(left)];
            left -= tasks.Length;
            yield return tasks;
            after = page.Next;
        }
        while (after is not null && left > 0);
    }

    private IEnumerable<VeoTask> Refreshed(IReadOnlyList<VeoTask> tasks)
    {
        TaskHandle[] open = [.. tasks.Where(task => !VeoTaskStatus.IsFinal(task.Status)).Select(Take).OfType<TaskHandle>()];
        Dictionary<string, VeoTask> found = Found([.. open.Where(handle => handle.Task is { Status: VeoTaskStatus.Unknown, Id: null })]);
        TaskHandle[] named = [.. open.Select(
            handle => found.TryGetValue(handle.Task.SubmissionId, out VeoTask? task)
                ? new TaskHandle(task, handle.Profile)
                : handle).Where(handle => handle.Task.Id is not null)];
        Dictionary<string, PollResult> results = Ask(named).ToDictionary(result => result.Task.SubmissionId);
        foreach (VeoTask task in tasks)
        {
            PollResult result = results.TryGetValue(task.SubmissionId, out PollResult? fresh) ? fresh : new PollResult(task);
            if (result.Error is { } error) Fail(error, task);
            yield return result.Task;
        }

        TaskHandle? Take(VeoTask task)
        {
            try
            {
                return Named(
                    new TaskInput(task, null),
                    _ => Finder.TakeUp(task, null, Await(token => Finder.LookAsync(task, null, token))));
            }
            catch (VeoException exception)
            {
                Fail(exception, task);
                return null;
            }
        }
    }

    // A submission that was sent and not answered may be in the gateway's list of running tasks.
    private Dictionary<string, VeoTask> Found(TaskHandle[] lost)
    {
        Dictionary<string, VeoTask> found = [];
        foreach (IGrouping<GatewayProfile, TaskHandle> ofOne in lost.GroupBy(handle => handle.Profile))
        {
            VeoTask[] tasks = [.. ofOne.Select(handle => handle.Task)];
            VeoException? error = null;
            Run(async token =>
            {
                try
                {
                    foreach (KeyValuePair<string, VeoTask> each in await Engine.Reconciler.FindAsync(ofOne.Key, tasks, token)
                        .ConfigureAwait(false))
                        found.Add(each.Key, each.Value);
                }
                catch (VeoException exception)
                {
                    error = exception;
                }
            });
            if (error is not null) Fail(error, tasks);
        }

        return found;
    }

    private PollResult[] Ask(TaskHandle[] handles)
    {
        PollResult[] results = [];
        Run(async token => results = await Task.WhenAll(handles.Select(handle => Engine.Poller.AskAsync(handle, token)))
            .ConfigureAwait(false));
        return results;
    }
}
