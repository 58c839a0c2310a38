namespace VeoPS.Engine.Tasks;

/// <summary>How far a wait for several tasks is, in a few words, and how long all of it may take.</summary>
/// <param name="time">The clock.</param>
internal sealed class WaitProgress(TimeProvider time)
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(90);

    private DateTime? _began;
    private int _taken;
    private int _done;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>One more task is waited for.</summary>
    public void Take()
    {
        _began ??= Now;
        _taken++;
    }

    /// <summary>A task is waited for no longer.</summary>
    public void End() => _done++;

    /// <summary>The share of all tasks that is done, from 0 to 100. The progress that gateways tell counts in part.</summary>
    /// <param name="left">The tasks that are still waited for.</param>
    public int Percent(IReadOnlyCollection<VeoTask> left)
        => _taken == 0 ? 0 : ((100 * _done) + left.Sum(task => task.Progress ?? 0)) / _taken;

    /// <summary>Such as <c>12 of 50 done, 3 rendering, 1.2 of ~3 min</c>. Parts that are not known are left out.</summary>
    /// <param name="left">The tasks that are still waited for.</param>
    /// <param name="expectedEnd">UTC. When all of them are likely to have ended; null where that is not known.</param>
    public string Describe(IReadOnlyCollection<VeoTask> left, DateTime? expectedEnd)
    {
        int rendering = left.Count(task => task.Status == VeoTaskStatus.Running);
        return $"{_done} of {_taken} done{(rendering == 0 ? "" : $", {rendering} rendering")}{Time(expectedEnd)}";
    }

    private string Time(DateTime? expectedEnd)
    {
        if (_began is not { } began || Now - began is not { Ticks: > 0 } elapsed) return "";
        TimeSpan? total = expectedEnd is { } end && end > Now ? end - began : null;
        bool brief = (total ?? elapsed) < Brief;
        return FormattableString.Invariant(
            $", {Number(elapsed, brief)}{(total is { } all ? $" of ~{Number(all, brief)}" : "")} {(brief ? "s" : "min")}");
    }

    private static string Number(TimeSpan span, bool brief) =>
        brief ? FormattableString.Invariant($"{span.TotalSeconds:0}") : FormattableString.Invariant($"{span.TotalMinutes:0.#}");
}
