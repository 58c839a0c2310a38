using System.Collections;
using System.Diagnostics;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Views;

namespace VeoPS.Completion;

/// <summary>Completes from the newest tasks of the ledger, as many as can be read while a person does not notice.</summary>
public abstract class LedgerCompleter : Completer
{
    private const int MostRead = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(60);

    private protected LedgerCompleter() { }

    /// <summary>The newest tasks, those of the -Profile only where one is typed.</summary>
    private protected static IEnumerable<VeoTask> Newest(IDictionary bound)
    {
        StateFolder folder = StateFolder.Resolve(System.Environment.GetEnvironmentVariable);
        LedgerQuery query = new() { Profile = ChosenProfile.Text(bound, "Profile") is { } profile ? [profile] : [] };
        Stopwatch clock = Stopwatch.StartNew();
        return new FileLedger(folder.FullName, TimeProvider.System, folder.IsPrivate).List(query)
            .Take(MostRead).TakeWhile(_ => clock.Elapsed < Longest).Select(entry => entry.Task);
    }

    /// <summary>How a task is, how old it is, and what it shall show.</summary>
    private protected static string Tip(VeoTask task)
    {
        string prompt = new([.. (task.Prompt ?? "").Take(120).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return $"{task.Status}, {ViewText.Age(task.Created)} old, {task.Profile}{(prompt.Length > 0 ? ": " + prompt : "")}";
    }
}
