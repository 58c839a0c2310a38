using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Tasks;

namespace VeoPS.Commands;

/// <summary>
/// Asks the gateway to end tasks before they have ended by themselves. Most gateways have no such call. There, the error is
/// <c>VeoNotSupported</c>, which gives the remedy. A task that has ended is emitted as it is.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "VeoTask",
    DefaultParameterSetName = ByInputObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VeoTask))]
public sealed class StopVeoTaskCommand : VeoTaskCmdlet
{
    /// <inheritdoc/>
    /// <remarks>Not by property name: processes and services have an Id too.</remarks>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (TaskHandle handle in Handles())
        {
            string action = handle.Profile.Gateway.Table.Cancel is { } terms ? $"Cancel ({terms.Text})" : "Cancel";
            if (!ShouldProcess($"{handle.Task} ({handle.Profile.Name})", action)) continue;
            PollResult? result = null;
            Run(async token => result = await Engine.Poller.CancelAsync(handle, token).ConfigureAwait(false));
            if (result!.Error is { } error) Fail(error, result.Task);
            else WriteObject(result.Task);
        }
    }
}
