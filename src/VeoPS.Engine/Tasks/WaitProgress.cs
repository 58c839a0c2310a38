namespace VeoPS.Engine.Tasks;

/// <summary>How far a wait for several tasks is, in a few words, and how long all of it may take, judged by the tasks that have
/// ended.</summary>
/// <param name="time">The clock.</param>
internal sealed class WaitProgress(TimeProvider time)
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(90);

    private DateTime? _began;
    private int _taken;
    private int _done;
    private int _timed;
    private TimeSpan _rendered;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>One more task is waited for.</summary>
    public void Take()
    {
        _began ??= Now;
        _taken++;
    }

    /// <summary>A task is waited for no longer.</summary>
    /// <param name="task">As it was last seen.</param>
    public void End(VeoTask task)
    {
        _done++;
        if (task.Status != VeoTaskStatus.Succeeded || task.Created == default || task.Completed is not { } completed) return;
        _timed++;
        _rendered += completed - task.Created;
    }

    /// <summary>The share of all tasks that is done, from 0 to 100. The progress that gateways tell counts in part.</summary>
    /// <param name="left">The tasks that are still waited for.</param>
    public int Percent(IReadOnlyCollection<VeoTask> left)
        => _taken == 0 ? 0 : ((100 * _done) + left.Sum(task => task.Progress ?? 0)) / _taken;

    /// <summary>Such as <c>12 of 50 done, 3 rendering, 1.2 of ~3 min</c>. Parts that are not known are left out.</summary>
    /// <param name="left">The tasks that are still waited for.</param>
    public string Describe(IReadOnlyCollection<VeoTask> left)
    {
        int rendering = left.Count(task => task.Status == VeoTaskStatus.Running);
        return $"{_done} of {_taken} done{(rendering == 0 ? "" : $", {rendering} rendering")}{Time(left)}";
    }

    private string Time(IReadOnlyCollection<VeoTask> left)
    {
        if (_began is not { } began || Now - began is not { Ticks: > 0 } elapsed) return "";
        TimeSpan? total = Total(left, began) is { } known && known > elapsed ? known : null;
        bool brief = (total ?? elapsed) < Brief;
        return FormattableString.Invariant(
            $", {Number(elapsed, brief)}{(total is { } all ? $" of ~{Number(all, brief)}" : "")} {(brief ? "s" : "min")}");
    }

    // The one that was submitted last takes as long as those that have ended took on average.
    private TimeSpan? Total(IReadOnlyCollection<VeoTask> left, DateTime began) =>
        _timed == 0 || left.Count == 0 || left.Any(task => task.Created == default)
            ? null
            : left.Max(task => task.Created) + TimeSpan.FromTicks(_rendered.Ticks / _timed) - began;

    private static string Number(TimeSpan span, bool brief) =>
        brief ? FormattableString.Invariant($"{span.TotalSeconds:0}") : FormattableString.Invariant($"{span.TotalMinutes:0.#}");
}
