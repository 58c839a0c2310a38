using System.Collections;
using VeoPS.Engine.Ledger;
using VeoPS.Views;

namespace VeoPS.Completion;

/// <summary>Completes from the ledger, if it answers within half a second.</summary>
public abstract class LedgerCompleter : Completer
{
    private const int MostRead = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private protected LedgerCompleter() { }

    /// <summary>The newest tasks, those of the -Profile only where one is typed.</summary>
    private protected static IEnumerable<VeoTask> Newest(IDictionary bound)
    {
        LedgerQuery query = new() { Profile = ChosenProfile.Text(bound, "Profile") is { } profile ? [profile] : [] };
        return Read((ledger, stop) => ledger.PageAsync(query, null, stop))?.Entries.Take(MostRead).Select(entry => entry.Task) ?? [];
    }

    /// <summary>The answer to a question to the ledger; null where it does not come in time.</summary>
    private protected static T? Read<T>(Func<ILedger, CancellationToken, Task<T>> ask) where T : class
    {
        using CancellationTokenSource limit = new(Longest);
        try
        {
            ILedger ledger = LedgerStore.Open(System.Environment.GetEnvironmentVariable, TimeProvider.System);
            return Task.Run(() => ask(ledger, limit.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // A person who types does not wait for a ledger that is busy or far away.
            return null;
        }
    }

    /// <summary>The state of a task, its age, and its prompt.</summary>
    private protected static string Tip(VeoTask task)
    {
        string prompt = new([.. (task.Prompt ?? "").Take(120).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return $"{task.Status}, {ViewText.Age(task.Created)} old, {task.Profile}{(prompt.Length > 0 ? ": " + prompt : "")}";
    }
}
