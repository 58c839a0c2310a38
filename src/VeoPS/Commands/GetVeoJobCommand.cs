using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Lists jobs, in the order of their keys, with their states and tasks.</summary>
[Cmdlet(VerbsCommon.Get, "VeoJob")]
[OutputType(typeof(VeoJob))]
public sealed class GetVeoJobCommand : VeoCmdlet
{
    private JobList _jobs = null!;

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
    protected override void Begin() => _jobs = OpenEngine().Engine.NewJobs();

    /// <inheritdoc/>
    protected override void Process()
    {
        JobQuery query = new() { JobKey = JobKey, State = State, Tag = Cell.Texts(Tag), Profile = Cell.Texts(Profile) };
        try
        {
            HashSet<string> missing = [.. JobKey.Where(KeyPattern.IsLiteral)];
            string? after = null;
            do
            {
                (IReadOnlyList<VeoJob> jobs, after) = Await(token => _jobs.PageAsync(query, after, token));
                foreach (VeoJob job in jobs)
                {
                    missing.Remove(job.JobKey);
                    WriteObject(job);
                }
            }
            while (after is not null);

            foreach (string key in missing)
            {
                Fail(new VeoException(
                    VeoErrorId.TaskNotFound,
                    $"There is no such job '{key}' on the list. 'Get-VeoJob' lists the jobs."), key);
            }
        }
        catch (VeoException exception)
        {
            Fail(exception, null);
        }
    }
}
