using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>When one task is asked for: at its gateway's cadence, or by a plan, which never asks for it more often than that.</summary>
/// <param name="cadence">The gateway's.</param>
/// <param name="interval">Between two questions, where the caller says so; then no plan counts. Null: the gateway's own.</param>
/// <param name="stretch">How many times longer than that it waits. More than 1 where callbacks tell when to ask; then no plan
/// counts.</param>
internal sealed class PollSchedule(PollCadence cadence, TimeSpan? interval = null, int stretch = 1)
{
    // By how much of it a wait may be shorter, so that tasks submitted together are not asked for together for ever.
    private const double Spread = 0.1;

    /// <summary>The part of a wait that is kept on average.</summary>
    public const double MeanPart = 1 - (Spread / 2);

    private TimeSpan _step = cadence.Step;

    // The age at which the cadence would have come to as many questions.
    private double _allowed;

    /// <summary>Whether a plan may say when to ask.</summary>
    public bool IsOpenToPlans => interval is null && stretch == 1;

    /// <summary>How long it waits for the first question without a plan.</summary>
    /// <param name="age">The task's age, in seconds; null where it is not known. One that was submitted a while ago is asked for at
    /// once; one that was submitted just now is given its time.</param>
    public TimeSpan First(double? age)
    {
        if (age is null) return TimeSpan.Zero;
        TimeSpan first = interval is { } own ? Spans.Shorter(cadence.First, Spans.Longer(own, cadence.Floor)) : cadence.First;
        first = TimeSpan.FromTicks(first.Ticks * stretch);
        return age < 0 ? first : Spans.Longer(first - TimeSpan.FromSeconds(age.Value), TimeSpan.Zero);
    }

    /// <summary>Tells that the first question is asked.</summary>
    /// <param name="usual">The age at which it would be without a plan, in seconds.</param>
    public void Begin(double usual) => _allowed = usual;

    /// <summary>How long it waits after an answer.</summary>
    /// <param name="plan">Null where there is none.</param>
    /// <param name="age">The task's age when the answer came, in seconds.</param>
    /// <param name="answering">How long the answer took, in seconds. Without a plan it counts between two questions too.</param>
    /// <param name="isHinted">True while a callback has just told that something happened: then callbacks stretch nothing.</param>
    /// <param name="chance">From 0 up to 1.</param>
    public TimeSpan Next(PollPlan? plan, double age, double answering, bool isHinted, double chance)
    {
        double part = 1 - (Spread * chance);
        TimeSpan usual = TimeSpan.FromTicks((long)((interval ?? _step).Ticks * part) * (isHinted ? 1 : stretch));
        usual = Spans.Longer(usual, cadence.Floor);
        _step = cadence.After(_step);
        _allowed += answering + usual.TotalSeconds;
        if (plan is null || !IsOpenToPlans) return usual;
        double planned = Math.Max((plan.Next(age) - age) * part, _allowed - age);
        return Spans.Longer(TimeSpan.FromSeconds(planned), cadence.Floor);
    }
}
