using System.Management.Automation;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that looks tasks up in the ledger, from whatever a person has of them.</summary>
public abstract class VeoRecordCmdlet : VeoCmdlet
{
    private protected VeoRecordCmdlet() { }

    /// <inheritdoc/>
    protected override void Begin()
    {
        EngineHost host = OpenEngine();
        Engine = host.Engine;
        Finder = host.Finder;
        CallbacksOf = host.Callbacks;
    }

    /// <summary>A profile with the secret of its callbacks. Only on the pipeline thread.</summary>
    private protected Func<GatewayProfile, CallbackProfile> CallbacksOf { get; private set; } = null!;

    private protected VeoEngine Engine { get; private set; } = null!;

    private protected TaskFinder Finder { get; private set; } = null!;

    // The ledger is asked in the background; a profile is resolved here, on the pipeline thread, where its vault may be asked.
    private protected LedgerEntry? Look(TaskInput input, string? profile) =>
        Await(token => input.Task is { } task ? Finder.LookAsync(task, profile, token) : Finder.LookAsync(input.Id!, profile, token));

    // An error of a profile says nothing of the task that it is about.
    private protected static T Named<T>(TaskInput input, Func<TaskInput, T> find)
    {
        string name = input.Task?.ToString() ?? input.Id!;
        try
        {
            return find(input);
        }
        catch (VeoException exception) when (exception.Message.IndexOf(name, StringComparison.Ordinal) < 0)
        {
            throw exception.With($"The task {name}: {exception.Summary}", input.Task);
        }
    }

    private protected static TaskInput Input(
        PSObject? input,
        string? profile = null) => TaskInput.Read(input, profile) ?? throw new VeoException(
        VeoErrorId.RequestInvalid,
        $"-InputObject: the input must be a task or an id, but it is {PipelineInput.Describe(input)}. "
        + "An object needs an Id and a Profile; -Profile supplies one that is missing. Nothing was sent.");

    private protected static VeoException NotInLedger(TaskInput input) => new(
        VeoErrorId.TaskNotFound,
        $"The ledger has no task {input.Task?.ToString() ?? input.Id}. Nothing was changed. 'Get-VeoTask' lists its tasks.");

    private protected T? TakeUp<T>(object? target, Func<T> find) where T : class
    {
        try
        {
            return find();
        }
        catch (VeoException exception)
        {
            Fail(exception, target);
            return null;
        }
    }
}
