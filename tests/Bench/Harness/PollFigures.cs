namespace VeoPS.Bench;

/// <summary>What the gateway's journal says of the polls of a run.</summary>
/// <param name="Polls">Of all tasks.</param>
/// <param name="LowestGapSeconds">Between two of one task.</param>
/// <param name="MeanDelaySeconds">From a task's end to the poll that found it.</param>
internal sealed record PollFigures(int Polls, double? LowestGapSeconds, double? MeanDelaySeconds);
