using System.Collections;

namespace VeoPS.Completion;

/// <summary>Completes tags that were used, the newest first.</summary>
public sealed class TagCompleter : LedgerCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        Newest(bound).SelectMany(task => task.Tag, (task, tag) => (task, tag))
            .GroupBy(each => each.tag, each => each.task, StringComparer.OrdinalIgnoreCase)
            .Select(
                tasks => new Candidate(tasks.Key, $"{tasks.Key}: {tasks.Count()} of the newest tasks, the last one {Tip(tasks.First())}"));
}
