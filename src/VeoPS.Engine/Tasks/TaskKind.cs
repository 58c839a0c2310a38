using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Tasks;

/// <summary>The tasks of one gateway and model: how long they took, and when to ask for the next ones. Not safe for several
/// threads.</summary>
/// <param name="name">As <see cref="TimeTaken.KindOf"/> has it.</param>
/// <param name="first">One of them.</param>
internal sealed class TaskKind(string name, TaskHandle first)
{
    // A plan is made anew when a tenth of what it was made from is new.
    private const int Renewal = 10;

    private readonly PollCadence _cadence = first.Profile.Gateway.Table.Cadence;
    private readonly string _words = $"{first.Profile.Name}: {first.Task.Model ?? first.Profile.DefaultModel}";
    private readonly List<TimeTaken> _times = [];
    private readonly Queue<TaskTiming> _waiting = [];
    private int _news;

    /// <summary>What tells it from others.</summary>
    public string Name => name;

    /// <summary>When to ask; null while nothing is known.</summary>
    public PollPlan? Plan { get; private set; }

    /// <summary>Takes what the ledger knows.</summary>
    /// <param name="times">In the order of submission.</param>
    /// <param name="isPlanned">Whether questions follow the plan.</param>
    /// <returns>What is to be expected, for a person; null where nothing is.</returns>
    public string? Take(IReadOnlyList<TimeTaken> times, bool isPlanned)
    {
        _times.InsertRange(0, times);
        Renew();
        if (times.Count == 0 || Plan is not { } plan) return null;
        string took = FormattableString.Invariant($"{plan.ReadyEarly:0} to {plan.ReadyLate:0} s");
        string half = FormattableString.Invariant($"half of them at most {plan.ReadyHalf:0} s");
        string asks = FormattableString.Invariant($"after {plan.First:0} s, and {plan.Expected.Questions:0.#} queries are expected");
        string plans = isPlanned ? $" The first query for a task is sent {asks}." : "";
        return $"{_words}: most of the last {times.Count} tasks took {took}, {half}.{plans}";
    }

    /// <summary>One more is waited for.</summary>
    /// <param name="timing">Its time.</param>
    public void Begin(TaskTiming timing) => _waiting.Enqueue(timing);

    /// <summary>One is waited for no longer.</summary>
    /// <param name="timing">Its time.</param>
    public void End(TaskTiming timing)
    {
        // Counted in the order of submission: of those that were submitted together the fast ones end first, and would make all look
        // fast.
        timing.IsOver = true;
        while (_waiting.Count > 0 && _waiting.Peek().IsOver)
        {
            if (_waiting.Dequeue().Taken is not { } taken) continue;
            _times.Add(taken);
            _news++;
        }

        if (_news > 0 && _news * Renewal >= _times.Count) Renew();
    }

    private void Renew()
    {
        if (_times.Count > TimeTaken.Kept) _times.RemoveRange(0, _times.Count - TimeTaken.Kept);
        Plan = PollPlan.Of(_times, _cadence);
        _news = 0;
    }
}
