using System.Collections;
using VeoPS.Engine.Ledger;

namespace VeoPS.Completion;

/// <summary>Completes the keys of jobs that are on the list.</summary>
public sealed class ListedJobCompleter : LedgerCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        Read((ledger, stop) => ledger.PageJobsAsync(new JobQuery(), null, stop))?.Jobs
            .Select(job => new Candidate(job.JobKey, $"{job.State}, {string.Join(", ", job.Profiles)}")) ?? [];
}
