using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that goes on with tasks: given as objects, as text, as a row of a CSV, or by id.</summary>
public abstract class VeoTaskCmdlet : VeoCmdlet
{
    private protected const string ByInputObject = "InputObject";
    private protected const string ById = "Id";

    private protected VeoTaskCmdlet() { }

    /// <summary>A task; text that is an id; or what became of a task in JSON, CSV or Clixml.</summary>
    [Parameter(ParameterSetName = ByInputObject, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public virtual PSObject? InputObject { get; set; }

    /// <summary>The gateway's id, or a SubmissionId.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public virtual string[] Id { get; set; } = [];

    /// <summary>The profile that the task was submitted with. Left out: the ledger knows, else the default one.</summary>
    [Parameter(ParameterSetName = ByInputObject, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public virtual string? Profile { get; set; }

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

    /// <summary>Takes up each task that is given, to go on with it; what cannot be taken up is told as an error.</summary>
    private protected IEnumerable<TaskHandle> Handles() => TakeUpAll((input, profile) =>
        input.Task is { } task ? Finder.TakeUp(task, profile, Look(input, profile)) : Finder.TakeUp(input.Id!, profile, Look(input, profile)));

    /// <summary>What the ledger has of each task that is given, whether its profile is there or not.</summary>
    private protected IEnumerable<LedgerEntry> Entries() => TakeUpAll((input, profile) =>
        Look(input, profile)
        ?? throw new VeoException(VeoErrorId.TaskNotFound, $"The ledger has no task {input.Task?.ToString() ?? input.Id}. Nothing was changed. 'Get-VeoTask' lists what it has."));

    // The ledger is asked in the background; a profile is resolved here, on the pipeline thread, where its vault may be asked.
    private LedgerEntry? Look(TaskInput input, string? profile) =>
        Await(token => input.Task is { } task ? Finder.LookAsync(task, profile, token) : Finder.LookAsync(input.Id!, profile, token));

    private IEnumerable<T> TakeUpAll<T>(Func<TaskInput, string?, T> find) where T : class
    {
        string? profile = Cell.Text(Profile)?.Trim();
        return ParameterSetName == ById
            ? Id.Select(id => TakeUp(id, () => Named(new TaskInput(null, id), input => find(input, profile)))).OfType<T>()
            : new[] { TakeUp(InputObject, () => Named(Input(), input => find(input, profile))) }.OfType<T>();
    }

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

    private TaskInput Input() => TaskInput.Read(InputObject, Cell.Text(Profile)?.Trim())
        ?? throw new VeoException(VeoErrorId.RequestInvalid, $"-InputObject: what came is neither a task nor an id, but {PipelineInput.Describe(InputObject)}. An object needs an Id and a Profile. Nothing was asked.");

    private T? TakeUp<T>(object? target, Func<T> find) where T : class
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
