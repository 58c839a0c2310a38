using System.Collections;

namespace VeoPS.Completion;

/// <summary>Completes job keys that were used, the newest first.</summary>
public sealed class JobKeyCompleter : LedgerCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        Newest(bound).Where(task => task.JobKey is not null).GroupBy(task => task.JobKey!, StringComparer.Ordinal)
            .Select(tasks => new Candidate(tasks.Key, Tip(tasks.First())));
}
