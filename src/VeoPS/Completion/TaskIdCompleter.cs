using System.Collections;

namespace VeoPS.Completion;

/// <summary>Completes the ids of tasks that the cmdlet can do something with, newest first.</summary>
public sealed class TaskIdCompleter : LedgerCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        Newest(bound).Where(task => IsOfUse(task, command)).Select(task => new Candidate(task.ToString(), Tip(task)));

    private static bool IsOfUse(VeoTask task, string command) => command switch
    {
        "Wait-VeoTask" or "Stop-VeoTask" => task.Id is not null && !VeoTaskStatus.IsFinal(task.Status),
        "Save-VeoVideo" => task.Id is not null && (task.Status == VeoTaskStatus.Succeeded || !VeoTaskStatus.IsFinal(task.Status)),
        "Resolve-VeoTask" => task.Status == VeoTaskStatus.Unknown,
        "Restart-VeoTask" => task.Status is VeoTaskStatus.Failed or VeoTaskStatus.Filtered or VeoTaskStatus.Canceled or VeoTaskStatus
            .Expired,
        "New-VeoVideo" or "Measure-VeoCost" => task.Id is not null && task.Status == VeoTaskStatus.Succeeded,
        _ => true,
    };
}
