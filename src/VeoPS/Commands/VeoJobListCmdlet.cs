using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;

namespace VeoPS.Commands;

/// <summary>A cmdlet that goes through the list of jobs.</summary>
public abstract class VeoJobListCmdlet : VeoCmdlet
{
    private protected VeoJobListCmdlet() { }

    private protected JobList Jobs { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin() => Jobs = OpenEngine().Engine.NewJobs();

    // A page at a time: no transaction is open while a job is on the pipeline.
    private protected IEnumerable<VeoJob> Find(JobQuery query)
    {
        string? after = null;
        do
        {
            (IReadOnlyList<VeoJob> jobs, after) = Await(token => Jobs.PageAsync(query, after, token));
            foreach (VeoJob job in jobs) yield return job;
        }
        while (after is not null);
    }

    // Where a key itself was asked for, and no pattern.
    private protected void FailForMissing(string key) =>
        Fail(new VeoException(VeoErrorId.TaskNotFound, $"There is no job '{key}' on the list. 'Get-VeoJob' lists the jobs."), key);
}
