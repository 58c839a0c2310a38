using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>When a gateway is asked how a task is doing.</summary>
/// <param name="First">After the submission.</param>
/// <param name="Step">Between the first polls.</param>
/// <param name="Cap">The longest step. The steps grow up to it.</param>
/// <param name="Floor">Never faster than this, whatever the caller asks.</param>
internal sealed record PollCadence(TimeSpan First, TimeSpan Step, TimeSpan Cap, TimeSpan Floor)
{
    private const double Growth = 1.25;

    /// <summary>The step after a step.</summary>
    public TimeSpan After(TimeSpan step) => step >= Cap ? step : Spans.Shorter(TimeSpan.FromTicks((long)(step.Ticks * Growth)), Cap);
}
