using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Ledger;

namespace VeoPS.Commands;

/// <summary>
/// Takes jobs off the list. Their tasks, files and job keys stay as they are. One that a worker has is taken off only with
/// -Force; the worker goes on with it all the same.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove,
    "VeoJob",
    DefaultParameterSetName = ByInputObject,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveVeoJobCommand : VeoJobListCmdlet
{
    private const string ByInputObject = "InputObject";
    private const string ByJobKey = "JobKey";

    /// <summary>A job, a copy of one from a file or from another process, or a key.</summary>
    [Parameter(ParameterSetName = ByInputObject, Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The keys of jobs. Wildcards are fine.</summary>
    [Parameter(ParameterSetName = ByJobKey, Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ListedJobCompleter))]
    public string[] JobKey { get; set; } = [];

    /// <summary>Takes off jobs that a worker has, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            if (InputObject is not null) RemoveInput(InputObject);
            foreach (string key in JobKey)
            {
                if (!RemoveAll(new JobQuery { JobKey = [key] }) && KeyPattern.IsLiteral(key)) FailForMissing(key);
            }
        }
        catch (VeoException exception)
        {
            Fail(exception, InputObject);
        }
    }

    private void RemoveInput(PSObject input)
    {
        if (input.BaseObject is VeoJob job)
        {
            Remove(job);
            return;
        }

        (string key, JobQuery query) = Named(input, " Nothing was removed.");
        if (!RemoveAll(query)) FailForMissing(key);
    }

    // False where there was none.
    private bool RemoveAll(JobQuery query)
    {
        bool isAny = false;
        foreach (VeoJob job in Find(query))
        {
            isAny = true;
            Remove(job);
        }

        return isAny;
    }

    private void Remove(VeoJob job)
    {
        if (job.State == VeoJobState.Leased && !Force)
        {
            Fail(new VeoException(VeoErrorId.RequestInvalid, $"The job '{job}' is leased by {job.LeasedBy} until "
                + $"{job.LeasedUntil:HH:mm:ss} UTC, or longer if the lease is renewed. Nothing was removed. Use "
                + "-Force to remove it anyway.") { Task = job.Task }, job);
            return;
        }

        if (ShouldProcess($"{job} ({job.Profile})", "Remove from the job list")) Await(token => Jobs.RemoveAsync(job, token));
    }
}
