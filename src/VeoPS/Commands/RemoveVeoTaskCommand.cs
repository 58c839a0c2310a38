using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;

namespace VeoPS.Commands;

/// <summary>
/// Forgets tasks: takes their records out of the ledger. Nothing is canceled, no file is touched; what was spent still
/// counts, and a job key stays used. A task that goes on, or whose outcome is unknown, is forgotten only with -Force.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "VeoTask", DefaultParameterSetName = ByInputObject, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveVeoTaskCommand : VeoTaskCmdlet
{
    /// <inheritdoc/>
    /// <remarks>Not by property name: processes and services have an Id too.</remarks>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Forgets a task that goes on, or whose outcome is unknown, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (LedgerEntry entry in Entries())
        {
            VeoTask task = entry.Task;
            bool isPending = task.Status == VeoTaskStatus.Unknown || !VeoTaskStatus.IsFinal(task.Status);
            if (isPending && !Force)
            {
                Fail(new VeoException(VeoErrorId.RequestInvalid, $"The task {task} at '{task.Profile}' is {task.Status}: forgotten, what was paid for could be lost. Nothing was removed. -Force removes it all the same.") { Task = task }, task);
                continue;
            }

            if (!ShouldProcess($"{task} ({task.Profile})", "Forget")) continue;
            try
            {
                Await(token => Engine.Ledger.RemoveAsync(task.SubmissionId, token));
            }
            catch (VeoException exception)
            {
                Fail(exception, task);
            }
        }
    }
}
