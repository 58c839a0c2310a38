using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;

namespace VeoPS.Commands;

/// <summary>
/// Forgets tasks: takes their records out of the ledger. Nothing is canceled, no file is touched; the spending still
/// counts, and a job key stays used. A task that goes on, whose outcome is unknown, or that is paid for and not saved, is
/// forgotten only with -Force.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove,
    "VeoTask",
    DefaultParameterSetName = ByInputObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveVeoTaskCommand : VeoTaskCmdlet
{
    /// <inheritdoc/>
    /// <remarks>Not by property name: processes and services have an Id too.</remarks>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Forgets a task that goes on, whose outcome is unknown, or that is paid for and not saved, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (LedgerEntry entry in Entries())
        {
            VeoTask task = entry.Task;
            if (!Force && Doubt(entry) is { } doubt)
            {
                Fail(doubt, task);
                continue;
            }

            if (!ShouldProcess($"{task} ({task.Profile})", "Remove the record")) continue;
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

    // The error that names the loss if the record is removed; null where nothing would be lost.
    private static VeoException? Doubt(LedgerEntry entry)
    {
        VeoTask task = entry.Task;
        (string? why, string action) = task.Status switch
        {
            VeoTaskStatus.Unknown => ("its outcome is unknown, and it may have been bought", VeoRemedyAction.Resolve),
            VeoTaskStatus.Succeeded when LedgerFilter.IsUnsaved(entry, EngineHost.Home) =>
                ("it is paid for, and not all of its videos have been saved", VeoRemedyAction.Save),
            { } status when !VeoTaskStatus.IsFinal(status) =>
                ($"it is {status}, and a video that is paid for could be lost", VeoRemedyAction.Wait),
            _ => (null, ""),
        };
        return why is null ? null : new VeoException(VeoErrorId.RequestInvalid, $"The {TaskErrors.Name(task)} was not removed: {why}.")
        {
            Task = task,
            Remedies = new([VeoRemedy.About(action, task), VeoRemedy.About(VeoRemedyAction.Remove, task)]),
        };
    }
}
