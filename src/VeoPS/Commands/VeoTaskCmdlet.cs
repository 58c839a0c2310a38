using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that goes on with tasks: given as objects, as text, as a row of a CSV, or by id.</summary>
public abstract class VeoTaskCmdlet : VeoRecordCmdlet
{
    private protected const string ByInputObject = "InputObject";
    private protected const string ById = "Id";

    private protected VeoTaskCmdlet() { }

    /// <summary>A task; text that is an id; or the record of a task in JSON, CSV or Clixml.</summary>
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

    private protected override PSObject? Piped => InputObject;

    /// <summary>Takes up each task that is given, to go on with it; one that cannot be taken up is an error.</summary>
    private protected IEnumerable<TaskHandle> Handles() => TakeUpAll((input, profile) =>
        input.Task is { } task
            ? Finder.TakeUp(task, profile, Look(input, profile))
            : Finder.TakeUp(input.Id!, profile, LookById(input, profile)));

    /// <summary>The record in the ledger of each task that is given, whether its profile exists or not.</summary>
    private protected IEnumerable<LedgerEntry> Entries() => TakeUpAll((input, profile) => Look(input, profile) ?? throw NotInLedger(input));

    private LedgerEntry? LookById(TaskInput input, string? profile)
    {
        if (Look(input, profile) is { } entry) return entry;
        if (profile is null) RefuseJobKey(input.Id!);
        return null;
    }

    // A job key is easily taken for an id. No gateway is asked for one.
    private void RefuseJobKey(string id)
    {
        string key = KeyPattern.Of(id);
        LedgerQuery query = new() { JobKey = [key], PageSize = 1 };
        if (Await(token => Engine.Ledger.PageAsync(query, null, token)).Entries is not [var entry, ..]) return;
        throw new VeoException(
            VeoErrorId.RequestInvalid,
            $"'{id}' is not an id but the job key of the task {entry.Task}. Nothing was sent. For tasks of a job key: "
                + $"Get-VeoTask -JobKey '{key.Replace("'", "''")}'");
    }

    private IEnumerable<T> TakeUpAll<T>(Func<TaskInput, string?, T> find) where T : class
    {
        string? profile = Cell.Text(Profile)?.Trim();
        return ParameterSetName == ById
            ? Id.Select(id => TakeUp(id, () => Named(new TaskInput(null, id), input => find(input, profile)))).OfType<T>()
            : new[] { TakeUp(InputObject, () => Named(Input(), input => find(input, profile))) }.OfType<T>();
    }

    private TaskInput Input() => Input(InputObject, Cell.Text(Profile)?.Trim());
}
