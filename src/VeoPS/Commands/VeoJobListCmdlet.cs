using System.Management.Automation;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Input;

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

    // The key that an input of the pipeline names, as text or as a row, and its profile if it says which.
    private protected static (string Key, JobQuery Query) Named(PSObject input, string outcome = "")
    {
        string key = Cell.Text(input.BaseObject as string ?? input.Properties[nameof(VeoJob.JobKey)]?.Value)
            ?? throw new VeoException(
                VeoErrorId.RequestInvalid,
                "-InputObject: the input must be a job, a row with a JobKey, or a job key, but it is "
                    + $"{PipelineInput.Describe(input)}.{outcome}");
        IEnumerable<string> profile = Cell.Texts(input.Properties[nameof(VeoJob.Profile)]?.Value).Take(1);
        return (key, new JobQuery { JobKey = [KeyPattern.Of(key)], Profile = [.. profile] });
    }

    // Where a key itself was asked for, and no pattern.
    private protected void FailForMissing(string key) =>
        Fail(new VeoException(VeoErrorId.TaskNotFound, $"There is no job '{key}' on the list. 'Get-VeoJob' lists the jobs."), key);
}
