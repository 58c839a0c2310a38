using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Lists jobs, in the order of their keys, with their states and tasks.</summary>
[Cmdlet(VerbsCommon.Get, "VeoJob")]
[OutputType(typeof(VeoJob))]
public sealed class GetVeoJobCommand : VeoJobListCmdlet
{
    /// <summary>Only jobs of these keys. Wildcards are fine.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
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
        JobQuery query = new() { JobKey = JobKey, State = State, Tag = Cell.Texts(Tag), Profile = Cell.Texts(Profile) };

        // A job that another filter leaves out may well be on the list.
        bool isByKeyAlone = query is { State.Count: 0, Tag.Count: 0, Profile.Count: 0 };
        HashSet<string> missing = [.. isByKeyAlone ? JobKey.Where(KeyPattern.IsLiteral) : []];
        try
        {
            foreach (VeoJob job in Find(query))
            {
                missing.Remove(job.JobKey);
                WriteObject(job);
            }

            foreach (string key in missing) FailForMissing(key);
        }
        catch (VeoException exception)
        {
            Fail(exception, null);
        }
    }
}
