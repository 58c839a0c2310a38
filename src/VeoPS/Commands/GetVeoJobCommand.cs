using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Lists jobs, in the order of their keys, with their states and tasks.</summary>
[Cmdlet(VerbsCommon.Get, "VeoJob", DefaultParameterSetName = ByJobKey)]
[OutputType(typeof(VeoJob))]
public sealed class GetVeoJobCommand : VeoJobListCmdlet
{
    private const string ByInputObject = "InputObject";
    private const string ByJobKey = "JobKey";

    /// <summary>A job, a row with a job key, or a key: the job as it is now.</summary>
    [Parameter(ParameterSetName = ByInputObject, Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Only jobs of these keys. Wildcards are fine.</summary>
    [Parameter(ParameterSetName = ByJobKey, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ListedJobCompleter))]
    public string[] JobKey { get; set; } = [];

    /// <summary>Only jobs in these states.</summary>
    [Parameter]
    [ValidateSet(VeoJobState.Waiting, VeoJobState.Leased, VeoJobState.Done, VeoJobState.Unknown, VeoJobState.Failed)]
    public string[] State { get; set; } = [];

    /// <summary>Only jobs that have all of these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>Only jobs whose first profile is one of these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[] Profile { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            string[] keys = [.. JobKey.Where(KeyPattern.IsLiteral)];
            JobQuery query = new() { JobKey = JobKey };
            if (InputObject is not null)
            {
                (string key, query) = Named(InputObject);
                keys = [key];
            }

            // A job that another filter leaves out may well be on the list.
            bool isByKeyAlone = State.Length == 0 && Tag.Length == 0 && Profile.Length == 0;
            HashSet<string> missing = [.. isByKeyAlone ? keys : []];
            query = query with { State = State, Tag = Cell.Texts(Tag) };
            if (Profile.Length > 0) query = query with { Profile = Cell.Texts(Profile) };
            foreach (VeoJob job in Find(query))
            {
                missing.Remove(job.JobKey);
                WriteObject(job);
            }

            foreach (string key in missing) FailForMissing(key);
        }
        catch (VeoException exception)
        {
            Fail(exception, InputObject);
        }
    }
}
