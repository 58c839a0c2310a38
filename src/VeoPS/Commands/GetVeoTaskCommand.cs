using System.Management.Automation;
using VeoPS.Engine.Tasks;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Tells how tasks are doing: asks the gateway for those that are named, else lists the ledger, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "VeoTask", DefaultParameterSetName = FromLedger)]
[OutputType(typeof(VeoTask))]
public sealed class GetVeoTaskCommand : VeoTaskCmdlet
{
    private const string FromLedger = "Ledger";

    // Questions on their way at once.
    private const int Concurrency = 8;

    /// <summary>Only tasks of these statuses.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [ValidateSet(VeoTaskStatus.Submitting, VeoTaskStatus.Unknown, VeoTaskStatus.Queued, VeoTaskStatus.Running, VeoTaskStatus.Succeeded, VeoTaskStatus.Failed, VeoTaskStatus.Filtered, VeoTaskStatus.Canceled, VeoTaskStatus.Expired)]
    public string[] Status { get; set; } = [];

    /// <summary>Only tasks that are not older.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public DateTime? Since { get; set; }

    /// <summary>Only tasks that have all of these.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public string[] Tag { get; set; } = [];

    /// <summary>Only tasks of these job keys.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public string[] JobKey { get; set; } = [];

    /// <summary>Only tasks that succeeded and are not on disk with every file.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public SwitchParameter Unsaved { get; set; }

    /// <summary>How many at most.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = 50;

    /// <summary>Asks the gateway for each that has not ended.</summary>
    [Parameter(ParameterSetName = FromLedger)]
    public SwitchParameter Refresh { get; set; }

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
            Tag = Cell.Texts(Tag),
            JobKey = JobKey,
            Unsaved = Unsaved,
        };
        try
        {
            IEnumerable<VeoTask> tasks = Engine.Ledger.List(query, Warn).Select(entry => entry.Task).Take(First);
            if (Refresh) tasks = Refreshed([.. tasks]);
            foreach (VeoTask task in tasks) WriteObject(task);
        }
        catch (VeoException exception)
        {
            Fail(exception, null);
        }
    }

    private IEnumerable<VeoTask> Refreshed(IReadOnlyList<VeoTask> tasks)
    {
        Dictionary<string, PollResult> results = [];
        TaskHandle[] open = [.. tasks.Where(task => task.Id is not null && !VeoTaskStatus.IsFinal(task.Status)).Select(Take).OfType<TaskHandle>()];
        foreach (PollResult result in Ask(open)) results[result.Task.SubmissionId] = result;
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
                return Finder.Find(task, null);
            }
            catch (VeoException exception)
            {
                Fail(exception, task);
                return null;
            }
        }
    }

    private PollResult[] Ask(TaskHandle[] handles)
    {
        PollResult[] results = [];
        Run(async token =>
        {
            using SemaphoreSlim slots = new(Concurrency);
            results = await Task.WhenAll(handles.Select(AskAsync)).ConfigureAwait(false);

            async Task<PollResult> AskAsync(TaskHandle handle)
            {
                await slots.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    return await Engine.Poller.AskAsync(handle, token).ConfigureAwait(false);
                }
                finally
                {
                    slots.Release();
                }
            }
        });
        return results;
    }
}
