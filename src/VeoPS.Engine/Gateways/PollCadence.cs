namespace VeoPS.Engine.Gateways;

/// <summary>When a gateway is asked how a task is doing.</summary>
/// <param name="First">After the submission.</param>
/// <param name="Step">Between the first polls.</param>
/// <param name="Cap">The longest step. The steps grow up to it.</param>
/// <param name="Floor">Never faster than this, whatever the caller asks.</param>
internal sealed record PollCadence(TimeSpan First, TimeSpan Step, TimeSpan Cap, TimeSpan Floor);
